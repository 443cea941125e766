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
    goods, case = None, 1
    if code.gtin is not None:
        goods, case = _by_gtin(connection, code.gtin), 1
        if goods is None:
            goods, case = _by_case(connection, code.gtin)
    elif code.plu is not None:
        goods = _by_scale_number(connection, code.plu)
    if goods is None:
        return None
    weight_g = code.weight_g or 0 if goods.by_weight else 0
    return Seen(goods, (code.quantity or 1) * case, code.lot or "", code.expiry or code.best_before, weight_g)


def seen_as(connection: Connection, typed: str) -> Seen | None:
    """The product with this SKU, or with these digits under its bar code."""
    row = connection.execute(select(tables.product).where(tables.product.c.sku == typed)).first()
    if row is not None:
        return Seen(_goods(row))
    if not (typed.isascii() and typed.isdigit() and len(typed) in _GTIN_LENGTHS):
        return None
    goods, case = _by_gtin(connection, typed.zfill(14)), 1
    if goods is None:
        goods, case = _by_case(connection, typed.zfill(14))
    return None if goods is None else Seen(goods, case)


def _by_gtin(connection: Connection, gtin: str) -> Goods | None:
    both = tables.product.join(tables.product_gtin, tables.product_gtin.c.sku == tables.product.c.sku)
    query = select(tables.product).select_from(both).where(tables.product_gtin.c.gtin == gtin)
    row = connection.execute(query).first()
    return None if row is None else _goods(row)


def _by_case(connection: Connection, gtin: str) -> tuple[Goods | None, int]:
    for row in connection.execute(select(tables.product).where(tables.product.c.body.contains(gtin))):
        for unit in json.loads(row.body).get("units", ()):
            if unit.get("gtin") == gtin:
                return _goods(row), int(unit["pieces"])
    return None, 1


def _by_scale_number(connection: Connection, plu: str) -> Goods | None:
    """A shop's scale knows goods by digits: those of the SKU, with or without zeros in front."""
    numbers = {plu, plu.lstrip("0")}
    row = connection.execute(select(tables.product).where(tables.product.c.sku.in_(numbers))).first()
    return None if row is None else _goods(row)


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
