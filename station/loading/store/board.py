"""Tonight's board read from the rows that sync keeps."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    String,
    and_,
    func,
    or_,
    select,
    type_coerce,
)

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Van
from cloud_api.wire.crates import Weighed
from cloud_api.wire.routes import CrateMove, PackState, Route, RouteStop
from station.kernel.ids import CrateId, CycleId, RouteId, Sscc, WaveId
from station.loading.model.board import Board, LoadCrate, LoadRoute, LoadStop
from station.loading.model.rules import Stranger
from station.loading.store.cancelled import cancelled_here
from station.storage import tables
from station.sync import inbox

SHOWN_AFTER = timedelta(hours=18)
"""So long after its planned departure a route is one of tonight's; with crates on it, until it leaves."""
PLANS_READ = timedelta(days=7)
"""Older plans are not even looked at."""


ZONES = {zone.value: zone for zone in Zone}


class Ids:
    """Ids by their stored text, kept from one look at the board to the next."""

    MOST = 50_000

    def __init__(self) -> None:
        self._known: dict[str, UUID] = {}

    def of(self, text: str) -> UUID:
        """The id stored as `text`."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) == self.MOST:
                self._known.clear()
            found = self._known[text] = UUID(text)
        return found


@dataclass(frozen=True)
class Stamp:
    """What the rows were when they were read: any change of the cloud or act of this station moves it."""

    cursor: int
    last_fact: int


def stamp(connection: Connection) -> Stamp:
    """The stamp of the rows as they are now."""
    last_fact = connection.execute(select(func.max(tables.fact.c.seq))).scalar() or 0
    return Stamp(inbox.cursor(connection), last_fact)


def load_board(connection: Connection, now: datetime, ids: Ids) -> Board:
    """Tonight's routes with their stops and crates; `ids` makes the second look cheaper than the first."""
    stored = _routes(connection, now)
    cycles = {row.cycle_id for row, _ in stored}
    crates = _crates(connection, cycles, ids)
    stops, plates = _stops(connection, cycles), _vans(connection)
    by_wave: dict[UUID, list[LoadCrate]] = defaultdict(list)
    for crate in crates:
        by_wave[crate.wave_id].append(crate)
    routes = [_route(row, route, stops, by_wave, plates, ids) for row, route in stored]
    routes.sort(key=lambda route: (route.departed_at is not None, route.departs_at, route.number))
    served = {stop.wave_id for route in routes for stop in route.stops}
    shown = {route.id for route in routes}
    known = {crate.sscc: crate for crate in crates if crate.wave_id in served or crate.on in shown}
    return Board(tuple(routes), known)


def label_instead(connection: Connection, sscc: str) -> tuple[int, str] | None:
    """Number and label of the crate that had this label until it was packed anew; None for any other."""
    crate, void = tables.stop_crate.c, tables.void_label.c
    row = connection.execute(
        select(crate.number, crate.sscc)
        .join(tables.void_label, void.crate_id == crate.crate_id)
        .where(void.sscc == sscc)
    ).first()
    return None if row is None else (row.number, row.sscc)


def find_stranger(
    connection: Connection, sscc: str, tonight: Collection[CycleId], now: datetime
) -> Stranger | None:
    """A crate that is on no route of tonight, by its number; None when the station never heard of it.

    It is of tonight when its cycle is driven tonight, or when it was told of a few hours ago.
    """
    crate, stop = tables.stop_crate.c, tables.stop.c
    row = connection.execute(
        select(
            crate.number,
            stop.cycle_id,
            stop.told_at,
            func.json_extract(stop.body, "$.pickup_point.name").label("shop"),
            func.json_extract(stop.body, "$.cycle_name").label("cycle"),
        )
        .join(tables.stop, stop.wave_id == crate.wave_id)
        .where(crate.sscc == sscc)
        .order_by(stop.told_at.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    fresh = row.told_at > now - SHOWN_AFTER
    return Stranger(row.number, row.shop, row.cycle, fresh or CycleId(row.cycle_id) in tonight)


def _routes(connection: Connection, now: datetime) -> list[tuple[Row[Any], Route]]:
    route, plan, crate = tables.route, tables.route_plan, tables.stop_crate
    loaded = select(crate.c.crate_id).where(crate.c.route_id == route.c.id).exists()
    rows = connection.execute(
        select(route, loaded.label("loaded"))
        .join(plan, plan.c.cycle_id == route.c.cycle_id)
        .where(or_(plan.c.told_at > now - PLANS_READ, and_(loaded, route.c.departed_at.is_(None))))
    )
    found = []
    for row in rows:
        body = Route.model_validate_json(row.body)
        half_loaded = row.loaded and row.departed_at is None
        if half_loaded or body.departs_at > now - SHOWN_AFTER:
            found.append((row, body))
    return found


def _crates(connection: Connection, cycles: Collection[UUID], ids: Ids) -> list[LoadCrate]:
    """Crates of the cycles; one that this PC closed itself is closed before the cloud says so."""
    crate, here, van = tables.stop_crate, tables.crate, tables.route
    rows = connection.execute(
        select(
            _text(crate.c.crate_id),
            crate.c.sscc,
            _text(crate.c.wave_id),
            crate.c.number,
            crate.c.zone,
            _text(crate.c.route_id),
            crate.c.moved,
            or_(crate.c.closed, here.c.state == "closed"),
            van.c.departed_at.is_not(None),
            crate.c.weighed,
            crate.c.cancelled,
        )
        .join(tables.stop, tables.stop.c.wave_id == crate.c.wave_id)
        .outerjoin(here, here.c.id == crate.c.crate_id)
        .outerjoin(van, van.c.id == crate.c.route_id)
        .where(tables.stop.c.cycle_id.in_(cycles))
        .order_by(crate.c.wave_id, crate.c.number)
    ).all()
    taken_out = cancelled_here(connection)
    return [
        LoadCrate(
            id=CrateId(ids.of(crate_id)),
            sscc=Sscc(sscc),
            wave_id=WaveId(ids.of(wave_id)),
            number=number,
            zone=ZONES[zone],
            closed=bool(closed),
            on=RouteId(ids.of(route_id)) if route_id else None,
            gone=moved == CrateMove.RECEIVED or bool(route_id and left),
            weighed=Weighed(weighed) if weighed else None,
            cancelled=taken_out.of(CrateId(ids.of(crate_id)), WaveId(ids.of(wave_id)), cancelled),
        )
        for crate_id, sscc, wave_id, number, zone, route_id, moved, closed, left, weighed, cancelled in rows
    ]


def _text(column: Column[Any]) -> ColumnElement[str]:
    """The column as it is stored: thousands of ids need not be made anew at every look."""
    return type_coerce(column, String)


def _stops(connection: Connection, cycles: Collection[UUID]) -> Mapping[UUID, Any]:
    stop = tables.stop.c
    rows = connection.execute(
        select(
            stop.wave_id,
            stop.state,
            stop.pickup_point,
            func.json_extract(stop.body, "$.pickup_point.name").label("name"),
            func.json_extract(stop.body, "$.bags").label("bags"),
        ).where(stop.cycle_id.in_(cycles))
    )
    return {row.wave_id: row for row in rows}


def _vans(connection: Connection) -> Mapping[str, Van]:
    rows = connection.execute(select(tables.van))
    return {row.code: Van.model_validate_json(row.body) for row in rows}


def _route(
    row: Row[Any],
    body: Route,
    stops: Mapping[UUID, Any],
    crates: Mapping[UUID, list[LoadCrate]],
    vans: Mapping[str, Van],
    ids: Ids,
) -> LoadRoute:
    van = vans.get(row.van)

    def load_stop(ordinal: int, stop: RouteStop) -> LoadStop:
        told, boxes = stops.get(stop.wave_id), crates.get(stop.wave_id, [])
        return LoadStop(
            wave_id=WaveId(stop.wave_id),
            ordinal=ordinal,
            code=stop.pickup_point,
            name=told.name if told else stop.pickup_point,
            arrives_at=stop.arrives_at,
            packing=_packing(told, boxes),
            crates=tuple(boxes),
            bags=(told.bags or 0) if told else 0,
        )

    return LoadRoute(
        id=RouteId(ids.of(str(row.id))),
        cycle_id=CycleId(row.cycle_id),
        code=row.code,
        number=row.number,
        plate=van.plate if van else row.van,
        driver=van.driver if van else "",
        departs_at=body.departs_at,
        departed_at=row.departed_at,
        departed_by=row.departed_by,
        stops=tuple(load_stop(ordinal, stop) for ordinal, stop in enumerate(body.stops, start=1)),
    )


def _packing(row: Any | None, crates: Collection[LoadCrate]) -> PackState:
    """How far the stop is; crates that are known tell that its wave was started."""
    state = PackState.WAITING if row is None else PackState(row.state)
    return PackState.PACKING if state is PackState.WAITING and crates else state
