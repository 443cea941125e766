"""Substitutions as rows: crate lines and slots change their product; products of the catalogue by SKU."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from cloud_api.wire.catalogue import Product
from station.kernel.ids import Sku
from station.picking.model.substitutes import Exchange
from station.storage import tables


def exchange(connection: Connection, lines: Exchange, sku: Sku, instead: Sku) -> None:
    """So many pieces of `sku` are pieces of `instead` from now on, by order and by crate."""
    for line in lines.lines:
        key = {"crate_id": line.crate_id, "order_id": line.order_id}
        _shift(connection, tables.crate_line, key, (sku, instead), line.quantity)
    for crate_id, quantity in lines.by_crate().items():
        _move_planned(connection, crate_id, (sku, instead), quantity)


def catalogue_product(connection: Connection, sku: Sku) -> Product | None:
    """A product as the cloud told it; None where it told none, or before it told so much."""
    query = select(tables.product.c.body).where(tables.product.c.sku == sku)
    body = connection.execute(query).scalar()
    return None if body is None else Product.model_validate_json(body)


def _shift(
    connection: Connection, table: Table, key: Mapping[str, Any], pair: tuple[Sku, Sku], quantity: int
) -> None:
    sku, instead = pair
    mine = [table.c[name] == value for name, value in key.items()]
    less = update(table).where(*mine, table.c.sku == sku)
    connection.execute(less.values(quantity=table.c.quantity - quantity))
    connection.execute(delete(table).where(*mine, table.c.sku == sku, table.c.quantity == 0))
    more = update(table).where(*mine, table.c.sku == instead)
    if not connection.execute(more.values(quantity=table.c.quantity + quantity)).rowcount:
        connection.execute(insert(table).values(**key, sku=instead, quantity=quantity))


def _move_planned(connection: Connection, crate_id: Any, pair: tuple[Sku, Sku], quantity: int) -> None:
    slot, (sku, instead) = tables.slot, pair
    of_crate = update(slot).where(slot.c.crate_id == crate_id)
    connection.execute(of_crate.where(slot.c.sku == sku).values(planned=slot.c.planned - quantity))
    more = of_crate.where(slot.c.sku == instead).values(planned=slot.c.planned + quantity)
    if not connection.execute(more).rowcount:
        row = {"crate_id": crate_id, "sku": instead, "planned": quantity, "put": 0, "short": 0}
        connection.execute(insert(slot).values(**row))
