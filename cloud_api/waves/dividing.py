"""One wave for several desks 分波: its orders are parted, and each part is taken as a wave of its own."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from cloud_api.storage.ids import new_uuid
from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.orders import LIVE, order_lines, orders
from cloud_api.storage.tables.waves import leases, waves
from cloud_api.storage.wave_parts import recount_parts
from cloud_api.waves.steering import Foreman, chosen_waves, note_steered, told_changed, with_crates
from cloud_api.wire.board import (
    OrderGoods,
    WaveDivision,
    WaveOrders,
    WavesChanged,
    WavesChosen,
)
from cloud_api.wire.orders import OrderLine


def orders_of(connection: Connection, wave: Row[Any]) -> WaveOrders:
    """The standing orders of a wave with what is still to be picked of each, who paid first comes first."""
    lines: defaultdict[UUID, list[OrderLine]] = defaultdict(list)
    of_point = (
        order_lines.c.cycle_id == wave.cycle_id,
        order_lines.c.pickup_point == wave.pickup_point,
        LIVE,
    )
    query = select(order_lines.c.order_id, order_lines.c.sku, order_lines.c.quantity).where(*of_point)
    for row in connection.execute(query.order_by(order_lines.c.sku)):
        lines[row.order_id].append(OrderLine(sku=row.sku, quantity=row.quantity))
    told = tuple(
        OrderGoods(order_id=order_id, lines=tuple(lines[order_id]))
        for order_id in _standing(connection, wave)
    )
    return WaveOrders(wave_id=wave.id, orders=told)


def divide(connection: Connection, told: WaveDivision, by: Foreman) -> WavesChanged:
    """Part a wave nobody has begun. The answer names why it stays whole."""
    begun = with_crates(connection, [told.wave_id])

    def why_not(row: Row[Any]) -> str | None:
        return _why_not_divided(row, is_begun=row.id in begun) or _parts_fault(connection, row, told.parts)

    rows, left = chosen_waves(connection, [told.wave_id], by, why_not)
    for row in rows:
        _make_parts(connection, row, told.parts, by)
    note_steered(connection, by, "divide wave", rows)
    return told_changed(rows, left)


def rejoin(connection: Connection, told: WavesChosen, by: Foreman) -> WavesChanged:
    """Make divided waves, each named by itself or by one of its parts, whole again while no part is begun."""
    named = among(connection, waves.c.id, told.wave_ids)
    of_parts = select(waves.c.id, waves.c.whole_id).where(named)
    whole_of = {row.id: row.whole_id or row.id for row in connection.execute(of_parts)}
    wanted = [whole_of.get(wave_id, wave_id) for wave_id in told.wave_ids]

    def why_not(row: Row[Any]) -> str | None:
        return _why_not_rejoined(connection, row)

    rows, left = chosen_waves(connection, wanted, by, why_not)
    for row in rows:
        _drop_parts(connection, row)
    note_steered(connection, by, "rejoin waves", rows)
    return told_changed(rows, left)


def _standing(connection: Connection, wave: Row[Any]) -> list[UUID]:
    of_wave = (orders.c.cycle_id == wave.cycle_id, orders.c.pickup_point == wave.pickup_point)
    query = select(orders.c.id).where(*of_wave, orders.c.cancelled_at.is_(None))
    return list(connection.scalars(query.order_by(orders.c.paid_at, orders.c.order_no)))


def _why_not_divided(row: Row[Any], *, is_begun: bool) -> str | None:
    if row.completed_at is not None:
        return f"Wave {row.number} is packed already."
    if row.divided_at is not None or row.whole_id is not None:
        return f"Wave {row.number} is divided already. Make it whole first."
    if row.handed_at is not None or is_begun:
        return f"Wave {row.number} is half picked: its crates have labels. Hand it over instead."
    if row.station_id is not None:
        return f"Wave {row.number} is with {row.station_name}. Have it given back there first."
    return None


def _parts_fault(connection: Connection, row: Row[Any], parted: Sequence[Sequence[UUID]]) -> str | None:
    told = Counter(chain.from_iterable(parted))
    if told == Counter(_standing(connection, row)):
        return None
    return f"The parts are not what wave {row.number} has now: orders changed. Look at a new proposal."


def _make_parts(
    connection: Connection, whole: Row[Any], parted: Sequence[Sequence[UUID]], by: Foreman
) -> None:
    """Parts are released or held back as the whole was; a desk it was meant for keeps the first one."""
    ids = [new_uuid() for _ in parted]
    rows = [
        {
            "id": part_id,
            "cycle_id": whole.cycle_id,
            "warehouse": whole.warehouse,
            "number": whole.number,
            "pickup_point": whole.pickup_point,
            "part": place,
            "whole_id": whole.id,
            "orders": 0,
            "lines": 0,
            "pieces": 0,
            "released_at": whole.released_at,
            "held_at": whole.held_at,
            "desk_id": whole.desk_id if place == 1 else None,
            "desk_place": whole.desk_place if place == 1 else None,
        }
        for place, part_id in enumerate(ids, start=1)
    ]
    connection.execute(insert(waves), rows)
    connection.execute(update(waves).where(waves.c.id == whole.id).values(divided_at=by.now))
    of_order = update(orders).where(orders.c.id == bindparam("of")).values(part_id=bindparam("part"))
    connection.execute(
        of_order,
        [
            {"of": order_id, "part": part_id}
            for part_id, order_ids in zip(ids, parted, strict=True)
            for order_id in order_ids
        ],
    )
    recount_parts(connection, whole.cycle_id, [whole.pickup_point])


def _why_not_rejoined(connection: Connection, row: Row[Any]) -> str | None:
    if row.divided_at is None:
        return f"Wave {row.number} is whole."
    parted = connection.execute(select(waves).where(waves.c.whole_id == row.id)).all()
    begun = with_crates(connection, [part.id for part in parted])
    if any(part.id in begun or part.station_id is not None for part in parted):
        return f"A desk has a part of wave {row.number} already; it stays divided."
    return None


def _drop_parts(connection: Connection, whole: Row[Any]) -> None:
    parted = list(connection.scalars(select(waves.c.id).where(waves.c.whole_id == whole.id)))
    connection.execute(update(orders).where(orders.c.part_id.in_(parted)).values(part_id=None))
    connection.execute(update(leases).where(leases.c.wave_id.in_(parted)).values(wave_id=whole.id))
    connection.execute(delete(waves).where(waves.c.id.in_(parted)))
    connection.execute(update(waves).where(waves.c.id == whole.id).values(divided_at=None))
