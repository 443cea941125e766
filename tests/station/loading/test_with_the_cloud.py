"""What desks tell the real cloud of crates, heard at a dock on another PC."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import insert

from cloud_api.storage.engine import open_engine
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.schema import migrate
from cloud_api.wire.exchange import ChangeKind
from hardware.codes import read_code
from station.bootstrap.appliers import appliers_of
from station.bootstrap.roles import LOADING
from station.kernel.clock import SettableClock
from station.kernel.ids import StationId
from station.kernel.scan import Scan
from station.loading.commands.desk import Desk
from station.loading.flow import LoadingFlow
from station.loading.model.verdicts import Verdict
from station.people.override import OverrideTalk
from station.people.pins import PinDesk
from station.storage import tables
from station.storage.database import Records
from station.sync.client import CloudClient
from station.sync.engine import SyncEngine
from tests.cloud_api.kit import Cloud, DeskKit, SetClock, closing, open_shop, order, running
from tests.cloud_api.night_kit import Night, changes_of, open_night, start_next
from tests.station.kit import CHEAP, Door, at_once
from tests.station.loading.dock import LOADER, SHANGHAI, verdict

T = TypeVar("T")


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    """A wave of two crates, started at its desk."""
    engine = open_engine(str(tmp_path / "cloud.db"))
    migrate(engine)
    with running(engine, SetClock()) as cloud:
        shop = open_shop(cloud)
        made = open_night(shop, order("A", "P1", PEACH=2, MILK=1), order("B", "P1", RICE=3))
        start_next(made)
        yield made
    engine.dispose()


class FarDock:
    """A loading desk on a PC of its own, synced when a test says so."""

    def __init__(self, path: Path, cloud: Cloud) -> None:
        self._kit = cloud.desk("月台 1")
        self._clock = SettableClock(cloud.clock())
        self._records = Records(path)
        self.bugs: list[Exception] = []
        self._engine = SyncEngine(
            CloudClient(cloud.url, self._kit.token),
            self._records,
            self._clock,
            on_state=lambda _: None,
            on_changes=lambda kinds: self._do(lambda: self._flow.changes_applied(kinds)),
            on_bug=self.bugs.append,
            appliers=appliers_of((LOADING,)),
        )
        self._flow = self._do(lambda: self._opened(cloud.url))

    def _opened(self, url: str) -> LoadingFlow:
        database, own_id = self._records.database, StationId(self._kit.station_id)
        with database.act() as connection:
            row = {"id": own_id, "name": "月台 1", "role": "warehouse", "warehouse": "W1", "brand": "优邻站"}
            rest = {"warehouse_name": "一号仓", "time_zone": "Asia/Shanghai", "cloud_url": url}
            connection.execute(insert(tables.station).values(**row, **rest, enrolled_at=self._clock.now()))
        desk = Desk(database, self._clock, own_id, "月台 1", SHANGHAI, operator=LOADER)

        def talk(changed: Callable[[], None]) -> OverrideTalk:
            return OverrideTalk(
                database, PinDesk(Door(), lambda: b"key", CHEAP), self._clock, at_once, changed
            )

        flow = LoadingFlow(desk, talk, lambda _view: None, lambda: None)
        flow.open()
        return flow

    def _do(self, work: Callable[[], T]) -> T:
        return self._records.submit(work).result()

    def sync(self) -> None:
        self._engine.round()
        assert self.bugs == []

    def scan(self, code: str) -> Verdict:
        self._clock.advance(2)
        scan = Scan(code, self._clock.monotonic(), "test")
        return verdict(self._do(lambda: self._flow.scan(scan, read_code(code))))

    def close(self) -> None:
        self._engine.stop()
        self._records.close()


@pytest.fixture
def dock(tmp_path: Path, night: Night) -> Iterator[FarDock]:
    made = FarDock(tmp_path / "dock.db", night.shop.cloud)
    made.sync()
    yield made
    made.close()


def tell(desk: DeskKit, kind: str, body: dict[str, Any]) -> None:
    answer = desk.report(kind, body)
    assert answer["verdict"] == "accepted", answer


def pick(night: Night, crate: dict[str, Any]) -> None:
    """Put all that is planned for a crate into it, and close it."""
    told = night.desk.picking(night.plans["P1"])
    for kind, body in told:
        if body.get("crate_id") == crate["crate_id"]:
            tell(night.desk, kind, body)


def test_a_crate_is_taken_as_soon_as_its_desk_has_closed_it(night: Night, dock: FarDock) -> None:
    plan = night.plans["P1"]
    first, second = plan["crates"]
    (route,) = night.publish(night.route_plan(1, ("V1", ["P1"])))["routes"]
    dock.sync()
    assert dock.scan(route["code"]) is Verdict.ROUTE_CHOSEN
    assert dock.scan(first["sscc"]) is Verdict.NOT_CLOSED
    pick(night, first)
    assert dock.scan(first["sscc"]) is Verdict.NOT_CLOSED, "the word is on its way"
    dock.sync()
    assert dock.scan(second["sscc"]) is Verdict.NOT_CLOSED
    reopening = {"wave_id": plan["wave_id"], "crate_id": first["crate_id"], "reason": "少一件"}
    tell(night.desk, "CrateReopened", reopening | {"override_id": str(new_uuid())})
    dock.sync()
    assert dock.scan(first["sscc"]) is Verdict.NOT_CLOSED, "it was opened again"
    tell(night.desk, "CrateClosed", closing(plan["wave_id"], first))
    dock.sync()
    assert dock.scan(first["sscc"]) is Verdict.LOADED
    pick(night, second)
    dock.sync()
    assert dock.scan(second["sscc"]) is Verdict.ALL_LOADED
    dock.sync()
    moves = changes_of(night.dispatch, ChangeKind.CRATE_MOVED)
    assert [each["crate_id"] for each in moves] == [first["crate_id"], second["crate_id"]]
