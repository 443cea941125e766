"""Which product a code on a piece names."""

from sqlalchemy import Connection, select

from hardware.codes import ScannedCode
from station.storage import tables


def sku_of(connection: Connection, code: ScannedCode) -> str | None:
    """The SKU of the product with this GTIN; None where the list has none, or the code is no product's."""
    if code.gtin is None:
        return None
    told = tables.product_gtin.c
    return connection.execute(select(told.sku).where(told.gtin == code.gtin)).scalar()
