"""Writes down how accepted orders changed, so that each change reaches those who hold an older paper.

Everything that changes an accepted order ends here, whichever slice it comes from. Before the cut-off a row
is the trail only; after it, the row waits for its revision slip. Whoever changes orders of a frozen cycle
holds Lock.WAVES of its warehouse.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select, update

from cloud_api.storage.ids import new_uuid
from cloud_api.storage.many_rows import insert_rows
from cloud_api.storage.tables.orders import LIVE, amendments, cycles, order_lines, orders
from cloud_api.storage.tables.waves import IS_WHOLE, waves
from cloud_api.storage.wave_parts import recount_parts
from cloud_api.wire.base import Message
from cloud_api.wire.orders import OrderLine


class AmendmentKind(StrEnum):
    """What happened to an accepted order; the body of each is an AmendmentBody."""

    CANCELLED = "cancelled"
    """`after.lines` is empty."""
    RESUMED = "resumed"
    """A cancelled order counts again: `before.lines` is empty."""
    MOVED = "moved"
    """`after.pickup_point` is another one, the lines are the same. It concerns the papers of both points."""
    ADDRESS_CHANGED = "address_changed"
    """`after.address` is another one, nothing else differs."""
    SHORTENED = "shortened"
    """Goods that did not come: `after.lines` has fewer pieces of some products, or lacks them."""
    SUBSTITUTED = "substituted"
    """Another product stands in: `after.lines` has fewer pieces of one product and more of another."""
    RESTORED = "restored"
    """A shortage was taken back: `after.lines` has again what it took away, and nothing that stood in."""


class OrderSide(Message):
    """An order as a paper shows it, on one side of a change."""

    pickup_point: str
    address: str = ""
    lines: tuple[OrderLine, ...]
    """All its live lines by SKU, also those that did not change; none of a cancelled order."""


class AmendmentBody(Message):
    """All a slip says of one change. Customer, phone and time of payment stand in the order: they stay."""

    order_no: str
    before: OrderSide
    after: OrderSide
    in_crates: bool = False
    """A desk had its wave when it was cancelled: its goods are to be taken out of the crates."""


@dataclass(frozen=True)
class NewAmendment:
    """A change of one order; without `needs_slip` nobody was told the old state (before the cut-off)."""

    cycle_id: UUID
    order_id: UUID
    kind: AmendmentKind
    body: AmendmentBody
    reason: str
    made_by: str
    """The name of a person, a shop system or the service."""
    made_at: datetime
    needs_slip: bool


def write_amendments(connection: Connection, rows: Sequence[NewAmendment]) -> None:
    """Append rows; those that need a slip wait for Job.MAKE_SLIPS."""
    if rows:
        insert_rows(connection, amendments, amendment_rows(rows), as_text=("body",))
        count_amended(connection, {row.cycle_id for row in rows if row.needs_slip})


def count_amended(connection: Connection, cycle_ids: Collection[UUID]) -> None:
    """Note that orders of these frozen cycles change in this transaction."""
    if cycle_ids:
        changed = cycles.c.id.in_(sorted(cycle_ids))
        connection.execute(update(cycles).where(changed).values(amended=cycles.c.amended + 1))


def amendment_rows(rows: Sequence[NewAmendment]) -> list[dict[str, Any]]:
    """The rows as the table takes them, their bodies as text.

    Their ids rise as they are given: by `made_at` and `id` the changes of an order stand as they were made.
    """
    ids = sorted(new_uuid() for _ in rows)
    return [_stored(row, row_id) for row, row_id in zip(rows, ids, strict=True)]


def _stored(row: NewAmendment, row_id: UUID) -> dict[str, Any]:
    return {
        "id": row_id,
        "cycle_id": row.cycle_id,
        "order_id": row.order_id,
        "kind": str(row.kind),
        "pickup_point": row.body.before.pickup_point,
        "body": row.body.model_dump_json(),
        "reason": row.reason,
        "made_by": row.made_by[:200],
        "made_at": row.made_at,
        "slipped_at": None if row.needs_slip else row.made_at,
    }


def amendment_body(row: Row[Any]) -> AmendmentBody:
    """The body of a row of amendments."""
    return AmendmentBody.model_validate(row.body)


def points_concerned(body: AmendmentBody) -> set[str]:
    """Codes of the pickup points whose papers differ by a change."""
    return {body.before.pickup_point, body.after.pickup_point}


def recount_waves(connection: Connection, cycle_id: UUID, points: Collection[str]) -> None:
    """Make the counters of these points' waves and of their parts what their live lines say now.

    The caller holds Lock.WAVES.
    """
    counts = {point: [0, 0, 0] for point in points}
    standing = (
        select(orders.c.pickup_point, func.count().label("orders"))
        .where(orders.c.cycle_id == cycle_id, orders.c.cancelled_at.is_(None))
        .where(orders.c.pickup_point.in_(sorted(points)))
        .group_by(orders.c.pickup_point)
    )
    for row in connection.execute(standing):
        counts[row.pickup_point][0] = row.orders
    goods = (
        select(
            order_lines.c.pickup_point,
            func.count().label("lines"),
            func.sum(order_lines.c.quantity).label("pieces"),
        )
        .where(order_lines.c.cycle_id == cycle_id, LIVE)
        .where(order_lines.c.pickup_point.in_(sorted(points)))
        .group_by(order_lines.c.pickup_point)
    )
    for row in connection.execute(goods):
        counts[row.pickup_point][1:] = [row.lines, int(row.pieces)]
    _set_counts(connection, cycle_id, counts)
    recount_parts(connection, cycle_id, points)


def _set_counts(connection: Connection, cycle_id: UUID, counts: dict[str, list[int]]) -> None:
    if not counts:
        return
    statement = (
        update(waves)
        .where(waves.c.cycle_id == cycle_id, waves.c.pickup_point == bindparam("point"), IS_WHOLE)
        .values(orders=bindparam("n_orders"), lines=bindparam("n_lines"), pieces=bindparam("n_pieces"))
    )
    rows = [
        {"point": point, "n_orders": placed, "n_lines": lines, "n_pieces": pieces}
        for point, (placed, lines, pieces) in sorted(counts.items())
    ]
    connection.execute(statement, rows)
