"""Whose a refused order or change is, as conditions: each list and each count asks the same."""

from sqlalchemy import ColumnElement, Connection, Table, exists, func, select, true

from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import orders, refused_amendments, refused_orders


def concerns(table: Table, warehouse: str | None) -> ColumnElement[bool]:
    """Whether rows of `refused_orders` or `refused_amendments` are this warehouse's; None: of all.

    An order belongs to the shop it names, a change to the shop of its order. One that names no known shop or
    order may be anybody's: it counts for every warehouse.
    """
    if warehouse is None:
        return true()
    foreign = exists().where(pickup_points.c.warehouse != warehouse)
    if table is refused_orders:
        return ~foreign.where(pickup_points.c.code == refused_orders.c.pickup_point)
    of_order = orders.c.order_no == refused_amendments.c.order_no
    return ~foreign.where(pickup_points.c.code == orders.c.pickup_point, of_order)


def count_open_refusals(connection: Connection, table: Table, warehouse: str | None) -> int:
    """How many of a warehouse nobody has put right yet."""
    query = select(func.count()).select_from(table)
    waiting = query.where(table.c.settled_at.is_(None), concerns(table, warehouse))
    return connection.scalar(waiting) or 0
