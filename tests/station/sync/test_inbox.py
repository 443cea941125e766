"""The inbox: a page and its cursor are one act, twice is harmless, nothing unknown is lost."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, insert, select, update

from cloud_api.wire.exchange import Change, ChangeKind, ChangePage, FactResult, FactVerdict
from station.kernel.clock import SettableClock
from station.storage import tables
from station.storage.database import Database
from station.sync import inbox, outbox
from station.sync.outbox import FactState
from tests.station.sync.kit import STATION, enrol_station, hold_wave, write_fact


@pytest.fixture
def database(tmp_path: Path, clock: SettableClock) -> Iterator[Database]:
    made = Database(tmp_path / "station.db")
    with made.act() as connection:
        enrol_station(connection, clock)
    yield made
    made.close()


PRODUCT = {
    "sku": "S1",
    "name": "梅子",
    "spec": "500g",
    "gtins": ["06900000000014"],
    "zone": "chilled",
    "weight_g": 500,
    "volume_ml": 500,
    "bin": "A-01",
    "path": 1,
    "scan_rule": "each",
}
POINT = {"code": "P1", "name": "三元梅园", "warehouse": "W1", "address": "北京"}
OPERATOR = {"id": str(uuid4()), "name": "王芳", "badge": "7700000013", "active": True}


def page(*changes: tuple[str, dict[str, Any]]) -> ChangePage:
    found = [Change(cursor=at, kind=kind, body=body) for at, (kind, body) in enumerate(changes, start=7)]
    return ChangePage(changes=found, next_cursor=found[-1].cursor, more=False, now=SettableClock().now())


def everything(connection: Connection) -> list[tuple[Any, ...]]:
    names = ("product", "product_gtin", "pickup_point", "operator", "inbox")
    return [tuple(row) for name in names for row in connection.execute(select(tables.metadata.tables[name]))]


def test_a_page_is_applied_with_its_cursor_and_twice_is_harmless(
    database: Database, clock: SettableClock
) -> None:
    changes = page(
        (ChangeKind.PRODUCT, PRODUCT), (ChangeKind.PICKUP_POINT, POINT), (ChangeKind.OPERATOR, OPERATOR)
    )
    with database.act() as connection:
        assert inbox.apply_page(connection, changes, clock.now()) == {"product", "pickup_point", "operator"}
        once = everything(connection)
        assert inbox.cursor(connection) == 9
    with database.act() as connection:
        inbox.apply_page(connection, changes, clock.now())
        assert everything(connection) == once
    assert [row[0] for row in once][:3] == ["S1", "06900000000014", "P1"]


def test_a_page_that_fails_half_way_leaves_nothing_and_its_cursor_stands(
    database: Database, clock: SettableClock
) -> None:
    twice = {**OPERATOR, "badge": "1"}
    changes = page((ChangeKind.PRODUCT, PRODUCT), (ChangeKind.OPERATOR, twice))

    def torn() -> None:
        with database.act() as connection:
            inbox.apply_page(connection, changes, clock.now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        torn()
    with database.look() as connection:
        assert inbox.cursor(connection) == 0
        assert everything(connection) == []


def test_a_product_that_loses_a_code_loses_it_here_too(database: Database, clock: SettableClock) -> None:
    with database.act() as connection:
        inbox.apply_page(connection, page((ChangeKind.PRODUCT, PRODUCT)), clock.now())
        other = {**PRODUCT, "gtins": ["06900000000021"]}
        inbox.apply_page(connection, page((ChangeKind.PRODUCT, other)), clock.now())
        found = connection.execute(select(tables.product_gtin.c.gtin)).scalars().all()
    assert found == ["06900000000021"]


def test_what_this_version_does_not_know_or_cannot_read_is_kept_as_a_notice(
    database: Database, clock: SettableClock
) -> None:
    changes = page(
        ("holiday", {"day": "端午"}), (ChangeKind.PRODUCT, {"sku": 5}), (ChangeKind.PRODUCT, PRODUCT)
    )
    with database.act() as connection:
        inbox.apply_page(connection, changes, clock.now())
        assert inbox.notices(connection, "unknown_change") == [{"day": "端午"}]
        unreadable = inbox.notices(connection, "unreadable_change")
        assert unreadable[0]["change"]["body"] == {"sku": 5}
        assert inbox.cursor(connection) == 9
        newest = inbox.recent_notices(connection, 1)
    assert [(notice.at, notice.kind) for notice in newest] == [(clock.now(), "unreadable_change")]


@pytest.mark.parametrize("mine", [True, False])
def test_a_lost_lease_marks_the_wave_of_this_station_only(
    database: Database, clock: SettableClock, mine: bool
) -> None:
    station = STATION if mine else uuid4()
    with database.act() as connection:
        wave_id, _ = hold_wave(connection, clock, clock.now())
        body = {"wave_id": str(wave_id), "station_id": str(station), "taken_by": "工位 4"}
        inbox.apply_page(connection, page((ChangeKind.LEASE_LOST, body)), clock.now())
        lost_to = connection.execute(select(tables.wave.c.lost_to)).scalar()
        assert inbox.notices(connection, "lease_lost") == ([body] if mine else [])
    assert lost_to == ("工位 4" if mine else None)


@pytest.mark.parametrize("mine", [True, False])
@pytest.mark.parametrize(("how", "end"), [("by_hand", FactState.SETTLED), ("applied", FactState.ACCEPTED)])
def test_a_refused_fact_settled_at_the_cloud_waits_here_no_more(
    database: Database, clock: SettableClock, mine: bool, how: str, end: FactState
) -> None:
    station = STATION if mine else uuid4()
    with database.act() as connection:
        for _ in range(2):
            write_fact(connection, clock)
        fact = outbox.waiting(connection, 1)[0]
        refused = FactResult(id=fact.id, verdict=FactVerdict.REFUSED, reason="no crate")
        outbox.record_answers(connection, [refused])
        body = {"station_id": str(station), "fact_id": str(fact.id), "kind": fact.kind}
        body |= {"how": how, "by": "李师傅", "note": "已取出一件"}
        for _ in range(2):
            inbox.apply_page(connection, page((ChangeKind.FACT_SETTLED, body)), clock.now())
        states = list(connection.execute(select(tables.fact.c.state).order_by(tables.fact.c.seq)).scalars())
        told = inbox.notices(connection, ChangeKind.FACT_SETTLED)
        left = [each.seq for each in outbox.refused(connection)]
    assert states == [end if mine else FactState.REFUSED, FactState.WAITING]
    assert told == ([body] if mine else [])
    assert left == ([] if mine else [1])


def test_a_large_page_is_applied_in_parts_that_lead_to_its_cursor(
    database: Database, clock: SettableClock
) -> None:
    whole = page(*[(ChangeKind.PRODUCT, {**PRODUCT, "sku": f"S{number}"}) for number in range(25)])
    parts = inbox.slices(whole.model_copy(update={"next_cursor": 99}))
    assert [len(part.changes) for part in parts] == [8, 8, 8, 1]
    assert [change for part in parts for change in part.changes] == whole.changes
    reached = []
    for part in parts:
        with database.act() as connection:
            inbox.apply_page(connection, part, clock.now())
            reached.append(inbox.cursor(connection))
    assert reached == [14, 22, 30, 99]
    nothing = ChangePage(changes=[], next_cursor=7, more=False, now=clock.now())
    assert inbox.slices(nothing) == [nothing]


def test_changes_pulled_anew_take_no_lease_twice_and_tell_nothing_twice(
    database: Database, clock: SettableClock
) -> None:
    with database.act() as connection:
        wave_id, _ = hold_wave(connection, clock, clock.now())
        lost = {"wave_id": str(wave_id), "station_id": str(STATION), "taken_by": "工位 4"}
        told = page((ChangeKind.LEASE_LOST, lost), ("holiday", {"day": "端午"}))
        inbox.apply_page(connection, told, clock.now())
        connection.execute(update(tables.wave).values(lost_to=None))  # won back
        for _ in range(2):
            inbox.rewind(connection)
            assert inbox.cursor(connection) == 0
        later = Change(cursor=9, kind=ChangeKind.LEASE_LOST, body=lost)
        inbox.apply_page(connection, told, clock.now())
        assert connection.execute(select(tables.wave.c.lost_to)).scalar() is None
        assert [len(inbox.notices(connection, kind)) for kind in ("lease_lost", "unknown_change")] == [1, 1]
        inbox.apply_page(connection, told.model_copy(update={"changes": [later]}), clock.now())
        assert connection.execute(select(tables.wave.c.lost_to)).scalar() == "工位 4"


def test_a_change_that_a_restored_cloud_numbers_anew_is_told(
    database: Database, clock: SettableClock
) -> None:
    ready = {"cycle_id": "1", "cycle_name": "晚", "waves": 3}
    with database.act() as connection:
        inbox.apply_page(connection, page((ChangeKind.PRODUCT, PRODUCT)), clock.now())
        inbox.rewind(connection)
        inbox.apply_page(connection, page((ChangeKind.WAVES_READY, ready)), clock.now())
        assert inbox.notices(connection, "waves_ready") == [ready]


def test_a_change_that_contradicts_the_rows_here_is_kept_and_the_next_ones_come(
    database: Database, clock: SettableClock
) -> None:
    def twice(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
        for _ in range(2):
            connection.execute(insert(tables.van).values(code=body["code"], body="{}"))

    told = page(("van", {"code": "V01"}), (ChangeKind.PRODUCT, PRODUCT))
    with database.act() as connection:
        inbox.apply_page(connection, told, clock.now(), {"van": twice})
        (unreadable,) = inbox.notices(connection, "unreadable_change")
        assert unreadable["change"]["body"] == {"code": "V01"}
        assert connection.execute(select(tables.product.c.sku)).scalars().all() == [PRODUCT["sku"]]
