"""Polishing routes with PyVRP's local search as long as it may; better routes from elsewhere come in between.

Late acceptance as in PyVRP's own loop (Burke and Bykov 2017). Ours differs where short budgets gain: a
shorter memory, penalties that start at what a unit is worth in this problem, a door for others' routes, and a
new beginning where it is stuck.
"""

import warnings
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.PenaltyManager import PenaltyManager, PenaltyParams
from pyvrp.search import OPERATORS, LocalSearch, PerturbationManager, PerturbationParams, compute_neighbours

from station.dispatch.planner.pyvrp_model import PyvrpModel
from station.dispatch.planner.task import Routes, Task

GIVE_UP_ITERATIONS = 1_000
"""So long all stops are tried to be served before some may be left out."""

STALE_ITERATIONS = 2_000
"""So long without a better solution, a search begins anew with twice the memory: slower, but further."""

LONGEST_MEMORY = 400

BEYOND_TYPICAL = 1_000
"""Penalties may grow to so many times what a unit costs."""


@dataclass(frozen=True)
class Style:
    """How one worker searches; two that differ find more than two alike."""

    memory: int
    """Solutions back whose cost a worse one may still have, at first."""
    kicks: int
    """Most stops shaken before each search."""
    typical_loads: bool
    """Begin with a penalty of what a unit of load costs; else at PyVRP's middle, which is strict and better
    where a van has many stops. With windows, penalties always begin at what a unit costs."""
    patience: int
    """Iterations without a better solution before a better one from elsewhere replaces it."""


STYLES = (
    Style(memory=100, kicks=25, typical_loads=False, patience=500),
    Style(memory=50, kicks=15, typical_loads=True, patience=500),
)


class Polisher:
    """One search. Raises nothing of its own; `step` makes one iteration."""

    def __init__(self, task: Task, style: Style, seed: int, start: Routes | None) -> None:
        self._task = task
        self._style = style
        self._random = pyvrp.RandomNumberGenerator(seed=seed)
        self._stops = len(task.problem.stops)
        self._longest = style.memory
        self.iterations = 0
        complete = self._room_for_all() if start is None else self._complete(start)
        self._begin(start, required=complete)

    @property
    def best(self) -> Routes | None:
        """The best feasible routes since the search has begun, or begun anew."""
        return self._model.routes(self._best) if self._best.is_feasible() else None

    def step(self) -> bool:
        """One iteration; tells whether the best became better."""
        self.iterations += 1
        evaluator = self._penalties.cost_evaluator()
        found = self._search(self._now, evaluator, exhaustive=False)
        self._penalties.register(found)
        self._since_better += 1
        better = evaluator.cost(found) < evaluator.cost(self._best)
        if better:
            found = self._keep(found, evaluator)
        self._accept(found, evaluator)
        if better and not self._required and self._best.is_feasible() and not self._best.unplanned():
            self._begin(self._model.routes(self._best), required=True)
        self._give_up_in_time()
        self._begin_anew_in_time()
        return better

    def offer(self, routes: Routes) -> None:
        """Routes found elsewhere: taken at once where they serve more, else when this search is stuck."""
        complete = self._complete(routes)
        if self._best.is_feasible() and self._required:
            if complete and self._since_better >= self._style.patience:
                self._take(routes)
        elif complete:
            self._begin(routes, required=True)
        elif self._required:
            self._begin(routes, required=False)
        elif self._since_better >= self._style.patience:
            self._take(routes)

    def _begin(self, start: Routes | None, *, required: bool) -> None:
        """A new search, all stops required or not."""
        self._required = required
        self._model = PyvrpModel(self._task, required=required)
        data = self._model.data
        self._search = LocalSearch(
            data,
            self._random,
            compute_neighbours(data),
            PerturbationManager(PerturbationParams(1, self._style.kicks)),
        )
        for operator in OPERATORS:
            if operator.supports(data):
                self._search.add_operator(operator(data))
        self._penalties = self._new_penalties()
        self._best = self._now = self._first = self._start_solution(start)
        self._memory: deque[pyvrp.Solution] = deque(maxlen=self._longest)
        self._since_better = 0
        self._begun_at = self.iterations

    def _new_penalties(self) -> PenaltyManager:
        loads, lateness, length = self._model.typical_penalties()
        # A unit of load may cost more here than PyVRP's largest penalty: then breaking a rule would pay.
        most = max(PenaltyParams().max_penalty, BEYOND_TYPICAL * max(*loads, lateness))
        if self._style.typical_loads or self._model.data.has_time_windows():
            quick = PenaltyParams(solutions_between_updates=100, max_penalty=most)
            return PenaltyManager((loads, lateness, length), quick)
        slow = PenaltyParams(max_penalty=most)
        return PenaltyManager(slow.midpoint_penalties(self._model.data), slow)

    def _start_solution(self, start: Routes | None) -> pyvrp.Solution:
        if start is None:
            random = pyvrp.Solution.make_random(self._model.data, self._random)
            return self._search(random, self._penalties.max_cost_evaluator(), exhaustive=True)
        return self._model.solution(start)

    def _keep(self, found: pyvrp.Solution, evaluator: pyvrp.CostEvaluator) -> pyvrp.Solution:
        """A new best; looked over once more in full."""
        self._best = found
        self._since_better = 0
        thorough = self._search(found, evaluator, exhaustive=True)
        if thorough.is_feasible():
            self._best = thorough
        return thorough

    def _accept(self, found: pyvrp.Solution, evaluator: pyvrp.CostEvaluator) -> None:
        full = len(self._memory) == self._longest
        late = evaluator.penalised_cost(self._memory[0] if full else self._first)
        now = evaluator.penalised_cost(self._now)
        then = evaluator.penalised_cost(found)
        if then < late or then < now:
            self._now, now = found, then
        oldest = self._memory[0] if full else None
        self._memory.append(self._now if oldest is None or now < late else oldest)

    def _take(self, routes: Routes) -> None:
        solution = self._model.solution(routes)
        evaluator = self._penalties.cost_evaluator()
        if evaluator.cost(solution) < evaluator.cost(self._best):
            self._best = self._now = self._first = solution
            self._memory.clear()
            self._since_better = 0

    def _give_up_in_time(self) -> None:
        """Nothing serves all stops, it seems: some may be left out from now on."""
        tried = self.iterations - self._begun_at
        if self._required and not self._best.is_feasible() and tried >= GIVE_UP_ITERATIONS:
            self._begin(None, required=False)

    def _begin_anew_in_time(self) -> None:
        """Stuck for long: from somewhere else it may come further. Whoever listens keeps the best."""
        if self._since_better >= STALE_ITERATIONS and self._best.is_feasible():
            self._longest = min(2 * self._longest, LONGEST_MEMORY)
            self._begin(None, required=self._required)

    def _room_for_all(self) -> bool:
        """Whether the vans together could carry everything; if not, no time is lost in trying."""
        problem = self._task.problem
        places = sum(van.max_stops or self._stops for van in problem.vans)
        return (
            sum(stop.weight_g for stop in problem.stops) <= sum(van.weight_g for van in problem.vans)
            and sum(stop.volume_ml for stop in problem.stops) <= sum(van.volume_ml for van in problem.vans)
            and self._stops <= places
        )

    def _complete(self, routes: Routes) -> bool:
        return sum(len(route) for route in routes) == self._stops


def polish(
    polisher: Polisher,
    tell: Callable[[Routes], None],
    offers: Callable[[], Routes | None],
    done: Callable[[int], bool],
) -> None:
    """Search until `done(iterations)`; each better answer is told, each offer considered."""
    # A day too full for its vans drives the penalties to their bound: then stops may be left out.
    warnings.simplefilter("ignore", PenaltyBoundWarning)
    if (first := polisher.best) is not None:
        tell(first)
    while not done(polisher.iterations):
        if (routes := offers()) is not None:
            polisher.offer(routes)
        if polisher.step() and (best := polisher.best) is not None:
            tell(best)
