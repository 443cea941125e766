"""What a foreman says about waves: released, held back, meant for a desk. Wave by wave, and repeatable."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select, update

from cloud_api.http.callers import Caller
from cloud_api.storage.audit import note_act
from cloud_api.storage.key_lists import among
from cloud_api.storage.roles import read_roles
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.waves import crates, waves
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.board import WaveAssignment, WaveAssignments, WaveLeft, WavesChanged, WavesChosen
from cloud_api.wire.stations import Role


@dataclass(frozen=True)
class Foreman:
    """Who says it, and when."""

    caller: Caller
    operator_id: UUID | None
    now: datetime


class ForemanUnknownError(Exception):
    """Nobody of the warehouse answers for it."""


PLACE, TO_PLACE = ("desk_id", "desk_place", "beside_id"), ("to_desk", "to_place", "to_beside")
"""Columns that say whom a wave is meant for, and the names of their new values."""

Judge = Callable[[Row[Any]], str | None]
"""Why a wave stays as it is; None where it may change."""


def release(connection: Connection, told: WavesChosen, by: Foreman) -> WavesChanged:
    """Let desks take these waves. Those that are out or done are so already."""
    rows, left = chosen_waves(connection, told.wave_ids, by, _all_may)
    fresh = [row for row in rows if row.released_at is None and row.completed_at is None]
    _write(connection, fresh, {"released_at": by.now, "held_at": None})
    note_steered(connection, by, "release waves", fresh)
    return told_changed(rows, left)


def hold_back(connection: Connection, told: WavesChosen, by: Foreman) -> WavesChanged:
    """Let no desk take these waves; those that a desk has, or that are packed, stay as they are."""
    rows, left = chosen_waves(connection, told.wave_ids, by, _why_not_held)
    fresh = [row for row in rows if row.held_at is None]
    _write(connection, fresh, {"released_at": None, "held_at": by.now})
    note_steered(connection, by, "hold waves", fresh)
    return told_changed(rows, left)


def assign(connection: Connection, told: WaveAssignments, by: Foreman) -> WavesChanged:
    """Say which desk each wave is meant for. A dead desk may be named: others take its waves."""
    wanted = {each.wave_id: each for each in told.assignments}
    desks = _desks(connection, wanted.values())
    started = with_crates(connection, wanted)

    def why_not(row: Row[Any]) -> str | None:
        return _why_not_assigned(row, wanted, desks, started)

    rows, left = chosen_waves(connection, list(wanted), by, why_not)
    fresh = [row for row in rows if _placed(row) != _place(wanted[row.id])]
    if fresh:
        statement = update(waves).where(waves.c.id == bindparam("wave"))
        statement = statement.values(dict(zip(PLACE, map(bindparam, TO_PLACE), strict=True)))
        values = [
            dict(zip(TO_PLACE, _place(wanted[row.id]), strict=True)) | {"wave": row.id} for row in fresh
        ]
        connection.execute(statement, values)
    note_steered(connection, by, "assign waves", fresh)
    return told_changed(rows, left)


def _place(wanted: WaveAssignment) -> tuple[UUID | int | None, ...]:
    is_meant = wanted.station_id is not None
    return (wanted.station_id, wanted.place, wanted.beside_id) if is_meant else (None, None, None)


def _placed(row: Row[Any]) -> tuple[UUID | int | None, ...]:
    return tuple(row._mapping[name] for name in PLACE)


def chosen_waves(
    connection: Connection, wave_ids: Sequence[UUID], by: Foreman, judge: Judge
) -> tuple[list[Row[Any]], list[WaveLeft]]:
    """The waves that may change, and why the others stay; in this warehouse's turn.

    Raises ForemanUnknownError where nobody answers for it.
    """
    caller = by.caller
    _check_foreman(connection, by)
    for warehouse in sorted(_warehouses(connection, wave_ids, caller)):
        lock_exclusive(connection, Lock.WAVES, warehouse)
    query = (
        select(waves, stations.c.name.label("station_name"))
        .outerjoin(stations, stations.c.id == waves.c.station_id)
        .where(among(connection, waves.c.id, wave_ids))
    )
    known = {row.id: row for row in connection.execute(query) if caller.may_see(row.warehouse)}
    rows: list[Row[Any]] = []
    left: list[WaveLeft] = []
    for wave_id in dict.fromkeys(wave_ids):
        row = known.get(wave_id)
        why = f"There is no wave {wave_id} in this warehouse." if row is None else judge(row)
        if why is not None:
            left.append(WaveLeft(wave_id=wave_id, detail=why))
        elif row is not None:
            rows.append(row)
    return rows, left


def _warehouses(connection: Connection, wave_ids: Collection[UUID], caller: Caller) -> set[str]:
    if not caller.is_integrator and caller.warehouse is not None:
        return {caller.warehouse}
    query = select(waves.c.warehouse).where(among(connection, waves.c.id, wave_ids)).distinct()
    return set(connection.scalars(query))


def _check_foreman(connection: Connection, by: Foreman) -> None:
    caller = by.caller
    if caller.is_person or (caller.is_integrator and by.operator_id is None):
        return
    if by.operator_id is None:
        raise ForemanUnknownError("Say who asks: scan your badge at the station, then try again.")
    is_meant = (operators.c.id == by.operator_id) & operators.c.active
    warehouse = connection.scalar(select(operators.c.warehouse).where(is_meant))
    if warehouse is None or not caller.may_see(warehouse):
        raise ForemanUnknownError(
            f"Operator {by.operator_id} does not work in this warehouse. Scan a badge of this warehouse."
        )


def _all_may(_row: Row[Any]) -> str | None:
    return None


def _why_not_held(row: Row[Any]) -> str | None:
    if row.completed_at is not None:
        return f"Wave {row.number} is packed already."
    if row.handed_at is not None:
        return f"Wave {row.number} is half picked and waits for a desk; its crates stand on the floor."
    if row.station_id is not None:
        return (
            f"Wave {row.number} is with {row.station_name}. It can be held back once that desk gives it back."
        )
    return None


def _why_not_assigned(
    row: Row[Any],
    assigned: Mapping[UUID, WaveAssignment],
    desks: Mapping[UUID, Row[Any]],
    started: Collection[UUID],
) -> str | None:
    wanted = assigned[row.id]
    if row.completed_at is not None:
        return f"Wave {row.number} is packed already."
    if row.id in started and row.handed_at is None:
        return f"Wave {row.number} is being picked by {row.station_name}."
    if wanted.station_id is None:
        return None
    desk = desks.get(wanted.station_id)
    if desk is None or desk.warehouse != row.warehouse:
        return f"Wave {row.number}: there is no desk {wanted.station_id} in this warehouse."
    if desk.revoked_at is not None or Role.WAREHOUSE not in read_roles(desk.roles):
        return f"Wave {row.number}: {desk.name} picks no waves."
    beside = wanted if wanted.beside_id is None else assigned.get(wanted.beside_id)
    if beside is None or beside.station_id != wanted.station_id or wanted.beside_id == row.id:
        return f"Wave {row.number}: name the wave beside it for {desk.name} too."
    return None


def _desks(connection: Connection, wanted: Collection[WaveAssignment]) -> dict[UUID, Row[Any]]:
    named = {each.station_id for each in wanted if each.station_id is not None}
    rows = connection.execute(select(stations).where(among(connection, stations.c.id, named)))
    return {row.id: row for row in rows}


def with_crates(connection: Connection, wave_ids: Collection[UUID]) -> set[UUID]:
    """Those of the waves whose crates have labels."""
    query = select(crates.c.picked_wave_id).where(
        among(connection, crates.c.picked_wave_id, wave_ids), crates.c.voided_at.is_(None)
    )
    return set(connection.scalars(query.distinct()))


def _write(connection: Connection, rows: Sequence[Row[Any]], values: Mapping[str, Any]) -> None:
    if rows:
        chosen = among(connection, waves.c.id, [row.id for row in rows])
        connection.execute(update(waves).where(chosen).values(**values))


def note_steered(connection: Connection, by: Foreman, action: str, rows: Sequence[Row[Any]]) -> None:
    """One row for a whole group; nothing where all was so already."""
    if not rows:
        return
    operator = None if by.operator_id is None else str(by.operator_id)
    detail = {"waves": [row.number for row in rows], "operator": operator}
    note_act(connection, by.caller.actor, action, f"cycle {rows[0].cycle_id}", by.now, detail)


def told_changed(rows: Sequence[Row[Any]], left: Sequence[WaveLeft]) -> WavesChanged:
    """What came of it, as it is answered."""
    return WavesChanged(done=tuple(row.id for row in rows), left=tuple(left))
