"""Reads what a night is made of: cycles, stops with their crates, vans, the warehouse."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from cloud_api.wire.catalogue import Van, Warehouse
from cloud_api.wire.routes import CrateMove, Stop
from station.dispatch.model.day import CratesOfStop, DayLoad, KnownVan
from station.dispatch.model.day_published import CycleRow
from station.kernel.ids import CycleId, RouteId, WaveId
from station.storage import tables

ON_A_VAN = (CrateMove.LOADED.value, CrateMove.RECEIVED.value, CrateMove.NOT_RECEIVED.value)
"""Moves of a crate that stands on a van, or came off it at its shop."""
CYCLES_OFFERED = 20


class StopReader:
    """Reads each stop once: the night is read anew with every crate that is scanned."""

    def __init__(self) -> None:
        self._known: dict[str, Stop] = {}

    def read(self, bodies: Iterable[str]) -> tuple[Stop, ...]:
        """The stops of these rows, in their order."""
        self._known = {body: self._known.get(body) or Stop.model_validate_json(body) for body in bodies}
        return tuple(self._known.values())


def cycles(connection: Connection) -> list[CycleRow]:
    """The cycles with stops, the one told last first."""
    stop, plan = tables.stop.c, tables.route_plan.c
    told = func.min(stop.told_at)
    rows = connection.execute(
        select(stop.cycle_id, func.count(), func.max(stop.body), plan.version)
        .outerjoin(tables.route_plan, plan.cycle_id == stop.cycle_id)
        .group_by(stop.cycle_id, plan.version)
        .order_by(told.desc(), stop.cycle_id.desc())
        .limit(CYCLES_OFFERED)
    )
    return [
        CycleRow(CycleId(row[0]), Stop.model_validate_json(row[2]).cycle_name, row[1], row[3] or 0)
        for row in rows
    ]


def load_day(connection: Connection, cycle_id: CycleId, warehouse: str, reader: StopReader) -> DayLoad | None:
    """All that a cycle's night is made of; None where it has no stops."""
    stop = tables.stop.c
    told = connection.execute(
        select(stop.body, stop.told_at).where(stop.cycle_id == cycle_id).order_by(stop.told_at)
    ).all()
    if not told:
        return None
    return DayLoad(
        cycle_id=cycle_id,
        told_at=told[0].told_at,
        site=_site(connection, warehouse),
        stops=reader.read(row.body for row in told),
        vans=tuple(known_vans(connection)),
        crates=_crates(connection, cycle_id),
        left=frozenset(_left(connection, cycle_id)),
    )


def known_vans(connection: Connection) -> Iterable[KnownVan]:
    """Every van of the warehouse, by code."""
    rows = connection.execute(select(tables.van).order_by(tables.van.c.code))
    return [KnownVan(Van.model_validate_json(row.body), row.away) for row in rows]


def _site(connection: Connection, warehouse: str) -> Warehouse | None:
    site = tables.warehouse_site.c
    body = connection.execute(select(site.body).where(site.code == warehouse)).scalar()
    return None if body is None else Warehouse.model_validate_json(body)


def _crates(connection: Connection, cycle_id: CycleId) -> dict[WaveId, CratesOfStop]:
    crate, stop = tables.stop_crate.c, tables.stop.c
    rows = connection.execute(
        select(crate.wave_id, crate.route_id, crate.moved, func.count())
        .join(tables.stop, stop.wave_id == crate.wave_id)
        .where(stop.cycle_id == cycle_id)
        .group_by(crate.wave_id, crate.route_id, crate.moved)
    )
    counts: dict[WaveId, int] = {}
    loaded: dict[WaveId, dict[RouteId, int]] = {}
    for wave, route, moved, crates in rows:
        counts[wave] = counts.get(wave, 0) + crates
        if route is not None and moved in ON_A_VAN:
            on_route = loaded.setdefault(wave, {})
            on_route[route] = on_route.get(route, 0) + crates
    return {wave: CratesOfStop(crates, loaded.get(wave, {})) for wave, crates in counts.items()}


def _left(connection: Connection, cycle_id: CycleId) -> Iterable[str]:
    route = tables.route.c
    return connection.execute(
        select(route.van).where(route.cycle_id == cycle_id, route.departed_at.is_not(None))
    ).scalars()
