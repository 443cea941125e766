"""Goods that come in: kept per line, told to every dock, and shared out by rule when some lack."""

from datetime import timedelta
from typing import Any

import pytest

from cloud_api.settings import Settings
from cloud_api.storage.hooks import Job
from cloud_api.storage.ids import new_uuid
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.shortages import ShortageRule
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, order
from tests.cloud_api.receiving_kit import lines_of, purchase_id, received, told, work_off
from tests.cloud_api.stock_kit import book, changes_of, furnish, reason, tell


@pytest.fixture
def dock(shop: Shop) -> DeskKit:
    """A desk of W1 after the cut-off: ten peaches at two points, and one rice."""
    furnish(shop)
    shop.send(order("A", "P1", PEACH=4), order("B", "P1", PEACH=2, RICE=1), order("C", "P2", PEACH=4))
    shop.cloud.clock.forward(hours=4)
    shop.cut_off()
    return shop.cloud.desk()


def test_stations_are_told_what_suppliers_are_to_bring_at_the_cut_off(dock: DeskKit, shop: Shop) -> None:
    (purchase,) = changes_of(dock, ChangeKind.PURCHASE)
    assert purchase["document_id"] == purchase_id(shop)
    assert purchase["code"].startswith("74")
    assert (purchase["supplier"], purchase["cycle_name"], purchase["revision"]) == ("-", "端午团", 0)
    assert lines_of(purchase) == {"PEACH": (10, 0, 0, 0), "RICE": (1, 0, 0, 0)}


def test_several_deliveries_add_up_and_good_goods_come_into_the_book(dock: DeskKit, shop: Shop) -> None:
    document_id = purchase_id(shop)
    lot = {"lot": "L1", "expiry": "2026-07-01"}
    first = received(document_id, quantity=6, **lot)
    tell(
        dock,
        "GoodsReceived",
        first,
        received(document_id, quantity=2, condition="damaged", reason="crushed", bin=None),
        received(document_id, quantity=1, condition="refused", reason="too_warm", bin=None),
    )
    other = shop.cloud.desk("工位 2")
    tell(other, "GoodsReceived", received(document_id, quantity=7, **lot), received(document_id, "MILK", 3))
    # Over-delivery and a product nobody ordered are facts all the same.
    assert lines_of(told(dock)) == {"MILK": (0, 3, 0, 0), "PEACH": (10, 13, 2, 1), "RICE": (1, 0, 0, 0)}
    assert book(dock) == {("A-01", "PEACH", "L1"): 13, ("A-01", "MILK", ""): 3}
    tell(dock, "GoodsReceiptUndone", {"receipt_id": first["receipt_id"]})
    tell(dock, "GoodsReceiptUndone", {"receipt_id": first["receipt_id"]})
    assert lines_of(told(dock))["PEACH"] == (10, 7, 2, 1)
    assert book(dock)["A-01", "PEACH", "L1"] == 7


def test_a_run_of_receipts_is_told_once(dock: DeskKit, shop: Shop) -> None:
    document_id = purchase_id(shop)
    tell(dock, "GoodsReceived", *(received(document_id) for _ in range(20)))
    assert [lines_of(each)["PEACH"][1] for each in changes_of(dock, ChangeKind.PURCHASE)] == [0, 20]


def test_a_receipt_told_again_is_kept_once_and_with_other_words_refused(dock: DeskKit, shop: Shop) -> None:
    body = received(purchase_id(shop), quantity=3)
    tell(dock, "GoodsReceived", body, body)
    tell(dock, "GoodsReceived", body)
    assert lines_of(told(dock))["PEACH"][1] == 3
    assert "other words" in reason(dock, "GoodsReceived", {**body, "quantity": 4})


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"document_id": "01976b1e-5f00-7000-8000-0000000000ff"}, "no purchase order"),
        ({"sku": "NOBODY"}, "no product NOBODY"),
        ({"bin": "Z-99"}, "no bin Z-99"),
        ({"bin": None}, "wants the bin"),
        ({"condition": "damaged", "bin": None}, "want a reason"),
        ({"bin": "B-01"}, "no bin B-01"),
    ],
)
@SQLITE_ONLY
def test_what_cannot_be_is_refused_in_words(
    dock: DeskKit, shop: Shop, other: dict[str, Any], words: str
) -> None:
    assert words in reason(dock, "GoodsReceived", received(purchase_id(shop)) | other)
    assert lines_of(told(dock))["PEACH"] == (10, 0, 0, 0)


@SQLITE_ONLY
def test_a_desk_of_another_warehouse_cannot_report_here(dock: DeskKit, shop: Shop) -> None:
    stranger = shop.cloud.desk("工位 9", "W2")
    document_id = purchase_id(shop)
    body = received(document_id, bin="B-01")
    for kind, told_body in (("GoodsReceived", body), ("PurchaseClosed", {"document_id": document_id})):
        assert "no purchase order" in reason(stranger, kind, told_body)
    assert "no receipt" in reason(stranger, "GoodsReceiptUndone", {"receipt_id": str(new_uuid())})


def test_what_lacks_is_shared_out_before_anyone_picks_it(dock: DeskKit, shop: Shop) -> None:
    document_id = purchase_id(shop)
    tell(dock, "GoodsReceived", received(document_id, quantity=5), received(document_id, "RICE", 1))
    tell(dock, "PurchaseClosed", {"document_id": document_id})
    assert told(dock)["closed_at"] is not None
    assert told(dock)["settled_at"] is None
    assert work_off(shop.cloud) == [Job.SHARE_OUT, Job.MAKE_SLIPS]
    now = told(dock)
    assert now["settled_at"] is not None
    # The slip asks the supplier for less; the dock still sees what had been ordered.
    assert lines_of(now)["PEACH"] == (10, 5, 0, 0)
    assert now["revision"] == 1
    assert len(now["slip_codes"]) == 1
    (gap,) = now["shared"]
    assert (gap["sku"], gap["ordered"], gap["came"], gap["missing"], gap["note"]) == ("PEACH", 10, 5, 5, "")
    waves = {wave["pickup_point"]: wave["pieces"] for wave in shop.waves()}
    assert waves == {"P1": 4, "P2": 2}
    assert [order_.lines[0].quantity for order_ in dock.lease().wave.orders] == [2, 1]


def test_closing_and_sharing_happen_once_however_often_they_are_told(dock: DeskKit, shop: Shop) -> None:
    document_id = purchase_id(shop)
    tell(dock, "GoodsReceived", received(document_id, quantity=9))
    tell(dock, "PurchaseClosed", {"document_id": document_id}, {"document_id": document_id})
    work_off(shop.cloud)
    tell(shop.cloud.desk("工位 2"), "PurchaseClosed", {"document_id": document_id})
    assert work_off(shop.cloud) == []
    applied = shop.call("GET", f"/v1/cycles/{shop.cycle_id}/shortages").json()["items"]
    assert sorted((each["sku"], each["missing"]) for each in applied) == [("PEACH", 1), ("RICE", 1)]


def test_reopened_takes_back_what_nobody_picks_yet(dock: DeskKit, shop: Shop) -> None:
    document_id = purchase_id(shop)
    tell(dock, "GoodsReceived", received(document_id, quantity=5), received(document_id, "RICE", 1))
    tell(dock, "PurchaseClosed", {"document_id": document_id})
    work_off(shop.cloud)
    shop.cloud.clock.forward(minutes=1)
    tell(dock, "PurchaseReopened", {"document_id": document_id})
    work_off(shop.cloud)
    now = told(dock)
    assert (now["closed_at"], now["shared"]) == (None, [])
    assert lines_of(now)["PEACH"] == (10, 5, 0, 0)
    assert {wave["pickup_point"]: wave["pieces"] for wave in shop.waves()} == {"P1": 7, "P2": 4}
    # The rest comes, and then nothing lacks.
    shop.cloud.clock.forward(minutes=1)
    tell(dock, "GoodsReceived", received(document_id, quantity=5))
    tell(dock, "PurchaseClosed", {"document_id": document_id})
    work_off(shop.cloud)
    assert (told(dock)["shared"], lines_of(told(dock))["PEACH"]) == ([], (10, 10, 0, 0))


def test_what_a_desk_has_begun_stays_and_says_why(dock: DeskKit, shop: Shop) -> None:
    document_id = purchase_id(shop)
    tell(dock, "GoodsReceived", received(document_id, quantity=5), received(document_id, "RICE", 1))
    tell(dock, "PurchaseClosed", {"document_id": document_id})
    work_off(shop.cloud)
    dock.lease()
    shop.cloud.clock.forward(minutes=1)
    tell(dock, "PurchaseReopened", {"document_id": document_id})
    work_off(shop.cloud)
    now = told(dock)
    assert now["closed_at"] is None
    assert now["settled_at"] is not None
    assert "begun" in now["shared"][0]["note"]
    assert {wave["pickup_point"]: wave["pieces"] for wave in shop.waves()} == {"P1": 4, "P2": 2}


def test_waves_being_picked_come_first(dock: DeskKit, shop: Shop) -> None:
    start_next_point = dock.lease().wave.pickup_point.code
    document_id = purchase_id(shop)
    tell(dock, "GoodsReceived", received(document_id, quantity=8), received(document_id, "RICE", 1))
    tell(dock, "PurchaseClosed", {"document_id": document_id})
    work_off(shop.cloud)
    pieces = {wave["pickup_point"]: wave["pieces"] for wave in shop.waves()}
    assert start_next_point == "P1"
    assert pieces == {"P1": 7, "P2": 2}


@SQLITE_ONLY
def test_the_rule_is_a_setting_of_the_cloud(dock: DeskKit, shop: Shop) -> None:
    document_id = purchase_id(shop)
    tell(dock, "GoodsReceived", received(document_id, quantity=6), received(document_id, "RICE", 1))
    tell(dock, "PurchaseClosed", {"document_id": document_id})
    work_off(shop.cloud, Settings(database="unused.db", shortage_rule=ShortageRule.FIRST_COME))
    (applied,) = shop.call("GET", f"/v1/cycles/{shop.cycle_id}/shortages").json()["items"]
    assert applied["rule"] == "first_come"
    with pytest.raises(ValueError, match="shortage_rule"):
        Settings.model_validate({"database": "unused.db", "shortage_rule": "substitute"})


@SQLITE_ONLY
def test_the_later_word_counts_whoever_is_heard_first(dock: DeskKit, shop: Shop) -> None:
    document_id = purchase_id(shop)
    other = shop.cloud.desk("工位 2")
    late = other.fact("PurchaseClosed", {"document_id": document_id})
    shop.cloud.clock.forward(minutes=5)
    tell(dock, "PurchaseClosed", {"document_id": document_id})
    tell(dock, "PurchaseReopened", {"document_id": document_id})
    assert other.push(late)["results"][0]["verdict"] == "accepted"
    assert told(dock)["closed_at"] is None


@SQLITE_ONLY
def test_the_buyer_sees_what_came_and_what_lacks(dock: DeskKit, shop: Shop) -> None:
    document_id = purchase_id(shop)
    tell(dock, "GoodsReceived", received(document_id, quantity=7, photo="ab" * 32))
    for params in ({}, {"cycle_id": shop.cycle_id}, {"supplier": "-"}, {"warehouse": "W1"}):
        (item,) = shop.call("GET", "/v1/purchases", params=params).json()["items"]
        assert (item["document_id"], item["lacks"], item["warehouse"]) == (document_id, 4, "W1")
    assert shop.call("GET", "/v1/purchases", params={"supplier": "SOMEBODY"}).json()["items"] == []
    one = shop.call("GET", f"/v1/purchases/{document_id}").json()
    assert [(each["quantity"], each["station"], each["photo"]) for each in one["receipts"]] == [
        (7, "工位 1", "ab" * 32)
    ]
    stranger = shop.cloud.desk("工位 9", "W2")
    assert stranger.call("GET", "/v1/purchases").json()["items"] == []
    assert stranger.call("GET", f"/v1/purchases/{document_id}").status_code == 404
    assert stranger.call("GET", "/v1/purchases", params={"warehouse": "W1"}).status_code == 403


@SQLITE_ONLY
def test_purchases_come_in_pages(dock: DeskKit, shop: Shop) -> None:
    for name in ("再一团", "又一团"):
        wanted = {"warehouse": "W1", "name": name, "cut_off_at": _soon(shop)}
        answer = shop.call("POST", "/v1/cycles", json=wanted)
        shop.cycle_id = answer.json()["id"]
        assert shop.verdicts(order(f"N{name}", "P1", PEACH=1)) == ["accepted"]
        shop.cut_off()
    first = shop.call("GET", "/v1/purchases", params={"limit": 2}).json()
    rest = shop.call("GET", "/v1/purchases", params={"limit": 2, "before": first["next"]}).json()
    numbers = [item["number"] for item in first["items"] + rest["items"]]
    assert numbers == sorted(numbers, reverse=True)
    assert (len(numbers), rest["next"]) == (3, None)
    assert dock.call("GET", "/v1/purchases").status_code == 200


def _soon(shop: Shop) -> str:
    return (shop.cloud.clock() + timedelta(hours=1)).isoformat()
