"""Bins of the cloud at a real station: they come with the first snapshot and with every change."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.wire.exchange import Change, ChangeKind
from cloud_api.wire.stations import Role
from station.kernel.clock import SettableClock
from station.storage import tables
from station.storage.database import Records
from station.sync import inbox
from tests.cloud_api.bins_kit import place
from tests.cloud_api.kit import Cloud, SetClock, catalogue, running
from tests.station.sync.kit import Desk, enrol_station


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Cloud]:
    engine: Engine = open_engine(str(tmp_path / "cloud.db"))
    migrate(engine)
    with running(engine, SetClock()) as served:
        yield served
    engine.dispose()


def bins(connection: Connection) -> dict[str, tuple[int, int, bool]]:
    """Number, place on the path and whether it is in use, by the codes of the station's bins."""
    rows = connection.execute(select(tables.bin_place).order_by(tables.bin_place.c.code))
    return {row.code: (row.number, row.path, row.active) for row in rows}


def unreadable(connection: Connection) -> list[dict[str, Any]]:
    """Changes the station could not take."""
    return inbox.notices(connection, "unreadable_change")


def put(cloud: Cloud, token: str, *rows: dict[str, Any]) -> None:
    answer = cloud.call("PUT", "/v1/catalogue", token, json={"bins": list(rows)})
    assert answer.status_code == 200, answer.text


def test_a_station_has_the_bins_of_its_warehouse(cloud: Cloud, tmp_path: Path) -> None:
    token = cloud.integrator()
    assert cloud.call("PUT", "/v1/catalogue", token, json=catalogue()).status_code == 200
    put(cloud, token, place("A-1"), place("A-2"), place("A-1", warehouse="W2"))
    desk = Desk(
        tmp_path / "station.db",
        cloud.url,
        SettableClock(cloud.clock()),
        cloud.enrol(Role.WAREHOUSE, "W1")["token"],
    )
    desk.records.act(enrol_station, desk.clock)
    desk.engine.round()
    assert desk.records.act(bins) == {"A-1": (1, 12, True), "A-2": (2, 12, True)}
    put(cloud, token, place("A-2", number=9))
    put(cloud, token, place("A-1", number=2, path=40), place("A-2", active=False))
    desk.engine.round()
    assert desk.records.act(bins) == {"A-1": (2, 40, True), "A-2": (9, 12, False)}
    assert (desk.bugs, desk.records.act(unreadable)) == ([], [])
    desk.close()


def test_a_number_that_went_from_bin_to_bin_is_no_hindrance(tmp_path: Path) -> None:
    """A snapshot tells the newest of each bin only, so a number may come before its holder has another."""
    records, clock = Records(tmp_path / "station.db"), SettableClock()

    def told(cursor: int, code: str, number: int) -> Change:
        return Change(cursor=cursor, kind=ChangeKind.BIN, body=place(code, number=number))

    def apply(connection: Connection, *changes: Change) -> None:
        inbox.apply_snapshot(connection, list(changes), clock.now())

    records.act(apply, told(1, "A-1", 5), told(2, "A-2", 6))
    records.act(apply, told(11, "A-2", 5), told(12, "A-1", 3))
    assert {code: row[0] for code, row in records.act(bins).items()} == {"A-1": 3, "A-2": 5}
    assert records.act(unreadable) == []
    records.close()
