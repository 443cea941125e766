"""Looks along the hash chain of a station's facts: whether a row was changed, lost or never fitted."""

from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from cloud_api.storage.tables.exchange import facts
from cloud_api.wire.exchange import GENESIS_HASH, ChainState, fact_hash

FACTS_A_LOOK = 20_000
"""About half a second of hashing."""


def check_chain(connection: Connection, station_id: UUID, after: int, most: int = FACTS_A_LOOK) -> ChainState:
    """The first broken link among up to `most` facts behind number `after`; go on from `checked_to`."""
    query = select(facts).where(facts.c.station_id == station_id, facts.c.seq >= after)
    rows = list(connection.execute(query.order_by(facts.c.seq).limit(most + (1 if after else 0))))
    broken = _first_broken(rows, after)
    behind = [row for row in rows if row.seq > after]
    newest = select(func.max(facts.c.seq)).where(facts.c.station_id == station_id)
    return ChainState(
        station_id=station_id,
        checked_from=after + 1,
        checked_to=behind[-1].seq if behind else 0,
        last_seq=connection.scalar(newest) or 0,
        broken_at=None if broken is None else broken[0],
        why=None if broken is None else broken[1],
        bodies_gone=sum(row.body is None for row in behind),
    )


def _first_broken(rows: list[Row[Any]], after: int) -> tuple[int, str] | None:
    """A row at `after` itself is only what the next one must follow."""
    if not rows:
        return None
    if rows[0].seq > after + (0 if after else 1):
        return rows[0].seq, f"The facts before {rows[0].seq} are missing."
    if not after:
        if rows[0].previous_hash != GENESIS_HASH:
            return rows[0].seq, _unlinked(rows[0])
        if rows[0].hash != _hash(rows[0]):
            return rows[0].seq, _changed(rows[0])
    for before, row in pairwise(rows):
        why = _fault(before, row)
        if why is not None:
            return row.seq, why
    return None


def _fault(before: Row[Any], row: Row[Any]) -> str | None:
    if row.seq != before.seq + 1:
        return f"Facts {before.seq + 1} to {row.seq - 1} are missing."
    if row.previous_hash != before.hash:
        return _unlinked(row)
    return None if row.hash == _hash(row) else _changed(row)


def _unlinked(row: Row[Any]) -> str:
    told = f" It was refused when it came: {row.refused_because}" if row.refused_because else ""
    return f"Fact {row.seq} does not carry the hash of the fact before it.{told}"


def _changed(row: Row[Any]) -> str:
    return f"Fact {row.seq} is not what was hashed when it came: its row was changed since."


def _hash(row: Row[Any]) -> str:
    """The hash of a row as it stands; as it was told where its body was given up."""
    if row.body is None:
        return str(row.hash)
    return fact_hash(
        fact_id=row.id,
        station_id=row.station_id,
        seq=row.seq,
        operator_id=row.operator_id,
        happened_at=row.happened_at,
        kind=row.kind,
        version=row.version,
        body=row.body,
        previous_hash=row.previous_hash,
    )
