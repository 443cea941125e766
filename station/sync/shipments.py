"""What the cloud tells of stops, vans and routes, applied here: dispatch and loading read the same rows."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from cloud_api.wire.catalogue import Operator, Van, Warehouse
from cloud_api.wire.crates import Box
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.routes import CrateMove, CrateMoved, Route, RouteDeparted, RoutePlan, Stop, StopCrate
from station.storage import tables
from station.sync.inbox import Apply


def keep_warehouse(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """Where the vans start."""
    site = Warehouse.model_validate(body)
    _put(connection, tables.warehouse_site, {"code": site.code}, {"body": site.model_dump_json()})


def keep_van(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """A van as the cloud knows it; whether it is away tonight is this station's own word.

    What was changed here and is not in the cloud yet stands: it is sent over what the cloud has.
    """
    van, own = Van.model_validate(body), tables.van.c
    unsent = connection.execute(select(own.unsent).where(own.code == van.code)).scalar()
    if not unsent:
        _put(connection, tables.van, {"code": van.code}, {"body": van.model_dump_json()})


def keep_stop(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    """What a pickup point gets; how far its crates have come is kept, and when it was told first."""
    stop = Stop.model_validate(body)
    row = {
        "cycle_id": stop.cycle_id,
        "pickup_point": stop.pickup_point.code,
        "number": stop.number,
        "state": stop.state.value,
        "body": stop.model_dump_json(),
    }
    _put(connection, tables.stop, {"wave_id": stop.wave_id}, row, {"told_at": at})
    if stop.crates:
        _forget_other_crates(connection, stop)
        _keep_crates(connection, stop)
    for crate in stop.crates:
        for label in crate.void_labels:
            _put(connection, tables.void_label, {"sscc": label}, {"crate_id": crate.crate_id})


def keep_routes(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    """The routes of a cycle, whole. An older version changes nothing; a route that left stays as it left.

    Of two plans with the same version the one told last counts: the cloud took only one of them.
    """
    save_plan(connection, RoutePlan.model_validate(body), at)


def save_plan(connection: Connection, plan: RoutePlan, at: datetime) -> None:
    """As keep_routes, for the station that publishes the plan itself."""
    if plan.version < plan_version(connection, plan.cycle_id):
        return
    row = {"plan_id": plan.plan_id, "version": plan.version, "told_at": at, "body": plan.model_dump_json()}
    _put(connection, tables.route_plan, {"cycle_id": plan.cycle_id}, row)
    route = tables.route.c
    standing = {each.route_id for each in plan.routes}
    connection.execute(
        delete(tables.route).where(
            route.cycle_id == plan.cycle_id, route.departed_at.is_(None), route.id.not_in(standing)
        )
    )
    for each in plan.routes:
        _keep_route(connection, plan.cycle_id, each)


def plan_version(connection: Connection, cycle_id: UUID) -> int:
    """Version of the routes known here; 0 when none were published."""
    version = tables.route_plan.c.version
    found = connection.execute(select(version).where(tables.route_plan.c.cycle_id == cycle_id)).scalar()
    return found or 0


def note_departure(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """A van left. Raises KeyError for a route that is not known here."""
    departed = RouteDeparted.model_validate(body)
    changed = connection.execute(
        update(tables.route)
        .where(tables.route.c.id == departed.route_id)
        .values(departed_at=departed.at, departed_by=departed.station_name)
    )
    if not changed.rowcount:
        raise KeyError(f"route {departed.route_id}")


def move_crate(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """A crate was scanned somewhere; what was scanned later stands. Raises KeyError for an unknown crate."""
    moved = CrateMoved.model_validate(body)
    crate = tables.stop_crate.c
    known = connection.execute(select(crate.moved_at).where(crate.crate_id == moved.crate_id)).first()
    if known is None:
        raise KeyError(f"crate {moved.crate_id}")
    if known.moved_at is not None and moved.at < known.moved_at:
        return
    row = {"moved": moved.move.value, "moved_at": moved.at, "moved_by": moved.station_name}
    connection.execute(
        update(tables.stop_crate).where(crate.crate_id == moved.crate_id).values(row | _on_route(moved))
    )


def keep_box(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """A re-usable box and where it is."""
    save_box(connection, Box.model_validate(body))


def save_box(connection: Connection, box: Box) -> None:
    """As it is from now on. A crate is in one box at a time: another one that held it is free."""
    own = tables.box.c
    if box.crate_id is not None:
        others = (own.crate_id == box.crate_id, own.number != box.number)
        connection.execute(update(tables.box).where(*others).values(crate_id=None))
    row = {"crate_id": box.crate_id, "body": box.model_dump_json()}
    _put(connection, tables.box, {"number": box.number}, row)


def keep_operator(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """Who may sign in, and who may let pass what the rules stop."""
    person = Operator.model_validate(body)
    row = {
        "name": person.name,
        "badge": person.badge,
        "active": person.active,
        "supervisor": person.supervisor,
        "skills": ",".join(person.skills),
    }
    _put(connection, tables.operator, {"id": person.id}, row)


def appliers() -> Mapping[ChangeKind, Apply]:
    """How a warehouse or dispatch station keeps what it is told of shipments, kind by kind."""
    return {
        ChangeKind.WAREHOUSE: keep_warehouse,
        ChangeKind.VAN: keep_van,
        ChangeKind.STOP: keep_stop,
        ChangeKind.ROUTES: keep_routes,
        ChangeKind.ROUTE_DEPARTED: note_departure,
        ChangeKind.CRATE_MOVED: move_crate,
        ChangeKind.BOX: keep_box,
        ChangeKind.OPERATOR: keep_operator,
    }


def _keep_route(connection: Connection, cycle_id: UUID, route: Route) -> None:
    known = tables.route.c
    row = {
        "cycle_id": cycle_id,
        "code": route.code,
        "number": route.number,
        "van": route.van,
        "body": route.model_dump_json(),
    }
    statement = insert(tables.route).values({"id": route.route_id} | row)
    connection.execute(
        statement.on_conflict_do_update([known.id], set_=row, where=known.departed_at.is_(None))
    )


def _forget_other_crates(connection: Connection, stop: Stop) -> None:
    """Crates of an earlier crate plan of the wave; one that was scanned since stays until somebody looks."""
    crate = tables.stop_crate.c
    connection.execute(
        delete(tables.stop_crate).where(
            crate.wave_id == stop.wave_id,
            crate.moved.is_(None),
            crate.crate_id.not_in([each.crate_id for each in stop.crates]),
        )
    )


def _keep_crates(connection: Connection, stop: Stop) -> None:
    """All crates of a stop with one statement: it is told anew with each that is closed or weighed."""
    rows = [_crate_row(stop.wave_id, crate) for crate in stop.crates]
    statement = insert(tables.stop_crate)
    told = {name: statement.excluded[name] for name in rows[0] if name != "crate_id"}
    connection.execute(statement.on_conflict_do_update([tables.stop_crate.c.crate_id], set_=told), rows)


def _crate_row(wave_id: UUID, crate: StopCrate) -> dict[str, Any]:
    return {
        "crate_id": crate.crate_id,
        "wave_id": wave_id,
        "sscc": crate.sscc,
        "number": crate.number,
        "zone": crate.zone.value,
        "weight_g": crate.weight_g,
        "closed": crate.closed,
        "weighed": crate.weighed.value if crate.weighed else None,
        "cancelled": json.dumps(crate.cancelled),
    }


def _on_route(moved: CrateMoved) -> dict[str, Any]:
    """On which route the crate stands now; a receipt says nothing about it."""
    if moved.move is CrateMove.UNLOADED:
        return {"route_id": None}
    return {"route_id": moved.route_id} if moved.route_id else {}


def _put(
    connection: Connection,
    table: Table,
    key: Mapping[str, Any],
    row: Mapping[str, Any],
    first: Mapping[str, Any] | None = None,
) -> None:
    """Insert the row, or change the named columns of the one with this key: others keep what they hold.

    `first` are columns that keep what the first telling said.
    """
    statement = insert(table).values({**key, **row, **(first or {})})
    connection.execute(statement.on_conflict_do_update(_columns(table, key), set_=dict(row)))


def _columns(table: Table, names: Iterable[str]) -> list[Any]:
    return [table.c[name] for name in names]
