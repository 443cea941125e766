"""Reads in one statement all that orders are held against: a statement costs more than its rows."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    true,
    union_all,
)

from cloud_api.storage.key_lists import among_named, told_keys
from cloud_api.storage.metadata import UtcMoment
from cloud_api.storage.tables.catalogue import pickup_points, products
from cloud_api.storage.tables.orders import cycles, orders, refused_orders

_ORDER, _REFUSED, _POINT, _PRODUCT, _CYCLE = range(5)


@dataclass(frozen=True)
class Stored:
    """An order that stands in the database."""

    id: UUID
    content_hash: str
    cancelled: bool


@dataclass(frozen=True)
class Known:
    """What stands of orders, points, products and open cycles at the moment of acceptance."""

    stored: dict[str, Stored] = field(default_factory=dict)
    """Orders by number."""
    refused: set[str] = field(default_factory=set)
    """Order numbers with a refusal nobody settled."""
    warehouse_of_point: dict[str, str] = field(default_factory=dict)
    skus: set[str] = field(default_factory=set)
    closed_points: set[str] = field(default_factory=set)
    closed_skus: set[str] = field(default_factory=set)
    """Known, but taking no new orders."""
    cycle_of_warehouse: dict[str, UUID] = field(default_factory=dict)
    """The open cycle that is cut off next."""

    def add(self, kind: int, key: str, first: str, second: str, flag: bool) -> None:
        """Take in a row of the statement."""
        if kind == _ORDER:
            self.stored[key] = Stored(UUID(first), second, flag)
        elif kind == _REFUSED:
            self.refused.add(key)
        elif kind == _POINT:
            self.warehouse_of_point[key] = first
            if not flag:
                self.closed_points.add(key)
        elif kind == _PRODUCT:
            self.skus.add(key)
            if not flag:
                self.closed_skus.add(key)
        else:
            self.cycle_of_warehouse[key] = UUID(first)


def look_up(
    connection: Connection,
    order_nos: Collection[str],
    points: Collection[str],
    skus: Collection[str],
    now: datetime,
) -> Known:
    """What is known of these order numbers, pickup points and products, and the cycles open at `now`."""
    dialect = connection.dialect.name
    asked = {"order_nos": order_nos, "points": points, "skus": skus}
    told = {name: told_keys(dialect, sorted(keys)) for name, keys in asked.items()}
    known = Known()
    for row in connection.execute(_everything(dialect), {**told, "now": now}).all():
        known.add(*row)
    return known


def stored_orders(connection: Connection, order_nos: Collection[str]) -> dict[str, Stored]:
    """Orders by number; those not known are missing."""
    dialect = connection.dialect.name
    told = {"order_nos": told_keys(dialect, sorted(order_nos))}
    known = Known()
    for row in connection.execute(_stored(dialect), told).all():
        known.add(*row)
    return known.stored


@cache
def _everything(dialect: str) -> CompoundSelect[Any]:
    """Made once a database: to put it together costs more than to run it."""
    numbers = among_named(dialect, refused_orders.c.order_no, "order_nos")
    open_refusals = _rows(_REFUSED, refused_orders.c.order_no).where(
        numbers, refused_orders.c.settled_at.is_(None)
    )
    points = _rows(
        _POINT, pickup_points.c.code, pickup_points.c.warehouse, flag=pickup_points.c.active
    ).where(among_named(dialect, pickup_points.c.code, "points"))
    goods = _rows(_PRODUCT, products.c.sku, flag=products.c.active).where(
        among_named(dialect, products.c.sku, "skus")
    )
    return union_all(_stored(dialect), open_refusals, points, goods, _open_cycles())


@cache
def _stored(dialect: str) -> Select[Any]:
    table = orders.c
    found = _rows(
        _ORDER, table.order_no, cast(table.id, String), table.content_hash, table.cancelled_at.is_not(None)
    )
    return found.where(among_named(dialect, table.order_no, "order_nos"))


def _open_cycles() -> Select[Any]:
    """Of each warehouse the one that ends first."""
    ranked = (
        select(
            cycles.c.warehouse,
            cycles.c.id,
            func.row_number()
            .over(partition_by=cycles.c.warehouse, order_by=(cycles.c.cut_off_at, cycles.c.id))
            .label("turn"),
        )
        .where(cycles.c.frozen_at.is_(None), cycles.c.cut_off_at > bindparam("now", type_=UtcMoment))
        .subquery("ranked")
    )
    return _rows(_CYCLE, ranked.c.warehouse, cast(ranked.c.id, String)).where(ranked.c.turn == 1)


def _rows(
    kind: int,
    key: ColumnElement[str],
    first: ColumnElement[Any] | None = None,
    second: ColumnElement[Any] | None = None,
    flag: ColumnElement[bool] | None = None,
) -> Select[Any]:
    """Rows that fit together whatever they tell of."""
    nothing = cast(null(), String)
    return select(
        literal_column(str(kind)).label("kind"),
        key.label("key"),
        (nothing if first is None else first).label("first"),
        (nothing if second is None else second).label("second"),
        (true() if flag is None else flag).label("flag"),
    )
