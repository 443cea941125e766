"""Receipts: goods speak, whatever was told before them; another shop's goods are not taken in."""

from cloud_api.storage.ids import new_uuid
from cloud_api.wire.exchange import ChangeKind
from tests.cloud_api.kit import SQLITE_ONLY, Shop, order
from tests.cloud_api.night_kit import (
    Night,
    changes_of,
    collection,
    open_night,
    pack,
    packed_night,
    receive,
    refusal,
    start_next,
)


def _here(shop: Shop) -> Night:
    return packed_night(shop)


def test_an_order_arrives_with_the_last_of_its_crates(shop: Shop) -> None:
    night = _here(shop)
    till = shop.cloud.till("P1")
    (route,) = night.publish(night.route_plan(1, ("V1", ["P1"])))["routes"]
    one, two = night.crates("P1")
    night.load(route, one, two)
    assert night.depart(route, [one, two])["verdict"] == "accepted"
    night.later(minutes=40)
    receive(till, one)
    assert night.status("A", "B", "C") == ["arrived", "departed", "packed"]
    for station in (till, night.dispatch):
        move = changes_of(station, ChangeKind.CRATE_MOVED)[-1]
        assert (move["move"], move["crate_id"], move["route_id"]) == ("received", one, route["route_id"])
    told = {"wave_id": night.wave_ids["P1"], "received": [one], "missing": [two]}
    surplus = [{"sscc": "0" * 18, "pickup_point": "P2"}]
    assert till.report("ReceiptCompleted", {**told, "surplus": surplus})["verdict"] == "accepted"
    steps = [step["status"] for step in night.state("A")["timeline"]]
    assert steps == ["paid", "packed", "departed", "arrived"]


def test_a_crate_no_van_was_told_to_bring_is_here_all_the_same(shop: Shop) -> None:
    night = _here(shop)
    till, second = shop.cloud.till("P1"), shop.cloud.till("P1", "二号台")
    one = night.crates("P1")[0]
    receive(till, one)
    at = night.state("A")["timeline"][-1]
    assert at["status"] == "arrived"
    night.later(minutes=5)
    receive(second, one)
    assert night.state("A")["timeline"][-1] == at
    assert len(changes_of(till, ChangeKind.CRATE_MOVED)) == 1


def test_a_receipt_is_taken_back_unless_its_goods_are_gone(shop: Shop) -> None:
    night = _here(shop)
    till = shop.cloud.till("P1")
    one, two = night.crates("P1")
    receive(till, one, two)
    for _ in range(2):
        assert till.report("ReceiptUndone", {"crate_id": two})["verdict"] == "accepted"
    assert night.status("A", "B") == ["arrived", "packed"]
    assert changes_of(night.dispatch, ChangeKind.CRATE_MOVED)[-1]["move"] == "not_received"
    body = collection(night.order_id("A"), MILK=1)
    assert till.report("OrderCollected", body)["verdict"] == "accepted"
    assert "handed over with order A" in refusal(till, "ReceiptUndone", {"crate_id": one})
    undone = {"collection_id": body["collection_id"], "order_id": body["order_id"], "reason": "wrong person"}
    assert till.report("CollectionUndone", undone)["verdict"] == "accepted"
    assert till.report("ReceiptUndone", {"crate_id": one})["verdict"] == "accepted"


@SQLITE_ONLY
def test_what_is_not_of_the_shop_is_refused(shop: Shop) -> None:
    night = _here(shop)
    till = shop.cloud.till("P1")
    foreign, mine = night.crates("P2")[0], night.crates("P1")[0]
    assert "belongs to shop P2" in refusal(till, "CrateReceived", {"crate_id": foreign})
    assert "belongs to shop P2" in refusal(till, "ReceiptUndone", {"crate_id": foreign})
    assert "There is no crate" in refusal(till, "CrateReceived", {"crate_id": str(new_uuid())})
    of_other = {"wave_id": night.wave_ids["P2"], "received": []}
    assert "for shop P1" in refusal(till, "ReceiptCompleted", of_other)
    mixed = {"wave_id": night.wave_ids["P1"], "received": [mine], "missing": [foreign]}
    assert "does not belong to this delivery" in refusal(till, "ReceiptCompleted", mixed)


@SQLITE_ONLY
def test_a_void_crate_is_not_received(shop: Shop) -> None:
    """The wave went to another desk, which packed it anew."""
    night = open_night(shop, order("A", "P1", PEACH=1))
    start_next(night)
    (void,) = night.crates("P1")
    shop.cloud.clock.forward(hours=5)
    night.desk = shop.cloud.desk("工位 2")
    pack(night, start_next(night))
    till = shop.cloud.till("P1")
    assert "is void" in refusal(till, "CrateReceived", {"crate_id": void})
    receive(till, *night.crates("P1"))
    assert night.status("A") == ["arrived"]
