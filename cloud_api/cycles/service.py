"""Opens cycles and answers what they hold now, always counted from the orders themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select

from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.catalogue import warehouses
from cloud_api.storage.tables.orders import LIVE, cycles, order_lines, orders
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.cycles import Cycle, CycleState, NewCycle


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


def list_cycles(connection: Connection, warehouse: str | None) -> list[Cycle]:
    """Cycles of one warehouse, or of all when None; the latest cut-off first."""
    query = select(cycles).order_by(cycles.c.cut_off_at.desc(), cycles.c.id)
    if warehouse is not None:
        query = query.where(cycles.c.warehouse == warehouse)
    return [_cycle(connection, row) for row in connection.execute(query).all()]


def find_cycle(connection: Connection, cycle_id: UUID) -> Cycle | None:
    """The cycle with this id, or None."""
    row = connection.execute(select(cycles).where(cycles.c.id == cycle_id)).first()
    return None if row is None else _cycle(connection, row)


def load_cycle(connection: Connection, cycle_id: UUID) -> Cycle:
    """The cycle with this id, which must be there."""
    return _cycle(connection, connection.execute(select(cycles).where(cycles.c.id == cycle_id)).one())


def _cycle(connection: Connection, row: Row[Any]) -> Cycle:
    count = _count_open if row.frozen_at is None else _count_frozen
    counted, lines, pieces = count(connection, row.id)
    return Cycle(
        id=row.id,
        warehouse=row.warehouse,
        name=row.name,
        cut_off_at=row.cut_off_at,
        state=CycleState.OPEN if row.frozen_at is None else CycleState.FROZEN,
        frozen_at=row.frozen_at,
        orders=counted,
        lines=lines,
        pieces=pieces,
    )


def _count_open(connection: Connection, cycle_id: UUID) -> tuple[int, int, int]:
    standing = select(func.count()).where(orders.c.cycle_id == cycle_id, orders.c.cancelled_at.is_(None))
    counted = connection.scalar(standing)
    lines, pieces = connection.execute(
        select(func.count(), func.coalesce(func.sum(order_lines.c.quantity), 0)).where(
            order_lines.c.cycle_id == cycle_id, LIVE
        )
    ).one()
    return counted or 0, lines, int(pieces)


def _count_frozen(connection: Connection, cycle_id: UUID) -> tuple[int, int, int]:
    """What was frozen stands in the waves, so that a year of cycles lists without counting orders."""
    sums = (func.coalesce(func.sum(column), 0) for column in (waves.c.orders, waves.c.lines, waves.c.pieces))
    counted, lines, pieces = connection.execute(select(*sums).where(waves.c.cycle_id == cycle_id)).one()
    return int(counted), int(lines), int(pieces)
