"""What goes down: changes behind a cursor, as they stand in the database."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, and_, func, select, true, type_coerce
from sqlalchemy.sql.expression import cast

from cloud_api.exchange.horizon import horizon
from cloud_api.http.callers import Caller
from cloud_api.storage.tables.exchange import changes, facts
from cloud_api.wire.exchange import ChangePage
from cloud_api.wire.stations import Role

STORED = (changes.c.cursor, changes.c.kind, type_coerce(cast(changes.c.body, Text), Text).label("body"))
"""A change with its body as the text it is stored as: read and sent on without being taken apart."""


class CursorBelowHorizonError(Exception):
    """Changes behind this cursor are gone; only a snapshot tells all that counts."""

    def __init__(self, after: int, gone_to: int) -> None:
        super().__init__(
            f"Changes up to {gone_to} are not kept any more, and this station has seen {after}. "
            "Take GET /v1/snapshot and go on from its cursor."
        )


@dataclass(frozen=True)
class StoredPage:
    """A page of changes as rows of the database."""

    rows: list[Row[Any]]
    next_cursor: int
    more: bool
    now: datetime
    last_cursor: int
    expected_seq: int | None

    def json(self) -> bytes:
        """The message ChangePage; the bodies are passed on as they were stored."""
        head = ChangePage(
            changes=[],
            next_cursor=self.next_cursor,
            more=self.more,
            now=self.now,
            last_cursor=self.last_cursor,
            expected_seq=self.expected_seq,
        ).model_dump_json(exclude={"changes"})
        told = ",".join(change_text(row) for row in self.rows)
        return f'{{"changes":[{told}],{head[1:]}'.encode()

    def message(self) -> ChangePage:
        """The same, read."""
        return ChangePage.model_validate_json(self.json())


def change_text(row: Row[Any]) -> str:
    """A row of STORED as the message Change."""
    return f'{{"cursor":{row.cursor},"kind":{json.dumps(row.kind)},"body":{row.body}}}'


def change_page(connection: Connection, caller: Caller, after: int, limit: int, now: datetime) -> StoredPage:
    """Changes after a cursor that concern the caller, oldest first, in the caller's one snapshot.

    An integrator gets all. A station also learns which fact of it is expected next.

    Writers number changes one after the other and hold their turn until commit (storage.changes), so a
    number below the highest one seen never turns up later. The last page therefore leads to the newest cursor
    of all: what lies between concerns others. Raises CursorBelowHorizonError.
    """
    gone_to = horizon(connection)
    if after < gone_to:
        raise CursorBelowHorizonError(after, gone_to)
    rows = _first_rows(connection, feeds_of(caller), after, limit)
    more = len(rows) > limit
    last_cursor = newest_cursor(connection)
    return StoredPage(
        rows=rows[:limit],
        next_cursor=rows[limit - 1].cursor if more else max(after, last_cursor),
        more=more,
        now=now,
        last_cursor=last_cursor,
        expected_seq=None if caller.is_integrator else _expected_seq(connection, caller.station_id),
    )


def _first_rows(
    connection: Connection, feeds: Iterable[ColumnElement[bool]], after: int, limit: int
) -> list[Row[Any]]:
    found = [row for feed in feeds for row in connection.execute(feed_query(feed, after, limit))]
    return sorted(found, key=lambda row: row.cursor)[: limit + 1]


def newest_cursor(connection: Connection) -> int:
    """The newest cursor of all changes; 0 when there are none."""
    return connection.scalar(select(func.max(changes.c.cursor))) or 0


def newest_concerning(connection: Connection, caller: Caller) -> int:
    """The newest cursor that concerns the caller; 0 when there is none."""
    newest = (select(func.max(changes.c.cursor)).where(feed) for feed in feeds_of(caller))
    return max((connection.scalar(query) or 0 for query in newest), default=0)


def feeds_of(caller: Caller) -> list[ColumnElement[bool]]:
    """What concerns a caller, as conditions that share no row and have an index each.

    Stations of a warehouse get what everybody there gets and never the rows of a shop; those of a shop get
    the rows of that shop and no others; a station that is both gets both.
    """
    if caller.is_integrator:
        return [true()]
    told: list[ColumnElement[bool]] = []
    if caller.is_of_warehouse:
        inside = changes.c.pickup_point.is_(None)
        told.append(and_(inside, changes.c.warehouse.is_(None)))
        told.append(and_(inside, changes.c.warehouse == caller.warehouse))
    if Role.PICKUP in caller.roles:
        told.append(changes.c.pickup_point == caller.pickup_point)
    return told


def feed_query(feed: ColumnElement[bool], after: int, limit: int) -> Select[Any]:
    """The rows of one feed after a cursor; one more than asked for, to see whether there are more."""
    query = select(*STORED).where(feed, changes.c.cursor > after)
    return query.order_by(changes.c.cursor).limit(limit + 1)


def _expected_seq(connection: Connection, station_id: UUID) -> int:
    last = connection.scalar(select(func.max(facts.c.seq)).where(facts.c.station_id == station_id))
    return (last or 0) + 1
