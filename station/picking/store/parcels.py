"""Bags of single orders in crates, as rows: which there are, and what lies in each."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from sqlalchemy import Connection, func, insert, select

from station.kernel.ids import CrateId, OrderId, Sku, WaveId
from station.picking.model.parcels import Bag
from station.storage import tables


class Placed(Protocol):
    """Whose bag stands where, with the code on its label."""

    @property
    def place(self) -> int: ...
    @property
    def order_id(self) -> OrderId: ...
    @property
    def code(self) -> str: ...


def insert_bags(connection: Connection, crate_id: CrateId, bags: Iterable[Placed]) -> None:
    """The bags of a crate."""
    rows = [
        {"crate_id": crate_id, "place": bag.place, "order_id": bag.order_id, "code": bag.code} for bag in bags
    ]
    if rows:
        connection.execute(insert(tables.parcel), rows)


def load_bags(
    connection: Connection, wave_id: WaveId, order_nos: Mapping[OrderId, str]
) -> dict[CrateId, list[Bag]]:
    """By crate of a wave, its bags by place with what is planned for them and lies in them."""
    parcel, crate = tables.parcel.c, tables.crate.c
    query = (
        select(tables.parcel)
        .join(tables.crate, crate.id == parcel.crate_id)
        .where(crate.wave_id == wave_id)
        .order_by(parcel.crate_id, parcel.place)
    )
    found: dict[CrateId, list[Bag]] = {}
    for row in connection.execute(query):
        order_id = OrderId(row.order_id)
        bag = Bag(order_id, order_nos.get(order_id, ""), row.place, row.code)
        found.setdefault(CrateId(row.crate_id), []).append(bag)
    if found:
        _fill(connection, wave_id, found)
    return found


def _fill(connection: Connection, wave_id: WaveId, found: Mapping[CrateId, list[Bag]]) -> None:
    bags = {(crate_id, bag.order_id): bag for crate_id, bags in found.items() for bag in bags}
    line, put, crate = tables.crate_line.c, tables.put.c, tables.crate.c
    planned = (
        select(line.crate_id, line.order_id, line.sku, line.quantity)
        .join(tables.crate, crate.id == line.crate_id)
        .where(crate.wave_id == wave_id)
    )
    for row in connection.execute(planned):
        bag = bags.get((CrateId(row.crate_id), OrderId(row.order_id)))
        if bag is not None:
            bag.planned[Sku(row.sku)] = row.quantity
    standing = (
        select(put.crate_id, put.order_id, put.sku, func.sum(put.quantity).label("pieces"))
        .where(put.wave_id == wave_id, put.undone_at.is_(None), put.order_id.is_not(None))
        .group_by(put.crate_id, put.order_id, put.sku)
    )
    for row in connection.execute(standing):
        bags[CrateId(row.crate_id), OrderId(row.order_id)].put[Sku(row.sku)] = int(row.pieces)
