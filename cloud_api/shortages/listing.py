"""Reads shortages that were applied, and keeps who lost what by them."""

import gzip
import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select

from cloud_api.shortages.planning import Loss
from cloud_api.storage.tables.shortages import shortages
from cloud_api.wire.shortages import Shortage, ShortagePage

_SHOWN = tuple(column for column in shortages.c if column is not shortages.c.content)
"""All of a shortage but who lost what, which may be large."""


class Lost(NamedTuple):
    """What a shortage did to one order."""

    order_no: str
    pieces: int
    """Pieces of the product that did not come."""
    substituted: int
    """Pieces of the other product that came instead."""


def find_applied(connection: Connection, cycle_id: UUID, preview_hash: str) -> Shortage | None:
    """The shortage that was applied from this preview, or None."""
    return _first(connection, _of_cycle(cycle_id).where(shortages.c.preview_hash == preview_hash))


def find_shortage(connection: Connection, cycle_id: UUID, shortage_id: UUID) -> Shortage | None:
    """The shortage of this cycle with this id, or None."""
    return _first(connection, _of_cycle(cycle_id).where(shortages.c.id == shortage_id))


def standing_shortages(connection: Connection, cycle_id: UUID) -> list[Shortage]:
    """Shortages of a cycle that nobody took back, oldest first."""
    query = _of_cycle(cycle_id).where(shortages.c.withdrawn_at.is_(None)).order_by(shortages.c.id)
    return [_shortage(row) for row in connection.execute(query)]


def list_shortages(connection: Connection, cycle_id: UUID, after: UUID | None, limit: int) -> ShortagePage:
    """Shortages of a cycle, oldest first."""
    query = _of_cycle(cycle_id).order_by(shortages.c.id).limit(limit + 1)
    if after is not None:
        query = query.where(shortages.c.id > after)
    rows = connection.execute(query).all()
    items = [_shortage(row) for row in rows[:limit]]
    return ShortagePage(items=items, next=str(items[-1].id) if len(rows) > limit else None)


def pack_losses(losses: Sequence[Loss]) -> bytes:
    """Who lost what, as it is stored."""
    lost = [Lost(loss.order_no, loss.ordered - loss.gets, loss.substituted) for loss in losses]
    return gzip.compress(json.dumps(lost, ensure_ascii=False).encode(), 5, mtime=0)


def read_lost(connection: Connection, shortage_id: UUID) -> list[Lost]:
    """Who lost what by the shortage with this id, which must be there."""
    packed = connection.scalars(select(shortages.c.content).where(shortages.c.id == shortage_id)).one()
    return [Lost(*each) for each in json.loads(gzip.decompress(packed))]


def _of_cycle(cycle_id: UUID) -> Select[Any]:
    return select(*_SHOWN).where(shortages.c.cycle_id == cycle_id)


def _first(connection: Connection, query: Select[Any]) -> Shortage | None:
    row = connection.execute(query).first()
    return None if row is None else _shortage(row)


def _shortage(row: Row[Any]) -> Shortage:
    return Shortage.model_validate(dict(row._mapping))
