"""Accepts, repeats or refuses orders row by row, in one transaction for many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DataError, IntegrityError

from cloud_api.orders.inserting import insert_orders
from cloud_api.orders.refusals import Refusal, keep_refusals, settle_refusals
from cloud_api.orders.rows import ReadOrder, Unreadable, read_order, told_order_no
from cloud_api.storage.clock import Clock
from cloud_api.storage.key_lists import among
from cloud_api.storage.many_rows import insert_rows
from cloud_api.storage.tables.catalogue import pickup_points, products
from cloud_api.storage.tables.orders import cycles, order_lines, orders
from cloud_api.storage.transaction import Lock, lock_shared, writing
from cloud_api.wire.orders import OrderResult, OrderVerdict

_OTHER_CONTENT = (
    "Order number known with other content. An accepted order is not changed this way; "
    "send the change to POST /v1/orders/amendments, or a new order under a new number."
)
_REPEATED_BUT_CANCELLED = (
    "This order is cancelled and stays so. POST /v1/orders/{order_no}/resumption brings it back."
)
_NOT_STORED = "The database could not store this order. Check its texts and numbers and send it again."


@dataclass(frozen=True)
class _Stored:
    id: UUID
    content_hash: str
    cancelled: bool


@dataclass(frozen=True)
class _Surroundings:
    """What is known of points, products and open cycles at the moment of acceptance."""

    warehouse_of_point: dict[str, str]
    skus: set[str]
    closed_points: set[str]
    closed_skus: set[str]
    """Known, but taking no new orders."""
    cycle_of_warehouse: dict[str, UUID]

    def cycle_for(self, read: ReadOrder) -> UUID | str:
        """The cycle the order goes to, or the reason why it cannot be taken."""
        warehouse = self.warehouse_of_point.get(read.order.pickup_point)
        if warehouse is None:
            return _unknown("Pickup point", read.order.pickup_point)
        if read.order.pickup_point in self.closed_points:
            return _closed("Pickup point", read.order.pickup_point)
        for sku in read.quantities:
            if sku not in self.skus:
                return _unknown("Product", sku)
            if sku in self.closed_skus:
                return _closed("Product", sku)
        cycle_id = self.cycle_of_warehouse.get(warehouse)
        if cycle_id is None:
            return (
                f"No cycle of warehouse {warehouse} is open now, the cut-off has passed. "
                "Open the next one with POST /v1/cycles, then send the order again."
            )
        return cycle_id


def _unknown(what: str, code: str) -> str:
    return f"{what} {code} is not known. Send it with PUT /v1/catalogue, then send the order again."


def _closed(what: str, code: str) -> str:
    return f"{what} {code} takes no new orders. Make it active or name another, and send the order again."


def take_orders(engine: Engine, rows: Sequence[Any], clock: Clock) -> list[OrderResult]:
    """Take rows in and commit; a verdict a row, in their order.

    A row the database itself rejects is found by halving, so that it never fails the others.
    """
    try:
        with writing(engine) as connection:
            return accept_rows(connection, rows, clock)
    except (IntegrityError, DataError):
        if len(rows) > 1:
            middle = len(rows) // 2
            return take_orders(engine, rows[:middle], clock) + take_orders(engine, rows[middle:], clock)
    with writing(engine) as connection:
        keep_refusals(connection, [Refusal(rows[0], _NOT_STORED)], clock())
    return [_refused(told_order_no(rows[0]), _NOT_STORED)]


def accept_rows(connection: Connection, rows: Sequence[Any], clock: Clock) -> list[OrderResult]:
    """Take rows in within an open transaction; a verdict a row, in their order."""
    read = [read_order(row) for row in rows]
    lock_shared(connection, Lock.INTAKE)
    now = clock()
    readable = [item for item in read if isinstance(item, ReadOrder)]
    stored = _stored_orders(connection, (item.order.order_no for item in readable))
    reasons = _place(
        connection, [item for item in readable if item.order.order_no not in stored], stored, now
    )
    results = [_verdict(item, stored, reasons) for item in read]
    _record_outcomes(connection, rows, results, now)
    return results


def _place(
    connection: Connection, new: Sequence[ReadOrder], stored: dict[str, _Stored], now: datetime
) -> dict[UUID, str]:
    """Insert orders not known yet and add what is stored now; answers why others could not be placed."""
    reasons: dict[UUID, str] = {}
    if not new:
        return reasons
    around = _surroundings(connection, new, now)
    placed: dict[str, tuple[ReadOrder, UUID]] = {}
    for item in new:
        if item.order.order_no in placed:
            continue
        cycle_id = around.cycle_for(item)
        if isinstance(cycle_id, str):
            reasons[item.id] = cycle_id
        else:
            placed[item.order.order_no] = (item, cycle_id)
    if placed:
        stored |= _insert(connection, placed, now)
    return reasons


def _insert(
    connection: Connection, placed: dict[str, tuple[ReadOrder, UUID]], now: datetime
) -> dict[str, _Stored]:
    """Insert in the order of the numbers; a number another process took meanwhile stays with it."""
    ranked = [placed[order_no] for order_no in sorted(placed)]
    inserted = insert_orders(connection, [_order_row(item, cycle_id, now) for item, cycle_id in ranked])
    lines = [
        line
        for item, cycle_id in ranked
        if item.order.order_no in inserted
        for line in _line_rows(item, cycle_id)
    ]
    insert_rows(connection, order_lines, lines)
    ours = {
        order_no: _Stored(placed[order_no][0].id, placed[order_no][0].content_hash, cancelled=False)
        for order_no in inserted
    }
    return ours | _stored_orders(connection, placed.keys() - inserted)


def _order_row(item: ReadOrder, cycle_id: UUID, now: datetime) -> dict[str, Any]:
    order = item.order
    return {
        "id": item.id,
        "order_no": order.order_no,
        "cycle_id": cycle_id,
        "pickup_point": order.pickup_point,
        "paid_at": order.paid_at,
        "customer": order.customer,
        "phone": order.phone,
        "address": order.address,
        "content_hash": item.content_hash,
        "accepted_at": now,
    }


def _line_rows(item: ReadOrder, cycle_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "order_id": item.id,
            "sku": sku,
            "quantity": quantity,
            "cycle_id": cycle_id,
            "pickup_point": item.order.pickup_point,
        }
        for sku, quantity in item.quantities.items()
    ]


def _verdict(
    item: ReadOrder | Unreadable, stored: dict[str, _Stored], reasons: dict[UUID, str]
) -> OrderResult:
    if isinstance(item, Unreadable):
        return _refused(item.order_no, item.reason)
    order_no = item.order.order_no
    if item.id in reasons:
        return _refused(order_no, reasons[item.id])
    known = stored[order_no]
    if known.id == item.id:
        return OrderResult(order_no=order_no, verdict=OrderVerdict.ACCEPTED)
    if known.content_hash == item.content_hash:
        reason = _REPEATED_BUT_CANCELLED if known.cancelled else None
        return OrderResult(order_no=order_no, verdict=OrderVerdict.REPEATED, reason=reason)
    return _refused(order_no, _OTHER_CONTENT)


def _refused(order_no: str, reason: str) -> OrderResult:
    return OrderResult(order_no=order_no, verdict=OrderVerdict.REFUSED, reason=reason)


def _record_outcomes(
    connection: Connection, rows: Sequence[Any], results: Sequence[OrderResult], now: datetime
) -> None:
    accepted = {
        result.order_no: place
        for place, result in enumerate(results)
        if result.verdict is OrderVerdict.ACCEPTED
    }
    if accepted:
        settle_refusals(connection, accepted, now)
    refusals = [
        Refusal(rows[place], result.reason or "", settled=accepted.get(result.order_no, -1) > place)
        for place, result in enumerate(results)
        if result.verdict is OrderVerdict.REFUSED
    ]
    keep_refusals(connection, refusals, now)


def _stored_orders(connection: Connection, order_nos: Iterable[str]) -> dict[str, _Stored]:
    asked = sorted(set(order_nos))
    if not asked:
        return {}
    query = select(orders.c.order_no, orders.c.id, orders.c.content_hash, orders.c.cancelled_at)
    return {
        row.order_no: _Stored(row.id, row.content_hash, row.cancelled_at is not None)
        for row in connection.execute(query.where(among(connection, orders.c.order_no, asked)))
    }


def _surroundings(connection: Connection, new: Sequence[ReadOrder], now: datetime) -> _Surroundings:
    points = {item.order.pickup_point for item in new}
    skus = {sku for item in new for sku in item.quantities}
    by_point = select(pickup_points.c.code, pickup_points.c.warehouse, pickup_points.c.active)
    found = connection.execute(by_point.where(among(connection, pickup_points.c.code, points))).all()
    by_sku = select(products.c.sku, products.c.active).where(among(connection, products.c.sku, skus))
    known = {row.sku: row.active for row in connection.execute(by_sku)}
    open_cycles = (
        select(cycles.c.warehouse, cycles.c.id)
        .where(cycles.c.frozen_at.is_(None), cycles.c.cut_off_at > now)
        .order_by(cycles.c.cut_off_at.desc(), cycles.c.id.desc())
    )
    return _Surroundings(
        warehouse_of_point={row.code: row.warehouse for row in found},
        skus=set(known),
        closed_points={row.code for row in found if not row.active},
        closed_skus={sku for sku, active in known.items() if not active},
        cycle_of_warehouse={row.warehouse: row.id for row in connection.execute(open_cycles)},
    )
