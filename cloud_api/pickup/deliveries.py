"""Puts together what comes to a shop in one cycle: its crates, its van, its moment."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select

from cloud_api.storage.goods import live_crates_of_wave
from cloud_api.storage.tables.catalogue import pickup_points, vans
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.routes import route_stops, routes
from cloud_api.storage.tables.waves import waves
from cloud_api.wire.pickup import Delivery, DeliveryCrate, DeliveryState


def delivery(connection: Connection, wave_id: UUID) -> Delivery:
    """The delivery of a wave as it stands now; the wave must be there."""
    query = (
        select(waves, cycles.c.name.label("cycle_name"), pickup_points.c.name.label("shop_name"))
        .join(cycles, cycles.c.id == waves.c.cycle_id)
        .join(pickup_points, pickup_points.c.code == waves.c.pickup_point)
        .where(waves.c.id == wave_id)
    )
    wave = connection.execute(query).one()
    route = _route(connection, wave_id)
    departed = None if route is None else route.departed_at
    return Delivery(
        wave_id=wave.id,
        cycle_id=wave.cycle_id,
        cycle_name=wave.cycle_name,
        pickup_point=wave.pickup_point,
        pickup_point_name=wave.shop_name,
        state=DeliveryState.EXPECTED if departed is None else DeliveryState.DEPARTED,
        van=None if route is None else f"{route.plate} · {route.number}"[:500],
        arrives_at=None if route is None else route.arrives_at,
        departed_at=departed,
        orders=wave.orders,
        crates=tuple(
            DeliveryCrate(
                crate_id=crate.id,
                sscc=crate.sscc,
                number=crate.number,
                zone=crate.zone,
                pieces=crate.pieces,
                left_behind=departed is not None and crate.departed_at is None,
            )
            for crate in live_crates_of_wave(connection, wave_id)
        ),
    )


def _route(connection: Connection, wave_id: UUID) -> Row[Any] | None:
    """The route that brings a wave, with the plate of its van and the moment it arrives."""
    query: Select[Any] = (
        select(routes.c.number, routes.c.departed_at, route_stops.c.arrives_at, vans.c.plate)
        .join(route_stops, route_stops.c.route_id == routes.c.id)
        .join(vans, vans.c.code == routes.c.van)
        .where(route_stops.c.wave_id == wave_id, routes.c.replaced_at.is_(None))
    )
    return connection.execute(query).first()
