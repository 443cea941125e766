"""Tells a shop what comes to it and for whom, so that its desk can work without a network."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.pickup.deliveries import deliveries
from cloud_api.pickup.waiting import pickup_orders
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.parts import parts
from cloud_api.storage.pickup_keys import make_codes, waiting_orders
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.waves import IS_WHOLE, waves
from cloud_api.wire.base import Message
from cloud_api.wire.exchange import ChangeKind


def tell_shop_packed(connection: Connection, wave_id: UUID, now: datetime) -> None:
    """A wave is packed: make its pickup codes and tell the shop its delivery and every order of it."""
    wave = connection.execute(select(waves).where(waves.c.id == wave_id)).one()
    of_wave = select(orders.c.id).where(
        orders.c.cycle_id == wave.cycle_id,
        orders.c.pickup_point == wave.pickup_point,
        orders.c.cancelled_at.is_(None),
    )
    make_codes(connection, wave.pickup_point, list(connection.scalars(of_wave)), now)
    orders_here = _for_shop(
        ChangeKind.PICKUP_ORDER, pickup_orders(connection, wave), wave.warehouse, wave.pickup_point
    )
    write_changes(connection, [*_delivery_news(connection, [wave_id]), *orders_here], now)


def tell_delivery(connection: Connection, wave_ids: Sequence[UUID], now: datetime) -> None:
    """Tell the shops of these waves anew what comes to them, by which van and when."""
    write_changes(connection, _delivery_news(connection, wave_ids), now)


def _delivery_news(connection: Connection, wave_ids: Sequence[UUID]) -> list[NewChange]:
    return [
        new
        for told, warehouse in deliveries(connection, wave_ids)
        for new in _for_shop(ChangeKind.DELIVERY, [told], warehouse, told.pickup_point)
    ]


def tell_order_anew(connection: Connection, wave_id: UUID, order_id: UUID, now: datetime) -> None:
    """An order got another code: the shop must know it before the customer comes again."""
    wave = connection.execute(select(waves).where(waves.c.id == wave_id)).one()
    told = [order for order in pickup_orders(connection, wave) if order.order_id == order_id]
    news = _for_shop(ChangeKind.PICKUP_ORDER, told, wave.warehouse, wave.pickup_point)
    write_changes(connection, list(news), now)


def tell_shop_key(connection: Connection, pickup_point: str, now: datetime) -> None:
    """A shop's key was changed: its stations fetch the new one, and every order that waits compares anew."""
    waiting = set(waiting_orders(connection, pickup_point))
    told: list[NewChange] = []
    for wave in _waves_of(connection, waiting, pickup_point):
        orders_here = [order for order in pickup_orders(connection, wave) if order.order_id in waiting]
        told += _for_shop(ChangeKind.PICKUP_ORDER, orders_here, wave.warehouse, pickup_point)
    body = {"pickup_point": pickup_point}
    write_changes(connection, [NewChange(ChangeKind.SHOP_KEY, body, None, pickup_point), *told], now)


def _waves_of(connection: Connection, order_ids: Collection[UUID], pickup_point: str) -> list[Row[Any]]:
    cycle_ids = {
        cycle_id
        for part in parts(order_ids)
        for cycle_id in connection.scalars(select(orders.c.cycle_id).where(orders.c.id.in_(part)))
    }
    query = select(waves).where(
        waves.c.pickup_point == pickup_point, waves.c.cycle_id.in_(cycle_ids), IS_WHOLE
    )
    return list(connection.execute(query.order_by(waves.c.id)))


def _for_shop(
    kind: ChangeKind, bodies: Iterable[Message], warehouse: str, pickup_point: str
) -> Iterable[NewChange]:
    return (NewChange(kind, body.model_dump(mode="json"), warehouse, pickup_point) for body in bodies)
