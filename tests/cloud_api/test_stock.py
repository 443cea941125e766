"""The ledger of stock: what desks move, pick and bring back adds up, and stations are told all of it."""

from typing import Any

import pytest
from sqlalchemy import event, select

from cloud_api.storage.tables.floor import movements
from cloud_api.storage.transaction import reading
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.floor import stock_key
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, changed, order, put, verdicts
from tests.cloud_api.stock_kit import (
    RETIRED,
    STRANGER,
    SUPERVISOR,
    book,
    changes_of,
    counts_of,
    furnish,
    moved,
    reason,
    tell,
)


@pytest.fixture
def desk(shop: Shop) -> DeskKit:
    """A desk of W1, whose bins are known."""
    furnish(shop)
    return shop.cloud.desk()


def test_goods_come_in_move_and_go(desk: DeskKit) -> None:
    lot = {"lot": "L1", "expiry": "2026-07-01"}
    tell(desk, "StockMoved", moved(quantity=10, to_bin="R-01", **lot), moved(quantity=3, to_bin="A-02"))
    tell(desk, "StockMoved", moved(why="refill", quantity=4, from_bin="R-01", to_bin="A-01", **lot))
    tell(desk, "StockMoved", moved(why="damage", quantity=1, from_bin="A-01", **lot))
    assert book(desk) == {("A-01", "PEACH", "L1"): 3, ("A-02", "PEACH", ""): 3, ("R-01", "PEACH", "L1"): 6}
    assert book(desk, bin="A-01") == {("A-01", "PEACH", "L1"): 3}
    assert book(desk, lot="L1", sku="PEACH").keys() == {("A-01", "PEACH", "L1"), ("R-01", "PEACH", "L1")}


def test_grams_are_kept_beside_pieces(desk: DeskKit) -> None:
    tell(desk, "StockMoved", moved("RICE", 4, weight_g=2_050))
    tell(desk, "StockMoved", moved("RICE", 1, why="damage", from_bin="A-01", weight_g=530))
    (row,) = desk.call("GET", "/v1/stock").json()["items"]
    assert (row["quantity"], row["weight_g"], row["name"]) == (3, 1_520, "商品 RICE")
    assert row["key"] == stock_key("A-01", "RICE", "", None)


def test_stations_are_told_each_place_that_changed_once_and_whole(desk: DeskKit) -> None:
    other = desk.cloud.desk("工位 2")
    bodies = [moved(quantity=2) for _ in range(5)] + [moved(quantity=1, to_bin="A-02")]
    tell(desk, "StockMoved", *bodies)
    told = [(line["bin"], line["quantity"]) for line in changes_of(other, ChangeKind.STOCK)]
    assert told == [("A-01", 10), ("A-02", 1)]
    tell(desk, "StockMoved", moved(why="reslot", quantity=10, from_bin="A-01", to_bin="A-02"))
    assert [(line["bin"], line["quantity"]) for line in changes_of(other, ChangeKind.STOCK)][2:] == [
        ("A-01", 0),
        ("A-02", 11),
    ]
    assert book(desk) == {("A-02", "PEACH", ""): 11}


def test_a_movement_told_again_counts_once_and_one_with_other_words_is_refused(desk: DeskKit) -> None:
    other = desk.cloud.desk("工位 2")
    once = moved(quantity=7)
    tell(desk, "StockMoved", once, once)
    tell(other, "StockMoved", once)
    assert "with other words" in reason(desk, "StockMoved", changed(once, quantity=8))
    assert book(desk) == {("A-01", "PEACH", ""): 7}


@pytest.mark.parametrize("at_once", [1, 50])
def test_what_cannot_be_is_refused_with_words_and_the_rest_is_entered(desk: DeskKit, at_once: int) -> None:
    told = [
        (moved(), ""),
        (moved(to_bin="B-01"), "There is no bin B-01 in warehouse W1"),
        (moved("NOBODY"), "There is no product NOBODY"),
        (moved(quantity=0), "moves nothing"),
        (moved(from_bin=None, to_bin=None, why="loss"), "names no bin"),
        (moved(why="reslot", from_bin="A-01", to_bin="A-01"), "to the same bin"),
        (moved(why="reslot", from_bin="A-01"), "wants the bin it goes into"),
        (moved(why="damage", to_bin="A-01"), "wants the bin it goes out of"),
        (moved(why="count"), "through a count"),
        (moved(supervisor_id=STRANGER), "not of this warehouse"),
        (moved(supervisor_id=RETIRED), "does not work here any more"),
        (moved(supervisor_id="01976b1e-5f00-7000-8000-00000000000a"), "is not a supervisor"),
        (moved(supervisor_id=SUPERVISOR), ""),
        (moved("PEACH", quantity=-1), "does not fit"),
    ]
    facts = [desk.fact("StockMoved", body) for body, _ in told]
    parts = [facts[n : n + at_once] for n in range(0, len(facts), at_once)]
    reasons = [result["reason"] or "" for part in parts for result in desk.push(*part)["results"]]
    for found, (_, words) in zip(reasons, told, strict=True):
        assert (words in found) if words else found == "", (found, words)
    assert book(desk) == {("A-01", "PEACH", ""): 20}


def _started(shop: Shop, desk: DeskKit, *orders: dict[str, Any]) -> dict[str, Any]:
    shop.send(*orders)
    shop.cut_off()
    plan = desk.plan(desk.lease())
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    return plan


@pytest.mark.parametrize("at_once", [1, 50])
def test_picking_takes_its_lot_from_its_bin_and_an_undone_put_brings_it_back(
    shop: Shop, desk: DeskKit, at_once: int
) -> None:
    plan = _started(shop, desk, order("A", PEACH=5))
    lot = {"lot": "L1", "expiry": "2026-07-01", "bin": "A-01"}
    tell(desk, "StockMoved", moved(quantity=10, to_bin="A-01", lot="L1", expiry="2026-07-01"))
    crate, wave = plan["crates"][0], plan["wave_id"]
    puts = [{**put(wave, crate, "PEACH", n), **lot} for n in (1, 2)]
    puts += [put(wave, crate, "PEACH", 1), {**put(wave, crate, "PEACH", 1), "bin": "NOWHERE"}]
    too_many = {**put(wave, crate, "PEACH", 9), **lot}
    facts = [desk.fact("ItemPut", body) for body in (*puts, too_many)]
    parts = [facts[n : n + at_once] for n in range(0, len(facts), at_once)]
    assert [v for part in parts for v in verdicts(desk.push(*part))] == ["accepted"] * 4 + ["refused"]
    assert book(desk) == {("A-01", "PEACH", "L1"): 7}
    undone = {key: puts[1][key] for key in ("wave_id", "crate_id", "put_id")}
    tell(desk, "PutUndone", undone)
    tell(desk, "PutUndone", {key: puts[2][key] for key in ("wave_id", "crate_id", "put_id")})
    assert book(desk) == {("A-01", "PEACH", "L1"): 9}
    told = desk.call("GET", "/v1/stock/movements").json()["items"]
    assert [(m["why"], m["quantity"]) for m in told] == [
        ("put_back", 2),
        ("pick", 2),
        ("pick", 1),
        ("receipt", 10),
    ]
    assert told[1]["movement_id"] == told[0]["ref"] == puts[1]["put_id"]


def test_below_zero_is_no_wall_and_asks_for_one_count(shop: Shop, desk: DeskKit) -> None:
    """Two desks that emptied the same bin without a network."""
    other = desk.cloud.desk("工位 2")
    tell(desk, "StockMoved", moved(quantity=5))
    out: dict[str, Any] = {"why": "pick", "quantity": 4, "from_bin": "A-01"}
    tell(desk, "StockMoved", moved(**out))
    tell(other, "StockMoved", moved(**out), moved(**out))
    tell(other, "StockMoved", moved(why="loss", quantity=1, from_bin="A-01"))
    assert book(desk) == {("A-01", "PEACH", ""): -8}
    (count,) = counts_of(desk)
    assert (count["bin"], count["sku"], count["why"], count["state"]) == (
        "A-01",
        "PEACH",
        "below_zero",
        "asked",
    )
    (told,) = changes_of(other, ChangeKind.COUNT)
    assert told["count_id"] == count["count_id"]
    tell(desk, "StockMoved", moved(why="pick", quantity=1, from_bin="A-02"))
    open_now = sorted((count["bin"], count["why"]) for count in counts_of(desk))
    assert open_now == [("A-01", "below_zero"), ("A-02", "below_zero")]


def test_a_product_is_picked_from_where_it_was_slotted_last(shop: Shop, desk: DeskKit) -> None:
    clock = desk.cloud.clock
    late = desk.fact("ProductSlotted", {"sku": "PEACH", "bin": "A-01"})
    other = desk.cloud.desk("工位 2")
    clock.forward(minutes=5)
    tell(other, "ProductSlotted", {"sku": "PEACH", "bin": "A-03", "from_bin": "A-02"})
    assert verdicts(desk.push(late)) == ["accepted"]
    faces = changes_of(desk, ChangeKind.PICK_FACE)
    assert faces == [{"warehouse": "W1", "sku": "PEACH", "bin": "A-03"}] * 2
    assert "no bin X-9" in reason(desk, "ProductSlotted", {"sku": "PEACH", "bin": "X-9"})
    assert "no product GHOST" in reason(desk, "ProductSlotted", {"sku": "GHOST", "bin": "A-01"})
    shop.send(order("A", PEACH=1, MILK=1))
    shop.cut_off()
    lent = {p.sku: (p.bin, p.path) for p in desk.lease().wave.products}
    assert lent == {"PEACH": ("A-03", 300), "MILK": ("A-01-2", 12)}


@SQLITE_ONLY
def test_a_run_of_puts_costs_no_statement_more_for_each_put(shop: Shop, desk: DeskKit) -> None:
    plan = _started(shop, desk, order("A", PEACH=40))
    tell(desk, "StockMoved", moved(quantity=100))
    costs = []
    for pieces in (1, 20):
        bodies = [
            {**put(plan["wave_id"], plan["crates"][0], "PEACH", 1), "bin": "A-01"} for _ in range(pieces)
        ]
        facts = [desk.fact("ItemPut", body) for body in bodies]
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any, sent: list[str] = sent) -> None:
            sent.append(statement)

        event.listen(shop.cloud.engine, "before_cursor_execute", note)
        told = desk.push(*facts)
        event.remove(shop.cloud.engine, "before_cursor_execute", note)
        assert set(verdicts(told)) == {"accepted"}
        costs.append(len(sent))
    assert costs[0] == costs[1]
    assert book(desk) == {("A-01", "PEACH", ""): 79}


def test_the_ledger_adds_up_to_the_book(desk: DeskKit) -> None:
    tell(desk, "StockMoved", moved(quantity=5), moved(quantity=7, to_bin="A-02"))
    tell(desk, "StockMoved", moved(why="reslot", quantity=3, from_bin="A-02", to_bin="A-01"))
    sums: dict[str, int] = {}
    with reading(desk.cloud.engine) as connection:
        for row in connection.execute(select(movements)):
            for sign, place in ((-1, row.from_bin), (1, row.to_bin)):
                if place is not None:
                    sums[place] = sums.get(place, 0) + sign * row.quantity
    assert {(b, "PEACH", ""): n for b, n in sums.items()} == book(desk)
