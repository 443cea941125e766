"""Crates closed and received and orders handed over in runs: the end of each as if it had come alone."""

from typing import Any

import pytest
from sqlalchemy import event, select

from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.pickup import pickup_codes
from cloud_api.storage.tables.waves import crates
from cloud_api.storage.transaction import reading
from cloud_api.wire.exchange import ChangeKind
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, changed, closing, order, put, verdicts
from tests.cloud_api.night_kit import (
    CASHIER,
    Night,
    changes_of,
    collection,
    open_night,
    packed_night,
    receive,
    start_next,
)

at_each_length = pytest.mark.parametrize("at_once", [1, 100])


def _told(sender: DeskKit, kind: str, bodies: list[dict[str, Any]], at_once: int) -> list[str]:
    """The reasons, empty for what was accepted."""
    facts = [sender.fact(kind, body, operator_id=CASHIER) for body in bodies]
    parts = [facts[start : start + at_once] for start in range(0, len(facts), at_once)]
    return [result["reason"] or "" for part in parts for result in sender.push(*part)["results"]]


def _agree(reasons: list[str], words: list[str]) -> None:
    """Each reason holds its words; no words stand for no reason."""
    assert len(reasons) == len(words)
    for reason, word in zip(reasons, words, strict=True):
        assert (word in reason) if word else reason == "", (reason, word)


@at_each_length
def test_crates_closed_in_a_run(shop: Shop, at_once: int) -> None:
    night = open_night(shop, order("A", "P1", PEACH=4, MILK=1), order("B", "P1", RICE=1))
    plan = night.plans[start_next(night)]
    wave_id, (first, second) = plan["wave_id"], plan["crates"]
    for line in first["lines"]:
        item = put(wave_id, first, line["sku"], line["quantity"])
        assert night.desk.report("ItemPut", item)["verdict"] == "accepted"
    slips = [
        closing(wave_id, first, 4),
        changed(closing(wave_id, first, 5), weight_g=10**8),
        closing(wave_id, first, 5),
        closing(wave_id, first, 5),
        closing(wave_id, second, 1),
        changed(closing(wave_id, first, 5), crate_id=str(new_uuid())),
        changed(closing(wave_id, first, 5), wave_id=str(new_uuid())),
    ]
    words = ["says 4 pieces", "which no crate weighs", "", "closed already", "neither put nor", "no crate"]
    _agree(_told(night.desk, "CrateClosed", slips, at_once), [*words, "no wave"])
    with reading(shop.cloud.engine) as connection:
        closed = connection.scalars(select(crates.c.sscc).where(crates.c.closed_at.is_not(None))).all()
    assert closed == [first["sscc"]]


@pytest.mark.parametrize(("at_once", "tellings"), [(1, 4), (100, 2)])
def test_a_run_of_closed_crates_is_told_once_for_each_stop(shop: Shop, at_once: int, tellings: int) -> None:
    orders = [order(f"{point}-{number}", point, RICE=1) for point in ("P1", "P2") for number in (1, 2)]
    night = open_night(shop, *orders)
    plans = [night.plans[start_next(night)] for _ in night.wave_ids]
    crates_of_all = [(plan["wave_id"], crate) for plan in plans for crate in plan["crates"]]
    for wave_id, crate in crates_of_all:
        assert night.desk.report("ItemPut", put(wave_id, crate, "RICE", 1))["verdict"] == "accepted"
    before = len(changes_of(night.dispatch, ChangeKind.STOP))
    slips = [closing(wave_id, crate) for wave_id, crate in crates_of_all]
    slips += [closing(*crates_of_all[0]), changed(closing(*crates_of_all[0]), crate_id=str(new_uuid()))]
    _agree(_told(night.desk, "CrateClosed", slips, at_once), [""] * 4 + ["closed already", "no crate"])
    stops = changes_of(night.dispatch, ChangeKind.STOP)[before:]
    assert len(stops) == tellings, "what is refused is told nobody"
    newest = {stop["wave_id"]: [crate["closed"] for crate in stop["crates"]] for stop in stops}
    assert newest == {wave_id: [True, True] for wave_id in night.wave_ids.values()}


@at_each_length
def test_crates_received_in_a_run(shop: Shop, at_once: int) -> None:
    night = packed_night(shop)
    till = shop.cloud.till("P1")
    mine, (foreign, *_) = night.crates("P1"), night.crates("P2")
    told = [{"crate_id": crate_id} for crate_id in (*mine, mine[0], foreign, str(new_uuid()))]
    expected = ["" for _ in (*mine, mine[0])] + ["belongs to shop P2", "There is no crate"]
    _agree(_told(till, "CrateReceived", told, at_once), expected)
    assert night.status("A", "B") == ["arrived", "arrived"]
    moves = [body["crate_id"] for body in changes_of(till, ChangeKind.CRATE_MOVED)]
    assert moves == list(mine)
    assert [b["crate_id"] for b in changes_of(night.dispatch, ChangeKind.CRATE_MOVED)] == list(mine)


def _handovers(night: Night) -> tuple[list[dict[str, Any]], list[str]]:
    """Handovers of one till after a day without a network, and what is told of each."""
    a, b = night.order_id("A"), night.order_id("B")
    part = collection(a, PEACH=1)
    told = [
        (part, ""),
        ({**collection(a, PEACH=1), "collection_id": part["collection_id"]}, "known from another fact"),
        (collection(a, PEACH=2), "was handed over already"),
        (collection(b, RICE=4), "4 of product RICE handed over, but 3"),
        (collection(a, PEACH=1, MILK=1), ""),
        (collection(a, MILK=1), "product MILK was handed over already"),
        (collection(night.order_id("C"), PEACH=1), "at shop P1"),
        (collection(b, RICE=2), ""),
    ]
    return [body for body, _ in told], [word for _, word in told]


@at_each_length
def test_orders_collected_in_a_run(shop: Shop, at_once: int) -> None:
    night = packed_night(shop)
    till = shop.cloud.till("P1")
    receive(till, *night.crates("P1"))
    bodies, words = _handovers(night)
    _agree(_told(till, "OrderCollected", bodies, at_once), words)
    assert night.status("A", "B") == ["collected", "partly_collected"]
    stood = [body["collection_id"] for body, word in zip(bodies, words, strict=True) if not word]
    told = changes_of(till, ChangeKind.COLLECTED)
    assert [each["collection_id"] for each in told] == stood
    assert {each["operator_name"] for each in told} == {"陈店长"}
    conflicts = till.call("GET", "/v1/conflicts").json()["items"]
    standing = [[each["collection_id"] for each in row["standing"]] for row in conflicts]
    assert standing == [[stood[1]], [stood[0]]]
    with reading(shop.cloud.engine) as connection:
        codes = connection.execute(select(pickup_codes.c.order_id, pickup_codes.c.released_at)).all()
    assert {str(row.order_id) for row in codes if row.released_at is not None} == {night.order_id("A")}


@SQLITE_ONLY
def test_a_batch_costs_no_statement_more_for_each_handover(shop: Shop) -> None:
    given = [order(f"A{number}", "P1", PEACH=2) for number in range(6)]
    night = packed_night(shop, *given)
    till = shop.cloud.till("P1")
    receive(till, *night.crates("P1"))
    counts = []
    for numbers in ((0,), (1, 2, 3, 4, 5)):
        bodies = [collection(night.order_id(f"A{number}"), PEACH=2) for number in numbers]
        facts = [till.fact("OrderCollected", body) for body in bodies]
        sent: list[str] = []
        note = _noting(sent)
        event.listen(shop.cloud.engine, "before_cursor_execute", note)
        result = till.push(*facts)
        event.remove(shop.cloud.engine, "before_cursor_execute", note)
        assert set(verdicts(result)) == {"accepted"}
        counts.append(len(sent))
    assert counts[0] == counts[1], counts


def _noting(sent: list[str]) -> Any:
    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    return note
