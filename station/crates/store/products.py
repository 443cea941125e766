"""Which product a code on a piece names."""

from sqlalchemy import Connection

from hardware.codes import ScannedCode
from station.stock.codes import sku_by_gtin


def sku_of(connection: Connection, code: ScannedCode) -> str | None:
    """The SKU of the product with this GTIN; None where the list has none, or the code is no product's."""
    if code.gtin is None:
        return None
    return sku_by_gtin(connection, code.gtin)
