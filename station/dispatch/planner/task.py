"""What is left for the engines once locks and hopeless stops are out: small, plain, sent to processes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from station.dispatch.model.plan import Plan, Reason, empty_plan
from station.dispatch.model.problem import Locks, Problem
from station.dispatch.planner.reasons import hopeless, left_over

Routes = tuple[tuple[int, ...], ...]
"""Stops of a task's problem, a route for each of its vans."""


@dataclass(frozen=True)
class Task:
    """A problem without locked routes; `pins` are (stop, van) of this problem."""

    problem: Problem
    pins: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Share:
    """The engines' share of a day, and the way back from their answer to the whole plan."""

    day: Problem
    task: Task
    stops: tuple[int, ...]
    """Of the day, in the order of the task."""
    vans: tuple[int, ...]
    frozen: Plan
    """The locked routes, others empty."""
    reasons: Mapping[int, Reason]

    def whole(self, routes: Routes) -> Plan:
        """The plan of the day with the engines' routes in it; who is left is named."""
        merged = list(self.frozen.routes)
        for van, route in zip(self.vans, routes, strict=True):
            merged[van] = tuple(self.stops[stop] for stop in route)
        served = {stop for route in merged for stop in route}
        unserved = (
            (stop, self.reasons.get(stop) or left_over(self.day, stop))
            for stop in range(len(self.day.stops))
            if stop not in served
        )
        return Plan(tuple(merged), tuple(unserved))

    def untouched(self) -> Plan:
        """The plan of the day before any engine has answered: only locked routes drive."""
        planned = {stop for route in self.frozen.routes for stop in route}
        reasons = (
            (stop, self.reasons.get(stop, Reason.NOT_PLANNED))
            for stop in range(len(self.day.stops))
            if stop not in planned
        )
        return Plan(self.frozen.routes, tuple(reasons))

    def part(self, plan: Plan) -> Routes:
        """The engines' share of a plan of the day; stops that are pinned elsewhere are dropped."""
        at = {stop: index for index, stop in enumerate(self.stops)}
        pins = dict(self.task.pins)
        return tuple(
            tuple(at[stop] for stop in plan.routes[van] if stop in at and pins.get(at[stop], turn) == turn)
            for turn, van in enumerate(self.vans)
        )


def share_of(problem: Problem, start: Plan | None, locks: Locks) -> Share:
    """What engines may plan. A locked van keeps its route of `start` (none: it stays empty)."""
    kept = start or empty_plan(problem)
    frozen = tuple(route if van in locks.vans else () for van, route in enumerate(kept.routes))
    held = {stop for route in frozen for stop in route}
    reasons = {stop: reason for stop, reason in hopeless(problem, locks).items() if stop not in held}
    vans = tuple(van for van in range(len(problem.vans)) if van not in locks.vans)
    stops = tuple(s for s in range(len(problem.stops)) if s not in held and s not in reasons)
    pins = tuple((stops.index(s), vans.index(v)) for s, v in locks.stops if s in stops and v in vans)
    return Share(problem, Task(_only(problem, stops, vans), pins), stops, vans, Plan(frozen), reasons)


def _only(problem: Problem, stops: tuple[int, ...], vans: tuple[int, ...]) -> Problem:
    places = np.array([0, *(stop + 1 for stop in stops)])
    return Problem(
        stops=tuple(problem.stops[stop] for stop in stops),
        vans=tuple(problem.vans[van] for van in vans),
        metres=np.ascontiguousarray(problem.metres[np.ix_(places, places)]),
        seconds=np.ascontiguousarray(problem.seconds[np.ix_(places, places)]),
    )
