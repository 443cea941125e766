"""Takes crates on to vans and off again, as loading scanned them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from cloud_api.routes.rows import find_crate, live_route, waves_on
from cloud_api.storage.changes import write_changes
from cloud_api.storage.crate_moves import crate_moved, moved_change
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.routes import routes
from cloud_api.storage.tables.waves import crates
from cloud_api.wire.facts import CrateLoaded, CrateUnloaded
from cloud_api.wire.routes import CrateMove


def apply_crate_loaded(report: Report[CrateLoaded]) -> str | None:
    """Note the crate on its route; the same crate twice on the same route is said once."""
    found = _route_and_crate(report, report.body.route_id, report.body.crate_id)
    if isinstance(found, str):
        return found
    route, crate = found
    if crate.route_id == route.id:
        return None
    if crate.route_id is not None:
        return f"Crate {crate.sscc} is on route {_number(report, crate.route_id)} already. Take it off first."
    if crate.closed_at is None:
        return f"Crate {crate.sscc} is not closed. Close it at its desk, then load it."
    if crate.wave_id not in waves_on(report.connection, route.id):
        return f"Crate {crate.sscc} goes to {crate.pickup_point}, where route {route.number} does not stop."
    report.connection.execute(
        update(crates).where(crates.c.id == crate.id).values(route_id=route.id, loaded_at=report.happened_at)
    )
    _tell(report, crate, CrateMove.LOADED, route.id)
    return None


def apply_crate_unloaded(report: Report[CrateUnloaded]) -> str | None:
    """Take the crate off its route; one that is on no van stays so."""
    found = _route_and_crate(report, report.body.route_id, report.body.crate_id)
    if isinstance(found, str):
        return found
    route, crate = found
    if crate.route_id is None:
        return None
    if crate.route_id != route.id:
        other = _number(report, crate.route_id)
        return f"Crate {crate.sscc} is on route {other}, not on route {route.number}."
    report.connection.execute(
        update(crates).where(crates.c.id == crate.id).values(route_id=None, loaded_at=None)
    )
    _tell(report, crate, CrateMove.UNLOADED, route.id)
    return None


def _route_and_crate(report: Report[Any], route_id: UUID, crate_id: UUID) -> tuple[Row[Any], Row[Any]] | str:
    route = live_route(report, route_id)
    if isinstance(route, str):
        return route
    if route.departed_at is not None:
        return f"Route {route.number} has departed; its load cannot be changed any more."
    crate = find_crate(report, crate_id)
    return crate if isinstance(crate, str) else (route, crate)


def _number(report: Report[Any], route_id: UUID) -> int:
    query = select(routes.c.number).where(routes.c.id == route_id)
    number: int = report.connection.execute(query).scalar_one()
    return number


def _tell(report: Report[Any], crate: Row[Any], move: CrateMove, route_id: UUID) -> None:
    moved = crate_moved(report, crate, move, route_id, report.happened_at)
    write_changes(report.connection, [moved_change(moved, report.warehouse)], report.now)
