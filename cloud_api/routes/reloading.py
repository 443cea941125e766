"""Crates that stand on a van when the plan changes: they follow their stop, or count as off the van."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from cloud_api.storage.changes import NewChange
from cloud_api.storage.crate_moves import crate_moved, moved_change
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.routes import routes
from cloud_api.storage.tables.waves import crates, waves
from cloud_api.wire.routes import CrateMove, CrateMoved, Route, RoutePlan


def loaded_crates(connection: Connection, cycle_id: UUID) -> list[Row[Any]]:
    """Crates of a cycle that stand on a van in the yard, each with the code of that `van`."""
    query = (
        select(crates, routes.c.van)
        .join(waves, waves.c.id == crates.c.wave_id)
        .join(routes, routes.c.id == crates.c.route_id)
        .where(waves.c.cycle_id == cycle_id, crates.c.voided_at.is_(None), crates.c.departed_at.is_(None))
        .order_by(crates.c.id)
    )
    return list(connection.execute(query).all())


def follow_plan(report: Report[RoutePlan], loaded: Sequence[Row[Any]]) -> list[NewChange]:
    """Set crates that were loaded before to the plan just stored; the changes that tell of it.

    The stop moved within its van: the crate stays loaded, on the new route. It moved to another van, or is
    not served: the crate has to be scanned there anew.
    """
    route_of = {stop.wave_id: route for route in report.body.routes for stop in route.stops}
    moves = [_follow(report, crate, route_of.get(crate.wave_id)) for crate in loaded]
    return [moved_change(move, report.warehouse) for move in moves if move is not None]


def _follow(report: Report[RoutePlan], crate: Row[Any], route: Route | None) -> CrateMoved | None:
    at = max(report.happened_at, crate.loaded_at)
    if route is None or route.van != crate.van:
        _set_route(report, crate.id, {"route_id": None, "loaded_at": None})
        return crate_moved(report, crate, CrateMove.UNLOADED, crate.route_id, at)
    if route.route_id == crate.route_id:
        return None
    _set_route(report, crate.id, {"route_id": route.route_id})
    return crate_moved(report, crate, CrateMove.LOADED, route.route_id, at)


def _set_route(report: Report[RoutePlan], crate_id: UUID, values: dict[str, Any]) -> None:
    report.connection.execute(update(crates).where(crates.c.id == crate_id).values(values))
