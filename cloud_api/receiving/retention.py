"""Lets old photos go; what was received stays, with the hash of its photo."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, select

from cloud_api.storage.retention import Keep, delete_in_parts
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.receiving import photos

PHOTOS_AT_ONCE = 20


def prune(engine: Engine, now: datetime, keep: Keep) -> Mapping[str, int]:
    """Photos sent longer ago than `keep.photos` go, unless a product is shown by them; how many did."""
    shown = select(products.c.sku).where(products.c.picture == photos.c.hash).exists()
    old = (photos.c.sent_at < now - keep.photos) & ~shown
    return {"photos": delete_in_parts(engine, photos, old, PHOTOS_AT_ONCE)}
