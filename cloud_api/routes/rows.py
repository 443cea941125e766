"""Finds routes, their stops and the crates that belong on them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.storage.reports import Report
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.routes import route_stops, routes
from cloud_api.storage.tables.waves import crates, waves

TellShops = Callable[[Connection, Sequence[UUID], datetime], None]
"""Tells the shops of these waves anew what comes to them."""


def live_route(report: Report[Any], route_id: UUID) -> Row[Any] | str:
    """A route of this warehouse that stands, or why nothing can be done with it."""
    query = (
        select(routes, cycles.c.warehouse)
        .join(cycles, cycles.c.id == routes.c.cycle_id)
        .where(routes.c.id == route_id)
    )
    route = report.connection.execute(query).first()
    if route is None or route.warehouse != report.warehouse:
        return f"There is no route {route_id} in this warehouse."
    if route.replaced_at is not None:
        return f"Route {route.number} was replaced by a later plan. Pull the routes anew and load by them."
    return route


def waves_on(connection: Connection, route_id: UUID) -> list[UUID]:
    """The waves of a route in the order of its stops."""
    query = (
        select(route_stops.c.wave_id)
        .where(route_stops.c.route_id == route_id)
        .order_by(route_stops.c.position)
    )
    return list(connection.scalars(query))


def crates_for(connection: Connection, route_id: UUID) -> list[Row[Any]]:
    """All crates that count of the waves on a route."""
    query = select(crates).where(
        crates.c.wave_id.in_(select(route_stops.c.wave_id).where(route_stops.c.route_id == route_id)),
        crates.c.voided_at.is_(None),
    )
    return list(connection.execute(query).all())


def find_crate(report: Report[Any], crate_id: UUID) -> Row[Any] | str:
    """A crate of this warehouse that counts, with its `pickup_point`; or why it does not."""
    query = (
        select(crates, waves.c.pickup_point, waves.c.warehouse)
        .join(waves, waves.c.id == crates.c.wave_id)
        .where(crates.c.id == crate_id)
    )
    crate = report.connection.execute(query).first()
    if crate is None or crate.warehouse != report.warehouse:
        return f"There is no crate {crate_id} in this warehouse."
    if crate.voided_at is not None:
        return f"Crate {crate.sscc} is void: its wave was started anew with other crates."
    return crate
