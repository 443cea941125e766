"""A wave divided over desks 分波: its parts are picked for themselves and delivered as one wave."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, or_, select, update

from cloud_api.storage.hooks import Hooks
from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.orders import LIVE, order_lines, orders
from cloud_api.storage.tables.waves import IS_WHOLE, crates, waves


def complete_whole(connection: Connection, whole_id: UUID) -> bool:
    """Note that a divided wave is packed once all its parts are; True where it is so from now on.

    A part whose orders were all cancelled before a desk began it has nothing to wait for.
    """
    begun = exists().where(crates.c.picked_wave_id == waves.c.id, crates.c.voided_at.is_(None))
    still_open = waves.c.completed_at.is_(None) & or_(waves.c.lines > 0, begun)
    left = select(waves.c.id).where(waves.c.whole_id == whole_id, still_open).limit(1)
    last = select(func.max(waves.c.completed_at)).where(waves.c.whole_id == whole_id)
    packed_at = connection.scalar(last)
    if packed_at is None or connection.scalar(left) is not None:
        return False
    unless_known = (waves.c.id == whole_id, waves.c.completed_at.is_(None))
    told = connection.execute(update(waves).where(*unless_known).values(completed_at=packed_at))
    return bool(told.rowcount)


def complete_emptied(
    connection: Connection, cycle_id: UUID, points: Collection[str], hooks: Hooks, now: datetime
) -> None:
    """Where all that was left of a divided wave was cancelled, it is packed: tell so; after recount_waves."""
    is_open = waves.c.divided_at.is_not(None) & waves.c.completed_at.is_(None)
    query = select(waves.c.id).where(_of_points(cycle_id, points), is_open).order_by(waves.c.number)
    for whole_id in connection.scalars(query).all():
        if complete_whole(connection, whole_id):
            hooks.packed(connection, whole_id, now)


def recount_parts(connection: Connection, cycle_id: UUID, points: Collection[str]) -> None:
    """Make the counters of the parts of these points' waves what their orders say now."""
    ids = list(connection.scalars(select(waves.c.id).where(_of_points(cycle_id, points), ~IS_WHOLE)))
    if not ids:
        return
    counts = {part_id: [0, 0, 0] for part_id in ids}
    of_parts = among(connection, orders.c.part_id, ids)
    placed = select(orders.c.part_id, func.count()).where(of_parts, orders.c.cancelled_at.is_(None))
    for part_id, number in connection.execute(placed.group_by(orders.c.part_id)):
        counts[part_id][0] = number
    goods = (
        select(orders.c.part_id, func.count(), func.sum(order_lines.c.quantity))
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(of_parts, LIVE)
    )
    for part_id, lines, pieces in connection.execute(goods.group_by(orders.c.part_id)):
        counts[part_id][1:] = [lines, int(pieces)]
    statement = (
        update(waves)
        .where(waves.c.id == bindparam("of"))
        .values(orders=bindparam("n_orders"), lines=bindparam("n_lines"), pieces=bindparam("n_pieces"))
    )
    rows = [
        {"of": part_id, "n_orders": told[0], "n_lines": told[1], "n_pieces": told[2]}
        for part_id, told in counts.items()
    ]
    connection.execute(statement, rows)


def _of_points(cycle_id: UUID, points: Collection[str]) -> ColumnElement[bool]:
    return (waves.c.cycle_id == cycle_id) & waves.c.pickup_point.in_(sorted(points))
