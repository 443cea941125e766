"""Where an order is now: its derived status with the crates it is in."""

from uuid import UUID

from sqlalchemy import Connection, or_, select

from cloud_api.storage.fulfilment import fulfilment_of
from cloud_api.storage.order_status import order_timeline
from cloud_api.storage.phones import masked_name, masked_phone
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import LIVE, order_lines, orders
from cloud_api.storage.tables.waves import crate_lines, crates
from cloud_api.wire.orders import OrderLine, OrderState, OrderStatus


def order_state(
    connection: Connection, order_no: str, *, charge_overweight: bool = False
) -> tuple[OrderState, str] | None:
    """The state of an order, phone and all, and its warehouse; None when the number is unknown."""
    query = (
        select(orders, pickup_points.c.warehouse)
        .join(pickup_points, pickup_points.c.code == orders.c.pickup_point)
        .where(orders.c.order_no == order_no)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    timeline = order_timeline(connection, row.id)
    packed = any(step.status is OrderStatus.PACKED for step in timeline)
    state = OrderState(
        order_id=row.id,
        order_no=row.order_no,
        pickup_point=row.pickup_point,
        status=timeline[-1].status,
        timeline=timeline,
        crates=_ssccs(connection, row.id),
        cycle_id=row.cycle_id,
        customer=row.customer,
        phone=row.phone,
        address=row.address,
        lines=_lines(connection, row.id),
        cancelled_at=row.cancelled_at,
        fulfilment=fulfilment_of(connection, row.id, charge_overweight=charge_overweight) if packed else (),
    )
    return state, row.warehouse


def masked(state: OrderState) -> OrderState:
    """The state of an order for who need not know the customer."""
    told = {"customer": masked_name(state.customer), "phone": masked_phone(state.phone), "address": ""}
    return state.model_copy(update=told)


def _lines(connection: Connection, order_id: UUID) -> tuple[OrderLine, ...]:
    query = (
        select(order_lines.c.sku, order_lines.c.quantity)
        .join(orders, orders.c.id == order_lines.c.order_id)
        .where(order_lines.c.order_id == order_id, or_(LIVE, orders.c.cancelled_at.is_not(None)))
        .where(order_lines.c.quantity > 0)
        .order_by(order_lines.c.sku)
    )
    return tuple(OrderLine(sku=row.sku, quantity=row.quantity) for row in connection.execute(query))


def _ssccs(connection: Connection, order_id: UUID) -> list[str]:
    """Numbers of the crates the order is planned into, or was packed in."""
    packed_in = (
        select(crates.c.sscc)
        .join(crate_lines, crate_lines.c.crate_id == crates.c.id)
        .where(crate_lines.c.order_id == order_id, crates.c.voided_at.is_(None))
        .distinct()
    )
    return sorted(connection.scalars(packed_in))
