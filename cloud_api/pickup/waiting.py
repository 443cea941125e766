"""Puts together what a shop must know of each order: masked, comparable, line by line as it was packed."""

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.storage.goods import PackedLine, packed_of_wave
from cloud_api.storage.parts import parts
from cloud_api.storage.phones import masked_name, masked_phone, phone_tail
from cloud_api.storage.pickup_keys import code_macs, customer_mac, order_qrs, shop_key
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.orders import LIVE, order_lines, orders
from cloud_api.storage.tables.waves import crate_parcels, crates
from cloud_api.wire.pickup import MissingLine, OrderParcel, PickupLine, PickupOrder, pickup_mac


def pickup_orders(connection: Connection, wave: Row[Any]) -> list[PickupOrder]:
    """The orders of a packed wave that stand, by number; the wave is a row of waves, each has its code."""
    query = (
        select(orders.c.id, orders.c.order_no, orders.c.customer, orders.c.phone)
        .where(orders.c.cycle_id == wave.cycle_id, orders.c.pickup_point == wave.pickup_point)
        .where(orders.c.cancelled_at.is_(None))
        .order_by(orders.c.order_no)
    )
    rows = connection.execute(query).all()
    content = _Content(connection, wave)
    ids = [row.id for row in rows]
    macs, qrs = code_macs(connection, ids), order_qrs(connection, ids)
    key = shop_key(connection, wave.pickup_point)
    bags = _parcels(connection, wave.id)
    return [
        PickupOrder(
            order_id=row.id,
            order_no=row.order_no,
            wave_id=wave.id,
            cycle_id=wave.cycle_id,
            pickup_point=wave.pickup_point,
            customer=masked_name(row.customer),
            phone=masked_phone(row.phone),
            phone_tail=phone_tail(row.phone),
            customer_mac=customer_mac(key, row.id, row.phone),
            code_mac=macs[row.id],
            qr_mac=pickup_mac(key, qrs[row.id]),
            lines=content.lines(row.id),
            missing=content.missing(row.id),
            parcels=tuple(bags[row.id]),
        )
        for row in rows
    ]


def _parcels(connection: Connection, wave_id: UUID) -> defaultdict[UUID, list[OrderParcel]]:
    """By order, its bags in the crates of the wave that count; those that stayed empty left out."""
    packed = {(line.crate_id, line.order_id) for line in packed_of_wave(connection, wave_id)}
    query = (
        select(crate_parcels)
        .join(crates, crates.c.id == crate_parcels.c.crate_id)
        .where(crates.c.wave_id == wave_id, crates.c.voided_at.is_(None))
        .order_by(crates.c.number, crate_parcels.c.place)
    )
    found: defaultdict[UUID, list[OrderParcel]] = defaultdict(list)
    for row in connection.execute(query):
        if (row.crate_id, row.order_id) in packed:
            parcel = OrderParcel(code=row.code, crate_id=row.crate_id, place=row.place)
            found[row.order_id].append(parcel)
    return found


class _Content:
    """Lines of all orders of a wave, ordered and packed, with their products."""

    def __init__(self, connection: Connection, wave: Row[Any]) -> None:
        self._ordered: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
        query = select(order_lines.c.order_id, order_lines.c.sku, order_lines.c.quantity).where(
            order_lines.c.cycle_id == wave.cycle_id, order_lines.c.pickup_point == wave.pickup_point, LIVE
        )
        for row in connection.execute(query):
            self._ordered[row.order_id][row.sku] += row.quantity
        self._packed: defaultdict[UUID, list[PackedLine]] = defaultdict(list)
        for line in packed_of_wave(connection, wave.id):
            self._packed[line.order_id].append(line)
        skus = sorted({sku for ordered in self._ordered.values() for sku in ordered})
        known = select(products.c.sku, products.c.name, products.c.spec, products.c.zone, products.c.path)
        self._products = {
            row.sku: row
            for part in parts(skus)
            for row in connection.execute(known.where(products.c.sku.in_(part)))
        }

    def lines(self, order_id: UUID) -> tuple[PickupLine, ...]:
        """What was packed for an order, along the pick path as the crates were filled."""
        return tuple(
            PickupLine(
                sku=line.sku,
                name=self._products[line.sku].name,
                spec=self._products[line.sku].spec,
                zone=self._products[line.sku].zone,
                crate_id=line.crate_id,
                quantity=line.quantity,
            )
            for line in sorted(
                self._packed[order_id], key=lambda line: (self._place(line.sku), line.crate_id)
            )
        )

    def missing(self, order_id: UUID) -> tuple[MissingLine, ...]:
        """What was ordered and not packed."""
        lacking = Counter(self._ordered[order_id])
        for line in self._packed[order_id]:
            lacking[line.sku] -= line.quantity
        return tuple(
            MissingLine(
                sku=sku,
                name=self._products[sku].name,
                spec=self._products[sku].spec,
                quantity=lacking[sku],
            )
            for sku in sorted(+lacking, key=self._place)
        )

    def _place(self, sku: str) -> tuple[int, str]:
        return self._products[sku].path, sku
