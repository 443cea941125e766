"""Why a stop cannot be served: asked before the engines, and again about those the engines left."""

from collections.abc import Iterator, Sequence

from station.dispatch.model.evaluation import Fault
from station.dispatch.model.evaluator import evaluate_route, reachable
from station.dispatch.model.plan import Reason
from station.dispatch.model.problem import Locks, PlanStop, PlanVan, Problem


def hopeless(problem: Problem, locks: Locks) -> dict[int, Reason]:
    """The stops no van could serve even alone, by the way straight there and back."""
    there, back = _spread(problem, forward=True), _spread(problem, forward=False)
    reasons = dict.fromkeys(locks.left_out, Reason.LEFT_OUT)
    pins = dict(locks.stops)
    for stop in range(len(problem.stops)):
        if stop in reasons:
            continue
        known = stop + 1 in there and stop + 1 in back
        if (reason := _reason(problem, stop, locks, pins.get(stop), known)) is not None:
            reasons[stop] = reason
    return reasons


def left_over(problem: Problem, stop: int) -> Reason:
    """Why the engines left a stop that is not hopeless."""
    direct = reachable(problem, 0, stop + 1) and reachable(problem, stop + 1, 0)
    return Reason.NO_ROOM if direct else Reason.UNREACHABLE


def _reason(problem: Problem, stop: int, locks: Locks, pinned_to: int | None, known: bool) -> Reason | None:
    asked = problem.stops[stop]
    if not problem.vans:
        return Reason.NO_VANS
    if not asked.has_position:
        return Reason.NO_POSITION
    if (size := _too_big(asked, problem.vans)) is not None:
        return size
    if not known:
        return Reason.UNREACHABLE
    free = [van for van in range(len(problem.vans)) if van not in locks.vans]
    if pinned_to is not None:
        return None if pinned_to in free and _alone(problem, stop, [pinned_to]) else Reason.PINNED
    if not free:
        return Reason.NO_ROOM
    return _of_free(problem, stop, free)


def _of_free(problem: Problem, stop: int, free: Sequence[int]) -> Reason | None:
    if _alone(problem, stop, free):
        return None
    if _alone(problem, stop, range(len(problem.vans))):
        return Reason.NO_ROOM
    return Reason.WINDOW


def _too_big(stop: PlanStop, vans: Sequence[PlanVan]) -> Reason | None:
    if all(stop.weight_g > van.weight_g for van in vans):
        return Reason.TOO_HEAVY
    if all(stop.volume_ml > van.volume_ml for van in vans):
        return Reason.TOO_LARGE
    if all(stop.weight_g > van.weight_g or stop.volume_ml > van.volume_ml for van in vans):
        return Reason.TOO_MUCH
    return None


def _alone(problem: Problem, stop: int, vans: Sequence[int]) -> bool:
    """Whether one of the vans could serve the stop if it had no other (over a hole: it is tried)."""
    return any(
        all(broken.fault is Fault.NO_WAY for broken in evaluate_route(problem, van, (stop,)).violations)
        for van in vans
    )


def _spread(problem: Problem, *, forward: bool) -> set[int]:
    """The locations that can be reached from the depot over any others; backward: that can reach it."""
    seen, open_ends = {0}, [0]
    while open_ends:
        here = open_ends.pop()
        for there in _beside(problem, here, forward):
            if there not in seen:
                seen.add(there)
                open_ends.append(there)
    return seen


def _beside(problem: Problem, here: int, forward: bool) -> Iterator[int]:
    for there in range(len(problem.stops) + 1):
        if reachable(problem, here, there) if forward else reachable(problem, there, here):
            yield there
