"""What the cloud tells of stops, vans and routes: twice is harmless, older words change nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cloud_api.wire.catalogue import Operator
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.routes import CrateMove, CrateMoved, Route, RouteDeparted, RoutePlan, RouteStop
from hardware.check_digits import make_route_code
from station.kernel.ids import new_uuid
from station.storage import tables
from station.storage.database import Database
from station.sync import shipments
from tests.station.dispatch.night_kit import (
    CUT_OFF,
    CYCLE,
    STATION,
    blank_database,
    body,
    crate_id,
    stop,
    van,
    wave,
)

ROUTES = [new_uuid() for _ in range(3)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(blank_database(tmp_path))
    yield made
    made.close()


def tell(database: Database, kind: ChangeKind, message: Any, minutes: int = 0) -> None:
    with database.act() as connection:
        shipments.appliers()[kind](connection, body(message), CUT_OFF + timedelta(minutes=minutes))


def rows(database: Database, table: str) -> list[Any]:
    with database.look() as connection:
        return list(connection.execute(select(tables.metadata.tables[table])))


def plan(version: int, routes: dict[int, list[int]]) -> RoutePlan:
    """Routes by number of ROUTES, each the numbers of its stops."""
    return RoutePlan(
        plan_id=new_uuid(),
        cycle_id=CYCLE,
        version=version,
        routes=tuple(
            Route(
                route_id=ROUTES[number],
                number=number + 1,
                code=make_route_code(number),
                van=f"V{number + 1}",
                departs_at=CUT_OFF,
                returns_at=CUT_OFF,
                metres=1,
                stops=tuple(
                    RouteStop(
                        wave_id=wave(each),
                        pickup_point=f"P{each:03d}",
                        arrives_at=CUT_OFF,
                        leaves_at=CUT_OFF,
                        metres_before=1,
                        weight_g=1,
                        volume_ml=1,
                    )
                    for each in stops
                ),
            )
            for number, stops in routes.items()
        ),
    )


def moved(move: CrateMove, minutes: int, route: int | None = 0, crate: int = 1) -> CrateMoved:
    return CrateMoved(
        crate_id=crate_id(1, crate),
        sscc="095200010000000017",
        wave_id=wave(1),
        move=move,
        route_id=None if route is None else ROUTES[route],
        at=CUT_OFF + timedelta(minutes=minutes),
        station_id=STATION,
        station_name="装车 1",
    )


def test_everything_told_twice_is_as_told_once(database: Database) -> None:
    told: list[tuple[ChangeKind, Any]] = [
        (ChangeKind.VAN, van(1)),
        (ChangeKind.STOP, stop(1, crates=2)),
        (ChangeKind.ROUTES, plan(1, {0: [1]})),
        (ChangeKind.CRATE_MOVED, moved(CrateMove.LOADED, 5)),
    ]
    for kind, message in told:
        tell(database, kind, message)
    names = ("van", "stop", "stop_crate", "route_plan", "route")
    once = [rows(database, name) for name in names]
    for kind, message in told:
        tell(database, kind, message)
    assert [rows(database, name) for name in names] == once


def test_a_stop_told_anew_keeps_how_far_its_crates_came(database: Database) -> None:
    tell(database, ChangeKind.STOP, stop(1))
    tell(database, ChangeKind.STOP, stop(1, crates=3), minutes=60)
    tell(database, ChangeKind.CRATE_MOVED, moved(CrateMove.LOADED, 5))
    tell(database, ChangeKind.STOP, stop(1, crates=1, weight_g=7), minutes=90)
    (row,) = rows(database, "stop_crate")
    assert (row.moved, row.route_id, row.moved_by) == ("loaded", ROUTES[0], "装车 1")
    (told,) = rows(database, "stop")
    assert (told.state, told.told_at) == ("packed", CUT_OFF)
    tell(database, ChangeKind.STOP, stop(1))
    assert len(rows(database, "stop_crate")) == 1


def test_crates_of_an_earlier_crate_plan_go_but_not_those_on_a_van(database: Database) -> None:
    tell(database, ChangeKind.STOP, stop(1, crates=3))
    tell(database, ChangeKind.CRATE_MOVED, moved(CrateMove.LOADED, 5, crate=3))
    tell(database, ChangeKind.STOP, stop(1, crates=1))
    assert {row.number for row in rows(database, "stop_crate")} == {1, 3}


def test_the_later_scan_of_a_crate_stands(database: Database) -> None:
    tell(database, ChangeKind.STOP, stop(1, crates=1))
    tell(database, ChangeKind.CRATE_MOVED, moved(CrateMove.UNLOADED, 6))
    tell(database, ChangeKind.CRATE_MOVED, moved(CrateMove.LOADED, 5))
    assert [(row.moved, row.route_id) for row in rows(database, "stop_crate")] == [("unloaded", None)]
    tell(database, ChangeKind.CRATE_MOVED, moved(CrateMove.LOADED, 7, route=1))
    tell(database, ChangeKind.CRATE_MOVED, moved(CrateMove.RECEIVED, 90, route=None))
    assert [(row.moved, row.route_id) for row in rows(database, "stop_crate")] == [("received", ROUTES[1])]


def test_an_older_plan_changes_nothing_and_the_one_told_last_of_a_version_counts(database: Database) -> None:
    tell(database, ChangeKind.ROUTES, plan(2, {0: [1], 1: [2]}))
    tell(database, ChangeKind.ROUTES, plan(1, {2: [1, 2]}))
    assert {row.number for row in rows(database, "route")} == {1, 2}
    tell(database, ChangeKind.ROUTES, plan(2, {1: [2, 1]}))
    assert {row.number for row in rows(database, "route")} == {2}
    assert [row.version for row in rows(database, "route_plan")] == [2]


def test_a_route_that_left_stays_as_it_left(database: Database) -> None:
    tell(database, ChangeKind.ROUTES, plan(1, {0: [1], 1: [2]}))
    before = {row.number: row.body for row in rows(database, "route")}
    left = RouteDeparted(
        route_id=ROUTES[0], cycle_id=CYCLE, at=CUT_OFF, station_id=STATION, station_name="装车 1"
    )
    tell(database, ChangeKind.ROUTE_DEPARTED, left)
    tell(database, ChangeKind.ROUTES, plan(2, {0: [1, 2]}))
    tell(database, ChangeKind.ROUTES, plan(3, {1: [2]}))
    found = {row.number: row for row in rows(database, "route")}
    assert found[1].body == before[1]
    assert (found[1].departed_at, found[1].departed_by) == (CUT_OFF, "装车 1")
    assert found[2].departed_at is None


def test_unknown_crates_and_routes_are_refused_by_a_word_the_inbox_keeps(database: Database) -> None:
    with pytest.raises(KeyError, match="crate"):
        tell(database, ChangeKind.CRATE_MOVED, moved(CrateMove.LOADED, 1))
    left = RouteDeparted(
        route_id=ROUTES[0], cycle_id=CYCLE, at=CUT_OFF, station_id=STATION, station_name="装车 1"
    )
    with pytest.raises(KeyError, match="route"):
        tell(database, ChangeKind.ROUTE_DEPARTED, left)


def test_a_van_keeps_its_night_off_and_what_was_changed_here(database: Database) -> None:
    tell(database, ChangeKind.VAN, van(1))
    with database.act() as connection:
        connection.exec_driver_sql("UPDATE van SET away = 1")
    tell(database, ChangeKind.VAN, van(1, driver="王"))
    (row,) = rows(database, "van")
    assert (row.away, "王" in row.body) == (True, True)
    with database.act() as connection:
        connection.exec_driver_sql("UPDATE van SET unsent = 1")
    tell(database, ChangeKind.VAN, van(1, driver="赵"))
    assert "王" in rows(database, "van")[0].body


def test_who_may_let_pass_is_kept(database: Database) -> None:
    person = Operator(id=new_uuid(), name="陈", badge="7700000020", warehouse="W1", supervisor=True)
    tell(database, ChangeKind.OPERATOR, person)
    assert [(row.name, row.supervisor) for row in rows(database, "operator")] == [("陈", True)]
