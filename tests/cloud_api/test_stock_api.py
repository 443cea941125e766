"""The book of stock over HTTP: pages, filters, losses with their cost, and who may see which warehouse."""

from typing import Any

import pytest

from cloud_api.wire.stations import Role
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop
from tests.cloud_api.stock_kit import asked, book, counts_of, furnish, moved, settled, taken, tell

PATHS = ("/v1/stock", "/v1/stock/movements", "/v1/stock/losses", "/v1/counts")


@pytest.fixture
def desk(shop: Shop) -> DeskKit:
    """A desk of W1, whose bins are known."""
    furnish(shop)
    return shop.cloud.desk()


def _pages(asker: Any, path: str, go_on: str, **query: Any) -> list[list[dict[str, Any]]]:
    pages: list[list[dict[str, Any]]] = []
    place: dict[str, Any] = {}
    while True:
        answer = asker.call("GET", path, params={**query, **place})
        assert answer.status_code == 200, answer.text
        pages.append(answer.json()["items"])
        if answer.json()["next"] is None:
            return pages
        place = {go_on: answer.json()["next"]}


def test_each_list_comes_in_pages_that_miss_nothing(desk: DeskKit) -> None:
    for lot in ("甲", "L2", "L1"):
        for bin_code in ("A-02", "A-01"):
            tell(desk, "StockMoved", moved(quantity=1, to_bin=bin_code, lot=lot, expiry="2026-07-01"))
            tell(desk, "CountAsked", asked(bin_code))
    stock = _pages(desk, "/v1/stock", "after", limit=4)
    assert [len(page) for page in stock] == [4, 2]
    assert [(row["bin"], row["lot"]) for page in stock for row in page] == [
        (bin_code, lot) for bin_code in ("A-01", "A-02") for lot in ("L1", "L2", "甲")
    ]
    ledger = _pages(desk, "/v1/stock/movements", "before", limit=2)
    assert [m["lot"] for page in ledger for m in page] == ["L1", "L1", "L2", "L2", "甲", "甲"]
    assert len({m["movement_id"] for page in ledger for m in page}) == 6
    counts = _pages(desk, "/v1/counts", "after", limit=4)
    assert [len(page) for page in counts] == [4, 2]
    assert len({row["count_id"] for page in counts for row in page}) == 6
    assert len(counts_of(desk, bin="A-02", state="asked")) == 3


def test_the_ledger_is_filtered_by_bin_reason_and_time(desk: DeskKit) -> None:
    tell(desk, "StockMoved", moved(), moved(to_bin="A-02"))
    desk.cloud.clock.forward(hours=1)
    begin = desk.cloud.clock()
    tell(desk, "StockMoved", moved(why="reslot", quantity=2, from_bin="A-01", to_bin="A-03"))

    def found(**query: Any) -> list[str]:
        answer = desk.call("GET", "/v1/stock/movements", params=query)
        return [row["why"] for row in answer.json()["items"]]

    assert found(bin="A-01") == ["reslot", "receipt"]
    assert found(bin="A-03") == found(since=begin.isoformat()) == found(why="reslot") == ["reslot"]
    assert found(until=begin.isoformat(), bin="A-02") == ["receipt"]


def test_losses_by_day_product_and_reason_with_their_cost(desk: DeskKit) -> None:
    tell(desk, "StockMoved", moved(quantity=20), moved("RICE", 10, weight_g=5_000), moved("MILK", 5))
    out = {"from_bin": "A-01"}
    tell(desk, "StockMoved", moved(why="damage", quantity=2, **out), moved(why="damage", quantity=1, **out))
    tell(desk, "StockMoved", moved("RICE", 1, why="expired", weight_g=600, **out))
    tell(desk, "StockMoved", moved("MILK", 1, why="loss", **out))
    tell(desk, "StockMoved", moved(why="damage", quantity=4, from_bin="A-01", to_bin="R-01"))
    desk.cloud.clock.forward(hours=5)
    count = asked("A-01", "PEACH")
    tell(desk, "CountTaken", taken(count, PEACH=14))
    tell(desk, "CountSettled", settled(count))
    desk.cloud.clock.forward(minutes=1)
    report = desk.call("GET", "/v1/stock/losses").json()
    told = [(row["day"], row["sku"], row["why"], row["quantity"], row["cost_fen"]) for row in report["items"]]
    assert told == [
        ("2026-06-18", "MILK", "loss", 1, None),
        ("2026-06-18", "PEACH", "damage", 3, 1_050),
        ("2026-06-18", "RICE", "expired", 1, 480),
        ("2026-06-19", "PEACH", "count", -1, -350),
    ]
    assert (report["cost_fen"], report["without_cost"]) == (1_180, 1)
    only = desk.call("GET", "/v1/stock/losses", params={"sku": "RICE"}).json()["items"]
    assert [row["weight_g"] for row in only] == [600]


@SQLITE_ONLY
def test_a_period_that_is_no_period_is_refused(desk: DeskKit) -> None:
    for query in (
        {"since": "2026-06-20T00:00:00Z", "until": "2026-06-19T00:00:00Z"},
        {"since": "2025-06-20T00:00:00Z", "until": "2026-06-19T00:00:00Z"},
    ):
        answer = desk.call("GET", "/v1/stock/losses", params=query)
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:youlin:problem:period-too-long")
    first = desk.call("GET", "/v1/stock/losses", params={"until": "0001-01-01T00:00:00Z"})
    assert first.json()["items"] == []
    for after in ("x", "W10=", "bnVsbA==", "WyJcdWQ4MDAiLCIiLCIiLCIiLCIiXQ==", "甲"):
        assert desk.call("GET", "/v1/stock", params={"after": after}).status_code == 409


@SQLITE_ONLY
def test_everybody_sees_the_book_of_the_own_warehouse(shop: Shop, desk: DeskKit) -> None:
    other = shop.cloud.desk("工位 9", "W2")
    tell(desk, "StockMoved", moved())
    tell(other, "StockMoved", moved(to_bin="B-01"))
    assert {place for place, _, _ in book(desk)} == {"A-01"}
    assert {place for place, _, _ in book(other, warehouse="W2")} == {"B-01"}
    assert {place for place, _, _ in book(shop)} == {"A-01", "B-01"}
    assert {place for place, _, _ in book(shop, warehouse="W1")} == {"A-01"}
    till, dispatch = shop.cloud.till("P1"), shop.cloud.station(Role.DISPATCH, name="调度")
    for path in PATHS:
        assert desk.call("GET", path, params={"warehouse": "W2"}).status_code == 403
        assert till.call("GET", path).status_code == 403
        assert dispatch.call("GET", path).status_code == 200
        assert shop.cloud.call("GET", path).status_code == 401
