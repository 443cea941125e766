"""Keeps every refused order and change until it is accepted or a person settles it: nothing sent is lost."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select, tuple_, update

from cloud_api.orders.rows import row_digest, row_text, told_order_no, told_pickup_point
from cloud_api.storage.key_lists import among
from cloud_api.storage.parts import parts
from cloud_api.storage.refusals import concerns
from cloud_api.storage.tables.orders import refused_amendments, refused_orders
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.amendments import RefusedAmendment, RefusedAmendmentPage, Settlement
from cloud_api.wire.refusals import RefusedOrder, RefusedOrderPage

_BETWEEN = "~"


@dataclass(frozen=True)
class Refusal:
    """A row, why it was refused, and whether a later row of the same batch put it right."""

    row: Any
    reason: str
    settled: bool = False


@dataclass(frozen=True)
class Whose:
    """A refused row somebody names, and the warehouse they speak for; None: for all."""

    digest: str
    warehouse: str | None


class CursorRefusedError(Exception):
    """The cursor of a page is none this service gave; the message says what to do."""


def keep_refusals(connection: Connection, refusals: Sequence[Refusal], now: datetime) -> None:
    """Store refused orders; the same row again counts up and is open again."""
    rows = [{**_stored(refusal, now), "pickup_point": told_pickup_point(refusal.row)} for refusal in refusals]
    _keep(connection, refused_orders, rows)


def keep_refused_amendments(
    connection: Connection, refusals: Sequence[tuple[str, Refusal]], now: datetime
) -> None:
    """Store refused changes, each with its kind; the same again counts up and is open again."""
    rows = [{**_stored(refusal, now), "kind": kind} for kind, refusal in refusals]
    _keep(connection, refused_amendments, rows)


def _keep(connection: Connection, table: Table, stored: Sequence[dict[str, Any]]) -> None:
    rows = {row["digest"]: row for row in stored}
    if not rows:
        return
    statement = conflict_insert(connection, table)
    statement = statement.on_conflict_do_update(
        index_elements=[table.c.digest],
        set_={
            "reason": statement.excluded.reason,
            "refused_at": statement.excluded.refused_at,
            "settled_at": statement.excluded.settled_at,
            "settled_by": None,
            "note": None,
            "times": table.c.times + 1,
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
        .where(
            among(connection, refused_orders.c.order_no, sorted(order_nos)),
            refused_orders.c.settled_at.is_(None),
        )
        .values(settled_at=now)
    )


def settle_refused_amendments(
    connection: Connection, done: Collection[tuple[str, str]], now: datetime
) -> None:
    """These order numbers with these kinds of change were accepted now."""
    named = tuple_(refused_amendments.c.order_no, refused_amendments.c.kind)
    for part in parts(sorted(done), 1_000):
        connection.execute(
            update(refused_amendments)
            .where(named.in_(part), refused_amendments.c.settled_at.is_(None))
            .values(settled_at=now)
        )


def settle_by_hand(
    connection: Connection, table: Table, whose: Whose, by: str, note: str, now: datetime
) -> Settlement | None:
    """A person dropped a refused row, with a note; a repeat keeps the first. None where there is none."""
    this = (table.c.digest == whose.digest, concerns(table, whose.warehouse))
    connection.execute(
        update(table)
        .where(*this, table.c.settled_at.is_(None))
        .values(settled_at=now, settled_by=by[:200], note=note)
    )
    row = connection.execute(select(table).where(*this)).first()
    if row is None:
        return None
    return Settlement(
        digest=row.digest,
        order_no=row.order_no,
        settled_at=row.settled_at,
        settled_by=row.settled_by or "",
        note=row.note or "",
    )


def open_refusals(
    connection: Connection, warehouse: str | None, limit: int, after: str | None = None
) -> RefusedOrderPage:
    """Refused orders of a warehouse nobody has put right yet, the latest first. Raises CursorRefusedError."""
    rows, following = _open(connection, refused_orders, warehouse, limit, after)
    items = [
        RefusedOrder(
            digest=row.digest,
            order_no=row.order_no,
            reason=row.reason,
            refused_at=row.refused_at,
            times=row.times,
            order=json.loads(row.body),
        )
        for row in rows
    ]
    return RefusedOrderPage(items=items, next=following)


def open_refused_amendments(
    connection: Connection, warehouse: str | None, limit: int, after: str | None = None
) -> RefusedAmendmentPage:
    """Refused changes of a warehouse that still wait, the latest first. Raises CursorRefusedError."""
    rows, following = _open(connection, refused_amendments, warehouse, limit, after)
    items = [
        RefusedAmendment(
            digest=row.digest,
            order_no=row.order_no,
            kind=row.kind,
            reason=row.reason,
            refused_at=row.refused_at,
            times=row.times,
            amendment=json.loads(row.body),
        )
        for row in rows
    ]
    return RefusedAmendmentPage(items=items, next=following)


def _open(
    connection: Connection, table: Table, warehouse: str | None, limit: int, after: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """A page of open rows and the cursor of the next one, None at the end."""
    query = (
        select(table)
        .where(table.c.settled_at.is_(None), concerns(table, warehouse))
        .order_by(table.c.refused_at.desc(), table.c.digest.desc())
        .limit(limit + 1)
    )
    if after is not None:
        at, digest = _read_cursor(after)
        older = table.c.refused_at < at
        query = query.where(older | ((table.c.refused_at == at) & (table.c.digest < digest)))
    rows = connection.execute(query).all()
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], f"{last.refused_at.isoformat()}{_BETWEEN}{last.digest}"


def _read_cursor(after: str) -> tuple[datetime, str]:
    told, between, digest = after.partition(_BETWEEN)
    try:
        at = datetime.fromisoformat(told).astimezone(UTC)
    except (ValueError, OverflowError):
        between = ""
    if not between or not digest.isalnum():
        raise CursorRefusedError("`after` is no cursor of this list. Send the `next` of the page before.")
    return at, digest
