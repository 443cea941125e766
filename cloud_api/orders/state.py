"""Where an order is now: its derived status with the crates it is in."""

from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.storage.order_status import order_timeline
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.waves import crate_lines, crates
from cloud_api.wire.orders import OrderState


def order_state(connection: Connection, order_no: str) -> tuple[OrderState, str] | None:
    """The state of an order and its warehouse, or None when the number is unknown."""
    query = (
        select(orders, pickup_points.c.warehouse)
        .join(pickup_points, pickup_points.c.code == orders.c.pickup_point)
        .where(orders.c.order_no == order_no)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    timeline = order_timeline(connection, row.id)
    state = OrderState(
        order_id=row.id,
        order_no=row.order_no,
        pickup_point=row.pickup_point,
        status=timeline[-1].status,
        timeline=timeline,
        crates=_ssccs(connection, row.id),
    )
    return state, row.warehouse


def _ssccs(connection: Connection, order_id: UUID) -> list[str]:
    """Numbers of the crates the order is planned into, or was packed in."""
    packed_in = (
        select(crates.c.sscc)
        .join(crate_lines, crate_lines.c.crate_id == crates.c.id)
        .where(crate_lines.c.order_id == order_id, crates.c.voided_at.is_(None))
        .distinct()
    )
    return sorted(connection.scalars(packed_in))
