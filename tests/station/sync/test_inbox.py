"""The inbox: a page and its cursor are one act, twice is harmless, nothing unknown is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select

from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from station.kernel.clock import SettableClock
from station.storage import tables
from station.storage.database import Database
from station.sync import inbox
from tests.station.sync.kit import STATION, enrol_station, hold_wave


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
