"""Reads shortages that were applied."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.storage.tables.shortages import shortages
from cloud_api.wire.shortages import Shortage, ShortagePage


def find_applied(connection: Connection, cycle_id: UUID, preview_hash: str) -> Shortage | None:
    """The shortage that was applied from this preview, or None."""
    query = select(shortages).where(
        shortages.c.cycle_id == cycle_id, shortages.c.preview_hash == preview_hash
    )
    row = connection.execute(query).first()
    return None if row is None else _shortage(row)


def load_shortage(connection: Connection, shortage_id: UUID) -> Shortage:
    """The shortage with this id, which must be there."""
    return _shortage(connection.execute(select(shortages).where(shortages.c.id == shortage_id)).one())


def list_shortages(connection: Connection, cycle_id: UUID, after: UUID | None, limit: int) -> ShortagePage:
    """Shortages of a cycle, oldest first."""
    query = (
        select(shortages).where(shortages.c.cycle_id == cycle_id).order_by(shortages.c.id).limit(limit + 1)
    )
    if after is not None:
        query = query.where(shortages.c.id > after)
    rows = connection.execute(query).all()
    items = [_shortage(row) for row in rows[:limit]]
    return ShortagePage(items=items, next=str(items[-1].id) if len(rows) > limit else None)


def _shortage(row: Row[Any]) -> Shortage:
    return Shortage.model_validate(dict(row._mapping))
