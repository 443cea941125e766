"""Products as rows: what a scanned or typed code names."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, func, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Goods as GoodsKind
from hardware.codes import ScannedCode
from station.inbound.model.goods import Goods, Seen
from station.kernel.ids import Sku
from station.stock.codes import by_gtin_or_case, by_scale_number
from station.storage import tables

_GTIN_LENGTHS = (8, 12, 13, 14)


def goods_of(connection: Connection, skus: Iterable[str]) -> dict[str, Goods]:
    """These products by SKU; one nobody told of is called by its SKU."""
    wanted = set(skus)
    listed = func.json_each(json.dumps(sorted(wanted))).table_valued("value")
    rows = connection.execute(select(tables.product).where(tables.product.c.sku.in_(select(listed.c.value))))
    known = {row.sku: _goods(row) for row in rows}
    return {sku: known.get(sku) or Goods(Sku(sku), sku) for sku in wanted}


def seen_by(connection: Connection, code: ScannedCode) -> Seen | None:
    """The product a code names with what it tells of it; None where the catalogue has none.

    A case's own code stands for the pieces in it.
    """
    row, case = None, 1
    if code.gtin is not None:
        row, case = by_gtin_or_case(connection, code.gtin) or (None, 1)
    elif code.plu is not None:
        row = by_scale_number(connection, code.plu)
    if row is None:
        return None
    goods = _goods(row)
    weight_g = code.weight_g or 0 if goods.by_weight else 0
    return Seen(goods, (code.quantity or 1) * case, code.lot or "", code.expiry or code.best_before, weight_g)


def seen_as(connection: Connection, typed: str) -> Seen | None:
    """The product with this SKU, or with these digits under its bar code."""
    row = connection.execute(select(tables.product).where(tables.product.c.sku == typed)).first()
    if row is not None:
        return Seen(_goods(row))
    if not (typed.isascii() and typed.isdigit() and len(typed) in _GTIN_LENGTHS):
        return None
    found = by_gtin_or_case(connection, typed.zfill(14))
    return None if found is None else Seen(_goods(found[0]), found[1])


def _goods(row: Row[Any]) -> Goods:
    if row.body is None:
        return Goods(Sku(row.sku), row.name, row.spec)
    told = json.loads(row.body)
    return Goods(
        Sku(row.sku),
        row.name,
        row.spec,
        Zone(told["zone"]),
        told.get("goods") == GoodsKind.WEIGHT,
        int(told["weight_g"]),
    )
