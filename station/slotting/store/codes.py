"""Which bin or product a code names at the slotting desk."""

from sqlalchemy import Connection, select

from cloud_api.wire.catalogue import Bin
from hardware.check_digits import numbered
from hardware.codes import ScannedCode
from station.kernel.ids import Sku
from station.stock.book import place
from station.stock.codes import by_gtin_or_case, by_scale_number
from station.storage import tables


def bin_of(connection: Connection, code: ScannedCode) -> Bin | None:
    """The bin whose label was scanned; None where this warehouse has none of that number."""
    if code.bin is None:
        return None
    told = tables.bin_place.c
    found = connection.execute(select(told.code).where(told.number == numbered(code.bin))).scalar()
    return None if found is None else place(connection, found)


def sku_of(connection: Connection, code: ScannedCode) -> Sku | None:
    """The product whose pack, case or in-store label was scanned; None where the list has none."""
    row = None
    if code.gtin is not None:
        row, _ = by_gtin_or_case(connection, code.gtin) or (None, 1)
    elif code.plu is not None:
        row = by_scale_number(connection, code.plu)
    return None if row is None else Sku(row.sku)


def called(connection: Connection, sku: Sku) -> str:
    """How people call a product; its SKU where nobody told."""
    product = tables.product.c
    row = connection.execute(select(product.name, product.spec).where(product.sku == sku)).first()
    return " ".join(part for part in (row.name, row.spec) if part) if row else sku
