"""The sync room act by act: what it says of the cloud, the clock, refused records and notices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cloud_api.wire.exchange import Change, ChangeKind, ChangePage, FactResult, FactVerdict
from cloud_api.wire.facts import FactKind
from station.kernel.clock import SettableClock
from station.kernel.messages import Message
from station.storage.database import Database
from station.sync import inbox, outbox
from station.sync.engine import SyncState
from station.sync.flow import SyncFlow
from station.sync.view import SyncView
from station.sync.words import FACT_WORDS, clock_words, fact_words
from tests.station.kit import english
from tests.station.sync.kit import STATION, enrol_station, write_fact

UP = SyncState(connected=True)
DOWN = SyncState(connected=False, detail=Message("The cloud cannot be reached ({reason})", reason="x"))


class Bench:
    """A sync room on a real database file."""

    def __init__(self, path: Path, clock: SettableClock) -> None:
        self.clock = clock
        self.database = Database(path)
        self.views: list[SyncView] = []
        self.wakes = 0
        self.flow = SyncFlow(
            self.database,
            clock,
            ZoneInfo("Asia/Shanghai"),
            "工位 1",
            "https://cloud.example.cn",
            self.views.append,
            self._woken,
        )

    @property
    def view(self) -> SyncView:
        return self.views[-1]

    def refuse_one_of(self, count: int) -> None:
        with self.database.act() as connection:
            for _ in range(count):
                write_fact(connection, self.clock)
            first = outbox.waiting(connection, 1)[0]
            result = FactResult(id=first.id, verdict=FactVerdict.REFUSED, reason="Not yours.")
            outbox.record_answers(connection, [result])

    def _woken(self) -> None:
        self.wakes += 1


@pytest.fixture
def bench(tmp_path: Path, clock: SettableClock) -> Iterator[Bench]:
    made = Bench(tmp_path / "station.db", clock)
    yield made
    made.database.close()


def say(message: Message | None) -> str:
    assert message is not None
    return english().say(message)


def test_before_the_first_round_nothing_is_claimed(bench: Bench) -> None:
    bench.flow.open()
    view = bench.view
    assert (view.station, view.cloud) == ("工位 1", "https://cloud.example.cn")
    assert (view.connected, view.since, view.last_contact, view.clock_warning) == (False, None, None, None)


def test_since_when_it_is_so_counts_from_the_change_not_from_each_round(bench: Bench) -> None:
    times = []
    for state in (UP, UP, DOWN, DOWN, UP):
        bench.clock.advance(60)
        bench.flow.state_changed(state)
        assert bench.view.since is not None
        times.append(f"{bench.view.since:%H:%M}")
    assert times == ["02:01", "02:01", "02:03", "02:03", "02:05"]


def test_refused_records_are_told_in_words_and_settled(bench: Bench) -> None:
    bench.refuse_one_of(3)
    bench.flow.open()
    refused = bench.view.refused
    assert [(line.seq, say(line.kind), line.reason) for line in refused] == [
        (1, "Goods taken back out of a crate", "Not yours.")
    ]
    assert bench.view.waiting == 2
    bench.flow.settle(1)
    assert bench.view.refused == ()
    assert bench.wakes == 1


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (
            "by_hand",
            "A refused record is settled by 李师傅: Goods taken back out of a crate. 已取出一件",
        ),
        (
            "applied",
            "A refused record is accepted now, tried again by 李师傅: Goods taken back out of a crate",
        ),
    ],
)
def test_what_the_cloud_settled_leaves_the_list_and_is_told(bench: Bench, how: str, words: str) -> None:
    bench.refuse_one_of(2)
    with bench.database.act() as connection:
        enrol_station(connection, bench.clock)
        fact = outbox.waiting(connection, 1, from_seq=1)[0]
        body = {"station_id": str(STATION), "fact_id": str(fact.id), "kind": str(fact.kind), "how": how}
        body |= {"by": "李师傅", "note": "已取出一件"}
        change = Change(cursor=1, kind=ChangeKind.FACT_SETTLED, body=body)
        page = ChangePage(changes=[change], next_cursor=1, more=False, now=bench.clock.now())
        inbox.apply_page(connection, page, bench.clock.now())
    bench.flow.changes_applied()
    assert bench.view.refused == ()
    assert bench.view.waiting == 1
    assert [say(line.words) for line in bench.view.notices] == [words]


def test_a_settling_that_cannot_be_written_down_did_not_happen(bench: Bench) -> None:
    bench.refuse_one_of(1)
    with bench.database.look() as connection:
        connection.exec_driver_sql("PRAGMA query_only=1")
    bench.flow.settle(1)
    assert len(bench.view.refused) == 1
    assert say(bench.view.answer).startswith("The data file cannot be used")


def test_sync_now_is_under_way_until_the_round_ends(bench: Bench) -> None:
    bench.flow.sync_now()
    assert (bench.view.busy, bench.wakes) == (True, 1)
    bench.flow.state_changed(DOWN)
    assert not bench.view.busy
    assert bench.view.detail == DOWN.detail


def test_notices_are_told_newest_first(bench: Bench) -> None:
    bodies: list[tuple[str, dict[str, object]]] = [
        (ChangeKind.WAVES_READY, {"cycle_id": "1", "cycle_name": "6月18日 晚", "waves": 200}),
        ("holiday", {}),
    ]
    changes = [Change(cursor=at, kind=kind, body=body) for at, (kind, body) in enumerate(bodies, 1)]
    page = ChangePage(changes=changes, next_cursor=2, more=False, now=bench.clock.now())
    with bench.database.act() as connection:
        inbox.apply_page(connection, page, bench.clock.now())
    bench.flow.changes_applied()
    assert [say(line.words) for line in bench.view.notices] == [
        "The cloud told something this version does not know. Ask IT to update the station",
        "200 waves are ready: 6月18日 晚",
    ]


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (timedelta(minutes=3), "This PC's clock is 3 minutes slow. Set it right"),
        (timedelta(minutes=-90), "This PC's clock is 90 minutes fast. Set it right"),
        (timedelta(hours=8), "This PC's clock is 8 hours slow. Set it right"),
        (timedelta(days=-400), "This PC's clock is 400 days fast. Set it right"),
    ],
)
def test_a_wrong_clock_is_told_in_words(bench: Bench, offset: timedelta, words: str) -> None:
    assert say(clock_words(offset)) == words
    bench.flow.state_changed(replace(UP, clock_offset=offset))
    assert say(bench.view.clock_warning) == words


@pytest.mark.parametrize("kind", list(FactKind))
def test_each_kind_of_fact_has_words(kind: FactKind) -> None:
    assert fact_words(kind.value) is FACT_WORDS[kind]


def test_a_kind_of_another_version_is_told_by_its_name() -> None:
    assert say(fact_words("HolidayDeclared")) == "Record HolidayDeclared"
