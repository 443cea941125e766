"""Opens cycles and answers what they hold now, always counted from the orders themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select

from cloud_api.storage.ids import new_uuid
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import warehouses
from cloud_api.storage.tables.orders import LIVE, cycles, order_lines, orders
from cloud_api.storage.tables.waves import IS_WHOLE, waves
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.cycles import Cycle, CycleState, NewCycle

_Counts = tuple[int, int, int]
"""Orders, lines, pieces."""
_NOTHING: _Counts = (0, 0, 0)


class CycleRefusedError(Exception):
    """The cycle cannot be opened; the message says what to put right."""


def open_cycle(connection: Connection, new: NewCycle, now: datetime) -> tuple[Cycle, bool]:
    """The cycle of this warehouse, name and moment, and whether it was opened just now.

    Opening the same again answers the cycle that is there. Raises CycleRefusedError.
    """
    lock_exclusive(connection, Lock.INTAKE)
    known = _find_same(connection, new)
    if known is not None:
        return load_cycle(connection, known), False
    if connection.scalar(select(warehouses.c.code).where(warehouses.c.code == new.warehouse)) is None:
        raise CycleRefusedError(
            f"There is no warehouse {new.warehouse}. Send it with PUT /v1/catalogue first."
        )
    if new.cut_off_at <= now:
        raise CycleRefusedError(
            f"The cut-off {new.cut_off_at.isoformat()} is past, it is {now.isoformat()} now. "
            "Name a later moment."
        )
    cycle_id = new_uuid()
    connection.execute(
        insert(cycles).values(
            id=cycle_id,
            warehouse=new.warehouse,
            name=new.name,
            cut_off_at=new.cut_off_at,
            opened_at=now,
            frozen_at=None,
        )
    )
    return load_cycle(connection, cycle_id), True


def _find_same(connection: Connection, new: NewCycle) -> UUID | None:
    return connection.scalar(
        select(cycles.c.id).where(
            cycles.c.warehouse == new.warehouse,
            cycles.c.name == new.name,
            cycles.c.cut_off_at == new.cut_off_at,
        )
    )


def list_cycles(
    connection: Connection, warehouse: str | None, *, after: UUID | None = None, limit: int | None = None
) -> list[Cycle]:
    """Cycles of one warehouse, or of all when None; the latest cut-off first, from behind `after` on."""
    query = select(cycles).order_by(cycles.c.cut_off_at.desc(), cycles.c.id).limit(limit)
    if warehouse is not None:
        query = query.where(cycles.c.warehouse == warehouse)
    if after is not None:
        last = select(cycles.c.cut_off_at).where(cycles.c.id == after).scalar_subquery()
        same_moment = (cycles.c.cut_off_at == last) & (cycles.c.id > after)
        query = query.where((cycles.c.cut_off_at < last) | same_moment)
    return _cycles(connection, connection.execute(query).all())


def find_cycle(connection: Connection, cycle_id: UUID) -> Cycle | None:
    """The cycle with this id, or None."""
    rows = connection.execute(select(cycles).where(cycles.c.id == cycle_id)).all()
    return next(iter(_cycles(connection, rows)), None)


def load_cycle(connection: Connection, cycle_id: UUID) -> Cycle:
    """The cycle with this id, which must be there."""
    return _cycles(connection, [connection.execute(select(cycles).where(cycles.c.id == cycle_id)).one()])[0]


def _cycles(connection: Connection, rows: Sequence[Row[Any]]) -> list[Cycle]:
    counts = _count_open(connection, [row.id for row in rows if row.frozen_at is None])
    counts |= _count_frozen(connection, [row.id for row in rows if row.frozen_at is not None])
    return [_cycle(row, counts.get(row.id, _NOTHING)) for row in rows]


def _cycle(row: Row[Any], counted: _Counts) -> Cycle:
    return Cycle(
        id=row.id,
        warehouse=row.warehouse,
        name=row.name,
        cut_off_at=row.cut_off_at,
        state=CycleState.OPEN if row.frozen_at is None else CycleState.FROZEN,
        frozen_at=row.frozen_at,
        orders=counted[0],
        lines=counted[1],
        pieces=counted[2],
    )


def _count_open(connection: Connection, cycle_ids: Sequence[UUID]) -> dict[UUID, _Counts]:
    counts: dict[UUID, _Counts] = {}
    of, of_line = orders.c.cycle_id, order_lines.c.cycle_id
    for part in parts(cycle_ids):
        standing = select(of, func.count()).where(of.in_(part), orders.c.cancelled_at.is_(None)).group_by(of)
        for cycle_id, counted in connection.execute(standing):
            counts[cycle_id] = (counted, 0, 0)
        live = (
            select(of_line, func.count(), func.sum(order_lines.c.quantity))
            .where(of_line.in_(part), LIVE)
            .group_by(of_line)
        )
        for cycle_id, lines, pieces in connection.execute(live):
            counts[cycle_id] = (counts.get(cycle_id, _NOTHING)[0], lines, int(pieces))
    return counts


def _count_frozen(connection: Connection, cycle_ids: Sequence[UUID]) -> dict[UUID, _Counts]:
    """What was frozen stands in the waves, so that a year of cycles lists without counting orders."""
    counts: dict[UUID, _Counts] = {}
    sums = (func.sum(waves.c[name]) for name in ("orders", "lines", "pieces"))
    query = select(waves.c.cycle_id, *sums).where(IS_WHOLE).group_by(waves.c.cycle_id)
    for part in parts(cycle_ids):
        for cycle_id, counted, lines, pieces in connection.execute(query.where(waves.c.cycle_id.in_(part))):
            counts[cycle_id] = (int(counted), int(lines), int(pieces))
    return counts
