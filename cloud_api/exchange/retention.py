"""Lets old changes go, and what old facts said, in short transactions beside stations that pull and push."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Connection, Engine, Text, and_, cast, delete, exists, func, or_, select, update

from cloud_api.exchange.horizon import move_horizon
from cloud_api.storage.changes import LASTING
from cloud_api.storage.retention import Keep
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.exchange import changes, facts
from cloud_api.storage.transaction import reading, writing

ROWS_AT_ONCE = 1_000
"""A writer waits for so many to go: some 10 ms."""

_Moment = Callable[[int], tuple[int, datetime] | None]
"""The first number at or above the one given that is taken, and when it was written; None behind the end."""


def prune(engine: Engine, now: datetime, keep: Keep) -> Mapping[str, int]:
    """Let go what `keep` does not ask to keep; how many changes and bodies of facts went."""
    gone = {"changes": prune_changes(engine, now, keep)}
    if keep.fact_bodies is not None:
        gone["fact_bodies"] = prune_fact_bodies(engine, now - keep.fact_bodies)
    return gone


def prune_changes(engine: Engine, now: datetime, keep: Keep) -> int:
    """Changes older than `keep.changes` go: all but the newest of each lasting key in its scope.

    The horizon moves first and in a transaction of its own: from then on nobody reads on behind it, so no
    reader ever misses a row that went.
    """
    with writing(engine) as connection:
        border = _border(connection, now - keep.changes)
        move_horizon(connection, border, now)
    gone, done_to = 0, 0
    while done_to < border:
        with writing(engine) as connection:
            upto = _end_of_part(connection, done_to, border)
            gone += _delete_part(connection, done_to, upto)
        done_to = upto
    return gone


def prune_fact_bodies(engine: Engine, before: datetime) -> int:
    """Bodies of facts received before a moment go; the rows, their hashes and the chain stay."""
    with reading(engine) as connection:
        known = list(connection.scalars(select(stations.c.id)))
    return sum(_prune_station(engine, station_id, before) for station_id in known)


def _border(connection: Connection, before: datetime) -> int:
    """The newest change written before a moment; found by halving, for moments have no index."""

    def written(cursor: int) -> tuple[int, datetime] | None:
        query = select(changes.c.cursor, changes.c.written_at).where(changes.c.cursor >= cursor)
        row = connection.execute(query.order_by(changes.c.cursor).limit(1)).first()
        return None if row is None else (row.cursor, row.written_at)

    newest = connection.scalar(select(func.max(changes.c.cursor))) or 0
    return _last_before(written, newest, before)


def _last_before(first_from: _Moment, newest: int, before: datetime) -> int:
    """The highest number whose row was written before a moment; 0 when there is none."""
    low, high = 0, newest
    while low < high:
        middle = (low + high + 1) // 2
        found = first_from(middle)
        if found is not None and found[1] < before:
            low = found[0]
        else:
            high = middle - 1
    return low


def _end_of_part(connection: Connection, done_to: int, border: int) -> int:
    query = select(changes.c.cursor).where(changes.c.cursor > done_to, changes.c.cursor <= border)
    cursors = list(connection.scalars(query.order_by(changes.c.cursor).limit(ROWS_AT_ONCE)))
    return cursors[-1] if len(cursors) == ROWS_AT_ONCE else border


def _delete_part(connection: Connection, after: int, upto: int) -> int:
    later = changes.alias("later")
    superseded = exists().where(
        later.c.kind == changes.c.kind,
        later.c.key == changes.c.key,
        later.c.warehouse.is_not_distinct_from(changes.c.warehouse),
        later.c.pickup_point.is_not_distinct_from(changes.c.pickup_point),
        later.c.cursor > changes.c.cursor,
    )
    passing = changes.c.kind.not_in(sorted(LASTING))
    part = and_(changes.c.cursor > after, changes.c.cursor <= upto)
    return connection.execute(delete(changes).where(part, or_(passing, superseded))).rowcount


def _prune_station(engine: Engine, station_id: UUID, before: datetime) -> int:
    """From the newest that may go downwards, until only bodies are met that went before."""
    with reading(engine) as connection:
        upto = _last_fact_before(connection, station_id, before)
    gone = 0
    while upto > 0:
        with writing(engine) as connection:
            emptied = _empty_part(connection, station_id, upto)
        if not emptied:
            break
        gone += emptied
        upto -= ROWS_AT_ONCE
    return gone


def _last_fact_before(connection: Connection, station_id: UUID, before: datetime) -> int:
    def received(seq: int) -> tuple[int, datetime] | None:
        query = select(facts.c.seq, facts.c.received_at).where(
            facts.c.station_id == station_id, facts.c.seq >= seq
        )
        row = connection.execute(query.order_by(facts.c.seq).limit(1)).first()
        return None if row is None else (row.seq, row.received_at)

    newest = connection.scalar(select(func.max(facts.c.seq)).where(facts.c.station_id == station_id)) or 0
    return _last_before(received, newest, before)


def _empty_part(connection: Connection, station_id: UUID, upto: int) -> int:
    has_body = cast(facts.c.body, Text) != "null"
    emptied = (
        update(facts)
        .where(
            facts.c.station_id == station_id,
            facts.c.seq <= upto,
            facts.c.seq > upto - ROWS_AT_ONCE,
            has_body,
        )
        .values(body=JSON.NULL)
    )
    return connection.execute(emptied).rowcount
