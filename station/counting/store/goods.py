"""Products and bins as rows: what a scanned or typed code names, and where damaged goods are kept."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, func, select

from cloud_api.wire.catalogue import Bin, BinUse, Product
from cloud_api.wire.catalogue import Goods as GoodsKind
from hardware.codes import ScannedCode
from station.counting.model.goods import Goods, Seen
from station.kernel.ids import Sku
from station.stock.book import place
from station.stock.codes import by_gtin, by_gtin_or_case, by_scale_number
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
    row, case = None, 1
    if code.gtin is not None:
        row, case = by_gtin_or_case(connection, code.gtin) or (None, 1)
    elif code.plu is not None:
        row = by_scale_number(connection, code.plu)
    if row is None:
        return None
    product, pieces = _goods(row), (code.quantity or 1) * case
    weight_g = code.weight_g or 0 if product.by_weight else 0
    return Seen(product, pieces, code.lot or "", code.expiry or code.best_before, weight_g)


def seen_as(connection: Connection, typed: str) -> Seen | None:
    """The product with this SKU, or with these digits under its bar code."""
    row = connection.execute(select(tables.product).where(tables.product.c.sku == typed)).first()
    if row is None and typed.isascii() and typed.isdigit() and len(typed) in (8, 12, 13, 14):
        row = by_gtin(connection, typed.zfill(14))
    return None if row is None else Seen(_goods(row))


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
