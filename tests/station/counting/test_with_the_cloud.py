"""Counted at a real station, decided by a supervisor, and the real cloud's book is the shelf."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import Engine, insert, select

from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.wire.stations import Role
from hardware.codes import make_bin_code, read_code
from station.bootstrap.appliers import appliers_of
from station.bootstrap.roles import COUNTING, LOADING
from station.counting.commands.desk import Desk
from station.counting.flow.conversation import CountingFlow
from station.counting.model.verdicts import Verdict
from station.counting.model.view import CountingView, DifferenceRow, Press
from station.kernel.clock import SettableClock
from station.kernel.ids import StationId
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.override import OverrideTalk
from station.people.pins import PinDesk
from station.stock.applying import stock_told
from station.stock.book import in_bin
from station.storage import tables
from station.storage.database import Records
from station.sync.client import CloudClient
from station.sync.engine import SyncEngine
from tests.cloud_api.kit import Cloud, SetClock, running
from tests.cloud_api.stock_kit import book, counts_of, moved, tell
from tests.station.counting.floor import (
    CHEAP,
    CHEN,
    CODES,
    LI,
    MILK,
    PEACH,
    PEOPLE,
    PIN,
    SHANGHAI,
    WANG,
    Door,
    bins,
    goods,
    verdict,
)

T = TypeVar("T")


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Cloud]:
    engine: Engine = open_engine(str(tmp_path / "cloud.db"))
    migrate(engine)
    with running(engine, SetClock()) as served:
        people = [
            {
                "id": str(each.id),
                "name": each.name,
                "badge": each.badge,
                "warehouse": "W1",
                "supervisor": each.supervisor,
            }
            for each in PEOPLE
        ]
        told = {
            "warehouses": [{"code": "W1", "name": "一号仓"}],
            "products": [each.model_dump(mode="json") for each in goods()],
            "bins": [each.model_dump(mode="json") for each in bins()],
            "operators": people,
        }
        answer = served.call("PUT", "/v1/catalogue", served.integrator(), json=told)
        assert answer.status_code == 200, answer.text
        yield served
    engine.dispose()


class Station:
    """A stock desk on its own store thread, synced with the cloud when a test says so."""

    def __init__(self, path: Path, cloud: Cloud, name: str) -> None:
        self._cloud = cloud
        enrolled = cloud.enrol(Role.WAREHOUSE, "W1", name)
        self.clock = SettableClock(cloud.clock())
        self.records = Records(path)
        self.bugs: list[Exception] = []
        self._waiting: list[Callable[[], None]] = []
        station_id = StationId(UUID(enrolled["station_id"]))
        with_cloud = CloudClient(cloud.url, enrolled["token"])
        self.engine = SyncEngine(
            with_cloud,
            self.records,
            self.clock,
            on_state=lambda _: None,
            on_changes=lambda kinds: self.do(lambda: self.flow.changes_applied(kinds)),
            on_bug=self.bugs.append,
            appliers=appliers_of((COUNTING, LOADING)),
            at_end=stock_told,
        )
        self.flow = self.do(lambda: self._flow(station_id, name))
        self.sync()

    def _flow(self, station_id: StationId, name: str) -> CountingFlow:
        database = self.records.database
        with database.act() as connection:
            row = {"id": station_id, "name": name, "role": "warehouse", "warehouse": "W1", "brand": "优邻站"}
            rest = {"warehouse_name": "一号仓", "time_zone": "Asia/Shanghai", "cloud_url": self._cloud.url}
            connection.execute(insert(tables.station).values(**row, **rest, enrolled_at=self.clock.now()))
        desk = Desk(database, self.clock, station_id, SHANGHAI, lambda: None)

        def talk(changed: Callable[[], None]) -> OverrideTalk:
            pins = PinDesk(Door(), lambda: b"of the key store", CHEAP)
            return OverrideTalk(database, pins, self.clock, self._aside, changed)

        return CountingFlow(desk, talk, lambda _: None, lambda: None)

    def _aside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        self._waiting.append(lambda: done(work()))

    def do(self, work: Callable[[], T]) -> T:
        return self.records.submit(work).result()

    def sync(self) -> None:
        self.engine.round()
        assert self.bugs == []

    def later(self) -> None:
        """A minute goes by, here and at the cloud."""
        self._cloud.clock.forward(minutes=1)
        self.clock.advance(60)

    def scan(self, text: str) -> CountingView:
        self.later()
        code = read_code(text)
        return self.do(lambda: self.flow.scan(Scan(text, self.clock.monotonic(), "scanner"), code))

    def scan_bin(self, code: str) -> CountingView:
        return self.scan(make_bin_code(next(each.number for each in bins() if each.code == code)))

    def press(self, *presses: Press) -> CountingView:
        for press in presses:
            view = self.do(partial(self.flow.press, press))
        return view

    def agree(self) -> CountingView:
        """The supervisor's badge, PIN and first reason."""
        self.scan(CHEN.badge)
        self.do(lambda: self.flow.pin(PIN))
        while self._waiting:
            self.do(self._waiting.pop(0))
        override = self.do(self.flow.view).override
        assert override is not None
        return self.do(lambda: self.flow.choose_reason(override.reasons[0]))

    def book(self) -> dict[tuple[str, str, str], int]:
        """Pieces by bin, product and lot, as this desk knows them."""

        def look() -> dict[tuple[str, str, str], int]:
            with self.records.database.look() as connection:
                lots = [lot for each in bins() for lot in in_bin(connection, each.code)]
            return {(lot.bin, lot.sku, lot.lot): lot.quantity for lot in lots}

        return self.do(look)

    def fact_states(self) -> set[str]:
        def look() -> set[str]:
            with self.records.database.look() as connection:
                return set(connection.execute(select(tables.fact.c.state)).scalars())

        return self.do(look)

    def close(self) -> None:
        self.engine.stop()
        self.records.close()


@pytest.fixture
def station(cloud: Cloud, tmp_path: Path) -> Iterator[Station]:
    """The book has ten peaches and four milks in A-01."""
    tell(cloud.desk("收货"), "StockMoved", moved(PEACH, 10), moved(MILK, 4), operator_id=str(LI.id))
    made = Station(tmp_path / "station.db", cloud, "库存")
    yield made
    made.close()


def count_eight(station: Station) -> None:
    """李娜 finds eight peaches and four milks."""
    station.do(lambda: station.flow.sign_in(LI))
    station.scan_bin("A-01")
    for _ in range(8):
        station.scan(CODES[PEACH])
    station.scan(CODES[MILK])
    station.do(lambda: station.flow.typed("4"))
    assert verdict(station.press(Press.DONE, Press.DONE)) is Verdict.COUNT_DONE
    station.sync()


def look_at_differences(station: Station) -> list[tuple[str, int, int]]:
    station.do(lambda: station.flow.sign_in(CHEN))
    view = station.press(Press.DIFFERENCES)
    return [(row.product, row.book, row.found) for row in view.part.rows if isinstance(row, DifferenceRow)]


def test_an_approved_difference_makes_the_book_the_shelf(cloud: Cloud, station: Station) -> None:
    before = {("A-01", PEACH, ""): 10, ("A-01", MILK, ""): 4}
    assert station.book() == before
    count_eight(station)
    assert (station.book(), look_at_differences(station)) == (before, [("水蜜桃 4个装", 10, 8)])
    station.press(Press.APPROVE)
    assert verdict(station.agree()) is Verdict.APPROVED
    station.sync()
    after = {("A-01", PEACH, ""): 8, ("A-01", MILK, ""): 4}
    watcher = cloud.desk("看账")
    assert (book(watcher), station.book()) == (after, after)
    (held,) = counts_of(watcher)
    assert (held["state"], held["counted_by"], held["settled_by"]) == ("approved", str(LI.id), str(CHEN.id))
    assert station.fact_states() == {"accepted"}
    assert look_at_differences(station) == []


def test_not_believed_it_is_counted_again_by_somebody_else(cloud: Cloud, station: Station) -> None:
    count_eight(station)
    look_at_differences(station)
    station.press(Press.AGAIN)
    assert verdict(station.agree()) is Verdict.COUNT_AGAIN
    station.sync()
    station.do(lambda: station.flow.sign_in(LI))
    assert verdict(station.scan_bin("A-01")) is Verdict.COUNTED_BEFORE
    station.do(lambda: station.flow.sign_in(WANG))
    station.scan_bin("A-01")
    station.scan(CODES[PEACH])
    station.do(lambda: station.flow.typed("10"))
    station.scan(CODES[MILK])
    station.do(lambda: station.flow.typed("4"))
    station.press(Press.DONE, Press.DONE)
    station.sync()
    (held,) = counts_of(cloud.desk("看账"))
    assert (held["state"], held["counted_by"], held["differences"]) == ("agreed", str(WANG.id), [])
    assert station.fact_states() == {"accepted"}


def test_what_moved_between_bins_is_the_same_on_both_sides(cloud: Cloud, station: Station) -> None:
    station.do(lambda: station.flow.sign_in(LI))
    station.press(Press.LOOK_UP)
    station.scan_bin("A-01")
    station.press(Press.MOVE)
    for _ in range(3):
        station.scan(CODES[PEACH])
    assert verdict(station.scan_bin("A-02")) is Verdict.MOVED
    station.scan_bin("A-01")
    station.press(Press.EXPIRED)
    station.scan(CODES[MILK])
    assert verdict(station.press(Press.CONFIRM)) is Verdict.SET_APART
    station.press(Press.LOST)
    station.scan(CODES[PEACH])
    station.press(Press.CONFIRM)
    assert verdict(station.agree()) is Verdict.WRITTEN_OFF
    offline = station.book()
    station.sync()
    assert station.book() == offline == book(cloud.desk("看账"))
    assert offline == {
        ("A-01", PEACH, ""): 6,
        ("A-02", PEACH, ""): 3,
        ("A-01", MILK, ""): 3,
        ("X-01", MILK, ""): 1,
    }
    assert station.fact_states() == {"accepted"}
