"""Reads the audit trail, page by page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.storage.tables.people import audit
from cloud_api.wire.people import Act, ActPage


@dataclass(frozen=True)
class TrailFilter:
    """Which acts are wanted; None asks for all."""

    actor_id: UUID | None = None
    action: str | None = None
    about: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def acts(connection: Connection, wanted: TrailFilter, after: int | None, limit: int) -> ActPage:
    """Acts that are wanted, the latest first, below the number `after`."""
    query = select(audit).order_by(audit.c.number.desc()).limit(limit + 1)
    for column, value in (
        (audit.c.actor_id, wanted.actor_id),
        (audit.c.action, wanted.action),
        (audit.c.about, wanted.about),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(audit.c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(audit.c.at < wanted.until)
    if after is not None:
        query = query.where(audit.c.number < after)
    rows = connection.execute(query).all()
    items = tuple(Act.model_validate(row, from_attributes=True) for row in rows[:limit])
    return ActPage(items=items, next=str(items[-1].number) if len(rows) > limit else None)
