"""Applies substitutions 替代: from the desk's word on, crates and orders hold another product instead."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Result, Row, Table, delete, insert, select, update

from cloud_api.storage.amendments import (
    AmendmentBody,
    AmendmentKind,
    NewAmendment,
    OrderSide,
    count_amended,
    recount_waves,
    write_amendments,
)
from cloud_api.storage.key_lists import among
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.orders import order_lines, orders
from cloud_api.storage.tables.waves import crate_lines, substitutions
from cloud_api.waves.crates import crate_holdings, held_wave, open_crate
from cloud_api.wire.facts import ProductSubstituted, SubstitutionUndone
from cloud_api.wire.orders import MAX_LINE_QUANTITY, OrderLine

Changing = Callable[[Connection, UUID, Collection[str]], None]
"""Hears that orders of these pickup points of a cycle are about to change."""


class _Line(NamedTuple):
    """Pieces of one order in one crate that change their product."""

    crate_id: UUID
    order_id: UUID
    quantity: int


class _Swap(NamedTuple):
    """Pieces of `sku` become pieces of `instead`."""

    sku: str
    instead: str
    lines: Sequence[_Line]


def apply_product_substituted(
    report: Report[ProductSubstituted], lease: timedelta, changing: Changing
) -> str | None:
    """Let another product stand in for pieces still to come, or answer why not."""
    body = report.body
    wave = held_wave(report, body.wave_id, lease)
    if isinstance(wave, str):
        return wave
    swap = _Swap(body.sku, body.instead, _summed(body))
    reason = _product_fault(report, swap) or _room_fault(report.connection, wave, swap)
    if reason is not None:
        return reason
    _keep(report, swap)
    changing(report.connection, wave.cycle_id, [wave.pickup_point])
    _exchange(report, wave, swap, AmendmentKind.SUBSTITUTED)
    return None


def apply_substitution_undone(
    report: Report[SubstitutionUndone], lease: timedelta, changing: Changing
) -> str | None:
    """Take a substitution back, or answer why that cannot be."""
    body, connection = report.body, report.connection
    wave = held_wave(report, body.wave_id, lease)
    if isinstance(wave, str):
        return wave
    mine = (substitutions.c.id == body.substitution_id, substitutions.c.wave_id == wave.id)
    rows = connection.execute(select(substitutions).where(*mine, substitutions.c.undone_at.is_(None))).all()
    if not rows:
        return f"Wave {wave.number} has no substitution {body.substitution_id} that could be taken back."
    lines = [_Line(row.crate_id, row.order_id, row.quantity) for row in rows]
    back = _Swap(rows[0].instead, rows[0].sku, lines)
    reason = _room_fault(connection, wave, back)
    if reason is not None:
        return reason
    connection.execute(update(substitutions).where(*mine).values(undone_at=report.happened_at))
    changing(connection, wave.cycle_id, [wave.pickup_point])
    _exchange(report, wave, back, AmendmentKind.RESTORED)
    return None


def _summed(body: ProductSubstituted) -> list[_Line]:
    told: Counter[tuple[UUID, UUID]] = Counter()
    for line in body.lines:
        told[line.crate_id, line.order_id] += line.quantity
    return [_Line(crate_id, order_id, quantity) for (crate_id, order_id), quantity in told.items()]


def _product_fault(report: Report[ProductSubstituted], swap: _Swap) -> str | None:
    connection, told = report.connection, report.body.substitution_id
    if swap.sku == swap.instead:
        return f"Product {swap.sku} cannot stand in for itself."
    zones = select(products.c.sku, products.c.zone).where(products.c.sku.in_([swap.sku, swap.instead]))
    zone_of = {row.sku: row.zone for row in connection.execute(zones)}
    unknown = next((sku for sku in (swap.sku, swap.instead) if sku not in zone_of), None)
    if unknown is not None:
        return f"There is no product {unknown}."
    if zone_of[swap.sku] != zone_of[swap.instead]:
        return f"Product {swap.instead} travels in another zone than {swap.sku}; its crates cannot take it."
    known = connection.scalar(select(substitutions.c.id).where(substitutions.c.id == told).limit(1))
    return None if known is None else f"The substitution {told} is known from another fact."


def _room_fault(connection: Connection, wave: Row[Any], swap: _Swap) -> str | None:
    """Why some crate or order does not have so many pieces of `swap.sku` still to come."""
    of_crate: Counter[UUID] = Counter()
    for line in swap.lines:
        of_crate[line.crate_id] += line.quantity
    for crate_id, quantity in of_crate.items():
        crate = open_crate(connection, wave, crate_id)
        if isinstance(crate, str):
            return crate
        still = crate_holdings(connection, crate_id, swap.sku).open
        if quantity > still:
            return (
                f"{quantity} of product {swap.sku} exchanged in crate {crate.sscc}, "
                f"but only {still} are still to come."
            )
    return _order_fault(connection, swap)


def _order_fault(connection: Connection, swap: _Swap) -> str | None:
    planned = _in_crates(connection, swap)
    more: Counter[UUID] = Counter()
    for line in swap.lines:
        here = planned.get((line.crate_id, line.order_id), 0)
        if line.quantity > here:
            return (
                f"Order {line.order_id} has {here} of product {swap.sku} in this crate, not {line.quantity}."
            )
        more[line.order_id] += line.quantity
    query = select(order_lines.c.order_id, order_lines.c.quantity).where(order_lines.c.sku == swap.instead)
    for row in connection.execute(query.where(among(connection, order_lines.c.order_id, list(more)))):
        if row.quantity + more[row.order_id] > MAX_LINE_QUANTITY:
            return f"Order {row.order_id} would have more than {MAX_LINE_QUANTITY} of product {swap.instead}."
    return None


def _in_crates(connection: Connection, swap: _Swap) -> dict[tuple[UUID, UUID], int]:
    ids = sorted({line.crate_id for line in swap.lines})
    query = select(crate_lines).where(crate_lines.c.sku == swap.sku)
    rows = connection.execute(query.where(among(connection, crate_lines.c.crate_id, ids)))
    return {(row.crate_id, row.order_id): row.quantity for row in rows}


def _keep(report: Report[ProductSubstituted], swap: _Swap) -> None:
    head = {
        "id": report.body.substitution_id,
        "wave_id": report.body.wave_id,
        "sku": swap.sku,
        "instead": swap.instead,
        "declared_at": report.happened_at,
    }
    report.connection.execute(insert(substitutions), [{**head, **line._asdict()} for line in swap.lines])


def _exchange(report: Report[Any], wave: Row[Any], swap: _Swap, kind: AmendmentKind) -> None:
    """Change crates and orders alike, and note it in the trail.

    No slip tells of it: the goods are in the warehouse, so that nobody buys or brings anything differently.
    """
    connection = report.connection
    of_order: Counter[UUID] = Counter()
    for line in swap.lines:
        of_order[line.order_id] += line.quantity
        key = {"crate_id": line.crate_id, "order_id": line.order_id}
        _shift(connection, crate_lines, key, swap, line.quantity)
    before = _standing(connection, list(of_order))
    for order_id, quantity in of_order.items():
        _shift(connection, order_lines, {"order_id": order_id}, swap, quantity)
    after = _standing(connection, list(of_order))
    changed = [(before[order_id], after[order_id]) for order_id in before if order_id in after]
    write_amendments(connection, [_amendment(report, kind, *sides) for sides in changed])
    count_amended(connection, [wave.cycle_id])
    recount_waves(connection, wave.cycle_id, [wave.pickup_point])


def _shift(connection: Connection, table: Table, key: Mapping[str, Any], swap: _Swap, quantity: int) -> None:
    """Take pieces off the row of one product and add them to the row of the other, which may be new."""
    of_key = [table.c[name] == value for name, value in key.items()]
    old = connection.execute(select(table).where(*of_key, table.c.sku == swap.sku)).one()
    less = [*of_key, table.c.sku == swap.sku]
    if old.quantity == quantity:
        connection.execute(delete(table).where(*less))
    else:
        connection.execute(update(table).where(*less).values(quantity=old.quantity - quantity))
    more = [*of_key, table.c.sku == swap.instead]
    added = connection.execute(update(table).where(*more).values(quantity=table.c.quantity + quantity))
    if not added.rowcount:
        row = {**old._mapping, "sku": swap.instead, "quantity": quantity}
        connection.execute(insert(table).values(row))


def _standing(connection: Connection, order_ids: Sequence[UUID]) -> dict[UUID, tuple[Row[Any], OrderSide]]:
    """Orders nobody cancelled, each with how a paper shows it."""
    heads = select(orders.c.id, orders.c.order_no, orders.c.cycle_id, orders.c.pickup_point, orders.c.address)
    of_these = orders.c.id.in_(list(order_ids)), orders.c.cancelled_at.is_(None)
    lines: defaultdict[UUID, list[OrderLine]] = defaultdict(list)
    live = select(order_lines).where(order_lines.c.order_id.in_(list(order_ids)), order_lines.c.live)
    for row in connection.execute(live.order_by(order_lines.c.sku)):
        lines[row.order_id].append(OrderLine(sku=row.sku, quantity=row.quantity))
    found: Result[Any] = connection.execute(heads.where(*of_these))
    return {
        head.id: (
            head,
            OrderSide(pickup_point=head.pickup_point, address=head.address, lines=tuple(lines[head.id])),
        )
        for head in found
    }


def _amendment(
    report: Report[Any],
    kind: AmendmentKind,
    before: tuple[Row[Any], OrderSide],
    after: tuple[Row[Any], OrderSide],
) -> NewAmendment:
    head = before[0]
    return NewAmendment(
        cycle_id=head.cycle_id,
        order_id=head.id,
        kind=kind,
        body=AmendmentBody(order_no=head.order_no, before=before[1], after=after[1]),
        reason="拣货替代" if kind is AmendmentKind.SUBSTITUTED else "拣货替代撤回",
        made_by=report.station_name,
        made_at=report.now,
        needs_slip=False,
    )
