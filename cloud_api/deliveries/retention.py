"""Lets old tries to deliver go; the deliveries stay, with how far each came."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine

from cloud_api.storage.retention import Keep, delete_in_parts
from cloud_api.storage.tables.deliveries import delivery_attempts


def prune(engine: Engine, now: datetime, keep: Keep) -> Mapping[str, int]:
    """Tries begun longer ago than `keep.attempts` go; how many did."""
    old = delivery_attempts.c.started_at < now - keep.attempts
    return {"delivery_attempts": delete_in_parts(engine, delivery_attempts, old)}
