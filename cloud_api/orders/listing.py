"""The list of accepted orders, for shop systems and managers who look one up."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select

from cloud_api.storage.tables.orders import cycles, orders
from cloud_api.wire.orders import OrderPage, OrderSummary


@dataclass(frozen=True)
class Wanted:
    """Which orders; what is None does not narrow the list."""

    cycle_id: UUID | None = None
    pickup_point: str | None = None
    cancelled: bool | None = None
    prefix: str | None = None
    """What their numbers begin with."""
    warehouse: str | None = None


def list_orders(connection: Connection, wanted: Wanted, limit: int, after: str | None) -> OrderPage:
    """Orders by number, after the number `after`."""
    query = select(orders).order_by(orders.c.order_no).limit(limit + 1)
    if wanted.cycle_id is not None:
        query = query.where(orders.c.cycle_id == wanted.cycle_id)
    if wanted.pickup_point is not None:
        query = query.where(orders.c.pickup_point == wanted.pickup_point)
    if wanted.cancelled is not None:
        standing = orders.c.cancelled_at.is_(None)
        query = query.where(~standing if wanted.cancelled else standing)
    if wanted.prefix is not None:
        query = query.where(func.substr(orders.c.order_no, 1, len(wanted.prefix)) == wanted.prefix)
    if wanted.warehouse is not None:
        own = select(cycles.c.id).where(cycles.c.warehouse == wanted.warehouse)
        query = query.where(orders.c.cycle_id.in_(own))
    if after is not None:
        query = query.where(orders.c.order_no > after)
    rows = connection.execute(query).all()
    items = [
        OrderSummary(
            order_id=row.id,
            order_no=row.order_no,
            cycle_id=row.cycle_id,
            pickup_point=row.pickup_point,
            paid_at=row.paid_at,
            accepted_at=row.accepted_at,
            customer=row.customer,
            phone=row.phone,
            address=row.address,
            cancelled_at=row.cancelled_at,
        )
        for row in rows[:limit]
    ]
    return OrderPage(items=items, next=items[-1].order_no if len(rows) > limit else None)
