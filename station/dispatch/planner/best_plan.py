"""The best plan so far: no engine's word is taken for it, each answer passes the evaluator."""

from collections.abc import Callable

from station.dispatch.model.evaluation import Evaluation, Violation
from station.dispatch.model.evaluator import evaluate
from station.dispatch.model.plan import Plan
from station.dispatch.planner.task import Routes, Share
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

OnBetter = Callable[[Plan, Evaluation], None]


class BestPlan:
    """The best plan so far; nothing gets in without the evaluator's word."""

    def __init__(self, share: Share, on_better: OnBetter) -> None:
        self._share = share
        self._on_better = on_better
        self._broken_by_locks: frozenset[Violation] = frozenset(
            violation
            for violation in evaluate(share.day, share.frozen).violations
            if violation.van is not None
        )
        self._rank: tuple[tuple[int, ...], tuple[tuple[int, ...], ...]] | None = None
        self._plan: Plan | None = None
        self.routes: Routes | None = None

    def take(self, routes: Routes) -> bool:
        """Keep an engine's routes if they break no rule and are the best; tells whether they are."""
        plan = self._share.whole(routes)
        evaluation = evaluate(self._share.day, plan)
        # What locked routes break is nobody's fault.
        if not (self._broken_by_locks.issuperset(evaluation.violations) and self._keeps_pins(routes)):
            return False
        # Of equally good plans always the same: which engine was quicker must not matter.
        rank = evaluation.rank, plan.routes
        if self._rank is not None and rank >= self._rank:
            return False
        self._rank, self._plan, self.routes = rank, plan, routes
        self._on_better(plan, evaluation)
        return True

    def known(self) -> Plan:
        """The best plan. Raises Trouble if there is none."""
        if self._plan is None:
            raise Trouble(
                Message("No planning engine could run on this PC"),
                Message("Plan once more; if it happens again, call IT: the packages pyvrp and pyvroom"),
                retry_helps=True,
            )
        return self._plan

    def complete_routes(self) -> Routes | None:
        """The best routes, if nobody is left; from a part of the stops the engines begin better alone."""
        everybody = len(self._share.stops)
        served = sum(len(route) for route in self.routes or ())
        return self.routes if served == everybody else None

    def _keeps_pins(self, routes: Routes) -> bool:
        pins = dict(self._share.task.pins)
        return all(pins.get(stop, van) == van for van, route in enumerate(routes) for stop in route)
