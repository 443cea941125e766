"""Lets the steps of crates of long ago go; how far each crate came stays."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine

from cloud_api.storage.retention import Keep, delete_in_parts
from cloud_api.storage.tables.crates import crate_steps


def prune(engine: Engine, now: datetime, keep: Keep) -> Mapping[str, int]:
    """Steps that happened longer ago than `keep.crate_steps` go; how many did."""
    old = crate_steps.c.happened_at < now - keep.crate_steps
    return {"crate_steps": delete_in_parts(engine, crate_steps, old)}
