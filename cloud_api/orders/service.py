"""Accepts, repeats or refuses orders row by row, in one transaction for many."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, IntegrityError

from cloud_api.orders.inserting import insert_orders
from cloud_api.orders.known import Known, Stored, look_up, stored_orders
from cloud_api.orders.prices import keep_prices
from cloud_api.orders.refusals import Refusal, keep_refusals, settle_refusals
from cloud_api.orders.rows import ReadOrder, Unreadable, read_order, told_order_no
from cloud_api.storage.clock import Clock
from cloud_api.storage.transaction import Lock, lock_shared, writing
from cloud_api.wire.orders import OrderResult, OrderVerdict

_OTHER_CONTENT = (
    "Order number known with other content. An accepted order is not changed this way; "
    "send the change to POST /v1/orders/amendments, or a new order under a new number."
)
_REPEATED_BUT_CANCELLED = (
    "This order is cancelled and stays so. POST /v1/orders/{order_no}/resumption brings it back."
)
_EARLIEST_PAID = datetime(2015, 1, 1, tzinfo=UTC)
_PAID_AHEAD = timedelta(days=1)
_NOT_STORED = "The database could not store this order. Check its texts and numbers and send it again."


def _cycle_for(read: ReadOrder, known: Known) -> UUID | str:
    """The cycle the order goes to, or the reason why it cannot be taken."""
    point = read.order.pickup_point
    warehouse = known.warehouse_of_point.get(point)
    if warehouse is None:
        return _unknown("Pickup point", point)
    if point in known.closed_points:
        return _closed("Pickup point", point)
    for sku in read.quantities:
        if sku not in known.skus:
            return _unknown("Product", sku)
        if sku in known.closed_skus:
            return _closed("Product", sku)
    cycle_id = known.cycle_of_warehouse.get(warehouse)
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
    known = _look_up(connection, [item for item in read if isinstance(item, ReadOrder)], now)
    new = [item for item in read if isinstance(item, ReadOrder) and item.order.order_no not in known.stored]
    stored, reasons = _place(connection, new, known, now)
    results = [_verdict(item, stored, reasons) for item in read]
    _record_outcomes(connection, rows, results, known.refused, now)
    return results


def _look_up(connection: Connection, readable: Sequence[ReadOrder], now: datetime) -> Known:
    if not readable:
        return Known()
    order_nos = {item.order.order_no for item in readable}
    points = {item.order.pickup_point for item in readable}
    return look_up(connection, order_nos, points, {sku for item in readable for sku in item.quantities}, now)


def _place(
    connection: Connection, new: Sequence[ReadOrder], known: Known, now: datetime
) -> tuple[dict[str, Stored], dict[UUID, str]]:
    """Insert orders not known yet; answers all that are stored now, and why others could not be placed."""
    reasons: dict[UUID, str] = {}
    placed: dict[str, tuple[ReadOrder, UUID]] = {}
    for item in new:
        if item.order.order_no in placed:
            continue
        cycle_id = _paid_at_fault(item.order.paid_at, now) or _cycle_for(item, known)
        if isinstance(cycle_id, str):
            reasons[item.id] = cycle_id
        else:
            placed[item.order.order_no] = (item, cycle_id)
    inserted = _insert(connection, placed, now) if placed else {}
    return known.stored | inserted, reasons


def _paid_at_fault(paid_at: datetime, now: datetime) -> str | None:
    """Whoever paid first is served first when goods lack: a clock that is wrong must not decide that."""
    if _EARLIEST_PAID <= paid_at <= now + _PAID_AHEAD:
        return None
    return (
        f"The order is told as paid at {paid_at:%Y-%m-%d %H:%M} UTC: before 2015, or more than a day ahead. "
        "Correct paid_at and send it again."
    )


def _insert(
    connection: Connection, placed: dict[str, tuple[ReadOrder, UUID]], now: datetime
) -> dict[str, Stored]:
    """Insert in the order of the numbers; a number another process took meanwhile stays with it."""
    ranked = [placed[order_no] for order_no in sorted(placed)]
    heads = [_order_row(item, cycle_id, now) for item, cycle_id in ranked]
    lines = [line for item, cycle_id in ranked for line in _line_rows(item, cycle_id)]
    inserted = insert_orders(connection, heads, lines)
    keep_prices(connection, [item for item, _ in ranked if item.order.order_no in inserted])
    ours = {
        order_no: Stored(placed[order_no][0].id, placed[order_no][0].content_hash, cancelled=False)
        for order_no in inserted
    }
    theirs = placed.keys() - inserted
    return ours | (stored_orders(connection, theirs) if theirs else {})


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
    item: ReadOrder | Unreadable, stored: dict[str, Stored], reasons: dict[UUID, str]
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
    connection: Connection,
    rows: Sequence[Any],
    results: Sequence[OrderResult],
    refused_before: set[str],
    now: datetime,
) -> None:
    accepted = {
        result.order_no: place
        for place, result in enumerate(results)
        if result.verdict is OrderVerdict.ACCEPTED
    }
    mended = refused_before & accepted.keys()
    if mended:
        settle_refusals(connection, mended, now)
    refusals = [
        Refusal(rows[place], result.reason or "", settled=accepted.get(result.order_no, -1) > place)
        for place, result in enumerate(results)
        if result.verdict is OrderVerdict.REFUSED
    ]
    keep_refusals(connection, refusals, now)
