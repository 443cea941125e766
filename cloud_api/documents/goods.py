"""Products as documents name them, and sums of what they weigh."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import products
from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Unit
from cloud_api.wire.documents import ZoneShare

Products = Mapping[str, Row[Any]]
"""Rows of products by SKU."""
ZONES = tuple(Zone)


def read_products(connection: Connection, skus: Collection[str]) -> dict[str, Row[Any]]:
    """The products with these SKUs."""
    rows: dict[str, Row[Any]] = {}
    for some in parts(skus):
        found = connection.execute(select(products).where(products.c.sku.in_(some)))
        rows.update((row.sku, row) for row in found)
    return rows


def named(product: Row[Any], quantity: int) -> dict[str, Any]:
    """What each line of a document says of its product."""
    return {
        "sku": product.sku,
        "name": product.name,
        "spec": product.spec,
        "zone": product.zone,
        "goods": product.goods,
        "quantity": quantity,
    }


def largest_unit(product: Row[Any]) -> Unit | None:
    """The largest way a product comes packed; None where it comes in pieces only."""
    units = [Unit.model_validate(unit) for unit in product.units]
    return max(units, key=lambda unit: unit.pieces, default=None)


def zone_shares(of_products: Products, pieces: Iterable[tuple[str, int]]) -> tuple[ZoneShare, ...]:
    """Sums of pieces of products (SKU, quantity) for each zone that has any."""
    sums: dict[str, list[int]] = {}
    for sku, quantity in pieces:
        product = of_products[sku]
        share = sums.setdefault(product.zone, [0, 0, 0])
        share[0] += quantity
        share[1] += quantity * product.weight_g
        share[2] += quantity * product.volume_ml
    return tuple(
        ZoneShare(zone=zone, pieces=sums[zone][0], weight_g=sums[zone][1], volume_ml=sums[zone][2])
        for zone in ZONES
        if zone in sums
    )
