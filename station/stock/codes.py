"""Which product a code names: every desk that reads codes of goods asks here."""

import json
from typing import Any

from sqlalchemy import Connection, Row, select

from station.storage import tables


def sku_by_gtin(connection: Connection, gtin: str) -> str | None:
    """The SKU of the product that bears this GTIN (14 digits) on its pieces; None where the list has none."""
    told = tables.product_gtin.c
    return connection.execute(select(told.sku).where(told.gtin == gtin)).scalar()


def by_gtin(connection: Connection, gtin: str) -> Row[Any] | None:
    """The same, as its row of `product`."""
    sku = sku_by_gtin(connection, gtin)
    return connection.execute(select(tables.product).where(tables.product.c.sku == sku)).first()


def by_gtin_or_case(connection: Connection, gtin: str) -> tuple[Row[Any], int] | None:
    """As `by_gtin`, also by a case's own code; and how many pieces that code stands for."""
    row = by_gtin(connection, gtin)
    if row is not None:
        return row, 1
    for each in connection.execute(select(tables.product).where(tables.product.c.body.contains(gtin))):
        for unit in json.loads(each.body).get("units", ()):
            if unit.get("gtin") == gtin:
                return each, int(unit["pieces"])
    return None


def by_scale_number(connection: Connection, plu: str) -> Row[Any] | None:
    """The row of `product` a scale knows by these digits: its own number, else those of the SKU."""
    product, digits = tables.product.c, {plu, plu.lstrip("0")}
    has_number = product.plu.in_(digits)
    query = select(tables.product).where(has_number | product.sku.in_(digits))
    return connection.execute(query.order_by(has_number.is_not(True), product.sku)).first()
