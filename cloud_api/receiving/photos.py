"""Takes and shows photos of goods, which are kept by the hash of their bytes."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Engine

from cloud_api.http.callers import Caller
from cloud_api.storage import photo_store
from cloud_api.storage.photo_store import MOST_BYTES, Sender, find_photo, media_type_of
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.inbound import PhotoKept
from cloud_api.wire.stations import Role


class PhotoFault(StrEnum):
    """Why a photo is not kept."""

    TOO_LARGE = "photo-too-large"
    NO_PHOTO = "photo-not-readable"
    OTHER_HASH = "photo-other-hash"


class Photo(NamedTuple):
    """A photo as it is handed out."""

    media_type: str
    data: bytes


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
    sender = Sender(caller.station_id, caller.warehouse, caller.pickup_point)
    with writing(engine) as connection:
        photo_store.keep_photo(connection, data, media_type, sender, now)
    return PhotoKept(hash=digest, media_type=media_type, bytes=len(data))


def read_photo(engine: Engine, caller: Caller, digest: str) -> Photo | None:
    """A photo the caller may see, or None: tills see those of their shop, all others their warehouse's."""
    with reading(engine) as connection:
        kept = find_photo(connection, digest)
    if kept is None or not _may_see(caller, kept.sender.warehouse, kept.sender.pickup_point):
        return None
    return Photo(kept.media_type, kept.data)


def _may_see(caller: Caller, warehouse: str | None, pickup_point: str | None) -> bool:
    if caller.is_integrator:
        return True
    if caller.is_of_warehouse:
        return caller.warehouse == warehouse
    return Role.PICKUP in caller.roles and pickup_point is not None and caller.pickup_point == pickup_point
