"""Changes: a cursor sees each row once and never skips one, whoever writes meanwhile."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from cloud_api.exchange.feeds import change_page
from cloud_api.http.callers import Caller
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Product
from cloud_api.wire.exchange import ChangeKind, ChangePage
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import (
    EVENING,
    DeskKit,
    SetClock,
    Shop,
    operator,
    order,
    pickup_point,
    product,
)
from tests.cloud_api.together import all_at_once

WRITERS = 8
READERS = 3
BATCHES = 25
PER_BATCH = 8
EVERYTHING = Caller(new_uuid(), "商城", frozenset({Role.INTEGRATOR}), None)


def _pull(desk: DeskKit, **params: int) -> dict[str, Any]:
    page: dict[str, Any] = desk.call("GET", "/v1/changes", params=params).json()
    return page


def test_a_cursor_never_skips_a_row_under_concurrent_writers(
    open_database: Callable[[], Engine], clock: SetClock
) -> None:
    """Each writer has connections of its own; readers pull small pages all the while."""
    engines = [open_database() for _ in range(WRITERS)]
    readers = [open_database() for _ in range(READERS)]
    writing_over = threading.Event()
    left = threading.Semaphore(0)

    def write(place: int) -> None:
        for batch in range(BATCHES):
            news = [
                NewChange(ChangeKind.PRODUCT, {"row": f"{place}-{batch}-{n}"}, None) for n in range(PER_BATCH)
            ]
            with writing(engines[place]) as connection:
                write_changes(connection, news, clock())
        left.release()

    def watch() -> None:
        for _ in range(WRITERS):
            left.acquire(timeout=60)
        writing_over.set()

    def pull(reader: Engine, limit: int) -> list[str]:
        seen: list[str] = []
        cursor = 0
        while True:
            last_round = writing_over.is_set()
            with reading(reader) as connection:
                page = change_page(connection, EVERYTHING, cursor, limit, clock()).message()
            seen += [change.body["row"] for change in page.changes]
            cursor = page.next_cursor
            if last_round and not page.more:
                return seen

    writers = [lambda place=place: write(place) for place in range(WRITERS)]
    pulling = [lambda at=at, each=each: pull(each, (7, 50, 200)[at]) for at, each in enumerate(readers)]
    for seen in all_at_once([*writers, watch, *pulling])[-READERS:]:
        assert len(seen) == len(set(seen)) == WRITERS * BATCHES * PER_BATCH


def test_changed_rows_are_told_and_unchanged_ones_are_not(shop: Shop) -> None:
    desk = shop.cloud.desk()
    page = _pull(desk)
    assert [change["kind"] for change in page["changes"]] == [
        "warehouse",
        *["product"] * 3,
        *["pickup_point"] * 3,
        "operator",
    ]
    milk = Product.model_validate(product("MILK", zone="chilled"))
    assert Product.model_validate(page["changes"][1]["body"]) == milk
    catalogue = {"products": [product("PEACH"), product("MILK", zone="frozen")]}
    answer = shop.call("PUT", "/v1/catalogue", json=catalogue)
    assert answer.json() == {
        "warehouses": 0,
        "suppliers": 0,
        "bins": 0,
        "products": 1,
        "pickup_points": 0,
        "operators": 0,
        "vans": 0,
    }
    later = _pull(desk, after=page["next_cursor"])
    assert [change["body"]["zone"] for change in later["changes"]] == ["frozen"]
    assert _pull(desk, after=later["next_cursor"]) | {"now": ""} == {
        "changes": [],
        "next_cursor": later["next_cursor"],
        "more": False,
        "now": "",
        "last_cursor": later["next_cursor"],
        "expected_seq": 1,
    }


def test_a_page_tells_how_far_the_cloud_itself_has_come(shop: Shop) -> None:
    """What a station needs to see that the cloud was restored from a backup."""
    desk, foreign = shop.cloud.desk(), shop.cloud.desk("工位 2", warehouse="W2")
    newest = _pull(foreign)["last_cursor"]
    assert newest == _pull(desk)["next_cursor"]
    assert [_pull(desk, after=newest + 50)[name] for name in ("changes", "last_cursor")] == [[], newest]
    desk.push(*(desk.fact("WaveStarted", {}) for _ in range(3)))
    assert [_pull(each)["expected_seq"] for each in (desk, foreign)] == [4, 1]
    assert shop.call("GET", "/v1/changes").json()["expected_seq"] is None


def test_a_page_of_an_older_cloud_is_understood() -> None:
    page = ChangePage.model_validate({"changes": [], "next_cursor": 0, "more": False, "now": EVENING})
    assert (page.last_cursor, page.expected_seq) == (None, None)


def test_pages_and_warehouses(shop: Shop) -> None:
    desk, foreign = shop.cloud.desk(), shop.cloud.desk(warehouse="W2")
    first = _pull(desk, limit=2)
    assert (len(first["changes"]), first["more"]) == (2, True)
    assert datetime.fromisoformat(first["now"]) == shop.cloud.clock()
    codes = [change["body"].get("code") for change in _pull(foreign)["changes"]]
    assert codes == ["W2", None, None, None, "Q1"]
    assert desk.call("GET", "/v1/changes", params={"after": -1}).status_code == 422
    assert desk.call("GET", "/v1/changes", params={"limit": 0}).status_code == 422


def test_a_point_that_moves_is_told_to_both_warehouses(shop: Shop) -> None:
    desks = [shop.cloud.desk(), shop.cloud.desk(warehouse="W2")]
    cursors = [_pull(desk)["next_cursor"] for desk in desks]
    moved = pickup_point("P1", "W2")
    shop.call("PUT", "/v1/catalogue", json={"pickup_points": [moved], "operators": [operator(active=False)]})
    told = [_pull(desk, after=cursor)["changes"] for desk, cursor in zip(desks, cursors, strict=True)]
    assert [[change["kind"] for change in page] for page in told] == [
        ["pickup_point", "operator"],
        ["pickup_point"],
    ]
    assert {change["body"]["warehouse"] for page in told for change in page[:1]} == {"W2"}


def test_the_cut_off_is_told_once(shop: Shop) -> None:
    desk = shop.cloud.desk()
    cursor = _pull(desk)["next_cursor"]
    shop.send(order("A"))
    shop.cut_off()
    shop.cut_off()
    told = _pull(desk, after=cursor)["changes"]
    body = {"cycle_id": shop.cycle_id, "cycle_name": "端午团", "waves": 1}
    assert (told[0]["kind"], told[0]["body"]) == ("waves_ready", body)
    assert [change["kind"] for change in told[1:]] == ["purchase", "stop"]
