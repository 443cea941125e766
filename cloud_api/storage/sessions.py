"""Ends sessions of people: the slice of people does, and so does whoever takes a person out of use."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, update

from cloud_api.storage.parts import parts
from cloud_api.storage.tables.people import sessions


def end_sessions(connection: Connection, operator_ids: Collection[UUID], now: datetime) -> None:
    """Sign these operators out everywhere; sessions that have ended stay as they are."""
    for part in parts(operator_ids):
        open_ones = sessions.c.operator_id.in_(part) & sessions.c.ended_at.is_(None)
        connection.execute(update(sessions).where(open_ones).values(ended_at=now))
