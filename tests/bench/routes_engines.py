"""The engines of the routes bench, each for itself and as its makers mean it to be called."""

import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from station.dispatch.model.evaluation import Evaluation
from station.dispatch.model.evaluator import evaluate
from station.dispatch.model.plan import Plan
from station.dispatch.model.problem import METRE_UNITS, OPEN_END_S, SECOND_UNITS, UNITS_A_FEN, Locks, Problem
from station.dispatch.planner.first_answer import first_routes
from station.dispatch.planner.planning import plan
from station.dispatch.planner.pyvrp_model import PyvrpModel
from station.dispatch.planner.task import Routes, Task, share_of

Engine = Callable[[Problem, float, int], Plan | None]
"""Problem, seconds of wall clock, seed; None: no answer that serves all stops."""


def ours(problem: Problem, seconds: float, seed: int) -> Plan | None:
    """The station's planner: two cores, the start of its threads and its process included."""
    found = plan(problem, seconds, seed, lambda _plan, _evaluation: None, threading.Event())
    return _whole(problem, found.routes)


def plain_pyvrp(problem: Problem, seconds: float, seed: int) -> Plan | None:
    """PyVRP's own solve, one core; its model is built before the clock starts."""
    return _whole(problem, _solve_plainly(Task(problem), seconds, seed))


def plain_pyvrp_twice(problem: Problem, seconds: float, seed: int) -> Plan | None:
    """The better of two seeds of PyVRP's own solve, two cores; processes are started before the clock."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        list(pool.map(_wake, range(2)))
        answers = pool.map(_solve_plainly, [Task(problem)] * 2, [seconds] * 2, [seed, seed + 100])
        plans = [one for one in (_whole(problem, routes) for routes in answers) if one is not None]
    return min(plans, key=lambda one: evaluate(problem, one).rank, default=None)


def plain_pyvroom(problem: Problem, seconds: float, seed: int) -> Plan | None:
    """pyvroom with its deepest search, ended by the clock; two cores. It knows no seed."""
    limit = timedelta(seconds=seconds)
    return _whole(problem, first_routes(Task(problem), exploration=5, threads=2, limit=limit))


def ortools_routing(problem: Problem, seconds: float, seed: int) -> Plan | None:
    """OR-Tools routing, cheapest insertion then guided local search; one core. It knows no seed here."""
    return _whole(problem, _Routing(problem).routes(seconds))


def _wake(_turn: int) -> None:
    """Importing this module in the process is all."""


def _solve_plainly(task: Task, seconds: float, seed: int) -> Routes:
    import pyvrp
    from pyvrp.stop import MaxRuntime

    model = PyvrpModel(task, required=True)
    best = pyvrp.solve(model.data, MaxRuntime(seconds), seed=seed, collect_stats=False).best
    return model.routes(best) if best.is_feasible() else ()


def _whole(problem: Problem, routes: Routes) -> Plan | None:
    """The plan, if the evaluator finds that it serves all stops and breaks no rule."""
    if not routes:
        return None
    found = share_of(problem, None, Locks()).whole(routes)
    checked: Evaluation = evaluate(problem, found)
    return found if checked.feasible and not found.unserved else None


class _Routing:
    """A problem for OR-Tools; matrices are handed over whole, so that no Python runs in its search."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        vans, places = len(problem.vans), len(problem.stops) + 1
        self._places = pywrapcp.RoutingIndexManager(places, vans, 0)
        self._model = pywrapcp.RoutingModel(self._places)
        self._add_costs()
        for values, limits in (
            ([stop.weight_g for stop in problem.stops], [van.weight_g for van in problem.vans]),
            ([stop.volume_ml for stop in problem.stops], [van.volume_ml for van in problem.vans]),
        ):
            if any(values):
                taken = self._model.RegisterUnaryTransitVector([0, *values])
                self._model.AddDimensionWithVehicleCapacity(taken, 0, limits, True, str(limits))
        if any(van.shift_until_s < OPEN_END_S for van in problem.vans):
            self._add_times()

    def routes(self, seconds: float) -> Routes:
        """What it finds in that time; nothing at all where it finds no answer."""
        asked = pywrapcp.DefaultRoutingSearchParameters()
        first, better = routing_enums_pb2.FirstSolutionStrategy, routing_enums_pb2.LocalSearchMetaheuristic
        asked.first_solution_strategy = first.PARALLEL_CHEAPEST_INSERTION
        asked.local_search_metaheuristic = better.GUIDED_LOCAL_SEARCH
        asked.time_limit.FromMilliseconds(round(seconds * 1000))
        answer = self._model.SolveWithParameters(asked)
        if answer is None:
            return ()
        return tuple(self._route(answer, van) for van in range(len(self._problem.vans)))

    def _route(self, answer: Any, van: int) -> tuple[int, ...]:
        at, stops = answer.Value(self._model.NextVar(self._model.Start(van))), []
        while not self._model.IsEnd(at):
            stops.append(self._places.IndexToNode(at) - 1)
            at = answer.Value(self._model.NextVar(at))
        return tuple(stops)

    def _add_costs(self) -> None:
        """Driving by metres and seconds; what waiting costs is left to the slack it has no word for."""
        problem, kinds = self._problem, {}
        for van, rules in enumerate(problem.vans):
            prices = rules.cost_km_fen * METRE_UNITS, rules.cost_hour_fen * SECOND_UNITS
            if prices not in kinds:
                costs = (problem.metres * prices[0] + problem.seconds * prices[1]) // 100
                kinds[prices] = self._model.RegisterTransitMatrix(costs.tolist())
            self._model.SetArcCostEvaluatorOfVehicle(kinds[prices], van)
            self._model.SetFixedCostOfVehicle(rules.fixed_cost_fen * UNITS_A_FEN // 100, van)

    def _add_times(self) -> None:
        problem = self._problem
        service = [0, *(stop.service_s for stop in problem.stops)]
        lasts = [[seconds + service[here] for seconds in row] for here, row in enumerate(problem.second_rows)]
        latest = max(van.shift_until_s for van in problem.vans)
        driven = self._model.RegisterTransitMatrix(lasts)
        self._model.AddDimension(driven, latest, latest, False, "time")
        time = self._model.GetDimensionOrDie("time")
        for at, stop in enumerate(problem.stops):
            place = self._places.NodeToIndex(at + 1)
            time.CumulVar(place).SetRange(stop.early_s, min(stop.late_s, latest))
        for van, rules in enumerate(problem.vans):
            for end in (self._model.Start(van), self._model.End(van)):
                time.CumulVar(end).SetRange(rules.shift_from_s, rules.shift_until_s)
