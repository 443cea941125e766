"""Where an order is now, derived from its wave and crates; no status is ever stored."""

from sqlalchemy import Connection, select

from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.waves import crate_lines, crates, waves
from cloud_api.wire.orders import OrderState, OrderStatus, StatusStep


def order_state(connection: Connection, order_no: str) -> tuple[OrderState, str] | None:
    """The state of an order and its warehouse, or None when the number is unknown."""
    query = (
        select(orders, pickup_points.c.warehouse, waves.c.completed_at)
        .join(pickup_points, pickup_points.c.code == orders.c.pickup_point)
        .outerjoin(
            waves,
            (waves.c.cycle_id == orders.c.cycle_id) & (waves.c.pickup_point == orders.c.pickup_point),
        )
        .where(orders.c.order_no == order_no)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    timeline = [StatusStep(status=OrderStatus.PAID, at=row.paid_at)]
    if row.completed_at is not None:
        timeline.append(StatusStep(status=OrderStatus.PACKED, at=row.completed_at))
    packed_in = (
        select(crates.c.sscc)
        .join(crate_lines, crate_lines.c.crate_id == crates.c.id)
        .where(crate_lines.c.order_id == row.id, crates.c.voided_at.is_(None))
        .distinct()
    )
    state = OrderState(
        order_id=row.id,
        order_no=row.order_no,
        pickup_point=row.pickup_point,
        status=timeline[-1].status,
        timeline=timeline,
        crates=sorted(connection.scalars(packed_in)),
    )
    return state, row.warehouse
