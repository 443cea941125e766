"""Reads the book of stock as this desk knows it: what the cloud told last, and what was done here since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Subquery,
    func,
    or_,
    select,
    true,
    union_all,
)

from cloud_api.wire.catalogue import Bin, BinUse
from station.storage import tables

TOLD = "stock"
"""Under this name the inbox keeps the first own fact that the told book does not hold."""
_PLACE = ("bin", "sku", "lot", "expiry")
_LAST = "9999-12-31"


@dataclass(frozen=True)
class LotInBin:
    """So much of a lot in a bin; below zero where more was taken than the book had."""

    bin: str
    sku: str
    lot: str
    expiry: date | None
    quantity: int
    weight_g: int


def in_bin(connection: Connection, bin: str) -> list[LotInBin]:
    """What lies in a bin, by product; of one product what expires first comes first."""
    book = _book(connection, lambda table: table.c.bin == bin)
    return _lots(connection, book, [book.c.sku, *_fefo(book)])


def lots_of(connection: Connection, sku: str, uses: Collection[BinUse] | None = None) -> list[LotInBin]:
    """What there is of a product: what expires first comes first, what tells no expiry last, then by path.

    With `uses` only what lies in bins of these uses, such as those that are picked from.
    """
    book = _book(connection, lambda table: table.c.sku == sku)
    place = tables.bin_place.c
    where = [] if uses is None else [place.use.in_([str(use) for use in uses])]
    path = func.coalesce(place.path, 2**31)
    return _lots(connection, book, [*_fefo(book)[:1], path, book.c.bin, book.c.lot], where)


def everything(connection: Connection) -> list[LotInBin]:
    """All lots of all bins, in no order a person would want: for whoever looks at the floor as a whole."""
    return _lots(connection, _book(connection, lambda table: true()), [])


def pick_face(connection: Connection, sku: str) -> str | None:
    """The bin a product is picked from by the cloud's word or this desk's own; None where none is named."""
    face = tables.pick_face.c
    return connection.execute(select(face.bin).where(face.sku == sku)).scalar()


def place(connection: Connection, code_or_number: str | int) -> Bin | None:
    """The bin with this code, or with this number on its label; None where this warehouse has none."""
    told = tables.bin_place.c
    found = connection.execute(select(tables.bin_place).where(told.code == str(code_or_number))).first()
    text = str(code_or_number)
    if found is None and text.isascii() and text.isdigit():
        found = connection.execute(select(tables.bin_place).where(told.number == int(text))).first()
    if found is None:
        return None
    warehouse = connection.execute(select(tables.station.c.warehouse)).scalar()
    return Bin.model_validate({**found._mapping, "warehouse": warehouse})


def places(connection: Connection, use: BinUse) -> list[Bin]:
    """The bins in use for something, along the path."""
    told = tables.bin_place
    warehouse = connection.execute(select(tables.station.c.warehouse)).scalar()
    query = select(told).where(told.c.use == str(use), told.c.active).order_by(told.c.path, told.c.code)
    rows = connection.execute(query)
    return [Bin.model_validate({**row._mapping, "warehouse": warehouse}) for row in rows]


def told_up_to(connection: Connection) -> int:
    """The first own fact the told book does not hold; 0 on a new station."""
    inbox = tables.inbox.c
    return connection.execute(select(inbox.cursor).where(inbox.name == TOLD)).scalar() or 0


def _book(connection: Connection, about: Any) -> Subquery:
    """Lots with what is told and done of them added up; those that came to nothing are left out."""
    told, own = tables.stock, tables.stock_move
    since = own.c.seq >= told_up_to(connection)
    parts = union_all(_rows(told, about(told)), _rows(own, about(own) & since)).subquery()
    pieces, grams = func.sum(parts.c.quantity), func.sum(parts.c.weight_g)
    return (
        select(*(parts.c[name] for name in _PLACE), pieces.label("quantity"), grams.label("weight_g"))
        .group_by(*(parts.c[name] for name in _PLACE))
        .having(or_(pieces != 0, grams != 0))
        .subquery()
    )


def _rows(table: FromClause, where: ColumnElement[bool]) -> Any:
    return select(*(table.c[name] for name in (*_PLACE, "quantity", "weight_g"))).where(where)


def _fefo(book: FromClause) -> list[ColumnElement[Any]]:
    expiry = func.iif(book.c.expiry == "", _LAST, book.c.expiry)
    return [expiry, book.c.lot]


def _lots(
    connection: Connection,
    book: FromClause,
    order: Sequence[Any],
    where: Sequence[ColumnElement[bool]] = (),
) -> list[LotInBin]:
    bins = tables.bin_place
    query = select(book).outerjoin_from(book, bins, bins.c.code == book.c.bin).where(*where).order_by(*order)
    return [
        LotInBin(
            row.bin,
            row.sku,
            row.lot,
            date.fromisoformat(row.expiry) if row.expiry else None,
            row.quantity,
            row.weight_g,
        )
        for row in connection.execute(query)
    ]
