"""The board of waves: a night as a foreman sees it, in a handful of grouped statements."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Result, Row, Select, func, or_, select

from cloud_api.storage.key_lists import among
from cloud_api.storage.roles import read_roles
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.routes import route_stops, routes
from cloud_api.storage.tables.waves import IS_PICKED, crates, leases, puts, shorts, waves
from cloud_api.waves.leases import waits_for_people
from cloud_api.wire.board import BoardDesk, BoardWave, WaveBoard, WaveStage
from cloud_api.wire.stations import Role

IN_SIGHT_FOR = timedelta(minutes=5)
"""A visit is noted once a minute, and a station at work asks at least as often."""


def board_of(
    connection: Connection, warehouse: str, cycle: Row[Any] | None, now: datetime, *, by_people: bool
) -> WaveBoard:
    """All waves of a cycle by number; without a cycle, the desks of the warehouse alone."""
    desks = _desks(connection, warehouse, now)
    if cycle is None:
        return WaveBoard(warehouse=warehouse, told_at=now, by_people=by_people, desks=desks)
    return WaveBoard(
        warehouse=warehouse,
        cycle_id=cycle.id,
        cycle_name=cycle.name,
        told_at=now,
        by_people=by_people,
        waves=_waves(connection, cycle.id, now, by_people=by_people),
        desks=desks,
    )


def newest_night(connection: Connection, warehouse: str) -> Row[Any] | None:
    """The cycle of a warehouse that was cut off last."""
    query = (
        select(cycles)
        .where(cycles.c.warehouse == warehouse, cycles.c.frozen_at.is_not(None))
        .order_by(cycles.c.cut_off_at.desc(), cycles.c.id.desc())
    )
    return connection.execute(query.limit(1)).first()


def _desks(connection: Connection, warehouse: str, now: datetime) -> tuple[BoardDesk, ...]:
    query = select(stations).where(stations.c.warehouse == warehouse, stations.c.revoked_at.is_(None))
    return tuple(
        BoardDesk(
            station_id=row.id,
            name=row.name,
            seen_at=row.last_seen_at,
            in_sight=row.last_seen_at is not None and now - row.last_seen_at <= IN_SIGHT_FOR,
        )
        for row in connection.execute(query.order_by(stations.c.name, stations.c.id))
        if Role.WAREHOUSE in read_roles(row.roles)
    )


def _waves(
    connection: Connection, cycle_id: UUID, now: datetime, *, by_people: bool
) -> tuple[BoardWave, ...]:
    rows = connection.execute(_wave_rows(cycle_id)).all()
    vans = _vans(connection, cycle_id)
    made = {row.picked_wave_id: row for row in connection.execute(_crate_sums(cycle_id))}
    running = [row.id for row in rows if row.id in made and row.completed_at is None]
    put = _put(connection, running)
    short = _short(connection, cycle_id)
    told = []
    for row in rows:
        of_crates, van, missing = made.get(row.id), vans.get(row.whole_id or row.id), short.get(row.id, 0)
        stage = _stage(row, now, is_started=of_crates is not None, by_people=by_people)
        packed = max(row.pieces - missing, 0) if stage is WaveStage.COMPLETED else 0
        told.append(
            BoardWave(
                **_head(row, stage),
                pieces_put=packed or put.get(row.id, 0),
                short_pieces=missing,
                crates=of_crates.made if of_crates is not None else 0,
                crates_closed=of_crates.closed if of_crates is not None else 0,
                departs_at=van.departs_at if van is not None else None,
                departed_at=van.departed_at if van is not None else None,
                route_code=van.code if van is not None else None,
                van=van.van if van is not None else None,
            )
        )
    return tuple(told)


def _head(row: Row[Any], stage: WaveStage) -> dict[str, Any]:
    """What stands in the wave's own row; who had it once is of no use while it is free."""
    is_out = stage not in (WaveStage.FREE, WaveStage.WAITING, WaveStage.HALF_PICKED)
    return {
        "id": row.id,
        "number": row.number,
        "part": row.part,
        "pickup_point": row.pickup_point,
        "pickup_point_name": row.pickup_point_name,
        "stage": stage,
        "orders": row.orders,
        "lines": row.lines,
        "pieces": row.pieces,
        "station_id": row.station_id if is_out else None,
        "station_name": row.station_name if is_out else None,
        "taken_at": row.granted_at if is_out else None,
        "lease_until": row.lease_until if is_out and stage is not WaveStage.COMPLETED else None,
        "completed_at": row.completed_at,
        "released_at": row.released_at,
        "handed_at": row.handed_at,
        "handed_by": row.handed_name,
        "wanted_at": row.wanted_at,
        "desk_id": row.desk_id,
        "desk_name": row.desk_name,
        "desk_place": row.desk_place,
        "beside_id": row.beside_id,
    }


def _stage(row: Row[Any], now: datetime, *, is_started: bool, by_people: bool) -> WaveStage:
    if row.completed_at is not None:
        return WaveStage.COMPLETED
    if row.handed_at is not None:
        return WaveStage.HALF_PICKED
    if is_started:
        return WaveStage.STARTED
    if row.lease_until is not None and row.lease_until > now:
        return WaveStage.LEASED
    return WaveStage.WAITING if waits_for_people(row, by_people=by_people) else WaveStage.FREE


def _wave_rows(cycle_id: UUID) -> Select[Any]:
    holder, desk, left = stations.alias("holder"), stations.alias("desk"), stations.alias("left")
    return (
        select(
            waves,
            pickup_points.c.name.label("pickup_point_name"),
            holder.c.name.label("station_name"),
            desk.c.name.label("desk_name"),
            left.c.name.label("handed_name"),
            leases.c.granted_at,
        )
        .join(pickup_points, pickup_points.c.code == waves.c.pickup_point)
        .outerjoin(holder, holder.c.id == waves.c.station_id)
        .outerjoin(desk, desk.c.id == waves.c.desk_id)
        .outerjoin(left, left.c.id == waves.c.handed_by)
        .outerjoin(leases, leases.c.id == waves.c.lease_id)
        .where(waves.c.cycle_id == cycle_id, IS_PICKED)
        .where(or_(waves.c.lines > 0, waves.c.handed_at.is_not(None)))
        .order_by(waves.c.number, waves.c.part)
    )


def _vans(connection: Connection, cycle_id: UUID) -> dict[UUID, Row[Any]]:
    """The van of each wave that stands on a published route; of several the one that leaves first."""
    query = (
        select(route_stops.c.wave_id, routes.c.code, routes.c.van, routes.c.departs_at, routes.c.departed_at)
        .join(routes, routes.c.id == route_stops.c.route_id)
        .where(routes.c.cycle_id == cycle_id, routes.c.replaced_at.is_(None))
        .order_by(routes.c.departs_at.desc())
    )
    found: Result[Any] = connection.execute(query)
    return {row.wave_id: row for row in found}


def _crate_sums(cycle_id: UUID) -> Select[Any]:
    """Crates that count and how many of them are closed; no row for a wave that is not started."""
    return (
        select(
            crates.c.picked_wave_id,
            func.count().label("made"),
            func.count(crates.c.closed_at).label("closed"),
        )
        .join(waves, waves.c.id == crates.c.picked_wave_id)
        .where(waves.c.cycle_id == cycle_id, crates.c.voided_at.is_(None))
        .group_by(crates.c.picked_wave_id)
    )


def _put(connection: Connection, wave_ids: list[UUID]) -> dict[UUID, int]:
    """Pieces in the crates of waves under way: only a few are, however many puts the night has seen."""
    query = (
        select(crates.c.picked_wave_id, func.sum(puts.c.quantity))
        .join(puts, puts.c.crate_id == crates.c.id)
        .where(among(connection, crates.c.picked_wave_id, wave_ids), crates.c.voided_at.is_(None))
        .where(puts.c.undone_at.is_(None))
        .group_by(crates.c.picked_wave_id)
    )
    return {wave_id: int(pieces) for wave_id, pieces in connection.execute(query)}


def _short(connection: Connection, cycle_id: UUID) -> dict[UUID, int]:
    query = (
        select(crates.c.picked_wave_id, func.sum(shorts.c.quantity))
        .join(crates, crates.c.id == shorts.c.crate_id)
        .join(waves, waves.c.id == crates.c.picked_wave_id)
        .where(waves.c.cycle_id == cycle_id, crates.c.voided_at.is_(None))
        .group_by(crates.c.picked_wave_id)
    )
    return {wave_id: int(pieces) for wave_id, pieces in connection.execute(query)}
