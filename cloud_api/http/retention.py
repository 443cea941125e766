"""Lets answers go that no repeated request gets any more."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine

from cloud_api.http.idempotency import KEPT_FOR
from cloud_api.storage.retention import Keep, delete_in_parts
from cloud_api.storage.tables.orders import idempotency_keys


def prune(engine: Engine, now: datetime, _keep: Keep) -> Mapping[str, int]:
    """Answers older than 48 hours go; how many did."""
    old = idempotency_keys.c.answered_at < now - KEPT_FOR
    return {"idempotency_keys": delete_in_parts(engine, idempotency_keys, old)}
