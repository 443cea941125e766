"""Applies what the cloud tells of stock, pick faces and counts, so that the book is right at every moment.

Balances come in pages. They take their place in the book all at once behind the last page, together with the
word which own facts they hold already: between two pages a movement would count twice, or not at all.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.floor import CountTask, PickFace, StockLine
from station.stock.book import TOLD, told_up_to
from station.stock.moving import keep_face, written
from station.stock.tasks import facts_arrived, keep_told
from station.storage import tables
from station.sync.inbox import Apply, rewinds

_REWINDS = "stock_rewinds"
KEPT_FACTS = 20_000
"""Movements of so many own facts are kept although the told book holds them: a cloud that is restored from a
backup forgets some, and the book is right until it has them again."""


def apply_stock(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """What the cloud's book has of a lot in a bin; it counts with the last page (see `stock_told`)."""
    line = StockLine.model_validate(body)
    place = {"bin": line.bin, "sku": line.sku, "lot": line.lot, "expiry": written(line.expiry)}
    told = {"quantity": line.quantity, "weight_g": line.weight_g, "rewinds": rewinds(connection)}
    statement = upsert(tables.stock_news).values(**place, **told)
    connection.execute(statement.on_conflict_do_update(index_elements=list(place), set_=told))


def apply_pick_face(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """The bin a product is picked from."""
    keep_face(connection, PickFace.model_validate(body))


def apply_count(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """A count and what became of it."""
    keep_told(connection, CountTask.model_validate(body))


APPLY: Mapping[str, Apply] = {
    ChangeKind.STOCK: apply_stock,
    ChangeKind.PICK_FACE: apply_pick_face,
    ChangeKind.COUNT: apply_count,
}


def stock_told(connection: Connection, expected_seq: int | None) -> set[str]:
    """Behind the last page: the balances told count from now on, and hold own facts below `expected_seq`.

    Returns the kinds of change that are to be seen only now.
    """
    kinds = {str(ChangeKind.STOCK)} if _take_news(connection) else set()
    if expected_seq is not None and expected_seq != told_up_to(connection):
        _keep_position(connection, TOLD, expected_seq)
        moves = tables.stock_move
        connection.execute(delete(moves).where(moves.c.seq < expected_seq - KEPT_FACTS))
        kinds.add(str(ChangeKind.STOCK))
    if expected_seq is not None and facts_arrived(connection, expected_seq):
        kinds.add(str(ChangeKind.COUNT))
    return kinds


def _take_news(connection: Connection) -> bool:
    """Whether the told book is another one now.

    Where all was told anew, what was not told is gone: a cloud restored from a backup never had it.
    """
    news, stock = tables.stock_news, tables.stock
    turn = rewinds(connection)
    is_anew = turn != _position(connection, _REWINDS)
    connection.execute(delete(news).where(news.c.rewinds != turn))
    if is_anew:
        connection.execute(delete(stock))
        _keep_position(connection, _REWINDS, turn)
    columns = [column.name for column in stock.columns]
    told = select(*(news.c[name] for name in columns))
    count = connection.execute(insert(stock).prefix_with("OR REPLACE").from_select(columns, told)).rowcount
    if count:
        connection.execute(delete(stock).where(~or_(stock.c.quantity != 0, stock.c.weight_g != 0)))
        connection.execute(delete(news))
    return bool(count) or is_anew


def _position(connection: Connection, name: str) -> int:
    inbox = tables.inbox.c
    return connection.execute(select(inbox.cursor).where(inbox.name == name)).scalar() or 0


def _keep_position(connection: Connection, name: str, to: int) -> None:
    statement = upsert(tables.inbox).values(name=name, cursor=to)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"cursor": to}))
