"""What a desk needs to pick a wave without a network, as frozen at the cut-off."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from cloud_api.storage.phones import masked_name, phone_tail
from cloud_api.storage.tables.catalogue import bins, pickup_points, products
from cloud_api.storage.tables.floor import pick_faces
from cloud_api.storage.tables.orders import LIVE, cycles, order_lines, orders
from cloud_api.storage.tables.waves import IS_WHOLE, crate_lines, crates, waves
from cloud_api.wire.catalogue import PickupPoint, Product
from cloud_api.wire.orders import OrderLine
from cloud_api.wire.waves import Wave, WaveOrder


def load_wave(connection: Connection, wave_id: UUID) -> Wave:
    """The wave with its point, orders and products; it must be there, and lent.

    Of a wave another desk began it is what its crates are planned to hold.
    """
    query = (
        select(waves, cycles.c.name.label("cycle_name"))
        .join(cycles, cycles.c.id == waves.c.cycle_id)
        .where(waves.c.id == wave_id)
    )
    row = connection.execute(query).one()
    point = _pickup_point(connection, row.pickup_point)
    wave_orders = _orders(connection, row, with_names=point.parcels)
    skus = sorted({line.sku for order in wave_orders for line in order.lines})
    return Wave(
        id=row.id,
        number=row.number,
        part=row.part,
        cycle_id=row.cycle_id,
        cycle_name=row.cycle_name,
        pickup_point=point,
        orders=wave_orders,
        products=_products(connection, row.warehouse, skus),
    )


def frozen_lines(connection: Connection, wave_id: UUID) -> dict[tuple[UUID, str], int]:
    """Pieces of each order and product of a wave, as its desk has to plan them.

    An order cancelled after the wave was lent stays in the plan: the desk knows it, perhaps offline, and a
    slip tells it to take the goods out.
    """
    lent_with = (
        select(orders.c.id)
        .join(
            waves,
            (waves.c.cycle_id == orders.c.cycle_id) & (waves.c.pickup_point == orders.c.pickup_point),
        )
        .where(waves.c.id == wave_id, orders.c.cancelled_under == waves.c.lease_id)
    )
    of_part = select(orders.c.id).where(orders.c.part_id == wave_id)
    of_wave = (
        select(order_lines.c.order_id, order_lines.c.sku, order_lines.c.quantity)
        .join(
            waves,
            (waves.c.cycle_id == order_lines.c.cycle_id)
            & (waves.c.pickup_point == order_lines.c.pickup_point),
        )
        .where(waves.c.id == wave_id, LIVE, IS_WHOLE | order_lines.c.order_id.in_(of_part))
    )
    cancelled = select(order_lines.c.order_id, order_lines.c.sku, order_lines.c.quantity).where(
        order_lines.c.order_id.in_(lent_with)
    )
    rows = [*connection.execute(of_wave), *connection.execute(cancelled)]
    return {(row.order_id, row.sku): row.quantity for row in rows}


def _orders(connection: Connection, wave: Row[Any], *, with_names: bool) -> tuple[WaveOrder, ...]:
    """A desk learns whose an order is, masked, only where its label has to say so."""
    lines: defaultdict[UUID, list[OrderLine]] = defaultdict(list)
    planned_lines = _in_crates(connection, wave) or frozen_lines(connection, wave.id)
    for (order_id, sku), quantity in sorted(planned_lines.items()):
        lines[order_id].append(OrderLine(sku=sku, quantity=quantity))
    told = (orders.c.id, orders.c.order_no, orders.c.paid_at, orders.c.customer, orders.c.phone)
    query = select(*told).where(
        orders.c.cycle_id == wave.cycle_id, orders.c.pickup_point == wave.pickup_point
    )
    planned = (row for row in connection.execute(query) if row.id in lines)
    rows = sorted(planned, key=lambda row: (row.paid_at, row.order_no))
    return tuple(
        WaveOrder(
            order_id=row.id,
            order_no=row.order_no,
            paid_at=row.paid_at,
            lines=tuple(lines[row.id]),
            customer=masked_name(row.customer) if with_names else "",
            phone_tail=phone_tail(row.phone) if with_names else "",
        )
        for row in rows
    )


def _in_crates(connection: Connection, wave: Row[Any]) -> dict[tuple[UUID, str], int]:
    """Pieces as they stand in the crates of a wave that was begun; of one still to begin none."""
    query = (
        select(crate_lines.c.order_id, crate_lines.c.sku, func.sum(crate_lines.c.quantity))
        .join(crates, crates.c.id == crate_lines.c.crate_id)
        .where(
            crates.c.picked_wave_id == wave.id,
            crates.c.lease_id == wave.lease_id,
            crates.c.voided_at.is_(None),
        )
        .group_by(crate_lines.c.order_id, crate_lines.c.sku)
    )
    return {(order_id, sku): int(pieces) for order_id, sku, pieces in connection.execute(query)}


def _pickup_point(connection: Connection, code: str) -> PickupPoint:
    query = select(pickup_points).where(pickup_points.c.code == code)
    return PickupPoint.model_validate(dict(connection.execute(query).mappings().one()))


def _products(connection: Connection, warehouse: str, skus: list[str]) -> tuple[Product, ...]:
    """In the order of the way through the bins: each from its pick face, where the warehouse has one."""
    path = func.coalesce(bins.c.path, products.c.path)
    place = (func.coalesce(pick_faces.c.bin, products.c.bin).label("bin"), path.label("path"))
    rest = (column for column in products.c if column.name not in ("bin", "path"))
    faces = (pick_faces.c.sku == products.c.sku) & (pick_faces.c.warehouse == warehouse)
    told = (bins.c.code == pick_faces.c.bin) & (bins.c.warehouse == warehouse)
    query = (
        select(*rest, *place)
        .select_from(products.outerjoin(pick_faces, faces).outerjoin(bins, told))
        .where(products.c.sku.in_(skus))
        .order_by(path, products.c.sku)
    )
    return tuple(Product.model_validate(dict(row)) for row in connection.execute(query).mappings())
