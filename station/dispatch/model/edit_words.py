"""How reasons, broken rules and differences are said to people."""

from collections.abc import Mapping
from typing import Any

from station.dispatch.model.day import Day
from station.dispatch.model.evaluation import Fault, Violation
from station.dispatch.model.plan import Reason
from station.dispatch.model.problem import UNITS_A_FEN
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view_routes import BrokenRule
from station.kernel.ids import WaveId
from station.kernel.messages import N_, Message

ASKED_ONLY = frozenset({Fault.LATE})
"""Rules a person may break knowingly."""

REASONS: dict[Reason, tuple[Message, Message]] = {
    Reason.NO_VANS: (Message("No van drives tonight"), Message("Add a van, or bring one back")),
    Reason.NO_POSITION: (
        Message("Its position is not known"),
        Message("Enter the position of the shop in the shop system; it comes here by itself"),
    ),
    Reason.TOO_HEAVY: (
        Message("It is heavier than any van carries"),
        Message("Order a larger van and add it here, or split the delivery by hand"),
    ),
    Reason.TOO_LARGE: (
        Message("It is larger than any van carries"),
        Message("Order a larger van and add it here, or split the delivery by hand"),
    ),
    Reason.TOO_MUCH: (
        Message("No single van carries both its weight and its volume"),
        Message("Order a larger van and add it here, or split the delivery by hand"),
    ),
    Reason.UNREACHABLE: (
        Message("There is no way to it"),
        Message("Check the position of the shop, or choose other travel times in the settings"),
    ),
    Reason.WINDOW: (
        Message("No van can be there within its hours"),
        Message("Ask the shop for other hours, or let a van start earlier"),
    ),
    Reason.NO_ROOM: (
        Message("The vans are full, or their time is used up"),
        Message("Add a van or lengthen a shift and plan again, or drop it on a route"),
    ),
    Reason.PINNED: (
        Message("It was locked to a van that cannot serve it"),
        Message("Its lock is gone: plan again, or drop it on a route"),
    ),
    Reason.LEFT_OUT: (
        Message("Taken off by hand"),
        Message("Drop it on a route, or unlock it and plan again"),
    ),
    Reason.NOT_PLANNED: (Message("Not planned yet"), Message("Plan again, or drop it on a route")),
}
"""Why a stop is on no route, and what to do."""


STEPS: dict[Verdict, str] = {
    Verdict.CYCLE_CHOSEN: N_("the beginning"),
    Verdict.PLANNED: N_("planning"),
    Verdict.MOVED: N_("{stop} to van {van}"),
    Verdict.TAKEN_OFF: N_("{stop} taken off"),
    Verdict.LOCKED: N_("{stop} locked"),
    Verdict.UNLOCKED: N_("{stop} unlocked"),
    Verdict.ROUTE_LOCKED: N_("route of van {van} locked"),
    Verdict.ROUTE_UNLOCKED: N_("route of van {van} unlocked"),
    Verdict.ROUTES_CAME: N_("version {version} from another PC"),
}
"""What a step was, in a few words."""


def step_words(verdict: Verdict, values: Mapping[str, Any]) -> Message:
    """What a step was, with its values."""
    return Message(STEPS[verdict], **values)


def broken_rule(day: Day, violation: Violation) -> BrokenRule:
    """A broken rule in words; whether it stops the publishing."""
    wave_id = None if violation.stop is None else WaveId(day.stops[violation.stop].wave_id)
    return BrokenRule(_said(day, violation), violation.fault not in ASKED_ONLY, wave_id)


def fen(units: int) -> int:
    """Cost units to the nearest fen, halves up."""
    return (2 * units + UNITS_A_FEN) // (2 * UNITS_A_FEN)


def difference(cost_fen: int, metres: int) -> Message:
    """What a change costs: "+12.30 yuan, -0.4 km"."""
    return Message("{cost} yuan, {km} km", cost=f"{cost_fen / 100:+.2f}", km=f"{metres / 1000:+.1f}")


def kilometres(metres: int) -> str:
    """Whole kilometres with one decimal."""
    return f"{metres / 1000:.1f}"


def _said(day: Day, violation: Violation) -> Message:
    fault, by = violation.fault, violation.by
    van = "" if violation.van is None else day.vans[violation.van].van.code
    stop = "" if violation.stop is None else day.stops[violation.stop].stop.pickup_point.name
    match fault:
        case Fault.OVERWEIGHT:
            return Message("Van {van} carries {kg} kg too much", van=van, kg=f"{by / 1000:.1f}")
        case Fault.OVER_VOLUME:
            return Message("Van {van} carries {litres} L too much", van=van, litres=f"{by / 1000:.1f}")
        case Fault.TOO_MANY_STOPS:
            return Message("Van {van} has {stops} stops too many", van=van, stops=by)
        case Fault.LATE:
            return Message("{stop} is reached {minutes} min too late", stop=stop, minutes=_minutes(by))
        case Fault.OVERTIME:
            return Message("Van {van} is back {minutes} min after its shift", van=van, minutes=_minutes(by))
        case Fault.NO_WAY:
            return Message("Van {van} has no way between some of its stops", van=van)
        case Fault.TWICE:
            return Message("{stop} is planned twice", stop=stop)
        case Fault.FORGOTTEN:
            return Message("{stop} is missing in the plan", stop=stop)


def _minutes(seconds: int) -> int:
    """Minutes begun."""
    return -(-seconds // 60)
