"""Whose a refused order or change is: a manager sees what may be of the own warehouse, with its customers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from cloud_api.orders.refusals import find_refusal
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import orders, refused_orders
from cloud_api.wire.amendments import RefusedAmendment
from cloud_api.wire.refusals import RefusedOrder


def own_orders(
    connection: Connection, warehouse: str | None, found: Sequence[RefusedOrder]
) -> list[RefusedOrder]:
    """Those that name a shop of another warehouse are that one's; those that name none are everybody's.

    `warehouse` None: all.
    """
    foreign = _foreign_points(connection, warehouse)
    return [each for each in found if _point_of(each.order) not in foreign]


def own_changes(
    connection: Connection, warehouse: str | None, found: Sequence[RefusedAmendment]
) -> list[RefusedAmendment]:
    """Those of an order of another warehouse are that one's; of an unknown order everybody's."""
    foreign = _foreign_points(connection, warehouse)
    points = _points_of(connection, {each.order_no for each in found}) if foreign else {}
    return [each for each in found if points.get(each.order_no) not in foreign]


def is_own(connection: Connection, warehouse: str | None, table: Table, digest: str) -> bool:
    """Whether a refused row may be settled for this warehouse; False as well where there is none."""
    found = find_refusal(connection, table, digest)
    if found is None:
        return False
    foreign = _foreign_points(connection, warehouse)
    if table is refused_orders:
        return _point_of(found.sent) not in foreign
    return _points_of(connection, {found.order_no}).get(found.order_no) not in foreign


def _foreign_points(connection: Connection, warehouse: str | None) -> set[str]:
    if warehouse is None:
        return set()
    return set(connection.scalars(select(pickup_points.c.code).where(pickup_points.c.warehouse != warehouse)))


def _points_of(connection: Connection, order_nos: set[str]) -> dict[str, str]:
    query = select(orders.c.order_no, orders.c.pickup_point)
    return {
        row.order_no: row.pickup_point
        for part in parts(sorted(order_nos))
        for row in connection.execute(query.where(orders.c.order_no.in_(part)))
    }


def _point_of(sent: Any) -> str | None:
    """The shop a row names, in whatever shape that is."""
    value = sent.get("pickup_point") if isinstance(sent, dict) else None
    return value.strip() if isinstance(value, str) else None
