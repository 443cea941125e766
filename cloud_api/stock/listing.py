"""Lists balances, movements and counts, a page at a time."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, or_, select, tuple_

from cloud_api.stock.entries import Amount, line_of, place_of, read_expiry
from cloud_api.stock.telling import told_of
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.floor import balances, counts, movements
from cloud_api.wire.floor import (
    CountHeld,
    CountPage,
    CountState,
    Movement,
    MovementPage,
    MoveReason,
    StockHeld,
    StockPage,
)

_PLACE = (balances.c.warehouse, balances.c.bin, balances.c.sku, balances.c.lot, balances.c.expiry)
Spot = tuple[str, ...]
"""Warehouse, bin, product, lot and expiry of a balance: where a page ends."""


@dataclass(frozen=True)
class Wanted:
    """Which rows somebody asks for; None where it does not matter."""

    warehouse: str | None = None
    bin: str | None = None
    sku: str | None = None
    lot: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def of(self, table: Table) -> list[ColumnElement[bool]]:
        """Conditions on a table that names its columns so."""
        told = ((name, getattr(self, name)) for name in ("warehouse", "sku", "lot"))
        return [table.c[name] == value for name, value in told if value is not None]


def read_spot(text: str) -> Spot:
    """Where the `next` of a page of balances points to. Raises ValueError."""
    try:
        told = json.loads(base64.urlsafe_b64decode(text.encode("ascii", "strict")))
    except (binascii.Error, UnicodeError, RecursionError) as error:
        raise ValueError(text) from error
    fits = isinstance(told, list) and len(told) == len(_PLACE) and all(isinstance(part, str) for part in told)
    if not fits or any("\0" in part or not part.isprintable() for part in told):
        raise ValueError(text)
    return tuple(told)


def list_stock(connection: Connection, wanted: Wanted, after: Spot | None, limit: int) -> StockPage:
    """Lots that are there, or below zero, by warehouse, bin, product, lot and expiry."""
    query = (
        select(balances, products.c.name)
        .join(products, products.c.sku == balances.c.sku)
        .where(*wanted.of(balances), or_(balances.c.quantity != 0, balances.c.weight_g != 0))
    )
    if wanted.bin is not None:
        query = query.where(balances.c.bin == wanted.bin)
    if after is not None:
        query = query.where(tuple_(*_PLACE) > tuple_(*after))
    rows = connection.execute(query.order_by(*_PLACE).limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return StockPage(items=[_held(row) for row in rows[:limit]], next=None if last is None else _spot(last))


def list_movements(
    connection: Connection, wanted: Wanted, why: MoveReason | None, before: int | None, limit: int
) -> MovementPage:
    """Lines of the ledger, the one written last first."""
    query = select(movements, stations.c.name).join(stations, stations.c.id == movements.c.station_id)
    query = query.where(*wanted.of(movements), *_in_time(movements.c.happened_at, wanted))
    if wanted.bin is not None:
        query = query.where(or_(movements.c.from_bin == wanted.bin, movements.c.to_bin == wanted.bin))
    if why is not None:
        query = query.where(movements.c.why == str(why))
    if before is not None:
        query = query.where(movements.c.number < before)
    rows = connection.execute(query.order_by(movements.c.number.desc()).limit(limit + 1)).all()
    further = str(rows[limit - 1].number) if len(rows) > limit else None
    return MovementPage(items=[_movement(row) for row in rows[:limit]], next=further)


def list_counts(
    connection: Connection, wanted: Wanted, state: CountState | None, after: UUID | None, limit: int
) -> CountPage:
    """Counts, the one asked last first."""
    query = select(counts).where(*_in_time(counts.c.asked_at, wanted))
    told = {"warehouse": wanted.warehouse, "bin": wanted.bin, "sku": wanted.sku, "state": state}
    query = query.where(*(counts.c[name] == value for name, value in told.items() if value is not None))
    if after is not None:
        asked_at = select(counts.c.asked_at).where(counts.c.id == after).scalar_subquery()
        same = and_(counts.c.asked_at == asked_at, counts.c.id < after)
        query = query.where(or_(counts.c.asked_at < asked_at, same))
    query = query.order_by(counts.c.asked_at.desc(), counts.c.id.desc()).limit(limit + 1)
    rows = connection.execute(query).all()
    further = rows[limit - 1].id if len(rows) > limit else None
    return CountPage(items=[_count(row) for row in rows[:limit]], next=further)


def _in_time(column: ColumnElement[datetime], wanted: Wanted) -> list[ColumnElement[bool]]:
    since = [] if wanted.since is None else [column >= wanted.since]
    return since if wanted.until is None else [*since, column < wanted.until]


def _held(row: Row[Any]) -> StockHeld:
    line = line_of(row.warehouse, place_of(row), Amount(row.quantity, row.weight_g))
    return StockHeld(**line.model_dump(), name=row.name)


def _spot(row: Row[Any]) -> str:
    told = json.dumps([row.warehouse, row.bin, row.sku, row.lot, row.expiry], ensure_ascii=False)
    return base64.urlsafe_b64encode(told.encode()).decode()


def _movement(row: Row[Any]) -> Movement:
    return Movement(
        movement_id=row.id,
        sku=row.sku,
        lot=row.lot,
        expiry=read_expiry(row.expiry),
        from_bin=row.from_bin,
        to_bin=row.to_bin,
        quantity=row.quantity,
        weight_g=row.weight_g,
        why=MoveReason(row.why),
        note=row.note,
        ref=row.ref,
        photo=row.photo,
        supervisor_id=row.supervisor_id,
        station=row.name,
        operator_id=row.operator_id,
        happened_at=row.happened_at,
    )


def _count(row: Row[Any]) -> CountHeld:
    return CountHeld(
        **told_of(row),
        warehouse=row.warehouse,
        counted_at=row.counted_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        reason=row.reason,
    )
