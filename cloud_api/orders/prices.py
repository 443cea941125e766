"""Keeps what was paid for a line, with the weight that was promised for it: master data may change later."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import BigInteger, Connection, Insert, Integer, String, Uuid, bindparam, insert, select

from cloud_api.orders.rows import ReadOrder
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.orders import line_prices


def keep_prices(connection: Connection, taken: Sequence[ReadOrder]) -> None:
    """The prices of orders that were stored in this transaction; lines without one keep none."""
    rows = [
        {"of_order": item.id, "of_sku": sku, "pieces": item.quantities[sku], "paid": paid_fen}
        for item in taken
        for sku, paid_fen in sorted(item.paid_fen.items())
    ]
    if rows:
        connection.execute(_keep(), rows)


@cache
def _keep() -> Insert:
    sku = bindparam("of_sku", type_=String())
    promised = select(products.c.weight_g).where(products.c.sku == sku).scalar_subquery()
    return insert(line_prices).values(
        order_id=bindparam("of_order", type_=Uuid()),
        sku=sku,
        quantity=bindparam("pieces", type_=Integer()),
        paid_fen=bindparam("paid", type_=BigInteger()),
        nominal_g=promised,
    )
