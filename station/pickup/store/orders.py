"""Orders that wait at a shop: found by code, QR, phone tail or search, and read with all their goods."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, or_, select

from cloud_api.wire.base import Zone
from cloud_api.wire.pickup import MissingLine
from station.kernel.ids import CrateId, OrderId, Sku, WaveId
from station.pickup.model.goods import CustomerGoods, DeliveryHead, OrderGoods, PackedLine
from station.pickup.model.view import LineKey
from station.pickup.store import crates, handovers
from station.storage import tables

SHOWN_CUSTOMERS = 40
ORDER_TAIL = 6
_MISSING = TypeAdapter(tuple[MissingLine, ...])


@dataclass(frozen=True)
class Found:
    """An order behind a code."""

    order_id: OrderId
    customer_key: str
    done: bool


@dataclass(frozen=True)
class OrderCounts:
    """Orders of one wave."""

    orders: int
    done: int


def by_code(connection: Connection, mac: str) -> Found | None:
    """The order a pickup code opens: a waiting one before one that was collected."""
    return _found(connection, tables.pickup_order.c.code_mac == mac)


def by_qr(connection: Connection, mac: str) -> Found | None:
    """The order of a QR."""
    return _found(connection, tables.pickup_order.c.qr_mac == mac)


def customers_by_tail(connection: Connection, tail: str, *, done: bool) -> list[str]:
    """Keys of the customers whose phone ends so, with orders that wait or with orders that are done."""
    order = tables.pickup_order.c
    return _customers(connection, (order.phone_tail == tail) & (order.done == done))


def waiting_customers(connection: Connection) -> list[str]:
    """Keys of customers who are waited for; at most one more than is shown."""
    return _customers(connection, tables.pickup_order.c.done.is_(False))


def customers_like(connection: Connection, text: str) -> list[str]:
    """Keys of waiting customers by the end of an order number, of a phone, or by what the mask leaves."""
    order = tables.pickup_order.c
    wanted = or_(
        order.order_no.endswith(text, autoescape=True),
        order.phone_tail == text,
        order.customer.contains(text, autoescape=True),
    )
    return _customers(connection, order.done.is_(False) & wanted)


def order_of(connection: Connection, customer_key: str) -> OrderId | None:
    """The newest order of a customer of whom nothing waits."""
    order = tables.pickup_order.c
    found: UUID | None = connection.execute(
        select(order.order_id)
        .where(order.customer_mac == customer_key)
        .order_by(order.wave_id.desc())
        .limit(1)
    ).scalar()
    return None if found is None else OrderId(found)


def customer(connection: Connection, key: str) -> CustomerGoods | None:
    """All waiting orders of a customer; None when nothing waits."""
    order = tables.pickup_order.c
    return _read(connection, (order.customer_mac == key) & order.done.is_(False))


def customers(connection: Connection, keys: Sequence[str]) -> list[CustomerGoods]:
    """Several customers with their waiting orders, in the order of the keys."""
    order = tables.pickup_order.c
    rows = connection.execute(_orders().where(order.customer_mac.in_(keys), order.done.is_(False))).mappings()
    goods = _with_goods(connection, rows.all())
    return [goods[key] for key in keys if key in goods]


def last_orders(connection: Connection, keys: Sequence[str]) -> list[CustomerGoods]:
    """The newest order of each of these customers, waiting or not."""
    found = [order_of(connection, key) for key in keys]
    goods = [order(connection, order_id) for order_id in found if order_id is not None]
    return [each for each in goods if each is not None]


def order(connection: Connection, order_id: OrderId) -> CustomerGoods | None:
    """One order with its customer's masks, waiting or not."""
    return _read(connection, tables.pickup_order.c.order_id == order_id)


def waiting_orders(connection: Connection, customer_key: str) -> int:
    """How many orders of a customer are not collected."""
    row = tables.pickup_order.c
    counted = select(func.count()).where(row.customer_mac == customer_key, row.done.is_(False))
    return connection.execute(counted).scalar_one()


def counts(connection: Connection, waves: Sequence[WaveId]) -> dict[WaveId, OrderCounts]:
    """Orders of these waves, and how many of each are done."""
    row = tables.pickup_order.c
    rows = connection.execute(
        select(row.wave_id, func.count(), func.sum(row.done))
        .where(row.wave_id.in_(waves))
        .group_by(row.wave_id)
    )
    found = {wave: OrderCounts(0, 0) for wave in waves}
    found.update((WaveId(wave), OrderCounts(orders, int(done))) for wave, orders, done in rows)
    return found


def all_waiting_orders(connection: Connection) -> int:
    """How many orders are not collected, here or on their way."""
    counted = select(func.count()).where(tables.pickup_order.c.done.is_(False))
    return connection.execute(counted).scalar_one()


def ready_orders(connection: Connection) -> int:
    """Waiting orders of which a crate is here."""
    line, row, crate = tables.pickup_line.c, tables.pickup_order.c, tables.delivery_crate.c
    counted = (
        select(func.count(func.distinct(line.order_id)))
        .join(tables.delivery_crate, crate.crate_id == line.crate_id)
        .join(tables.pickup_order, row.order_id == line.order_id)
        .where(row.done.is_(False), crate.received_at.is_not(None))
    )
    return connection.execute(counted).scalar_one()


def pieces_taken_out(connection: Connection, crate_id: CrateId) -> bool:
    """Whether goods of a crate went to customers: more was collected than the other crates here held."""
    line, crate = tables.pickup_line.c, tables.delivery_crate.c
    orders = (
        connection.execute(select(line.order_id).where(line.crate_id == crate_id).distinct()).scalars().all()
    )
    others = connection.execute(
        select(line.order_id, line.sku, func.sum(line.quantity))
        .join(tables.delivery_crate, crate.crate_id == line.crate_id)
        .where(line.order_id.in_(orders), line.crate_id != crate_id, crate.received_at.is_not(None))
        .group_by(line.order_id, line.sku)
    )
    held = {(order_id, sku): int(quantity) for order_id, sku, quantity in others}
    gone = handovers.collected(connection, orders)
    return any(
        quantity > held.get((order_id, sku), 0)
        for order_id, of_order in gone.items()
        for sku, quantity in of_order.items()
    )


def _found(connection: Connection, where: ColumnElement[bool]) -> Found | None:
    row = tables.pickup_order.c
    found = connection.execute(
        select(row.order_id, row.customer_mac, row.done)
        .where(where)
        .order_by(row.done, row.wave_id.desc())
        .limit(1)
    ).first()
    return None if found is None else Found(OrderId(found.order_id), found.customer_mac, found.done)


def _customers(connection: Connection, where: ColumnElement[bool]) -> list[str]:
    row = tables.pickup_order.c
    asked = (
        select(row.customer_mac)
        .where(where)
        .group_by(row.customer_mac)
        .order_by(func.min(row.customer), row.customer_mac)
        .limit(SHOWN_CUSTOMERS + 1)
    )
    return list(connection.execute(asked).scalars())


def _orders() -> Select[tuple[object, ...]]:
    row = tables.pickup_order.c
    return select(tables.pickup_order).order_by(row.wave_id, row.order_no)


def _read(connection: Connection, where: ColumnElement[bool]) -> CustomerGoods | None:
    goods = _with_goods(connection, connection.execute(_orders().where(where)).mappings().all())
    return next(iter(goods.values()), None)


def _with_goods(connection: Connection, rows: Sequence[RowMapping]) -> dict[str, CustomerGoods]:
    ids = [row["order_id"] for row in rows]
    lines = _lines(connection, ids)
    gone = handovers.collected(connection, ids)
    heads = crates.heads(connection, list({row["wave_id"] for row in rows}))
    found: dict[str, list[tuple[RowMapping, OrderGoods]]] = {}
    for row in rows:
        read = _order(row, heads[row["wave_id"]], lines.get(row["order_id"], []), gone[row["order_id"]])
        found.setdefault(row["customer_mac"], []).append((row, read))
    return {key: _customer(key, orders) for key, orders in found.items()}


def _order(row: RowMapping, head: DeliveryHead, lines: list[PackedLine], gone: dict[Sku, int]) -> OrderGoods:
    missing = _MISSING.validate_json(row["missing"])
    return OrderGoods(row["order_id"], row["order_no"], head, tuple(lines), missing, gone)


def _customer(key: str, orders: list[tuple[RowMapping, OrderGoods]]) -> CustomerGoods:
    newest = orders[-1][0]
    tail = newest["phone_tail"] or newest["order_no"][-ORDER_TAIL:]
    return CustomerGoods(key, newest["customer"], newest["phone"], tail, tuple(order for _, order in orders))


def _lines(connection: Connection, orders: Sequence[UUID]) -> dict[OrderId, list[PackedLine]]:
    line, crate = tables.pickup_line, tables.delivery_crate.c
    rows = connection.execute(
        select(line, crate.number, crate.received_at, crate.left_behind)
        .outerjoin(tables.delivery_crate, crate.crate_id == line.c.crate_id)
        .where(line.c.order_id.in_(orders))
        .order_by(line.c.order_id, line.c.sku, line.c.crate_id)
    )
    found: dict[OrderId, list[PackedLine]] = {}
    for row in rows:
        found.setdefault(OrderId(row.order_id), []).append(
            PackedLine(
                key=LineKey(OrderId(row.order_id), Sku(row.sku), CrateId(row.crate_id)),
                name=row.name,
                spec=row.spec,
                zone=Zone(row.zone),
                quantity=row.quantity,
                crate_number=row.number or 0,
                received=row.received_at is not None,
                left_behind=bool(row.left_behind),
            )
        )
    return found
