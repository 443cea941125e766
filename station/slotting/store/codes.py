"""Which bin or product a code names at the slotting desk."""

import json

from sqlalchemy import Connection, select

from cloud_api.wire.catalogue import Bin
from hardware.check_digits import numbered
from hardware.codes import ScannedCode
from station.kernel.ids import Sku
from station.stock.book import place
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
    found = None
    if code.gtin is not None:
        gtin = tables.product_gtin.c
        found = connection.execute(select(gtin.sku).where(gtin.gtin == code.gtin)).scalar()
        found = found or _by_case(connection, code.gtin)
    elif code.plu is not None:
        product = tables.product.c
        own = {code.plu, code.plu.lstrip("0")}
        either = product.plu.in_(own) | product.sku.in_(own)
        found = connection.execute(select(product.sku).where(either).order_by(product.sku)).scalar()
    return None if found is None else Sku(found)


def called(connection: Connection, sku: Sku) -> str:
    """How people call a product; its SKU where nobody told."""
    product = tables.product.c
    row = connection.execute(select(product.name, product.spec).where(product.sku == sku)).first()
    return " ".join(part for part in (row.name, row.spec) if part) if row else sku


def _by_case(connection: Connection, gtin: str) -> str | None:
    for row in connection.execute(select(tables.product).where(tables.product.c.body.contains(gtin))):
        if any(unit.get("gtin") == gtin for unit in json.loads(row.body).get("units", ())):
            return str(row.sku)
    return None
