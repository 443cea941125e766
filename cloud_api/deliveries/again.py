"""Sends a delivery once more because a person wants it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, select, update

from cloud_api.storage.tables.deliveries import deliveries, recipients
from cloud_api.wire.deliveries import Channel


class Again(StrEnum):
    """What became of the wish."""

    QUEUED = "queued"
    DEAD = "dead"
    GONE = "gone"
    DOWNLOAD = "download"


def send_again(connection: Connection, delivery_id: UUID, now: datetime) -> Again:
    """Make a known delivery due now; one that is under way this moment is not sent twice."""
    recipient_id = connection.scalar(select(deliveries.c.recipient_id).where(deliveries.c.id == delivery_id))
    if recipient_id is None:
        return Again.DOWNLOAD
    # Locked before its deliveries, as everywhere: a recipient that dies meanwhile takes this one along.
    recipient = connection.execute(
        select(recipients).where(recipients.c.id == recipient_id).with_for_update(key_share=True)
    ).one()
    if recipient.channel == Channel.DOWNLOAD:
        return Again.DOWNLOAD
    if not recipient.active:
        return Again.GONE
    if recipient.dead_at is not None:
        return Again.DEAD
    values = {"next_try_at": now, "tries": 0, "failed_at": None}
    connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(values))
    return Again.QUEUED
