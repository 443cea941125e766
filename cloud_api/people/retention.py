"""Lets ended sign-ins, guesses that count no more and old hours of work go; the trail keeps its rows."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine

from cloud_api.storage.misses import REMEMBERED
from cloud_api.storage.retention import Keep, delete_in_parts
from cloud_api.storage.tables.people import misses, sessions, work_hours

KEPT_AFTER_END = timedelta(days=30)
KEPT_WORK = timedelta(days=400)
"""The same nights of last year can be looked at once more."""


def prune(engine: Engine, now: datetime, _keep: Keep) -> Mapping[str, int]:
    """Sign-ins that ended 30 days ago, guesses of yesterday and work of 400 days ago go; how many did."""
    return {
        "sessions": delete_in_parts(engine, sessions, sessions.c.expires_at < now - KEPT_AFTER_END),
        "misses": delete_in_parts(engine, misses, misses.c.at <= now - REMEMBERED),
        "work_hours": delete_in_parts(engine, work_hours, work_hours.c.hour < now - KEPT_WORK),
    }
