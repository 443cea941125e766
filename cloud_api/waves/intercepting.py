"""Takes cancelled orders out of the crate plans of waves that are being picked 拦截."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, update

from cloud_api.storage.reports import Report
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.waves import crate_lines, shorts
from cloud_api.waves.crates import crate_holdings, held_wave, open_crate
from cloud_api.wire.facts import InterceptedLine, OrderIntercepted


def apply_order_intercepted(report: Report[OrderIntercepted], lease: timedelta) -> str | None:
    """Plan nothing more of these pieces, or answer why they have to stay."""
    body = report.body
    wave = held_wave(report, body.wave_id, lease)
    if isinstance(wave, str):
        return wave
    reason = _order_fault(report.connection, body.order_id) or _lines_fault(report, wave)
    if reason is not None:
        return reason
    for line in body.lines:
        _take_off(report.connection, body.order_id, line)
        _take_shorts_back(report.connection, line)
    return None


def _order_fault(connection: Connection, order_id: UUID) -> str | None:
    query = select(orders.c.order_no, orders.c.cancelled_at).where(orders.c.id == order_id)
    order = connection.execute(query).first()
    if order is None:
        return f"There is no order {order_id}."
    if order.cancelled_at is None:
        return f"Order {order.order_no} is not cancelled; its goods belong into their crates."
    return None


def _lines_fault(report: Report[OrderIntercepted], wave: Row[Any]) -> str | None:
    named = Counter((line.crate_id, line.sku) for line in report.body.lines)
    (crate_id, sku), times = named.most_common(1)[0]
    if times > 1:
        return f"Product {sku} in crate {crate_id} is named {times} times."
    faults = (_line_fault(report.connection, wave, report.body.order_id, line) for line in report.body.lines)
    return next((fault for fault in faults if fault is not None), None)


def _line_fault(connection: Connection, wave: Row[Any], order_id: UUID, line: InterceptedLine) -> str | None:
    crate = open_crate(connection, wave, line.crate_id)
    if isinstance(crate, str):
        return crate
    planned = connection.scalar(select(crate_lines.c.quantity).where(*_of_order(order_id, line))) or 0
    if line.quantity > planned:
        return (
            f"{line.quantity} of product {line.sku} taken off crate {crate.sscc}, "
            f"but only {planned} of this order are planned for it."
        )
    holdings = crate_holdings(connection, line.crate_id, line.sku)
    if line.short_back > holdings.short:
        return f"Only {holdings.short} of product {line.sku} were declared short in crate {crate.sscc}."
    if line.quantity > holdings.open + line.short_back:
        return (
            f"{line.quantity} of product {line.sku} taken off crate {crate.sscc}, "
            f"but {holdings.put} still lie in it. Take them out first."
        )
    return None


def _of_order(order_id: UUID, line: InterceptedLine) -> tuple[Any, ...]:
    return (
        crate_lines.c.crate_id == line.crate_id,
        crate_lines.c.order_id == order_id,
        crate_lines.c.sku == line.sku,
    )


def _take_off(connection: Connection, order_id: UUID, line: InterceptedLine) -> None:
    here = _of_order(order_id, line)
    gone = connection.execute(delete(crate_lines).where(*here, crate_lines.c.quantity == line.quantity))
    if not gone.rowcount:
        left = crate_lines.c.quantity - line.quantity
        connection.execute(update(crate_lines).where(*here).values(quantity=left))


def _take_shorts_back(connection: Connection, line: InterceptedLine) -> None:
    """What was declared last is taken back first."""
    left = line.short_back
    of_slot = (shorts.c.crate_id == line.crate_id, shorts.c.sku == line.sku)
    for row in connection.execute(select(shorts).where(*of_slot).order_by(shorts.c.declared_at.desc())).all():
        back = min(left, row.quantity)
        if back == row.quantity:
            connection.execute(delete(shorts).where(shorts.c.id == row.id))
        elif back:
            connection.execute(
                update(shorts).where(shorts.c.id == row.id).values(quantity=row.quantity - back)
            )
        left -= back
