"""Products and bins as rows: what a scanned or typed code names, and where damaged goods are kept."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, func, select

from cloud_api.wire.catalogue import Bin, BinUse, Product
from cloud_api.wire.catalogue import Goods as GoodsKind
from hardware.codes import ScannedCode
from station.counting.model.goods import Goods, Seen
from station.kernel.ids import Sku
from station.stock.book import place
from station.storage import tables


def goods_of(connection: Connection, skus: Iterable[str]) -> dict[str, Goods]:
    """These products by SKU; one nobody told of is called by its SKU."""
    wanted = set(skus)
    rows = connection.execute(select(tables.product).where(tables.product.c.sku.in_(wanted)))
    known = {row.sku: _goods(row) for row in rows}
    return {sku: known.get(sku) or Goods(Sku(sku), sku) for sku in wanted}


def seen_by(connection: Connection, code: ScannedCode) -> Seen | None:
    """The product a code names with what it tells of it; None where the list has none.

    A case's own code stands for the pieces in it.
    """
    pieces = code.quantity or 1
    product = None
    if code.gtin is not None:
        product = _by_gtin(connection, code.gtin)
        if product is None:
            product, case = _by_case(connection, code.gtin)
            pieces *= case
    elif code.plu is not None:
        product = _by_scale_number(connection, code.plu)
    if product is None:
        return None
    expiry = code.expiry or code.best_before
    weight_g = code.weight_g or 0 if product.by_weight else 0
    return Seen(product, pieces, code.lot or "", expiry, weight_g)


def seen_as(connection: Connection, typed: str) -> Seen | None:
    """The product with this SKU, or with these digits under its bar code."""
    row = connection.execute(select(tables.product).where(tables.product.c.sku == typed)).first()
    product = None if row is None else _goods(row)
    if product is None and typed.isascii() and typed.isdigit() and len(typed) in (8, 12, 13, 14):
        product = _by_gtin(connection, typed.zfill(14))
    return None if product is None else Seen(product)


def blocked_bin(connection: Connection, beside: str) -> str | None:
    """The blocked bin of the same temperature zone that is nearest along the path; None where none is."""
    here = place(connection, beside)
    if here is None:
        return None
    told = tables.bin_place.c
    wanted = (told.zone == str(here.zone), told.use == str(BinUse.BLOCKED), told.active.is_(True))
    near = (func.abs(told.path - here.path), told.code)
    query = select(told.code).where(*wanted, told.code != beside).order_by(*near).limit(1)
    return connection.execute(query).scalar()


def paths(connection: Connection) -> dict[str, int]:
    """Where along the path each bin is."""
    told = tables.bin_place.c
    return {row.code: row.path for row in connection.execute(select(told.code, told.path))}


def bin_numbered(connection: Connection, number: int) -> Bin | None:
    """The bin with this number on its label; None where this warehouse has none."""
    told = tables.bin_place.c
    code = connection.execute(select(told.code).where(told.number == number)).scalar()
    return None if code is None else place(connection, code)


def bin_coded(connection: Connection, typed: str) -> Bin | None:
    """The bin with this code, however the letters were typed."""
    told = tables.bin_place.c
    code = connection.execute(select(told.code).where(func.upper(told.code) == typed.upper())).scalar()
    return None if code is None else place(connection, code)


def operator_name(connection: Connection, operator_id: object) -> str:
    """How the operator is called; empty where nobody knows."""
    person = tables.operator.c
    return connection.execute(select(person.name).where(person.id == operator_id)).scalar() or ""


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
    told = Product.model_validate_json(row.body)
    return Goods(
        Sku(told.sku),
        told.name,
        told.spec,
        told.goods is GoodsKind.WEIGHT,
        told.weight_g,
        told.cost_fen,
    )
