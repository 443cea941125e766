"""Writes changes for stations; the one place that numbers them, so that no cursor can skip a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from cloud_api.storage.tables.exchange import changes
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.exchange import ChangeKind

KEY_FIELDS: Mapping[ChangeKind, str | tuple[str, ...] | None] = {
    ChangeKind.WAREHOUSE: "code",
    ChangeKind.BIN: ("warehouse", "code"),
    ChangeKind.PRODUCT: "sku",
    ChangeKind.PICKUP_POINT: "code",
    ChangeKind.OPERATOR: "id",
    ChangeKind.VAN: "code",
    ChangeKind.PICK_FACE: ("warehouse", "sku"),
    ChangeKind.STOCK: ("warehouse", "key"),
    ChangeKind.PURCHASE: "document_id",
    ChangeKind.COUNT: "count_id",
    ChangeKind.SHOP_KEY: "pickup_point",
    ChangeKind.WAVES_READY: "cycle_id",
    ChangeKind.GIFT_BOX: ("cycle_id", "sku"),
    ChangeKind.STOP: "wave_id",
    ChangeKind.ROUTES: "cycle_id",
    ChangeKind.ROUTE_DEPARTED: "route_id",
    ChangeKind.DELIVERY: "wave_id",
    ChangeKind.PICKUP_ORDER: "order_id",
    ChangeKind.CRATE_MOVED: None,
    ChangeKind.COLLECTED: "collection_id",
    ChangeKind.COLLECTION_UNDONE: "collection_id",
    ChangeKind.LEASE_LOST: None,
    ChangeKind.WAVE_CHANGED: ("wave_id", "order_id"),
    ChangeKind.WAVE_WANTED: "wave_id",
    ChangeKind.BOX: ("warehouse", "number"),
    ChangeKind.FACT_SETTLED: "fact_id",
}
"""Which field of its body, or which together, say what a change is about: a later one takes its place.

None: each tells a step of its own. The order is that of a snapshot: nothing stands before what it refers to.
"""
LASTING = frozenset(
    {
        ChangeKind.WAREHOUSE,
        ChangeKind.BIN,
        ChangeKind.PRODUCT,
        ChangeKind.PICKUP_POINT,
        ChangeKind.OPERATOR,
        ChangeKind.VAN,
        ChangeKind.PICK_FACE,
        ChangeKind.STOCK,
        ChangeKind.COUNT,
        ChangeKind.BOX,
    }
)
"""Kinds a station needs however long ago they were told; all others belong to a night and pass with it."""
_LONGEST_KEY = 128


@dataclass(frozen=True)
class NewChange:
    """A change for the stations of one warehouse, of all when `warehouse` is None, or of one shop.

    With a `pickup_point` only stations of the role pickup of that shop get it; without one never do.
    """

    kind: ChangeKind
    body: Mapping[str, Any]
    warehouse: str | None
    pickup_point: str | None = None


def change_key(kind: ChangeKind, body: Mapping[str, Any]) -> str | None:
    """What a change is about; None where no later change can take its place."""
    names = KEY_FIELDS.get(kind) or ()
    told = [body.get(name) for name in ((names,) if isinstance(names, str) else names)]
    key = ":".join(str(part) for part in told)
    return None if not told or None in told or len(key) > _LONGEST_KEY else key


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
            "key": change_key(new.kind, new.body),
            "written_at": now,
        }
        for new in news
    ]
    connection.execute(insert(changes), rows)
