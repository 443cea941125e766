"""Tells the stations of a warehouse of its counts and pick faces."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.storage.changes import NewChange
from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.floor import counts
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.floor import CountTask


def count_news(connection: Connection, count_ids: Collection[UUID]) -> list[NewChange]:
    """What stations are told of these counts, as they are now."""
    if not count_ids:
        return []
    query = select(counts).where(among(connection, counts.c.id, set(count_ids))).order_by(counts.c.asked_at)
    return [
        NewChange(ChangeKind.COUNT, task_of(row).model_dump(mode="json"), row.warehouse)
        for row in connection.execute(query)
    ]


def task_of(row: Row[Any]) -> CountTask:
    """A row of counts as stations know it."""
    return CountTask(**told_of(row))


def told_of(row: Row[Any]) -> dict[str, Any]:
    """What stations and people are told of a count."""
    return {
        "count_id": row.id,
        "bin": row.bin,
        "sku": row.sku,
        "why": row.why,
        "state": row.state,
        "asked_at": row.asked_at,
        "counted_by": row.counted_by,
        "differences": row.differences or (),
    }
