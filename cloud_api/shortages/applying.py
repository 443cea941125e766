"""Makes a shortage real: exactly what the preview showed, once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from cloud_api.shortages.listing import find_applied, load_shortage
from cloud_api.shortages.planning import Plan, ShortageRefusal, Why, plan_shortage
from cloud_api.storage.amendments import (
    AmendmentBody,
    AmendmentKind,
    NewAmendment,
    OrderSide,
    recount_waves,
    write_amendments,
)
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.changes import write_changes
from cloud_api.storage.hooks import Hooks, Job
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.parts import parts
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.orders import LIVE, cycles, order_lines, orders
from cloud_api.storage.tables.shortages import shortages
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.orders import OrderLine
from cloud_api.wire.shortages import OrderShare, Shortage, ShortageOrder, ShortageQuestion

Lines = Mapping[str, int]
"""Pieces of an order by SKU."""


@dataclass(frozen=True)
class _Changed:
    """An order with its lines before and after."""

    share: OrderShare
    row: Row[Any]
    before: Lines
    after: Lines


def apply_shortage(
    connection: Connection, cycle_id: UUID, told: ShortageOrder, by: Actor, hooks: Hooks, now: datetime
) -> Shortage | ShortageRefusal:
    """Change the orders as the preview with this hash said; the same again answers what was done.

    The cycle must be there. Refused as soon as anything differs from what the preview saw.
    """
    warehouse = connection.scalars(select(cycles.c.warehouse).where(cycles.c.id == cycle_id)).one()
    lock_exclusive(connection, Lock.WAVES, warehouse)
    done = find_applied(connection, cycle_id, told.preview_hash)
    if done is not None:
        return done
    plan = plan_shortage(connection, cycle_id, _question(told))
    if isinstance(plan, ShortageRefusal):
        return plan
    refusal = _fault(plan, told)
    if refusal is not None:
        return refusal
    changed = _changed(connection, plan, told)
    points = {each.row.pickup_point for each in changed}
    hooks.amending(connection, cycle_id, points)
    _write_lines(connection, changed)
    write_amendments(connection, [_amendment(each, told, by, now) for each in changed])
    recount_waves(connection, cycle_id, points)
    shortage_id = _keep(connection, plan, told, by, now)
    hooks.enqueue(connection, Job.MAKE_SLIPS, str(cycle_id))
    _note(connection, plan, told, by, now)
    concerned = (waves.c.cycle_id == cycle_id) & waves.c.pickup_point.in_(sorted(points))
    write_changes(connection, stop_news(connection, concerned), now)
    return load_shortage(connection, shortage_id)


def _question(told: ShortageOrder) -> ShortageQuestion:
    return ShortageQuestion.model_validate(told.model_dump())


def _fault(plan: Plan, told: ShortageOrder) -> ShortageRefusal | None:
    if plan.preview.preview_hash != told.preview_hash:
        return ShortageRefusal(
            Why.CHANGED_MEANWHILE,
            "Orders, waves or products changed since this preview. Look at a new preview and apply that one.",
        )
    if not plan.preview.orders:
        return ShortageRefusal(
            Why.DOES_NOT_FIT,
            "No order still to be begun lacks anything. Correct the number, or let the desks declare it.",
        )
    return None


def _changed(connection: Connection, plan: Plan, told: ShortageOrder) -> list[_Changed]:
    ids = [plan.demand.order_ids[share.order_no] for share in plan.preview.orders]
    rows = {
        row.id: row
        for part in parts(ids)
        for row in connection.execute(select(orders).where(orders.c.id.in_(part)))
    }
    lines = _live_lines(connection, ids)
    return [
        _Changed(share, rows[order_id], lines[order_id], _after(lines[order_id], share, told))
        for share, order_id in zip(plan.preview.orders, ids, strict=True)
    ]


def _live_lines(connection: Connection, ids: Sequence[UUID]) -> Mapping[UUID, dict[str, int]]:
    query = select(order_lines.c.order_id, order_lines.c.sku, order_lines.c.quantity).where(LIVE)
    found: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for part in parts(ids):
        for row in connection.execute(query.where(order_lines.c.order_id.in_(part))):
            found[row.order_id][row.sku] = row.quantity
    return found


def _after(before: Lines, share: OrderShare, told: ShortageOrder) -> Lines:
    after = {**before, told.sku: share.gets}
    if told.substitute_sku is not None and share.substituted:
        after[told.substitute_sku] = after.get(told.substitute_sku, 0) + share.substituted
    return {sku: quantity for sku, quantity in after.items() if quantity}


def _write_lines(connection: Connection, changed: Sequence[_Changed]) -> None:
    """A line nothing came for goes whole.

    Lines that are only not live count again when a desk has the order and it is cancelled: frozen_lines.
    """
    this = (order_lines.c.order_id == bindparam("of_order")) & (order_lines.c.sku == bindparam("of_sku"))
    gone = [
        {"of_order": each.row.id, "of_sku": sku}
        for each in changed
        for sku in each.before
        if sku not in each.after
    ]
    fewer = [
        {"of_order": each.row.id, "of_sku": sku, "pieces": each.after[sku]}
        for each in changed
        for sku in each.before
        if sku in each.after and each.after[sku] < each.before[sku]
    ]
    more = [
        _line(each, sku)
        for each in changed
        for sku in each.after
        if each.after[sku] > each.before.get(sku, 0)
    ]
    if gone:
        connection.execute(delete(order_lines).where(this), gone)
    if fewer:
        connection.execute(update(order_lines).where(this).values(quantity=bindparam("pieces")), fewer)
    if more:
        added = conflict_insert(connection, order_lines)
        taken = {"quantity": added.excluded.quantity, "live": True}
        key = [order_lines.c.order_id, order_lines.c.sku]
        connection.execute(added.on_conflict_do_update(index_elements=key, set_=taken), more)


def _line(each: _Changed, sku: str) -> dict[str, Any]:
    return {
        "order_id": each.row.id,
        "sku": sku,
        "quantity": each.after[sku],
        "cycle_id": each.row.cycle_id,
        "pickup_point": each.row.pickup_point,
        "live": True,
    }


def _amendment(each: _Changed, told: ShortageOrder, by: Actor, now: datetime) -> NewAmendment:
    kind = AmendmentKind.SUBSTITUTED if each.share.substituted else AmendmentKind.SHORTENED
    return NewAmendment(
        cycle_id=each.row.cycle_id,
        order_id=each.row.id,
        kind=kind,
        body=AmendmentBody(
            order_no=each.row.order_no, before=_side(each.row, each.before), after=_side(each.row, each.after)
        ),
        reason=told.reason,
        made_by=by.name,
        made_at=now,
        needs_slip=True,
    )


def _side(row: Row[Any], lines: Lines) -> OrderSide:
    told = tuple(OrderLine(sku=sku, quantity=quantity) for sku, quantity in sorted(lines.items()))
    return OrderSide(pickup_point=row.pickup_point, address=row.address, lines=told)


def _keep(connection: Connection, plan: Plan, told: ShortageOrder, by: Actor, now: datetime) -> UUID:
    shortage_id = new_uuid()
    preview = plan.preview
    connection.execute(
        insert(shortages).values(
            id=shortage_id,
            cycle_id=preview.cycle_id,
            **told.model_dump(mode="json", exclude={"reason"}),
            orders=len(preview.orders),
            missing=preview.missing,
            substituted=preview.substituted,
            missing_cost_fen=preview.missing_cost_fen,
            applied_at=now,
            applied_by=by.name[:200],
            reason=told.reason,
        )
    )
    return shortage_id


def _note(connection: Connection, plan: Plan, told: ShortageOrder, by: Actor, now: datetime) -> None:
    detail = {
        **told.model_dump(mode="json", exclude={"preview_hash"}),
        "orders": len(plan.preview.orders),
        "missing": plan.preview.missing,
        "substituted": plan.preview.substituted,
    }
    note_act(connection, by, "apply shortage", f"cycle {plan.preview.cycle_id}", now, detail)
