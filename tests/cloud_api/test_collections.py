"""Handovers: line by line, each piece once; the second desk hears who, when and where."""

from datetime import UTC, datetime
from typing import Any

from cloud_api.storage.ids import new_uuid
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.pickup import Conflict, PickupOrder, pickup_mac
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, order
from tests.cloud_api.night_kit import (
    CASHIER,
    Night,
    changes_of,
    collection,
    open_night,
    pack_short,
    packed_night,
    receive,
    refusal,
)
from tests.cloud_api.together import all_at_once


def _at_the_shop(shop: Shop) -> tuple[Night, DeskKit, DeskKit]:
    """All goods of P1 received by the first of its two tills."""
    night = packed_night(shop)
    tills = shop.cloud.till("P1", "一号台"), shop.cloud.till("P1", "二号台")
    receive(tills[0], *night.crates("P1"))
    return night, *tills


def _undoing(body: dict[str, Any], reason: str = "wrong person") -> dict[str, Any]:
    return {"collection_id": body["collection_id"], "order_id": body["order_id"], "reason": reason}


def _shop_key(till: DeskKit) -> bytes:
    return bytes.fromhex(till.call("GET", "/v1/pickup/key").json()["key"])


def _conflicts(caller: Shop | DeskKit) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = caller.call("GET", "/v1/conflicts").json()["items"]
    return rows


def _accepted(till: DeskKit, kind: str, body: dict[str, Any]) -> None:
    result = till.report(kind, body)
    assert result["verdict"] == "accepted", result


def test_a_shop_is_told_its_orders_masked_and_as_they_were_packed(shop: Shop) -> None:
    """One crate for both orders, two peaches short: who paid last goes without."""
    late = {
        **order("LATE", "P1", PEACH=3),
        "paid_at": "2026-06-18T19:30:00+08:00",
        "phone": "+86 138-0000-0000",
    }
    early = {**order("EARLY", "P1", PEACH=2, MILK=1), "customer": "", "phone": ""}
    night = open_night(shop, late, early)
    lease = night.desk.lease()
    plan = night.desk.plan(lease)
    plan["crates"][0]["lines"] += plan["crates"].pop()["lines"]
    assert night.desk.report("WaveStarted", plan)["verdict"] == "accepted"
    night.plans["P1"] = plan
    pack_short(night, "P1", "PEACH", 2)
    till = shop.cloud.till("P1")
    told = {
        body["order_no"]: PickupOrder.model_validate(body)
        for body in changes_of(till, ChangeKind.PICKUP_ORDER)
    }
    assert (told["LATE"].customer, told["LATE"].phone, told["LATE"].phone_tail) == (
        "王**",
        "138****0000",
        "0000",
    )
    assert (told["EARLY"].customer, told["EARLY"].phone, told["EARLY"].phone_tail) == ("", "", "")
    lines = {no: {line.sku: line.quantity for line in each.lines} for no, each in told.items()}
    assert lines == {"LATE": {"PEACH": 1}, "EARLY": {"PEACH": 2, "MILK": 1}}
    assert [(line.sku, line.quantity) for line in told["LATE"].missing] == [("PEACH", 2)]
    assert told["EARLY"].missing == ()
    key = _shop_key(till)
    assert told["LATE"].customer_mac == pickup_mac(key, "13800000000")
    assert told["EARLY"].customer_mac == pickup_mac(key, str(told["EARLY"].order_id))
    (delivery,) = changes_of(till, ChangeKind.DELIVERY)
    assert [crate["pieces"] for crate in delivery["crates"]] == [4]
    assert changes_of(night.desk, ChangeKind.PICKUP_ORDER) == []


def test_an_order_is_collected_line_by_line(shop: Shop) -> None:
    night, first, second = _at_the_shop(shop)
    order_id = night.order_id("A")
    night.later(hours=1)
    _accepted(first, "OrderCollected", collection(order_id, PEACH=1))
    night.later(hours=1)
    _accepted(second, "OrderCollected", collection(order_id, PEACH=1, MILK=1))
    state = night.state("A")
    assert [step["status"] for step in state["timeline"]][-3:] == ["arrived", "partly_collected", "collected"]
    at = shop.cloud.clock().isoformat().replace("+00:00", "Z")
    assert (state["status"], state["timeline"][-1]["at"]) == ("collected", at)
    told = changes_of(first, ChangeKind.COLLECTED)
    assert [each["station_name"] for each in told] == ["一号台", "二号台"]
    assert changes_of(night.dispatch, ChangeKind.COLLECTED) == []


def test_the_second_desk_hears_who_when_and_where(shop: Shop) -> None:
    night, first, second = _at_the_shop(shop)
    order_id = night.order_id("A")
    shop.cloud.clock.now = datetime(2026, 6, 19, 3, 3, tzinfo=UTC)
    once, twice = collection(order_id, PEACH=2, MILK=1), collection(order_id, PEACH=1)
    fact = first.fact("OrderCollected", once, operator_id=CASHIER)
    assert first.push(fact)["results"][0]["verdict"] == "accepted"
    reason = refusal(second, "OrderCollected", twice)
    assert reason == ("Order A: product PEACH was handed over already: 2026-06-19 11:03 at 一号台 by 陈店长.")
    for caller in (shop, first):
        (told,) = [Conflict.model_validate(row) for row in _conflicts(caller)]
        assert (told.order_no, told.refused.station_name, told.settled_at) == ("A", "二号台", None)
        assert [(each.operator_name, each.station_name) for each in told.standing] == [("陈店长", "一号台")]
    assert _conflicts(shop.cloud.till("P2")) == []
    assert night.desk.call("GET", "/v1/conflicts").status_code == 403
    assert night.status("A") == ["collected"]
    night.later(minutes=1)
    refusal(second, "OrderCollected", collection(order_id, MILK=1))
    _accepted(second, "CollectionUndone", _undoing(twice))
    rows = _conflicts(shop)
    assert [row["settled_at"] is None for row in rows] == [True, False]
    assert night.status("A") == ["collected"]


def test_a_handover_taken_back_can_be_done_again(shop: Shop) -> None:
    night, first, second = _at_the_shop(shop)
    body = collection(night.order_id("B"), RICE=3)
    _accepted(first, "OrderCollected", body)
    for till in (second, first):
        _accepted(till, "CollectionUndone", _undoing(body))
    (gone,) = changes_of(first, ChangeKind.COLLECTION_UNDONE)
    assert (gone["collection_id"], gone["reason"]) == (body["collection_id"], "wrong person")
    assert night.status("B") == ["arrived"]
    _accepted(second, "OrderCollected", collection(night.order_id("B"), RICE=3))
    assert night.status("B") == ["collected"]


@SQLITE_ONLY
def test_what_cannot_have_been_handed_over_is_refused(shop: Shop) -> None:
    night = packed_night(shop)
    till = shop.cloud.till("P1")
    order_id = night.order_id("A")
    assert "2 of product PEACH handed over, but 0" in refusal(
        till, "OrderCollected", collection(order_id, PEACH=2)
    )
    receive(till, *night.crates("P1"))
    split = collection(order_id, PEACH=2)
    split["lines"] *= 2
    assert "4 of product PEACH handed over, but 2" in refusal(till, "OrderCollected", split)
    assert "but 0 were" in refusal(till, "OrderCollected", collection(order_id, RICE=1))
    assert "at shop P1" in refusal(till, "OrderCollected", collection(night.order_id("C"), PEACH=1))
    assert "at shop P1" in refusal(till, "OrderCollected", collection(str(new_uuid()), PEACH=1))
    done = collection(order_id, PEACH=1)
    _accepted(till, "OrderCollected", done)
    again = {**collection(order_id, PEACH=1), "collection_id": done["collection_id"]}
    assert "known from another fact" in refusal(till, "OrderCollected", again)
    assert "There is no handover" in refusal(till, "CollectionUndone", _undoing(split))
    elsewhere = {**_undoing(done), "order_id": night.order_id("C")}
    assert "at shop P1" in refusal(till, "CollectionUndone", elsewhere)
    of_other_order = {**_undoing(done), "order_id": night.order_id("B")}
    assert "There is no handover" in refusal(till, "CollectionUndone", of_other_order)
    assert _conflicts(shop) == []


def test_desks_at_the_same_moment_collect_once(shop: Shop) -> None:
    night, *tills = _at_the_shop(shop)
    tills += [shop.cloud.till("P1", f"{number} 号台") for number in range(3, 6)]
    body = night.order_id("A")
    verdicts = all_at_once(
        [lambda till=till: till.report("OrderCollected", collection(body, MILK=1)) for till in tills]
    )
    assert sorted(each["verdict"] for each in verdicts) == ["accepted"] + ["refused"] * 4
    assert len(_conflicts(shop)) == 4
