"""Why a stop cannot be served: asked before the engines, and again about those the engines left."""

from collections.abc import Iterable, Sequence

from station.dispatch.model.evaluator import reachable
from station.dispatch.model.plan import Reason
from station.dispatch.model.problem import Locks, PlanStop, PlanVan, Problem
from station.dispatch.planner.reach import Reach


def hopeless(problem: Problem, locks: Locks) -> dict[int, Reason]:
    """The stops no van could serve, whatever else it served on the way."""
    reasons = dict.fromkeys(locks.left_out, Reason.LEFT_OUT)
    for at, stop in enumerate(problem.stops):
        if at not in reasons and (reason := _by_itself(stop, problem.vans)) is not None:
            reasons[at] = reason
    reach = Reach(problem, frozenset(reasons))
    known, pins = reach.at_all(), dict(locks.stops)
    for at in range(len(problem.stops)):
        if at in reasons:
            continue
        if not known[at]:
            reasons[at] = Reason.UNREACHABLE
        elif (reason := _of_vans(problem, at, locks, pins.get(at), reach)) is not None:
            reasons[at] = reason
    return reasons


def left_over(problem: Problem, stop: int) -> Reason:
    """Why the engines left a stop that is not hopeless."""
    direct = reachable(problem, 0, stop + 1) and reachable(problem, stop + 1, 0)
    return Reason.NO_ROOM if direct else Reason.UNREACHABLE


def _by_itself(stop: PlanStop, vans: Sequence[PlanVan]) -> Reason | None:
    """Why a stop has no chance wherever it lies."""
    if not vans:
        return Reason.NO_VANS
    if not stop.has_position:
        return Reason.NO_POSITION
    if all(stop.weight_g > van.weight_g for van in vans):
        return Reason.TOO_HEAVY
    if all(stop.volume_ml > van.volume_ml for van in vans):
        return Reason.TOO_LARGE
    if not any(_carries(van, stop) for van in vans):
        return Reason.TOO_MUCH
    return None


def _of_vans(problem: Problem, stop: int, locks: Locks, pinned_to: int | None, reach: Reach) -> Reason | None:
    free = [van for van in range(len(problem.vans)) if van not in locks.vans]

    def served_by(vans: Iterable[int]) -> bool:
        candidates = (problem.vans[van] for van in vans)
        return any(_carries(van, problem.stops[stop]) and reach.in_time(stop, van) for van in candidates)

    if pinned_to is not None:
        return None if pinned_to in free and served_by([pinned_to]) else Reason.PINNED
    if served_by(free):
        return None
    return Reason.NO_ROOM if not free or served_by(locks.vans) else Reason.WINDOW


def _carries(van: PlanVan, stop: PlanStop) -> bool:
    return stop.weight_g <= van.weight_g and stop.volume_ml <= van.volume_ml
