"""What a customer may know of an order, read in one snapshot."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select

from cloud_api.storage.fulfilment import fulfilment_of
from cloud_api.storage.goods import collected_of_order, packed_of_order
from cloud_api.storage.order_status import order_timeline
from cloud_api.storage.phones import masked_name, phone_tail
from cloud_api.storage.pickup_keys import order_code, order_qr
from cloud_api.storage.tables.catalogue import pickup_points, products, warehouses
from cloud_api.storage.tables.orders import LIVE, cycles, order_lines, orders
from cloud_api.storage.tables.routes import route_stops, routes
from cloud_api.storage.tables.waves import IS_WHOLE, waves
from cloud_api.wire.catalogue import PickupPoint
from cloud_api.wire.orders import Fulfilled, OrderStatus, StatusStep


@dataclass(frozen=True)
class Goods:
    """One product of an order; `packed` is None while its wave is not completed."""

    name: str
    spec: str
    ordered: int
    packed: int | None
    collected: int
    weight_g: int = 0
    """Charged weight of weight goods; 0: not weighed."""
    refund_fen: int = 0
    stands_in_for: tuple[str, ...] = ()
    """Names of products that were short and that it replaces, for some of its pieces."""

    @property
    def missing(self) -> int:
        """Pieces that were ordered and could not be packed."""
        return 0 if self.packed is None else self.ordered - self.packed


@dataclass(frozen=True)
class OrderPage:
    """All that stands on the page of an order."""

    order_no: str
    customer: str
    """Masked."""
    phone_tail: str
    cycle: str
    point: PickupPoint
    zone: ZoneInfo
    timeline: tuple[StatusStep, ...]
    expected_at: datetime | None
    """When the van is planned to reach the shop; None where no route is known."""
    goods: tuple[Goods, ...]
    code: str | None
    """The six digits while goods wait to be collected."""
    qr: str | None

    @property
    def status(self) -> OrderStatus:
        """How far the order is."""
        return self.timeline[-1].status

    @property
    def waiting(self) -> int:
        """Pieces packed and not collected."""
        return sum((goods.packed or 0) - goods.collected for goods in self.goods)


def read_order_page(connection: Connection, order_id: UUID) -> OrderPage | None:
    """The page of an order, or None where there is no such order any more."""
    query = (
        select(
            orders,
            cycles.c.name.label("cycle"),
            warehouses.c.time_zone,
            waves.c.id.label("wave_id"),
            waves.c.completed_at,
        )
        .join(cycles, cycles.c.id == orders.c.cycle_id)
        .join(warehouses, warehouses.c.code == cycles.c.warehouse)
        .outerjoin(
            waves,
            (waves.c.cycle_id == orders.c.cycle_id)
            & (waves.c.pickup_point == orders.c.pickup_point)
            & IS_WHOLE,
        )
        .where(orders.c.id == order_id)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    cancelled = row.cancelled_at is not None
    goods = _goods(connection, order_id, packed=row.completed_at is not None and not cancelled)
    waits = any((each.packed or 0) > each.collected for each in goods)
    code = order_code(connection, order_id) if waits else None
    return OrderPage(
        order_no=row.order_no,
        customer=masked_name(row.customer),
        phone_tail=phone_tail(row.phone),
        cycle=row.cycle,
        point=_point(connection, row.pickup_point),
        zone=ZoneInfo(row.time_zone),
        timeline=tuple(order_timeline(connection, order_id)),
        expected_at=None if cancelled else _expected_at(connection, row.wave_id),
        goods=goods,
        code=code,
        qr=order_qr(connection, order_id) if code else None,
    )


def _goods(connection: Connection, order_id: UUID, *, packed: bool) -> tuple[Goods, ...]:
    query = (
        select(order_lines.c.sku, order_lines.c.quantity, products.c.name, products.c.spec)
        .join(products, products.c.sku == order_lines.c.sku)
        .join(orders, orders.c.id == order_lines.c.order_id)
        .where(order_lines.c.order_id == order_id, or_(LIVE, orders.c.cancelled_at.is_not(None)))
        .order_by(products.c.name, products.c.sku)
    )
    in_crates: Counter[str] = Counter()
    for line in packed_of_order(connection, order_id):
        in_crates[line.sku] += line.quantity
    collected = collected_of_order(connection, order_id)
    fulfilled = {told.sku: told for told in fulfilment_of(connection, order_id)} if packed else {}
    replaces = _replaces(connection, fulfilled)
    return tuple(
        Goods(
            name=row.name,
            spec=row.spec,
            ordered=row.quantity,
            packed=in_crates[row.sku] if packed else None,
            collected=collected[row.sku],
            weight_g=fulfilled[row.sku].weight_g if row.sku in fulfilled else 0,
            refund_fen=(fulfilled[row.sku].refund_fen or 0) if row.sku in fulfilled else 0,
            stands_in_for=replaces.get(row.sku, ()),
        )
        for row in connection.execute(query)
    )


def _replaces(connection: Connection, fulfilled: Mapping[str, Fulfilled]) -> dict[str, tuple[str, ...]]:
    """By product that stands in, the names of those it stands for."""
    pairs = [(told.sku, each.sku) for told in fulfilled.values() for each in told.instead if each.quantity]
    if not pairs:
        return {}
    query = select(products.c.sku, products.c.name).where(products.c.sku.in_([sku for sku, _ in pairs]))
    names = {row.sku: row.name for row in connection.execute(query)}
    return {
        instead: tuple(names[short] for short, other in pairs if other == instead) for _, instead in pairs
    }


def _point(connection: Connection, code: str) -> PickupPoint:
    row = connection.execute(select(pickup_points).where(pickup_points.c.code == code)).one()
    return PickupPoint.model_validate(dict(row._mapping))


def _expected_at(connection: Connection, wave_id: UUID | None) -> datetime | None:
    query = (
        select(route_stops.c.arrives_at)
        .join(routes, routes.c.id == route_stops.c.route_id)
        .where(route_stops.c.wave_id == wave_id, routes.c.replaced_at.is_(None))
        .order_by(route_stops.c.arrives_at.desc())
        .limit(1)
    )
    expected: datetime | None = connection.scalar(query)
    return expected
