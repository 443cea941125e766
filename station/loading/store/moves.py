"""Crates on and off vans, and vans that left, as rows."""

from datetime import datetime

from sqlalchemy import Connection, update

from cloud_api.wire.routes import CrateMove
from station.kernel.ids import CrateId, RouteId
from station.storage import tables


def put_on(connection: Connection, crate_id: CrateId, route_id: RouteId, at: datetime, by: str) -> None:
    """The crate stands on the van of a route; `by` is the name of this station."""
    _move(connection, crate_id, CrateMove.LOADED, route_id, at, by)


def take_off(connection: Connection, crate_id: CrateId, at: datetime, by: str) -> None:
    """The crate stands on no van."""
    _move(connection, crate_id, CrateMove.UNLOADED, None, at, by)


def depart(connection: Connection, route_id: RouteId, at: datetime, by: str) -> None:
    """The van of a route left."""
    connection.execute(
        update(tables.route).where(tables.route.c.id == route_id).values(departed_at=at, departed_by=by)
    )


def _move(
    connection: Connection,
    crate_id: CrateId,
    move: CrateMove,
    route_id: RouteId | None,
    at: datetime,
    by: str,
) -> None:
    connection.execute(
        update(tables.stop_crate)
        .where(tables.stop_crate.c.crate_id == crate_id)
        .values(route_id=route_id, moved=move.value, moved_at=at, moved_by=by)
    )
