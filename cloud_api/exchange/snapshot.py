"""All that a station of some scope must know now, without the way there: for one that is new or long away."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from cloud_api.exchange.feeds import STORED, change_text, feeds_of, newest_cursor
from cloud_api.http.callers import Caller
from cloud_api.storage.changes import KEY_FIELDS
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.exchange import changes
from cloud_api.wire.exchange import SnapshotEnd, SnapshotHead

_RANKS = {str(kind): rank for rank, kind in enumerate(KEY_FIELDS)}


def snapshot(connection: Connection, caller: Caller, now: datetime) -> bytes:
    """The newest change of each key that concerns the caller, in the caller's one snapshot of the database.

    NDJSON: SnapshotHead, one Change a line, SnapshotEnd. Catalogue first, then what refers to it, so that
    each line stands behind what it needs; of one kind the oldest first. Lines without a key are all told.
    """
    rows = _rows(connection, sorted(_cursors(connection, caller)))
    rows.sort(key=lambda row: (_RANKS.get(row.kind, len(_RANKS)), row.cursor))
    head = SnapshotHead(cursor=newest_cursor(connection), changes=len(rows), now=now)
    end = SnapshotEnd(changes=len(rows))
    lines = [head.model_dump_json(), *map(change_text, rows), end.model_dump_json()]
    return "".join(f"{line}\n" for line in lines).encode()


def _cursors(connection: Connection, caller: Caller) -> set[int]:
    """A station that belongs to two feeds may be told the same key by both: the later one counts."""
    newest: dict[tuple[str, str], int] = {}
    keyless: set[int] = set()
    for feed in feeds_of(caller):
        for kind, key, cursor in connection.execute(_newest_of_each_key(feed)):
            newest[kind, key] = max(cursor, newest.get((kind, key), 0))
        without_key = select(changes.c.cursor).where(feed, changes.c.key.is_(None))
        keyless.update(connection.scalars(without_key))
    return {*newest.values(), *keyless}


def _newest_of_each_key(feed: ColumnElement[bool]) -> Any:
    return (
        select(changes.c.kind, changes.c.key, func.max(changes.c.cursor))
        .where(feed, changes.c.key.is_not(None))
        .group_by(changes.c.kind, changes.c.key)
    )


def _rows(connection: Connection, cursors: list[int]) -> list[Row[Any]]:
    return [
        row
        for part in parts(cursors)
        for row in connection.execute(select(*STORED).where(changes.c.cursor.in_(part)))
    ]
