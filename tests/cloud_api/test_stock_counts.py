"""Counts: held against the book as of their own moment, settled by a supervisor, true whatever comes late."""

from typing import Any

import pytest

from cloud_api.storage.ids import new_uuid
from cloud_api.wire.exchange import ChangeKind
from tests.cloud_api.kit import DeskKit, Shop, changed, product, verdicts
from tests.cloud_api.stock_kit import (
    COUNTER,
    RETIRED,
    SECOND,
    STRANGER,
    asked,
    book,
    changes_of,
    counts_of,
    furnish,
    moved,
    reason,
    settled,
    taken,
    tell,
)

PICKED = {"why": "pick", "from_bin": "A-01"}
Told = dict[str, Any]


@pytest.fixture
def desk(shop: Shop) -> DeskKit:
    """A desk of W1 with ten peaches in A-01, a minute ago."""
    furnish(shop)
    made = shop.cloud.desk()
    tell(made, "StockMoved", moved(quantity=10))
    shop.cloud.clock.forward(minutes=1)
    return made


def _count(desk: DeskKit, **found: int) -> Told:
    """Ask for a count of the peaches in A-01 and take it a minute later; a minute passes."""
    count = asked()
    tell(desk, "CountAsked", count)
    desk.cloud.clock.forward(minutes=1)
    tell(desk, "CountTaken", taken(count, **found), operator_id=COUNTER)
    desk.cloud.clock.forward(minutes=1)
    return count


def _state(desk: DeskKit) -> tuple[str, list[tuple[int, int]]]:
    count = counts_of(desk)[0]
    return count["state"], [(each["book"], each["found"]) for each in count["differences"]]


def _peaches(desk: DeskKit) -> int:
    return book(desk).get(("A-01", "PEACH", ""), 0)


def test_a_count_that_agrees_needs_nobody(desk: DeskKit) -> None:
    _count(desk, PEACH=10)
    assert _state(desk) == ("agreed", [])
    told = changes_of(desk.cloud.desk("工位 2"), ChangeKind.COUNT)
    assert [task["state"] for task in told] == ["asked", "agreed"]
    assert told[-1]["counted_by"] == COUNTER


def test_the_book_follows_what_was_found_once_a_supervisor_approves(desk: DeskKit) -> None:
    count = _count(desk, PEACH=7)
    assert _state(desk) == ("taken", [(10, 7)])
    assert _peaches(desk) == 10
    tell(desk, "StockMoved", moved(quantity=2, **PICKED))
    tell(desk, "CountSettled", settled(count))
    assert _state(desk) == ("approved", [(10, 7)])
    assert _peaches(desk) == 5
    (line,) = desk.call("GET", "/v1/stock/movements", params={"why": "count"}).json()["items"]
    assert (line["from_bin"], line["quantity"], line["ref"]) == ("A-01", 3, count["count_id"])
    assert line["supervisor_id"] == settled(count)["supervisor_id"]
    assert "nothing to settle" in reason(desk, "CountSettled", settled(count))
    assert "counted already" in reason(desk, "CountTaken", taken(count, PEACH=7))


def test_pieces_and_grams_that_differ_apart_and_lots_nobody_knew(desk: DeskKit) -> None:
    tell(desk, "StockMoved", moved("RICE", 4, weight_g=2_000))
    desk.cloud.clock.forward(minutes=1)
    count = asked(sku=None)
    found = [
        {"sku": "RICE", "quantity": 3, "weight_g": 2_100},
        {"sku": "PEACH", "quantity": 6},
        {"sku": "PEACH", "quantity": 5, "lot": "L9", "expiry": "2026-07-09"},
    ]
    tell(desk, "CountTaken", {**taken(count), "found": found}, operator_id=COUNTER)
    assert _state(desk) == ("taken", [(10, 6), (0, 5), (4, 3)])
    tell(desk, "CountSettled", settled(count))
    items = desk.call("GET", "/v1/stock").json()["items"]
    held = {(row["sku"], row["lot"]): (row["quantity"], row["weight_g"]) for row in items}
    assert held == {("PEACH", ""): (6, 0), ("PEACH", "L9"): (5, 0), ("RICE", ""): (3, 2_100)}


def test_grams_of_weight_goods_within_their_tolerance_are_no_difference(shop: Shop, desk: DeskKit) -> None:
    rice = product("RICE", goods="weight", weight_g=500, weight_tolerance_percent=5)
    assert shop.call("PUT", "/v1/catalogue", json={"products": [rice]}).status_code == 200
    tell(desk, "StockMoved", moved("RICE", 4, weight_g=2_000))
    for pieces, grams, state in ((4, 1_900, "agreed"), (4, 2_101, "taken"), (3, 2_000, "taken")):
        desk.cloud.clock.forward(minutes=1)
        count = asked(sku="RICE")
        found = [{"sku": "RICE", "quantity": pieces, "weight_g": grams}]
        tell(desk, "CountTaken", {**taken(count), "found": found}, operator_id=COUNTER)
        assert _state(desk)[0] == state, grams


def test_a_rejected_count_is_taken_again_by_somebody_else(desk: DeskKit) -> None:
    count = _count(desk, PEACH=7)
    tell(desk, "CountSettled", settled(count, approved=False))
    assert _state(desk)[0] == "rejected"
    for person in (COUNTER, None):
        words = reason(desk, "CountTaken", taken(count, PEACH=10), operator_id=person)
        assert "by somebody else" in words
    tell(desk, "CountTaken", taken(count, PEACH=10), operator_id=SECOND)
    assert _state(desk) == ("agreed", [])
    assert _peaches(desk) == 10


def _late(desk: DeskKit, **body: Any) -> Told:
    """A fact of a desk without a network, as of now."""
    return desk.fact("StockMoved", moved(**body))


def test_facts_of_before_the_count_that_come_late_explain_a_difference(shop: Shop, desk: DeskKit) -> None:
    away = shop.cloud.desk("工位 2")
    late = _late(away, quantity=3, **PICKED)
    shop.cloud.clock.forward(minutes=1)
    _count(desk, PEACH=7)
    assert _state(desk) == ("taken", [(10, 7)])
    away.push(late)
    assert _state(desk) == ("agreed", [])
    assert _peaches(desk) == 7
    assert changes_of(desk, ChangeKind.COUNT)[-1]["state"] == "agreed"


def test_a_count_that_agreed_differs_when_facts_of_before_come_late(shop: Shop, desk: DeskKit) -> None:
    away = shop.cloud.desk("工位 2")
    late = _late(away, quantity=3, **PICKED)
    shop.cloud.clock.forward(minutes=1)
    count = _count(desk, PEACH=10)
    away.push(late)
    assert _state(desk) == ("taken", [(7, 10)])
    tell(desk, "CountSettled", settled(count))
    assert _peaches(desk) == 10


def test_what_was_approved_is_not_taken_twice_when_its_facts_come_late(shop: Shop, desk: DeskKit) -> None:
    """Three were found lacking and written off; then the desk that had picked them is back."""
    away = shop.cloud.desk("工位 2")
    late = _late(away, quantity=3, **PICKED)
    shop.cloud.clock.forward(minutes=1)
    count = _count(desk, PEACH=7)
    tell(desk, "CountSettled", settled(count))
    assert verdicts(away.push(late)) == ["accepted"]
    assert _peaches(desk) == 7
    losses = desk.call("GET", "/v1/stock/losses").json()
    assert losses["items"] == []
    assert desk.call("GET", "/v1/stock/movements", params={"why": "count"}).json()["items"][0]["to_bin"]
    after = _late(away, quantity=2, **PICKED)
    assert verdicts(away.push(after)) == ["accepted"]
    assert _peaches(desk) == 5


def test_two_counts_of_the_same_loss_write_it_off_once(shop: Shop, desk: DeskKit) -> None:
    first = _count(desk, PEACH=7)
    second = _count(desk, PEACH=7)
    tell(desk, "CountSettled", settled(second))
    assert _peaches(desk) == 7
    assert {count["state"] for count in counts_of(desk)} == {"taken", "approved"}
    tell(desk, "CountSettled", settled(first))
    assert _peaches(desk) == 7
    tell(shop.cloud.desk("工位 3"), "StockMoved", moved(quantity=1, **PICKED))
    assert _peaches(desk) == 6


def test_the_first_of_two_counts_explains_the_second(desk: DeskKit) -> None:
    first = _count(desk, PEACH=7)
    _count(desk, PEACH=7)
    tell(desk, "CountSettled", settled(first))
    assert [count["state"] for count in counts_of(desk)] == ["agreed", "approved"]
    assert _peaches(desk) == 7


def test_only_an_active_supervisor_of_this_warehouse_settles(desk: DeskKit) -> None:
    count = _count(desk, PEACH=7)
    words = {
        STRANGER: "not of this warehouse",
        RETIRED: "does not work here any more",
        COUNTER: "is not a supervisor",
        str(new_uuid()): "not of this warehouse",
    }
    for person, why in words.items():
        assert why in reason(desk, "CountSettled", settled(count, by=person))
    assert _state(desk)[0] == "taken"


def test_counts_of_what_is_not_there_are_refused(desk: DeskKit) -> None:
    count = asked()
    assert "no bin X-1" in reason(desk, "CountAsked", changed(count, bin="X-1"))
    assert "no bin B-01" in reason(desk, "CountAsked", changed(count, bin="B-01"))
    assert "no product GHOST" in reason(desk, "CountAsked", changed(count, sku="GHOST"))
    tell(desk, "CountAsked", count)
    assert "known from another fact" in reason(desk, "CountAsked", count)
    assert "is of bin A-01" in reason(desk, "CountTaken", changed(taken(count), bin="A-02"))
    assert "not of RICE" in reason(desk, "CountTaken", taken(count, RICE=1))
    ghosts = {**taken(asked(sku=None)), "found": [{"sku": "GHOST", "quantity": 1}]}
    assert "no product GHOST" in reason(desk, "CountTaken", ghosts)
    assert "no count" in reason(desk, "CountSettled", settled(asked()))
    assert "is asked: there is nothing" in reason(desk, "CountSettled", settled(count))
    tell(desk, "CountTaken", taken(asked("A-02"), PEACH=0))
    assert [each["state"] for each in counts_of(desk, bin="A-02")] == ["agreed"]


def test_a_bin_below_zero_comes_right_through_its_count(desk: DeskKit) -> None:
    tell(desk, "StockMoved", moved(quantity=12, **PICKED))
    (count,) = counts_of(desk)
    desk.cloud.clock.forward(minutes=1)
    tell(desk, "CountTaken", taken(count), operator_id=COUNTER)
    assert _state(desk) == ("taken", [(-2, 0)])
    tell(desk, "CountSettled", settled(count))
    assert book(desk) == {}
    desk.cloud.clock.forward(minutes=1)
    tell(desk, "StockMoved", moved(quantity=1, **PICKED))
    assert [each["state"] for each in counts_of(desk)] == ["asked", "approved"]
