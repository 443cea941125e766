"""The departure of a van: asked for and confirmed; incomplete only on a supervisor's word."""

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from station.loading.commands.desk import Departure, Desk
from station.loading.model import rules
from station.loading.model.board import LoadRoute
from station.loading.model.rules import Ruling
from station.loading.model.verdicts import Verdict
from station.loading.model.view import MissingReason
from station.loading.store import moves
from station.people.badges import BadgeAnswer, find_badge
from station.sync.outbox import Act

SECOND_PRESS_S = 0.4
"""A second press sooner than this is the same press, not an answer."""


def depart(desk: Desk) -> Ruling:
    """The Depart button: asks the first time; lets the van leave once everything asked for is there."""
    with desk.act() as act:
        return press(desk, act)


def press(desk: Desk, act: Act) -> Ruling:
    """The same inside an act under way."""
    route, stopped = desk.chosen, rules.may_depart(desk.board, desk.chosen)
    if stopped is not None or route is None:
        return stopped or Ruling(Verdict.NOT_NOW)
    asked, now = desk.departure, desk.clock.monotonic()
    if asked is None:
        act.then(lambda: _ask(desk, now))
        return _question(desk, route, None)
    question = _question(desk, route, asked)
    if question.verdict in (Verdict.CRATES_MISSING, Verdict.CHOOSE_REASON):
        return question
    return question if 0 <= now - asked.asked_at < SECOND_PRESS_S else _leave(desk, act, route, asked)


def badge_scanned(desk: Desk, act: Act, badge: str) -> Ruling:
    """A badge: of a supervisor where one is asked for, a slip anywhere else."""
    route, asked = desk.chosen, desk.departure
    if route is None or asked is None or route.is_complete():
        return Ruling(Verdict.BADGE_SCANNED)
    answer, holder = find_badge(act.connection, badge)
    if answer is not BadgeAnswer.WELCOME or holder is None:
        return Ruling(Verdict.UNKNOWN_BADGE)
    if not holder.supervisor:
        return Ruling(Verdict.NOT_SUPERVISOR, {"name": holder.name})
    act.then(lambda: setattr(asked, "supervisor", holder))
    return Ruling(Verdict.CHOOSE_REASON, {"name": holder.name, "route": route.number})


def choose_reason(desk: Desk, reason: MissingReason) -> Ruling:
    """The supervisor says why the van leaves incomplete."""
    route, asked = desk.chosen, desk.departure
    if route is None or asked is None or asked.supervisor is None:
        return Ruling(Verdict.NOT_NOW)
    asked.reason = reason
    return Ruling(Verdict.REASON_CHOSEN, {"route": route.number})


def _ask(desk: Desk, now: float) -> None:
    desk.taking_off = False
    desk.departure = Departure(now)


def _question(desk: Desk, route: LoadRoute, asked: Departure | None) -> Ruling:
    """What is still to be said before the van leaves."""
    if route.is_complete():
        return Ruling(Verdict.CONFIRM_DEPARTURE, {"route": route.number})
    if asked is None or asked.supervisor is None:
        return Ruling(Verdict.CRATES_MISSING)
    if asked.reason is None:
        return Ruling(Verdict.CHOOSE_REASON, {"name": asked.supervisor.name, "route": route.number})
    return Ruling(Verdict.REASON_CHOSEN, {"route": route.number})


def _leave(desk: Desk, act: Act, route: LoadRoute, asked: Departure) -> Ruling:
    loaded = [crate.id for crate in route.crates() if crate.on == route.id]
    missing = [crate.id for crate in route.crates() if crate.on != route.id]
    complete = route.is_complete()
    body = facts.VanDeparted(
        route_id=route.id,
        loaded=tuple(loaded),
        missing=tuple(missing),
        supervisor_id=None if complete or asked.supervisor is None else asked.supervisor.id,
        reason="" if complete or asked.reason is None else asked.reason.value,
    )
    moves.depart(act.connection, route.id, act.author.at, desk.station_name)
    act.fact(FactKind.VAN_DEPARTED, body)
    act.then(lambda: _has_left(desk))
    return rules.departed(route, len(loaded))


def _has_left(desk: Desk) -> None:
    desk.calm_down()
    desk.loads = []
    desk.forget_board()
