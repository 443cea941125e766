"""Which product a code on a piece names, and which products bear one."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from hardware.codes import ScannedCode
from station.stock.codes import by_scale_number, sku_by_gtin
from station.storage import tables


def sku_of(connection: Connection, code: ScannedCode) -> str | None:
    """The SKU of the product with this GTIN, or whose weight label this is; None for any other code."""
    if code.plu is not None:
        row = by_scale_number(connection, code.plu)
        return None if row is None else str(row.sku)
    return None if code.gtin is None else sku_by_gtin(connection, code.gtin)


def with_codes(connection: Connection, skus: Collection[str]) -> set[str]:
    """Those of the products whose pieces a scanner can tell."""
    gtin, product = tables.product_gtin.c, tables.product.c
    by_gtin = connection.scalars(select(gtin.sku).where(gtin.sku.in_(skus)))
    by_label = connection.scalars(select(product.sku).where(product.sku.in_(skus), product.plu.is_not(None)))
    return {*by_gtin, *by_label}
