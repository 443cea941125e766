"""Makes a shortage real: exactly what the preview showed, once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from cloud_api.shortages.listing import find_applied, load_shortage
from cloud_api.shortages.planning import Loss, Plan, ShortageRefusal, Why, plan_shortage
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
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.orders import LIVE, cycles, order_lines, orders
from cloud_api.storage.tables.shortages import shortages
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.orders import OrderLine
from cloud_api.wire.shortages import Shortage, ShortageOrder, ShortageQuestion

Lines = Mapping[str, int]
"""Pieces of an order by SKU."""


@dataclass(frozen=True)
class _Changed:
    """An order with its lines before and after."""

    order_id: UUID
    loss: Loss
    address: str
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
    changed = _changed(connection, cycle_id, plan, told)
    points = {loss.pickup_point for loss in plan.losses}
    hooks.amending(connection, cycle_id, points)
    _write_lines(connection, cycle_id, changed)
    write_amendments(connection, _amendments(cycle_id, changed, told, by, now))
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
    if not plan.losses:
        return ShortageRefusal(
            Why.DOES_NOT_FIT,
            "No order still to be begun lacks anything. Correct the number, or let the desks declare it.",
        )
    return None


def _changed(connection: Connection, cycle_id: UUID, plan: Plan, told: ShortageOrder) -> list[_Changed]:
    """Read in one query by numbers: turning 150,000 ids of lines into UUIDs takes longer than all else."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    addresses: dict[str, str] = {}
    for row in connection.execute(_lines_beside(cycle_id, told.sku)):
        found[row.order_no][row.sku] = row.quantity
        addresses[row.order_no] = row.address
    return [
        _Changed(
            plan.demand.order_ids[loss.order_no],
            loss,
            addresses[loss.order_no],
            found[loss.order_no],
            _after(found[loss.order_no], loss, told),
        )
        for loss in plan.losses
    ]


def _lines_beside(cycle_id: UUID, sku: str) -> Select[Any]:
    """All live lines of the orders that have this product in a live one."""
    wanting = select(order_lines.c.order_id).where(
        order_lines.c.cycle_id == cycle_id, order_lines.c.sku == sku, LIVE
    )
    return (
        select(orders.c.order_no, orders.c.address, order_lines.c.sku, order_lines.c.quantity)
        .join(orders, orders.c.id == order_lines.c.order_id)
        .where(order_lines.c.cycle_id == cycle_id, LIVE, order_lines.c.order_id.in_(wanting))
    )


def _after(before: Lines, loss: Loss, told: ShortageOrder) -> Lines:
    after = {**before, told.sku: loss.gets}
    if told.substitute_sku is not None and loss.substituted:
        after[told.substitute_sku] = after.get(told.substitute_sku, 0) + loss.substituted
    return {sku: quantity for sku, quantity in after.items() if quantity}


def _write_lines(connection: Connection, cycle_id: UUID, changed: Sequence[_Changed]) -> None:
    """A line nothing came for goes whole.

    Lines that are only not live count again when a desk has the order and it is cancelled: frozen_lines.
    """
    this = (order_lines.c.order_id == bindparam("of_order")) & (order_lines.c.sku == bindparam("of_sku"))
    gone = [
        {"of_order": each.order_id, "of_sku": sku}
        for each in changed
        for sku in each.before
        if sku not in each.after
    ]
    fewer = [
        {"of_order": each.order_id, "of_sku": sku, "pieces": each.after[sku]}
        for each in changed
        for sku in each.before
        if sku in each.after and each.after[sku] < each.before[sku]
    ]
    more = [
        _line(cycle_id, each, sku)
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


def _line(cycle_id: UUID, each: _Changed, sku: str) -> dict[str, Any]:
    return {
        "order_id": each.order_id,
        "sku": sku,
        "quantity": each.after[sku],
        "cycle_id": cycle_id,
        "pickup_point": each.loss.pickup_point,
        "live": True,
    }


def _amendments(
    cycle_id: UUID, changed: Sequence[_Changed], told: ShortageOrder, by: Actor, now: datetime
) -> list[NewAmendment]:
    side = _Sides()
    return [
        NewAmendment(
            cycle_id=cycle_id,
            order_id=each.order_id,
            kind=AmendmentKind.SUBSTITUTED if each.loss.substituted else AmendmentKind.SHORTENED,
            body=AmendmentBody(
                order_no=each.loss.order_no,
                before=side.of(each, each.before),
                after=side.of(each, each.after),
            ),
            reason=told.reason,
            made_by=by.name,
            made_at=now,
            needs_slip=True,
        )
        for each in changed
    ]


class _Sides:
    """Makes the sides of many orders; they share their lines, for most order the same few things."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int], OrderLine] = {}

    def of(self, each: _Changed, lines: Lines) -> OrderSide:
        """An order with these lines, by SKU."""
        told = tuple(self._line(*line) for line in sorted(lines.items()))
        return OrderSide(pickup_point=each.loss.pickup_point, address=each.address, lines=told)

    def _line(self, sku: str, quantity: int) -> OrderLine:
        known = self._lines.get((sku, quantity))
        if known is None:
            known = self._lines[sku, quantity] = OrderLine(sku=sku, quantity=quantity)
        return known


def _keep(connection: Connection, plan: Plan, told: ShortageOrder, by: Actor, now: datetime) -> UUID:
    shortage_id = new_uuid()
    preview = plan.preview
    connection.execute(
        insert(shortages).values(
            id=shortage_id,
            cycle_id=preview.cycle_id,
            **told.model_dump(mode="json", exclude={"reason"}),
            orders=len(plan.losses),
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
        "orders": len(plan.losses),
        "missing": plan.preview.missing,
        "substituted": plan.preview.substituted,
    }
    note_act(connection, by, "apply shortage", f"cycle {plan.preview.cycle_id}", now, detail)
