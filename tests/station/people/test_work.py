"""What people did is counted from what desks keep: by hour and task, pauses left out, told once."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from cloud_api.wire.crates import CrateEmptied, CrateEmptyingUndone, CrateWeighed, Weighed
from cloud_api.wire.facts import FactKind, WaveCompleted
from cloud_api.wire.floor import CountedLot, CountTaken, MoveReason, StockMoved
from cloud_api.wire.work import Caught, Task, WorkDone
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, StationId, new_uuid
from station.loading.model.verdicts import Verdict as LoadingVerdict
from station.packing.model.verdicts import Verdict as PackingVerdict
from station.people.telling_work import WorkTeller
from station.people.work import CAUGHT_BY, Event, HourKey, hours
from station.picking.model.verdicts import Verdict as PickingVerdict
from station.storage import tables
from station.sync.outbox import Author, append_fact
from tests.station.kit import PICKER, STATION, Bench, gtin, lease_of, product

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = datetime(2026, 6, 18, 18, tzinfo=UTC)
ANNA, BO = OperatorId(UUID(int=7)), OperatorId(UUID(int=8))


def at(minute: float) -> datetime:
    return HOUR + timedelta(minutes=minute)


def test_pauses_count_nothing_and_a_gap_belongs_to_the_later_act_within_its_hour() -> None:
    minutes = (-2, 1, 5, 11, 14)
    found = hours([Event(at(minute), ANNA, Task.PICKING, 1, 2, 1) for minute in minutes], HOUR, ZONE)
    (body,) = found.values()
    assert (body.lines, body.pieces, body.scans) == (4, 8, 4)
    assert body.active_s == 60 * (1 + 4 + 3), "six minutes without an act are a pause"


def test_each_person_and_task_has_an_hour_of_its_own() -> None:
    told = [
        Event(at(1), ANNA, Task.PICKING, 1, 2, 1, "put_ok"),
        Event(at(2), BO, Task.PICKING, 0, 0, 1, "look_alike"),
        Event(at(3), ANNA, Task.LOADING, -1, -1),
        Event(at(61), ANNA, Task.PICKING, 0, 0, 1, "bad_check_digit"),
    ]
    found = hours(told, HOUR, ZONE)
    assert found[HourKey(BO, HOUR, Task.PICKING)].caught == Caught(wrong_product=1)
    assert found[HourKey(ANNA, HOUR, Task.LOADING)].lines == 0, "no hour is below zero"
    later = found[HourKey(ANNA, at(60), Task.PICKING)]
    assert (later.scans, later.caught) == (1, Caught()), "a bad reading is no error of anybody"


def test_every_verdict_that_counts_is_one_a_desk_gives() -> None:
    assert CAUGHT_BY.keys() <= {*PickingVerdict, *LoadingVerdict, *PackingVerdict}
    assert set(CAUGHT_BY.values()) == set(Caught.model_fields)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock = SettableClock(HOUR)
    lease = lease_of([product(1), product(2)], [{product(1).sku: 1}, {product(2).sku: 1}], clock)
    bench = Bench(tmp_path, [lease], clock)
    yield bench
    bench.close()


def told(bench: Bench) -> list[WorkDone]:
    query = select(tables.fact.c.body).where(tables.fact.c.kind == FactKind.WORK_DONE.value)
    with bench.desk.database.look() as connection:
        rows = connection.execute(query.order_by(tables.fact.c.seq)).scalars()
        return [WorkDone.model_validate_json(row) for row in rows]


def teller(bench: Bench) -> WorkTeller:
    return WorkTeller(bench.desk.database, bench.clock, STATION, ZONE)


def pick_a_little(bench: Bench) -> None:
    """Two pieces put, one wrong product refused."""
    view = bench.take()
    bench.scan(gtin(2))
    bench.scan(gtin(1), after_s=20)
    bench.scan(view.crates[0].sscc, after_s=10)


def test_an_hour_is_told_once_when_it_is_over_and_again_when_it_changed(bench: Bench) -> None:
    desk = teller(bench)
    assert not desk.time_passed(), "nothing was done before"
    pick_a_little(bench)
    assert not desk.time_passed(), "the hour is not over"
    bench.clock.advance(3_600)
    assert desk.time_passed()
    (first,) = told(bench)
    assert (first.task, first.hour, first.lines, first.pieces) == (Task.PICKING, HOUR, 1, 1)
    assert (first.scans, first.active_s, first.caught) == (3, 30, Caught(wrong_product=1))
    assert not desk.time_passed()
    assert not teller(bench).time_passed(), "a program that starts again knows what it told"
    bench.flow.undo()
    bench.clock.advance(3_600)
    assert desk.time_passed()
    assert [body.lines for body in told(bench) if body.hour == HOUR] == [1, 0]


def test_who_leaves_has_the_running_hour_told_and_its_end_takes_its_place(bench: Bench) -> None:
    desk = teller(bench)
    pick_a_little(bench)
    assert desk.left()
    assert not desk.left(), "nothing new"
    bench.scan(gtin(1))
    bench.clock.advance(3_600)
    assert desk.time_passed()
    assert [body.scans for body in told(bench)] == [3, 4]
    with bench.desk.database.look() as connection:
        query = select(tables.fact.c.operator_id).where(tables.fact.c.kind == FactKind.WORK_DONE.value)
        assert set(connection.execute(query).scalars()) == {PICKER.id}


def test_behind_a_wave_the_running_hour_is_told(bench: Bench) -> None:
    desk = teller(bench)
    assert not desk.time_passed()
    pick_a_little(bench)
    assert not desk.time_passed()
    done = WaveCompleted(wave_id=new_uuid(), crates=1, pieces=1, short_pieces=0, verdicts={})
    with bench.desk.database.act() as connection:
        author = Author(STATION, PICKER.id, bench.clock.now())
        append_fact(connection, author, FactKind.WAVE_COMPLETED, done)
    assert desk.time_passed()
    assert not desk.time_passed(), "once a wave"
    assert [body.hour for body in told(bench)] == [HOUR]


def test_work_of_other_rooms_is_told_by_its_task(bench: Bench) -> None:
    author = Author(StationId(STATION), ANNA, bench.clock.now())
    count = CountTaken(count_id=new_uuid(), bin="A", found=(CountedLot(sku="S1", quantity=5),))
    move = {"sku": "S1", "quantity": 4, "from_bin": "A", "to_bin": "B"}
    with bench.desk.database.act() as connection:
        append_fact(connection, author, FactKind.COUNT_TAKEN, count)
        for why in (MoveReason.PUT_AWAY, MoveReason.DAMAGE):
            body = StockMoved(movement_id=new_uuid(), why=why, **move)
            append_fact(connection, author, FactKind.STOCK_MOVED, body)
        for quantity, undone in ((6, None), (9, author.at)):
            connection.execute(insert(tables.goods_receipt), receipt(author, quantity, undone))
        connection.execute(insert(tables.load_scan), load_scan(author))
    assert teller(bench).left()
    found = {body.task: body for body in told(bench)}
    assert {task: (body.lines, body.pieces) for task, body in found.items()} == {
        Task.COUNTING: (1, 5),
        Task.SLOTTING: (1, 4),
        Task.RECEIVING: (1, 6),
        Task.LOADING: (0, 0),
    }
    assert found[Task.LOADING].caught == Caught(wrong_crate=1)


def test_the_crates_desk_has_figures_and_a_weight_that_is_off_is_a_good_catch(bench: Bench) -> None:
    author = Author(StationId(STATION), ANNA, bench.clock.now())
    crate = new_uuid()
    grams = {"crate_id": crate, "weight_g": 900, "planned_g": 1_000, "tolerance_g": 20}
    with bench.desk.database.act() as connection:
        for word in (None, new_uuid()):
            body = CrateWeighed(verdict=Weighed.DIFFERS, override_id=word, **grams)
            append_fact(connection, author, FactKind.CRATE_WEIGHED, body)
        append_fact(connection, author, FactKind.CRATE_EMPTIED, CrateEmptied(crate_id=crate))
        append_fact(connection, author, FactKind.CRATE_EMPTYING_UNDONE, CrateEmptyingUndone(crate_id=crate))
    assert teller(bench).left()
    (hour,) = told(bench)
    assert (hour.task, hour.lines, hour.caught) == (Task.CRATES, 2, Caught(other=1)), "caught once"


def test_after_a_start_one_hour_is_told_a_call_and_nothing_twice(bench: Bench) -> None:
    scan = {
        "operator_id": ANNA,
        "code": "1",
        "device": "t",
        "verdict": "put_ok",
        "tone": "ok",
        "values": "{}",
    }
    with bench.desk.database.act() as connection:
        for hours_ago in (30, 5, 3, 0):
            row = {"id": new_uuid(), "at": at(1) - timedelta(hours=hours_ago)}
            connection.execute(insert(tables.scan), scan | row)
    bench.clock.advance(120)
    desk = teller(bench)
    assert [desk.time_passed() for _ in range(6)] == [True, False, True, False, False, False]
    assert [body.hour for body in told(bench)] == [HOUR - timedelta(hours=ago) for ago in (5, 3)]
    assert desk.left()
    assert [body.hour for body in told(bench)][-1] == HOUR


def receipt(author: Author, quantity: int, undone: datetime | None) -> dict[str, object]:
    row = dict.fromkeys(("lot", "expiry", "reason"), "")
    return {
        **row,
        "id": new_uuid(),
        "seq": 100 + quantity,
        "sku": "S1",
        "quantity": quantity,
        "weight_g": 0,
        "condition": "good",
        "operator_id": author.operator_id,
        "at": author.at,
        "undone_at": undone,
    }


def load_scan(author: Author) -> dict[str, object]:
    return {
        "id": new_uuid(),
        "operator_id": author.operator_id,
        "at": author.at,
        "code": "1",
        "device": "test",
        "verdict": "wrong_van",
        "tone": "refused",
        "values": json.dumps({}),
    }
