"""Takes a shortage back that was a slip of the hand, as long as no desk picks by it."""

from collections import Counter
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, Engine, select, update

from cloud_api.shortages.carrying_out import Change, Ready, carry_out
from cloud_api.shortages.demand import begun_waves
from cloud_api.shortages.listing import Lost, find_shortage, read_lost, standing_shortages
from cloud_api.shortages.planning import ShortageRefusal, Why
from cloud_api.shortages.rewriting import Lines, Rewritten, Standing, Told, read_standing
from cloud_api.storage.amendments import AmendmentKind
from cloud_api.storage.audit import note_act
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.shortages import shortages
from cloud_api.wire.shortages import Shortage

_MOST_NAMED = 10


def withdraw_shortage(
    engine: Engine, cycle_id: UUID, shortage_id: UUID, told: Told, hooks: Hooks
) -> Shortage | ShortageRefusal:
    """Give the orders back what a shortage took from them; again answers the same and does nothing.

    The cycle must be there. Orders cancelled since stay as they are. Refused once a desk has begun a wave one
    of these orders is in, and while a later shortage counts from what this one left.
    """
    done = partial(_withdrawn, cycle_id=cycle_id, shortage_id=shortage_id)
    prepare = partial(_prepare, cycle_id=cycle_id, shortage_id=shortage_id, told=told)
    return carry_out(engine, Change(cycle_id, told, done, prepare), hooks)


def _withdrawn(connection: Connection, cycle_id: UUID, shortage_id: UUID) -> Shortage | None:
    shortage = find_shortage(connection, cycle_id, shortage_id)
    return None if shortage is None or shortage.withdrawn_at is None else shortage


def _prepare(
    connection: Connection, cycle_id: UUID, shortage_id: UUID, told: Told
) -> Ready | ShortageRefusal:
    shortage = find_shortage(connection, cycle_id, shortage_id)
    if shortage is None:
        return ShortageRefusal(
            Why.UNKNOWN,
            f"There is no shortage {shortage_id} in this cycle. Look at the list of those applied.",
        )
    lost = read_lost(connection, shortage_id)
    standing = read_standing(connection, cycle_id, [each.order_no for each in lost])
    points = {order.pickup_point for order in standing.values()}
    refusal = _later_fault(connection, shortage) or _begun_fault(connection, cycle_id, points)
    if refusal is not None:
        return refusal
    return Ready(
        orders=[
            Rewritten(standing[each.order_no], AmendmentKind.RESTORED, after)
            for each in lost
            if each.order_no in standing
            for after in [_after(standing[each.order_no], each, shortage)]
        ],
        holds=partial(_holds, cycle_id=cycle_id, points=points, amended=_amended(connection, cycle_id)),
        record=partial(_record, shortage=shortage, told=told),
    )


def _later_fault(connection: Connection, shortage: Shortage) -> ShortageRefusal | None:
    """The last one is taken back first, or its sums would be those of nobody."""
    ours = {shortage.sku, shortage.substitute_sku} - {None}
    for other in standing_shortages(connection, shortage.cycle_id):
        if other.id > shortage.id and ours & {other.sku, other.substitute_sku}:
            return _refusal(
                f"A later shortage of product {other.sku} counts from what this one left. "
                "Take that one back first."
            )
    return None


def _begun_fault(connection: Connection, cycle_id: UUID, points: set[str]) -> ShortageRefusal | None:
    begun = sorted(number for point, number in begun_waves(connection, cycle_id).items() if point in points)
    if not begun:
        return None
    named = ", ".join(map(str, begun[:_MOST_NAMED])) + (" …" if len(begun) > _MOST_NAMED else "")
    return _refusal(
        f"Desks have begun {len(begun)} of its waves: {named}. They pick what it left, so it stays. "
        "Hand late goods out by hand."
    )


def _after(order: Standing, lost: Lost, shortage: Shortage) -> Lines:
    after = Counter(order.lines)
    after[shortage.sku] += lost.pieces
    if shortage.substitute_sku is not None:
        after[shortage.substitute_sku] -= lost.substituted
    return +after


def _holds(connection: Connection, cycle_id: UUID, points: set[str], amended: int) -> bool:
    untouched = _amended(connection, cycle_id) == amended
    return untouched and _begun_fault(connection, cycle_id, points) is None


def _amended(connection: Connection, cycle_id: UUID) -> int:
    amended: int = connection.scalars(select(cycles.c.amended).where(cycles.c.id == cycle_id)).one()
    return amended


def _record(connection: Connection, shortage: Shortage, told: Told) -> None:
    values = {"withdrawn_at": told.at, "withdrawn_by": told.by.name[:200]}
    connection.execute(update(shortages).where(shortages.c.id == shortage.id).values(**values))
    detail = {"shortage": str(shortage.id), "sku": shortage.sku, "reason": told.reason}
    note_act(connection, told.by, "withdraw shortage", f"cycle {shortage.cycle_id}", told.at, detail)


def _refusal(reason: str) -> ShortageRefusal:
    return ShortageRefusal(Why.NOT_WITHDRAWN, reason)
