"""Keeps photos of goods by the hash of their bytes, so that one sent twice is kept once."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Engine, select

from cloud_api.http.callers import Caller
from cloud_api.storage.tables.receiving import photos
from cloud_api.storage.transaction import reading, writing
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.floor import PhotoKept
from cloud_api.wire.stations import Role

MOST_BYTES = 8 * 1024 * 1024
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"


class PhotoFault(StrEnum):
    """Why a photo is not kept."""

    TOO_LARGE = "photo-too-large"
    NO_PHOTO = "photo-not-readable"
    OTHER_HASH = "photo-other-hash"


class Photo(NamedTuple):
    """A photo as it is handed out."""

    media_type: str
    data: bytes


def media_type_of(data: bytes) -> str | None:
    """What kind of picture the bytes begin as; None for all else."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return None


def keep_photo(
    engine: Engine, caller: Caller, digest: str, data: bytes, now: datetime
) -> PhotoKept | PhotoFault:
    """Keep a photo under the SHA-256 its sender names; again is a success."""
    if len(data) > MOST_BYTES:
        return PhotoFault.TOO_LARGE
    media_type = media_type_of(data)
    if media_type is None:
        return PhotoFault.NO_PHOTO
    if hashlib.sha256(data).hexdigest() != digest:
        return PhotoFault.OTHER_HASH
    with writing(engine) as connection:
        insertion = conflict_insert(connection, photos).values(
            hash=digest,
            media_type=media_type,
            bytes=len(data),
            warehouse=caller.warehouse,
            pickup_point=caller.pickup_point,
            station_id=caller.station_id,
            sent_at=now,
            data=data,
        )
        connection.execute(insertion.on_conflict_do_nothing(index_elements=[photos.c.hash]))
    return PhotoKept(hash=digest, media_type=media_type, bytes=len(data))


def read_photo(engine: Engine, caller: Caller, digest: str) -> Photo | None:
    """A photo the caller may see, or None: tills see those of their shop, all others their warehouse's."""
    with reading(engine) as connection:
        row = connection.execute(select(photos).where(photos.c.hash == digest)).first()
    if row is None or not _may_see(caller, row.warehouse, row.pickup_point):
        return None
    return Photo(row.media_type, bytes(row.data))


def _may_see(caller: Caller, warehouse: str | None, pickup_point: str | None) -> bool:
    if caller.is_integrator:
        return True
    if caller.is_of_warehouse:
        return caller.warehouse == warehouse
    return Role.PICKUP in caller.roles and pickup_point is not None and caller.pickup_point == pickup_point
