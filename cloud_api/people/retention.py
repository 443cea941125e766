"""Lets sign-ins go that ended long ago, and wrong guesses that count no more; the trail keeps its rows."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine

from cloud_api.storage.misses import REMEMBERED
from cloud_api.storage.retention import Keep, delete_in_parts
from cloud_api.storage.tables.people import misses, sessions

KEPT_AFTER_END = timedelta(days=30)


def prune(engine: Engine, now: datetime, _keep: Keep) -> Mapping[str, int]:
    """Sign-ins that ended 30 days ago and guesses of more than a day ago go; how many did."""
    return {
        "sessions": delete_in_parts(engine, sessions, sessions.c.expires_at < now - KEPT_AFTER_END),
        "misses": delete_in_parts(engine, misses, misses.c.at <= now - REMEMBERED),
    }
