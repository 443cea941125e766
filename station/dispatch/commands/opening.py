"""Finds the night as the last commit left it: cycles, vans, what is out, where the dispatcher stands."""

from sqlalchemy import Connection

from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.model.day import make_day
from station.dispatch.model.edit import Draft
from station.dispatch.model.edit_rules import Ruling
from station.dispatch.model.verdicts import Verdict
from station.dispatch.store import day as days
from station.dispatch.store import drafts
from station.dispatch.store.drafts import Act
from station.dispatch.store.published import published
from station.kernel.ids import CycleId


def resume(desk: DispatchDesk) -> None:
    """Read everything anew; the cycle chosen stays, else it is the newest one."""
    with desk.database.look() as connection:
        desk.cycles = days.cycles(connection)
        desk.vans = list(days.known_vans(connection))
        known = {row.cycle_id for row in desk.cycles}
        if desk.cycle_id not in known:
            desk.cycle_id = desk.cycles[0].cycle_id if desk.cycles else None
        _read_cycle(desk, connection)
    if _is_behind(desk):
        _adopt(desk)


def choose_cycle(desk: DispatchDesk, cycle_id: CycleId) -> Ruling:
    """Work on another cycle."""
    row = next((row for row in desk.cycles if row.cycle_id == cycle_id), None)
    if row is None:
        return Ruling(Verdict.NOT_NOW)
    desk.cycle_id = cycle_id
    resume(desk)
    return Ruling(Verdict.CYCLE_CHOSEN, {"cycle": row.name, "stops": row.stops})


def read_trail(desk: DispatchDesk, connection: Connection) -> None:
    """Where the dispatcher stands among the steps of the cycle."""
    desk.step = desk.following = desk.base = None
    if desk.cycle_id is None:
        return
    trail = desk.trail = drafts.trail(connection, desk.cycle_id)
    if trail.here:
        desk.step = drafts.load_step(connection, trail.steps[trail.here - 1][0])
    if trail.can_redo:
        desk.following = drafts.load_step(connection, trail.steps[trail.here][0])
    compared = trail.compared()
    desk.base = None if compared is None else drafts.load_step(connection, compared).draft


def base_step(connection: Connection, desk: DispatchDesk, fitted: Draft) -> None:
    """Before the first step: where the dispatcher began, so that undo leads back to exactly that."""
    assert desk.cycle_id is not None
    if not desk.trail.steps:
        at = desk.clock.now()
        drafts.append_step(connection, desk.cycle_id, at, Act.BASE, Verdict.CYCLE_CHOSEN, {}, fitted)


def _read_cycle(desk: DispatchDesk, connection: Connection) -> None:
    desk.day = desk.published = None
    desk.trail = drafts.Trail()
    if desk.cycle_id is not None:
        load = days.load_day(connection, desk.cycle_id, desk.warehouse, desk.stops)
        desk.day = None if load is None else make_day(load, desk.zone)
        desk.published = published(connection, desk.cycle_id)
    read_trail(desk, connection)


def _is_behind(desk: DispatchDesk) -> bool:
    """Another PC published after the last step here."""
    out, last_at = desk.published, desk.trail.last_at
    return out is not None and last_at is not None and not out.is_ours and last_at < out.at


def _adopt(desk: DispatchDesk) -> None:
    """Go on from what another PC published; undo leads back to what lay here."""
    assert desk.published is not None
    assert desk.cycle_id is not None
    came, at = desk.published.draft(), desk.clock.now()
    values = {"version": desk.published.version}
    with desk.act() as (connection, _):
        drafts.append_step(connection, desk.cycle_id, at, Act.CAME, Verdict.ROUTES_CAME, values, came)
        read_trail(desk, connection)
