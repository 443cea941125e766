"""The list of waves of a cycle, for people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.waves import IS_PICKED, waves
from cloud_api.wire.waves import WaveState, WaveSummary


def list_waves(
    connection: Connection, cycle_id: UUID, warehouse: str | None, now: datetime
) -> list[WaveSummary]:
    """Waves of a cycle by number; with a warehouse, only its own."""
    query = (
        select(
            waves,
            stations.c.name.label("station_name"),
            pickup_points.c.name.label("pickup_point_name"),
        )
        .join(pickup_points, pickup_points.c.code == waves.c.pickup_point)
        .outerjoin(stations, stations.c.id == waves.c.station_id)
        .where(waves.c.cycle_id == cycle_id, IS_PICKED)
        .order_by(waves.c.number, waves.c.part)
    )
    if warehouse is not None:
        query = query.where(waves.c.warehouse == warehouse)
    return [_summary(row, now) for row in connection.execute(query)]


def _summary(row: Row[Any], now: datetime) -> WaveSummary:
    state = _state(row, now)
    return WaveSummary(
        id=row.id,
        number=row.number,
        part=row.part,
        pickup_point=row.pickup_point,
        pickup_point_name=row.pickup_point_name,
        state=state,
        station_name=None if state is WaveState.FREE else row.station_name,
        lease_until=row.lease_until if state is WaveState.LEASED else None,
        completed_at=row.completed_at,
        orders=row.orders,
        pieces=row.pieces,
    )


def _state(row: Row[Any], now: datetime) -> WaveState:
    if row.completed_at is not None:
        return WaveState.COMPLETED
    if row.lease_until is not None and row.lease_until > now:
        return WaveState.LEASED
    return WaveState.FREE
