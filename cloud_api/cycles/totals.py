"""What a cycle holds for each point, product and temperature zone, counted from the orders themselves."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from cloud_api.storage.tables.catalogue import pickup_points, products
from cloud_api.storage.tables.orders import LIVE, order_lines, orders
from cloud_api.wire.base import Zone
from cloud_api.wire.cycles import Total

_ZONE_NAMES = {Zone.AMBIENT: "常温", Zone.CHILLED: "冷藏", Zone.FROZEN: "冷冻"}


class TotalsBy(StrEnum):
    """What totals are told for."""

    PICKUP_POINT = "pickup_point"
    PRODUCT = "product"
    ZONE = "zone"
    PICKUP_POINT_ZONE = "pickup_point_zone"
    """A row for each temperature zone of each pickup point, as vans are loaded."""


def cycle_totals(connection: Connection, cycle_id: UUID, by: TotalsBy) -> list[Total]:
    """Orders, lines and pieces still to be picked in a cycle, by key and then by zone from warm to cold.

    An order that has goods of two zones counts in each of them.
    """
    count: dict[TotalsBy, Callable[[Connection, UUID], list[Total]]] = {
        TotalsBy.PICKUP_POINT: _by_pickup_point,
        TotalsBy.PRODUCT: _by_product,
        TotalsBy.ZONE: _by_zone,
        TotalsBy.PICKUP_POINT_ZONE: _by_pickup_point_and_zone,
    }
    zones = [None, *Zone]
    return sorted(count[by](connection, cycle_id), key=lambda total: (total.key, zones.index(total.zone)))


def _by_product(connection: Connection, cycle_id: UUID) -> list[Total]:
    """An order holds a product in one line only, so lines count orders."""
    counted = _goods(cycle_id, order_lines.c.sku).subquery()
    query = select(counted, products.c.name).join(products, products.c.sku == counted.c.sku)
    return [
        Total(key=row.sku, name=row.name, orders=row.lines, lines=row.lines, pieces=int(row.pieces))
        for row in connection.execute(query)
    ]


def _by_pickup_point(connection: Connection, cycle_id: UUID) -> list[Total]:
    goods = _goods(cycle_id, order_lines.c.pickup_point).subquery()
    standing = (
        select(orders.c.pickup_point, func.count().label("orders"))
        .where(orders.c.cycle_id == cycle_id, orders.c.cancelled_at.is_(None))
        .group_by(orders.c.pickup_point)
        .subquery()
    )
    query = (
        select(goods, standing.c.orders, pickup_points.c.name)
        .join(standing, standing.c.pickup_point == goods.c.pickup_point)
        .join(pickup_points, pickup_points.c.code == goods.c.pickup_point)
    )
    return [
        Total(key=row.pickup_point, name=row.name, orders=row.orders, lines=row.lines, pieces=int(row.pieces))
        for row in connection.execute(query)
    ]


def _by_zone(connection: Connection, cycle_id: UUID) -> list[Total]:
    query = _goods(cycle_id, products.c.zone, *_DISTINCT_ORDERS)
    query = query.join(products, products.c.sku == order_lines.c.sku)
    return [
        Total(
            key=row.zone,
            name=_ZONE_NAMES[Zone(row.zone)],
            zone=Zone(row.zone),
            orders=row.orders,
            lines=row.lines,
            pieces=int(row.pieces),
        )
        for row in connection.execute(query)
    ]


def _by_pickup_point_and_zone(connection: Connection, cycle_id: UUID) -> list[Total]:
    counted = (
        _goods(cycle_id, order_lines.c.pickup_point, products.c.zone, *_DISTINCT_ORDERS)
        .join(products, products.c.sku == order_lines.c.sku)
        .subquery()
    )
    query = select(counted, pickup_points.c.name).join(
        pickup_points, pickup_points.c.code == counted.c.pickup_point
    )
    return [
        Total(
            key=row.pickup_point,
            name=row.name,
            zone=Zone(row.zone),
            orders=row.orders,
            lines=row.lines,
            pieces=int(row.pieces),
        )
        for row in connection.execute(query)
    ]


_DISTINCT_ORDERS = (func.count(order_lines.c.order_id.distinct()).label("orders"),)


def _goods(cycle_id: UUID, *columns: Any) -> Select[Any]:
    """Lines and pieces of the live lines for each value of those of `columns` that stand in a table."""
    lines, pieces = func.count().label("lines"), func.sum(order_lines.c.quantity).label("pieces")
    keys = [column for column in columns if getattr(column, "table", None) is not None]
    return (
        select(*columns, lines, pieces)
        .select_from(order_lines)
        .where(order_lines.c.cycle_id == cycle_id, LIVE)
        .group_by(*keys)
    )
