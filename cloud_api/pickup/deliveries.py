"""Puts together what comes to a shop in one cycle: its crates, its van, its moment."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select

from cloud_api.storage.goods import live_crates
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import pickup_points, vans
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.routes import route_stops, routes
from cloud_api.storage.tables.waves import waves
from cloud_api.wire.pickup import Delivery, DeliveryCrate, DeliveryState


def deliveries(connection: Connection, wave_ids: Collection[UUID]) -> list[tuple[Delivery, str]]:
    """The deliveries of waves as they stand now, by number, each with its warehouse."""
    return [told for part in parts(wave_ids) for told in _deliveries(connection, part)]


def _deliveries(connection: Connection, wave_ids: list[UUID]) -> list[tuple[Delivery, str]]:
    query = (
        select(waves, cycles.c.name.label("cycle_name"), pickup_points.c.name.label("shop_name"))
        .join(cycles, cycles.c.id == waves.c.cycle_id)
        .join(pickup_points, pickup_points.c.code == waves.c.pickup_point)
        .where(waves.c.id.in_(wave_ids))
        .order_by(waves.c.number)
    )
    heads = connection.execute(query).all()
    route_of, crates_of = _routes(connection, wave_ids), live_crates(connection, wave_ids)
    return [(_delivery(head, route_of.get(head.id), crates_of[head.id]), head.warehouse) for head in heads]


def _delivery(head: Row[Any], route: Row[Any] | None, crates: Sequence[Row[Any]]) -> Delivery:
    departed = None if route is None else route.departed_at
    return Delivery(
        wave_id=head.id,
        cycle_id=head.cycle_id,
        cycle_name=head.cycle_name,
        pickup_point=head.pickup_point,
        pickup_point_name=head.shop_name,
        state=DeliveryState.EXPECTED if departed is None else DeliveryState.DEPARTED,
        van=None if route is None else f"{route.plate} · {route.number}"[:500],
        arrives_at=None if route is None else route.arrives_at,
        departed_at=departed,
        orders=head.orders,
        crates=tuple(
            DeliveryCrate(
                crate_id=crate.id,
                sscc=crate.sscc,
                number=crate.number,
                zone=crate.zone,
                pieces=crate.pieces,
                left_behind=departed is not None and crate.departed_at is None,
            )
            for crate in crates
        ),
    )


def _routes(connection: Connection, wave_ids: list[UUID]) -> dict[UUID, Row[Any]]:
    """The route that brings each wave, with the plate of its van and the moment it arrives."""
    query: Select[Any] = (
        select(
            route_stops.c.wave_id,
            route_stops.c.arrives_at,
            routes.c.number,
            routes.c.departed_at,
            vans.c.plate,
        )
        .join(routes, routes.c.id == route_stops.c.route_id)
        .join(vans, vans.c.code == routes.c.van)
        .where(route_stops.c.wave_id.in_(wave_ids), routes.c.replaced_at.is_(None))
    )
    return {row.wave_id: row for row in connection.execute(query)}
