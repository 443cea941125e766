"""Bags of orders 包裹 as rows: whose each is, in which crate it came, and whether that crate is here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, delete, insert, select

from cloud_api.wire.pickup import OrderParcel
from station.kernel.ids import CrateId, OrderId
from station.pickup.store.orders import Found
from station.storage import tables


@dataclass(frozen=True)
class StoredBag:
    """A bag with its order."""

    of: Found
    crate_id: CrateId
    crate_number: int
    """0 while the cloud told nothing of the crate."""
    place: int
    received: bool

    @property
    def name(self) -> str:
        """As its label says: 3-2 is the second bag in crate 3."""
        return f"{self.crate_number}-{self.place}"


def keep_bags(connection: Connection, order_id: UUID, bags: Iterable[OrderParcel]) -> None:
    """The bags an order comes in, told anew."""
    rows = tables.pickup_parcel
    connection.execute(delete(rows).where(rows.c.order_id == order_id))
    told = [{"order_id": order_id, **bag.model_dump()} for bag in bags]
    if told:
        connection.execute(insert(rows), told)


def bag_by_code(connection: Connection, code: str) -> StoredBag | None:
    """The bag with this code on its label; None where the cloud told of none."""
    row = connection.execute(_bags().where(tables.pickup_parcel.c.code == code)).first()
    return None if row is None else _bag(row)


def bags_of(connection: Connection, orders: Iterable[OrderId]) -> list[StoredBag]:
    """All bags of some orders whose crates are here, by crate and place."""
    query = _bags().where(tables.pickup_parcel.c.order_id.in_(list(orders)))
    return [bag for bag in map(_bag, connection.execute(query)) if bag.received]


def _bags() -> Select[Any]:
    bag, order, crate = tables.pickup_parcel.c, tables.pickup_order.c, tables.delivery_crate.c
    return (
        select(
            bag.order_id,
            bag.crate_id,
            bag.place,
            order.customer_mac,
            order.done,
            crate.number,
            crate.received_at,
        )
        .join(tables.pickup_order, order.order_id == bag.order_id)
        .outerjoin(tables.delivery_crate, crate.crate_id == bag.crate_id)
        .order_by(crate.number, bag.place)
    )


def _bag(row: Row[Any]) -> StoredBag:
    found = Found(OrderId(row.order_id), row.customer_mac, row.done)
    received = row.received_at is not None
    return StoredBag(found, CrateId(row.crate_id), row.number or 0, row.place, received)
