"""The departure of a van: asked for and confirmed; incomplete only on a supervisor's word."""

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from station.kernel.messages import Message
from station.loading.commands import stopped
from station.loading.commands.desk import Desk
from station.loading.model import rules
from station.loading.model.board import LoadRoute
from station.loading.model.rules import Ruling
from station.loading.model.verdicts import Verdict
from station.loading.store import moves
from station.people.override import Override, OverrideReason, OverrideRequest
from station.sync.outbox import Act

SECOND_PRESS_S = 0.4
"""A second press sooner than this is the same press, not an answer."""
INCOMPLETE, WITH_CANCELLED = "van_departed_incomplete", "van_departed_with_cancelled"
"""What a supervisor's word lets pass, as the trail keeps it."""
REASONS = (
    OverrideReason("not_packed", Message("Not packed in time")),
    OverrideReason("damaged", Message("Crate damaged")),
    OverrideReason("no_room", Message("No room")),
    OverrideReason("other", Message("Another reason")),
)


def depart(desk: Desk) -> Ruling:
    """The Depart button: asks the first time; lets a full van leave the second time."""
    with desk.act() as act:
        return press(desk, act)


def press(desk: Desk, act: Act) -> Ruling:
    """The same inside an act under way."""
    route, why_not = desk.chosen, rules.may_depart(desk.board, desk.chosen)
    if why_not is not None or route is None:
        return why_not or Ruling(Verdict.NOT_NOW)
    asked_at, now = desk.departure, desk.clock.monotonic()
    if asked_at is None:
        act.then(lambda: _ask(desk, now))
    elif _is_ready(desk, route) and now - asked_at >= SECOND_PRESS_S:
        return _leave(desk, act, route, None)
    return _question(desk, route)


def request(desk: Desk, route: LoadRoute) -> OverrideRequest:
    """What a supervisor is asked: first of crates that should come down, then of those that are missing."""
    if stopped.to_take_down(desk, route):
        words = Message("Let route {route} leave with goods of cancelled orders?", route=route.number)
        return OverrideRequest(WITH_CANCELLED, words, stopped.CANCELLED_REASONS, route.id)
    words = Message("Let route {route} leave without these crates?", route=route.number)
    return OverrideRequest(INCOMPLETE, words, REASONS, route.id)


def let_pass(desk: Desk, word: Override) -> Ruling:
    """The supervisor takes it on: the van leaves with what is on it, in one act with the word.

    Unless it was given for crates that should come down, and others are missing: they are asked about next.
    """
    with desk.act() as act:
        route, why_not = desk.chosen, rules.may_depart(desk.board, desk.chosen)
        if why_not is not None or route is None:
            return why_not or Ruling(Verdict.NOT_NOW)
        down = stopped.to_take_down(desk, route)
        if word.action == WITH_CANCELLED:
            act.fact(FactKind.OVERRIDE_GIVEN, word.body())
            act.then(lambda: stopped.let_stay(desk, down))
            return _leave(desk, act, route, None) if route.is_complete() else Ruling(Verdict.CRATES_MISSING)
        if down:
            return _question(desk, route)
        if route.is_complete():
            return _leave(desk, act, route, None)
        act.fact(FactKind.OVERRIDE_GIVEN, word.body())
        return _leave(desk, act, route, word)


def _ask(desk: Desk, now: float) -> None:
    desk.taking_off = False
    desk.departure = now


def _is_ready(desk: Desk, route: LoadRoute) -> bool:
    return route.is_complete() and not stopped.to_take_down(desk, route)


def _question(desk: Desk, route: LoadRoute) -> Ruling:
    """What is still to be said before the van leaves."""
    down = stopped.to_take_down(desk, route)
    if down:
        return Ruling(Verdict.TAKE_DOWN, {"crates": len(down)})
    if route.is_complete():
        return Ruling(Verdict.CONFIRM_DEPARTURE, {"route": route.number})
    return Ruling(Verdict.CRATES_MISSING)


def _leave(desk: Desk, act: Act, route: LoadRoute, word: Override | None) -> Ruling:
    loaded = [crate.id for crate in route.crates() if crate.on == route.id]
    missing = [crate.id for crate in route.crates() if crate.on != route.id]
    body = facts.VanDeparted(
        route_id=route.id,
        loaded=tuple(loaded),
        missing=tuple(missing),
        supervisor_id=word.supervisor_id if word else None,
        reason=word.reason if word else "",
    )
    moves.depart(act.connection, route.id, act.author.at, desk.station_name)
    act.fact(FactKind.VAN_DEPARTED, body)
    act.then(lambda: _has_left(desk))
    return rules.departed(route, len(loaded))


def _has_left(desk: Desk) -> None:
    desk.calm_down()
    desk.loads = []
    desk.forget_board()
