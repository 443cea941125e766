"""Lets old photos go; what was received stays, with the hash of its photo."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine

from cloud_api.storage.retention import Keep, delete_in_parts
from cloud_api.storage.tables.receiving import photos

PHOTOS_AT_ONCE = 20


def prune(engine: Engine, now: datetime, keep: Keep) -> Mapping[str, int]:
    """Photos sent longer ago than `keep.photos` go; how many did."""
    old = photos.c.sent_at < now - keep.photos
    return {"photos": delete_in_parts(engine, photos, old, PHOTOS_AT_ONCE)}
