"""Keeps every refused order until its number is accepted, so that nothing a shop sent is lost."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from cloud_api.orders.rows import row_digest, row_text, told_order_no
from cloud_api.storage.tables.orders import refused_orders
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.refusals import RefusedOrder


@dataclass(frozen=True)
class Refusal:
    """A row, why it was refused, and whether a later row of the same batch put it right."""

    row: Any
    reason: str
    settled: bool = False


def keep_refusals(connection: Connection, refusals: Sequence[Refusal], now: datetime) -> None:
    """Store refused rows; the same row again counts up and is open again."""
    rows = {row["digest"]: row for row in (_stored(refusal, now) for refusal in refusals)}
    if not rows:
        return
    statement = conflict_insert(connection, refused_orders)
    statement = statement.on_conflict_do_update(
        index_elements=[refused_orders.c.digest],
        set_={
            "reason": statement.excluded.reason,
            "refused_at": statement.excluded.refused_at,
            "settled_at": statement.excluded.settled_at,
            "times": refused_orders.c.times + 1,
        },
    )
    connection.execute(statement, [rows[digest] for digest in sorted(rows)])


def _stored(refusal: Refusal, now: datetime) -> dict[str, Any]:
    text = row_text(refusal.row)
    return {
        "digest": row_digest(text),
        "order_no": told_order_no(refusal.row),
        "body": text,
        "reason": refusal.reason,
        "refused_at": now,
        "times": 1,
        "settled_at": now if refusal.settled else None,
    }


def settle_refusals(connection: Connection, order_nos: Iterable[str], now: datetime) -> None:
    """Orders with these numbers were accepted now: earlier refusals of them need nobody any more."""
    connection.execute(
        update(refused_orders)
        .where(refused_orders.c.order_no.in_(sorted(order_nos)), refused_orders.c.settled_at.is_(None))
        .values(settled_at=now)
    )


def open_refusals(connection: Connection, limit: int) -> list[RefusedOrder]:
    """Refused orders nobody has put right yet, the latest first."""
    query = (
        select(refused_orders)
        .where(refused_orders.c.settled_at.is_(None))
        .order_by(refused_orders.c.refused_at.desc(), refused_orders.c.digest)
        .limit(limit)
    )
    return [
        RefusedOrder(
            order_no=row.order_no,
            reason=row.reason,
            refused_at=row.refused_at,
            times=row.times,
            order=json.loads(row.body),
        )
        for row in connection.execute(query)
    ]
