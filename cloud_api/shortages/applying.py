"""Makes a shortage real: exactly what the preview showed, once."""

from functools import partial
from uuid import UUID

from sqlalchemy import Connection, Engine, insert

from cloud_api.shortages.carrying_out import Change, Ready, carry_out
from cloud_api.shortages.listing import find_applied, pack_losses
from cloud_api.shortages.planning import Loss, Plan, ShortageRefusal, Why, plan_holds, plan_shortage
from cloud_api.shortages.rewriting import Lines, Rewritten, Standing, Told, read_standing
from cloud_api.storage.amendments import AmendmentKind
from cloud_api.storage.audit import note_act
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.shortages import shortages
from cloud_api.wire.shortages import Shortage, ShortageOrder, ShortageQuestion


def apply_shortage(
    engine: Engine, cycle_id: UUID, order: ShortageOrder, told: Told, hooks: Hooks
) -> Shortage | ShortageRefusal:
    """Change the orders as the preview with this hash said; the same again answers what was done.

    The cycle must be there. Refused as soon as anything differs from what the preview saw.
    """
    done = partial(find_applied, cycle_id=cycle_id, preview_hash=order.preview_hash)
    prepare = partial(_prepare, cycle_id=cycle_id, order=order, told=told)
    return carry_out(engine, Change(cycle_id, told, done, prepare), hooks)


def _prepare(
    connection: Connection, cycle_id: UUID, order: ShortageOrder, told: Told
) -> Ready | ShortageRefusal:
    plan = plan_shortage(connection, cycle_id, ShortageQuestion.model_validate(order.model_dump()))
    if isinstance(plan, ShortageRefusal):
        return plan
    refusal = _fault(plan, order)
    if refusal is not None:
        return refusal
    standing = read_standing(connection, cycle_id, [loss.order_no for loss in plan.losses])
    return Ready(
        orders=[_rewritten(standing[loss.order_no], loss, order) for loss in plan.losses],
        holds=partial(plan_holds, plan=plan),
        record=partial(_record, plan=plan, order=order, told=told, content=pack_losses(plan.losses)),
    )


def _fault(plan: Plan, order: ShortageOrder) -> ShortageRefusal | None:
    if plan.preview.preview_hash != order.preview_hash:
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


def _rewritten(standing: Standing, loss: Loss, order: ShortageOrder) -> Rewritten:
    kind = AmendmentKind.SUBSTITUTED if loss.substituted else AmendmentKind.SHORTENED
    return Rewritten(standing, kind, _after(standing.lines, loss, order))


def _after(before: Lines, loss: Loss, order: ShortageOrder) -> Lines:
    after = {**before, order.sku: loss.gets}
    if order.substitute_sku is not None and loss.substituted:
        after[order.substitute_sku] = after.get(order.substitute_sku, 0) + loss.substituted
    return {sku: quantity for sku, quantity in after.items() if quantity}


def _record(connection: Connection, plan: Plan, order: ShortageOrder, told: Told, content: bytes) -> None:
    preview = plan.preview
    connection.execute(
        insert(shortages).values(
            id=new_uuid(),
            cycle_id=preview.cycle_id,
            **order.model_dump(mode="json", exclude={"reason"}),
            orders=len(plan.losses),
            missing=preview.missing,
            substituted=preview.substituted,
            missing_cost_fen=preview.missing_cost_fen,
            applied_at=told.at,
            applied_by=told.by.name[:200],
            reason=told.reason,
            content=content,
        )
    )
    detail = {
        **order.model_dump(mode="json", exclude={"preview_hash"}),
        "orders": len(plan.losses),
        "missing": preview.missing,
        "substituted": preview.substituted,
    }
    note_act(connection, told.by, "apply shortage", f"cycle {preview.cycle_id}", told.at, detail)
