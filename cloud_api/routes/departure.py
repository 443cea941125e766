"""Lets a van depart: with exactly what was loaded, and not without a word on what stays behind."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from cloud_api.routes.rows import TellShops, crates_for, live_route, waves_on
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.routes import routes
from cloud_api.storage.tables.waves import crates
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import VanDeparted
from cloud_api.wire.routes import RouteDeparted

_MOST_NAMED = 5


def apply_van_departed(report: Report[VanDeparted], tell: TellShops) -> str | None:
    """Note the departure on the route and its loaded crates, or answer why it is refused."""
    body = report.body
    route = live_route(report, body.route_id)
    if isinstance(route, str):
        return route
    if route.departed_at is not None:
        return f"Route {route.number} has departed already."
    reason = _load_fault(report, route) or _missing_fault(report, route)
    if reason is not None:
        return reason
    _store(report)
    departed = RouteDeparted(
        route_id=route.id,
        cycle_id=route.cycle_id,
        at=report.happened_at,
        missing=body.missing,
        station_id=report.station_id,
        station_name=report.station_name,
    )
    change = NewChange(ChangeKind.ROUTE_DEPARTED, departed.model_dump(mode="json"), report.warehouse)
    write_changes(report.connection, [change], report.now)
    tell(report.connection, waves_on(report.connection, route.id), report.now)
    return None


def _load_fault(report: Report[VanDeparted], route: Row[Any]) -> str | None:
    """Loaded and missing as told must be loaded and missing as scanned."""
    ssccs = {crate.id: crate.sscc for crate in crates_for(report.connection, route.id)}
    on_it = select(crates.c.id, crates.c.sscc).where(
        crates.c.route_id == route.id, crates.c.voided_at.is_(None)
    )
    loaded = {row.id: row.sscc for row in report.connection.execute(on_it)}
    ssccs |= loaded
    missing = ssccs.keys() - loaded.keys()
    return (
        _difference(f"Route {route.number} is told loaded", set(report.body.loaded), loaded.keys(), ssccs)
        or _difference(f"Route {route.number} is told missing", set(report.body.missing), missing, ssccs)
        or _said_twice(report.body)
    )


def _difference(
    what: str, told: Collection[UUID], known: Collection[UUID], ssccs: dict[UUID, str]
) -> str | None:
    extra, lacking = set(told) - set(known), set(known) - set(told)
    if extra:
        return f"{what} with crates that by the scans are not: {_names(extra, ssccs)}."
    if lacking:
        return f"{what} without crates that by the scans are: {_names(lacking, ssccs)}."
    return None


def _names(crate_ids: Collection[UUID], ssccs: dict[UUID, str]) -> str:
    names = sorted(ssccs.get(crate_id, str(crate_id)) for crate_id in crate_ids)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _said_twice(body: VanDeparted) -> str | None:
    told = [*body.loaded, *body.missing]
    return "A crate is told twice." if len(told) != len(set(told)) else None


def _missing_fault(report: Report[VanDeparted], route: Row[Any]) -> str | None:
    body = report.body
    if not body.missing:
        return None
    if not body.reason.strip():
        return f"Route {route.number} departed with crates missing and without a reason. Say why."
    query = select(operators.c.id).where(
        operators.c.id == body.supervisor_id,
        operators.c.supervisor.is_(True),
        operators.c.warehouse == report.warehouse,
        operators.c.pickup_point.is_(None),
    )
    if body.supervisor_id is None or report.connection.scalar(query) is None:
        return (
            f"Route {route.number} departed with crates missing; that needs a supervisor of this warehouse."
        )
    return None


def _store(report: Report[VanDeparted]) -> None:
    body = report.body
    report.connection.execute(
        update(routes)
        .where(routes.c.id == body.route_id)
        .values(
            departed_at=report.happened_at,
            departure_reason=body.reason.strip() or None,
            supervisor_id=body.supervisor_id,
        )
    )
    report.connection.execute(
        update(crates)
        .where(crates.c.route_id == body.route_id, crates.c.voided_at.is_(None))
        .values(departed_at=report.happened_at)
    )
