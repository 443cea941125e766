"""Which products of a wave may be taken for others, with all that tells them apart."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, func, select

from station.kernel.ids import Sku
from station.picking.model.look_alikes import Alike, Named, alike, look_alikes
from station.picking.model.work import Product
from station.storage import tables

FoundAlike = Mapping[Sku, tuple[Named, ...]]


def found_alike(
    connection: Connection, products: Iterable[Product]
) -> tuple[FoundAlike, Mapping[Sku, tuple[Alike, ...]]]:
    """For each product those it may be taken for, nearest first, and what tells each apart."""
    codes = _bar_codes(connection)
    picked = {
        product.sku: Named(product.sku, product.name, product.spec, codes.get(product.sku, ""))
        for product in products
    }
    found = look_alikes(picked.values(), _catalogue(connection, codes))
    return found, {sku: tuple(alike(picked[sku], other) for other in others) for sku, others in found.items()}


def _catalogue(connection: Connection, codes: Mapping[Sku, str]) -> Iterator[Named]:
    """Every product the cloud told of: what nobody ordered lies on the shelf all the same."""
    product = tables.product.c
    for sku, name, spec in connection.execute(select(product.sku, product.name, product.spec)):
        yield Named(Sku(sku), name, spec, codes.get(Sku(sku), ""))


def _bar_codes(connection: Connection) -> dict[Sku, str]:
    gtin = tables.product_gtin.c
    rows = connection.execute(select(gtin.sku, func.min(gtin.gtin)).group_by(gtin.sku))
    return {Sku(sku): code for sku, code in rows}
