"""The one store of pictures, by the hash of their bytes: photos of goods, and what products look like."""

import hashlib
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.storage.tables.receiving import photos
from cloud_api.storage.upsert import conflict_insert

MOST_BYTES = 8 * 1024 * 1024
"""Of a file somebody sends."""
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"


class Sender(NamedTuple):
    """Who sent a picture first; who may see it follows from that."""

    station_id: UUID
    warehouse: str | None = None
    pickup_point: str | None = None


class KeptPhoto(NamedTuple):
    """A picture as it is kept."""

    media_type: str
    data: bytes
    sender: Sender


def media_type_of(data: bytes) -> str | None:
    """What kind of picture the bytes begin as; None for all else."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return None


def keep_photo(connection: Connection, data: bytes, media_type: str, sender: Sender, now: datetime) -> str:
    """Keep bytes once, however often they are sent; answers their SHA-256 in hex.

    What is sent again counts as sent now: it must not be cleared as old a moment later.
    """
    digest = hashlib.sha256(data).hexdigest()
    insertion = conflict_insert(connection, photos).values(
        hash=digest,
        media_type=media_type,
        bytes=len(data),
        warehouse=sender.warehouse,
        pickup_point=sender.pickup_point,
        station_id=sender.station_id,
        sent_at=now,
        data=data,
    )
    again = insertion.on_conflict_do_update(index_elements=[photos.c.hash], set_={"sent_at": now})
    connection.execute(again)
    return digest


def find_photo(connection: Connection, digest: str) -> KeptPhoto | None:
    """The picture with this hash."""
    row = connection.execute(select(photos).where(photos.c.hash == digest)).first()
    if row is None:
        return None
    sender = Sender(row.station_id, row.warehouse, row.pickup_point)
    return KeptPhoto(row.media_type, bytes(row.data), sender)
