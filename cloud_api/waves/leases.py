"""Lends waves to desks: one desk a wave, an expired lease goes back, nothing is lent twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from cloud_api.http.callers import Desk
from cloud_api.settings import Settings, WaveRelease
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.routes import route_stops, routes
from cloud_api.storage.tables.waves import IS_PICKED, crates, leases, waves
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.waves.content import load_wave
from cloud_api.waves.picked import picked_wave, take_over
from cloud_api.waves.serials import block_for_lease, give_block, needs_block
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.waves import Lease, LeaseRenewal, LeaseRequest, SerialBlock


@dataclass(frozen=True)
class LeaseRefusal:
    """Why a lease is not given, renewed or taken back, in plain words."""

    reason: str


def lease_wave(
    connection: Connection, desk: Desk, request: LeaseRequest, settings: Settings, now: datetime
) -> Lease | LeaseRefusal | None:
    """Lend the next free wave of the desk's warehouse, or the one it asks for; None when none is free.

    The same lease id again answers the same wave and the same serials. A wave another desk handed over comes
    with all that was picked.
    """
    lock_exclusive(connection, Lock.WAVES, desk.warehouse)
    until = now + timedelta(minutes=settings.lease_minutes)
    known = connection.execute(select(leases).where(leases.c.id == request.lease_id)).first()
    by_people = settings.wave_release is WaveRelease.BY_PEOPLE
    free = _next_free(desk, now, by_people=by_people)
    if known is not None:
        return _repeat(connection, desk, known, until, free)
    asked = free if request.wave_id is None else free.where(waves.c.id == request.wave_id)
    wave = connection.execute(asked).first()
    if wave is None:
        if request.wave_id is None:
            return None
        return _why_not_free(connection, desk, request.wave_id, by_people=by_people)
    connection.execute(
        insert(leases).values(
            id=request.lease_id, wave_id=wave.id, station_id=desk.station_id, granted_at=now
        )
    )
    hold(connection, wave.id, request.lease_id, desk.station_id, until)
    _forget_wish(connection, wave.id)
    if wave.handed_at is not None:
        take_over(connection, wave.id, request.lease_id)
    serials = None
    if needs_block(request.serials_held, wave.pieces):
        serials = give_block(connection, settings, request.lease_id, now, wave.pieces)
    lease = _lease(connection, wave.id, request.lease_id, until, serials, free)
    _tell_former_holder(connection, wave, desk, now)
    return lease


def _lease(
    connection: Connection,
    wave_id: UUID,
    lease_id: UUID,
    until: datetime,
    serials: SerialBlock | None,
    free: Select[Any],
) -> Lease:
    """The answer of the cloud; `free` are the waves the desk might have."""
    return Lease(
        lease_id=lease_id,
        until=until,
        wave=load_wave(connection, wave_id),
        serials=serials,
        picked=picked_wave(connection, wave_id, lease_id),
        beside_id=_beside(connection, wave_id, free),
    )


def _beside(connection: Connection, wave_id: UUID, free: Select[Any]) -> UUID | None:
    """The wave meant to be picked together with this one, where both are whole and nobody began either."""
    one = waves.alias("one")
    both_whole = (one.c.part == 0, waves.c.part == 0, one.c.handed_by.is_(None), waves.c.handed_by.is_(None))
    beside = free.join(one, (one.c.beside_id == waves.c.id) & (one.c.desk_id == waves.c.desk_id))
    beside = beside.where(one.c.id == wave_id, *both_whole).with_only_columns(waves.c.id)
    found: UUID | None = connection.scalar(beside)
    return found


def _why_not_free(connection: Connection, desk: Desk, wave_id: UUID, *, by_people: bool) -> LeaseRefusal:
    query = (
        select(waves, stations.c.name)
        .outerjoin(stations, stations.c.id == waves.c.station_id)
        .where(waves.c.id == wave_id, waves.c.warehouse == desk.warehouse)
    )
    wave = connection.execute(query).first()
    if wave is None:
        return LeaseRefusal(f"There is no wave {wave_id} in this warehouse. Ask for the next one.")
    if wave.completed_at is not None:
        return LeaseRefusal(f"Wave {wave.number} is packed already. Ask for the next one.")
    if wave.divided_at is not None:
        return LeaseRefusal(f"Wave {wave.number} was divided into parts. Take one of its parts.")
    if wave.lines == 0:
        return LeaseRefusal(f"All orders of wave {wave.number} are cancelled. Ask for the next one.")
    if waits_for_people(wave, by_people=by_people):
        return LeaseRefusal(
            f"Wave {wave.number} is not released yet. "
            "Whoever runs the floor releases it on the board of waves."
        )
    return LeaseRefusal(f"Wave {wave.number} is taken by {wave.name}. Ask for the next one.")


def waits_for_people(wave: Row[Any], *, by_people: bool) -> bool:
    """Whether a row of `waves` is lent to nobody before a person releases it; `by_people` is the rule."""
    is_held = wave.held_at is not None or (by_people and wave.released_at is None)
    return wave.station_id is None and wave.handed_at is None and is_held


def _is_released(*, by_people: bool) -> ColumnElement[bool]:
    """The same in SQL, turned round. A wave a desk once took is out: that desk may be at work offline."""
    told = waves.c.released_at.is_not(None) if by_people else waves.c.held_at.is_(None)
    return or_(waves.c.station_id.is_not(None), waves.c.handed_at.is_not(None), told)


def _next_free(desk: Desk, now: datetime, *, by_people: bool) -> Select[Any]:
    """Waves nobody ever held come first: the holder of an expired lease may still be at work offline.

    Among them half-picked ones, whose crates stand in the way, unless this desk left it or it is meant for
    another one; then those meant for this desk in the order it was given, then those meant for nobody,
    then those of other desks: when a desk is dead its waves go on. Then those whose van leaves first, and of
    one van the larger ones; before routes are published by number, as on the papers.
    """
    departs_at = _departs_at()
    is_own = waves.c.desk_id == desk.station_id
    return (
        select(waves)
        .join(cycles, cycles.c.id == waves.c.cycle_id)
        .where(
            waves.c.warehouse == desk.warehouse,
            waves.c.completed_at.is_(None),
            IS_PICKED,
            or_(waves.c.lines > 0, waves.c.handed_at.is_not(None)),
            or_(waves.c.lease_until.is_(None), waves.c.lease_until <= now),
            _is_released(by_people=by_people),
        )
        .order_by(
            waves.c.lease_until.is_not(None),
            cycles.c.cut_off_at,
            _handed_rank(desk),
            case((is_own, 0), (waves.c.desk_id.is_(None), 1), else_=2),
            case((is_own, waves.c.desk_place), else_=0),
            departs_at.is_(None),
            departs_at,
            *(case((departs_at.is_(None), 0), else_=-size) for size in (waves.c.lines, waves.c.pieces)),
            waves.c.number,
            waves.c.part,
        )
        .limit(1)
    )


def _departs_at() -> ScalarSelect[Any]:
    """When the van leaves that takes the wave, or the whole of it."""
    taken_with = func.coalesce(waves.c.whole_id, waves.c.id)
    return (
        select(func.min(routes.c.departs_at))
        .join(route_stops, route_stops.c.route_id == routes.c.id)
        .where(route_stops.c.wave_id == taken_with, routes.c.replaced_at.is_(None))
        .scalar_subquery()
    )


def _handed_rank(desk: Desk) -> ColumnElement[int]:
    """A desk gets the wave it left only when there is nothing else."""
    for_others = waves.c.desk_id.is_not(None) & (waves.c.desk_id != desk.station_id)
    return case(
        (waves.c.handed_at.is_(None) | for_others, 1), (waves.c.handed_by == desk.station_id, 2), else_=0
    )


def hold(connection: Connection, wave_id: UUID, lease_id: UUID, station_id: UUID, until: datetime) -> None:
    """Write who holds a wave until when."""
    connection.execute(
        update(waves)
        .where(waves.c.id == wave_id)
        .values(lease_id=lease_id, station_id=station_id, lease_until=until)
    )


def _forget_wish(connection: Connection, wave_id: UUID) -> None:
    """Whoever was asked to hand it over has it no more."""
    connection.execute(update(waves).where(waves.c.id == wave_id).values(wanted_at=None))


def _tell_former_holder(connection: Connection, wave: Row[Any], desk: Desk, now: datetime) -> None:
    if wave.station_id is None or wave.station_id == desk.station_id:
        return
    body = {
        "wave_id": str(wave.id),
        "lease_id": str(wave.lease_id),
        "station_id": str(wave.station_id),
        "taken_by": desk.name,
    }
    write_changes(connection, [NewChange(ChangeKind.LEASE_LOST, body, wave.warehouse)], now)


def _repeat(
    connection: Connection, desk: Desk, known: Row[Any], until: datetime, free: Select[Any]
) -> Lease | LeaseRefusal:
    if known.station_id != desk.station_id:
        return LeaseRefusal("This lease id was used by another station. Ask again with a fresh id.")
    renewed = _renew(connection, desk, known.wave_id, known.id, until)
    if isinstance(renewed, LeaseRefusal):
        return renewed
    serials = block_for_lease(connection, known.id)
    return _lease(connection, known.wave_id, known.id, renewed.until, serials, free)


def renew_lease(
    connection: Connection, desk: Desk, wave_id: UUID, lease_id: UUID, settings: Settings, now: datetime
) -> LeaseRenewal | LeaseRefusal:
    """Hold a lease longer, also an expired one whose wave nobody else took."""
    lock_exclusive(connection, Lock.WAVES, desk.warehouse)
    return _renew(connection, desk, wave_id, lease_id, now + timedelta(minutes=settings.lease_minutes))


def _renew(
    connection: Connection, desk: Desk, wave_id: UUID, lease_id: UUID, until: datetime
) -> LeaseRenewal | LeaseRefusal:
    refusal = _not_holding(connection, desk, wave_id, lease_id)
    if refusal is not None:
        return refusal
    hold(connection, wave_id, lease_id, desk.station_id, until)
    return LeaseRenewal(until=until)


def _not_holding(connection: Connection, desk: Desk, wave_id: UUID, lease_id: UUID) -> LeaseRefusal | None:
    wave = find_wave(connection, wave_id)
    if wave is None or wave.warehouse != desk.warehouse:
        return LeaseRefusal(f"There is no wave {wave_id} in this warehouse. Take another one.")
    if wave.completed_at is not None:
        return LeaseRefusal(f"Wave {wave.number} is completed already. Take another one.")
    if wave.station_id is None:
        if wave.handed_at is not None:
            return LeaseRefusal(f"Wave {wave.number} was handed over. Take a wave again.")
        return LeaseRefusal(f"Wave {wave.number} was given back. Take a wave again.")
    if wave.station_id != desk.station_id:
        return LeaseRefusal(taken_by_other(wave))
    if wave.lease_id != lease_id:
        return LeaseRefusal(f"Wave {wave.number} is held by this desk on a newer lease. Go on with that one.")
    return None


def find_wave(connection: Connection, wave_id: UUID) -> Row[Any] | None:
    """A wave with the name of the station that holds it, or None."""
    query = (
        select(waves, stations.c.name.label("station_name"))
        .outerjoin(stations, stations.c.id == waves.c.station_id)
        .where(waves.c.id == wave_id)
    )
    return connection.execute(query).first()


def taken_by_other(wave: Row[Any]) -> str:
    """Plain words for a wave another station holds now."""
    return (
        f"Wave {wave.number} is now with {wave.station_name}: the lease ran out and that desk took it. "
        f"Stop this wave and bring its crates to {wave.station_name}."
    )


def return_lease(
    connection: Connection, desk: Desk, wave_id: UUID, lease_id: UUID, now: datetime
) -> LeaseRefusal | None:
    """Give a wave back that was not started; None when it is free again. A repeat is fine."""
    lock_exclusive(connection, Lock.WAVES, desk.warehouse)
    lease = connection.execute(
        select(leases).where(leases.c.id == lease_id, leases.c.station_id == desk.station_id)
    ).first()
    if lease is not None and lease.wave_id == wave_id and lease.returned_at is not None:
        return None
    refusal = _not_holding(connection, desk, wave_id, lease_id)
    if refusal is not None:
        return refusal
    started = exists().where(crates.c.lease_id == lease_id, crates.c.voided_at.is_(None))
    if connection.scalar(select(started)):
        return LeaseRefusal("This wave is started, its crates have labels. Finish it.")
    connection.execute(update(leases).where(leases.c.id == lease_id).values(returned_at=now))
    connection.execute(
        update(waves).where(waves.c.id == wave_id).values(lease_id=None, station_id=None, lease_until=None)
    )
    return None
