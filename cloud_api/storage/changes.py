"""Writes changes for stations; the one place that numbers them, so that no cursor can skip a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from cloud_api.storage.tables.exchange import changes
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.exchange import ChangeKind


@dataclass(frozen=True)
class NewChange:
    """A change for the stations of one warehouse, of all when `warehouse` is None, or of one shop.

    With a `pickup_point` only stations of the role pickup of that shop get it; without one never do.
    """

    kind: ChangeKind
    body: Mapping[str, Any]
    warehouse: str | None
    pickup_point: str | None = None


def write_changes(connection: Connection, news: Sequence[NewChange], now: datetime) -> None:
    """Append changes as the last act of a transaction: other writers of changes wait for its commit."""
    if not news:
        return
    lock_exclusive(connection, Lock.CHANGES)
    rows = [
        {
            "kind": str(new.kind),
            "body": dict(new.body),
            "warehouse": new.warehouse,
            "pickup_point": new.pickup_point,
            "written_at": now,
        }
        for new in news
    ]
    connection.execute(insert(changes), rows)
