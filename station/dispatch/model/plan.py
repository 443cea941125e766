"""What route planning answers: a way for each van, and why a stop has none."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from station.dispatch.model.problem import Problem


class Reason(StrEnum):
    """Why a stop is on no route."""

    NO_VANS = "no_vans"
    NO_POSITION = "no_position"
    TOO_HEAVY = "too_heavy"
    """Heavier than any van carries."""
    TOO_LARGE = "too_large"
    """Larger than any van carries."""
    TOO_MUCH = "too_much"
    """Each van that carries its weight is too small for its volume."""
    UNREACHABLE = "unreachable"
    """No way there, or none back."""
    WINDOW = "window"
    """Its window, or the end of the shift, cannot be kept by any van that carries it."""
    NO_ROOM = "no_room"
    """It fits a van alone, but the vans' capacity or time is used up by other stops."""
    PINNED = "pinned"
    """The van a person pinned it to cannot serve it."""
    LEFT_OUT = "left_out"
    """A person took it out."""
    NOT_PLANNED = "not_planned"
    """Nobody has planned it yet."""


Unserved = tuple[int, Reason]
"""A stop of the problem, and why it is on no route."""


@dataclass(frozen=True)
class Plan:
    """Routes in the order of the problem's vans, each the indices of its stops; and who is left."""

    routes: tuple[tuple[int, ...], ...]
    unserved: tuple[Unserved, ...] = ()

    def van_of(self, stop: int) -> int | None:
        """The van that serves a stop; None: none does."""
        return next((van for van, route in enumerate(self.routes) if stop in route), None)

    def served(self) -> int:
        """How many stops are on routes."""
        return sum(len(route) for route in self.routes)

    def without(self, stop: int) -> "Plan":
        """The plan with that stop nowhere: on no route and not named."""
        return Plan(
            tuple(tuple(one for one in route if one != stop) for route in self.routes),
            tuple((one, reason) for one, reason in self.unserved if one != stop),
        )

    def with_stop(self, stop: int, van: int, position: int) -> "Plan":
        """The plan with that stop moved (or newly put) to `position` of a van's route.

        `position` counts the places of that route without the stop: 0 is the first, its length the last.
        """
        bare = self.without(stop)
        route = bare.routes[van]
        changed = (*route[:position], stop, *route[position:])
        return Plan((*bare.routes[:van], changed, *bare.routes[van + 1 :]), bare.unserved)

    def leaving_out(self, stop: int, reason: Reason = Reason.LEFT_OUT) -> "Plan":
        """The plan with that stop on no route, named with `reason`."""
        bare = self.without(stop)
        return Plan(bare.routes, tuple(sorted((*bare.unserved, (stop, reason)))))


def empty_plan(problem: Problem, reasons: Iterable[Unserved] = ()) -> Plan:
    """No van drives; each stop is named, NOT_PLANNED unless `reasons` knows better."""
    known = dict(reasons)
    named = tuple((stop, known.get(stop, Reason.NOT_PLANNED)) for stop in range(len(problem.stops)))
    return Plan(tuple(() for _ in problem.vans), named)
