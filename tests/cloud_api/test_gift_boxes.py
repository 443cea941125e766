"""Gift boxes at the cloud: what was packed moves the book, and packing desks know what is wanted."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cloud_api.cycles.preview import cut_off_preview
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.documents import documents, purchase_lines
from cloud_api.storage.transaction import reading
from cloud_api.wire.exchange import ChangeKind
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, order, product
from tests.cloud_api.receiving_kit import purchase_id, received, work_off
from tests.cloud_api.stock_kit import book, changes_of, furnish, moved, reason, tell
from tests.cloud_api.test_amendments import cancel, resume
from tests.cloud_api.test_amendments import told as told_change

BOX = "GIFT"
BIN = "A-01"


@pytest.fixture
def desk(shop: Shop) -> DeskKit:
    """A gift box of two peaches and a milk; three are ordered, one of them at another point."""
    furnish(shop)
    parts = [{"sku": "PEACH", "quantity": 2}, {"sku": "MILK", "quantity": 1}]
    goods = [product("MILK", zone="ambient"), product(BOX, components=parts)]
    answer = shop.call("PUT", "/v1/catalogue", json={"products": goods})
    assert answer.status_code == 200, answer.text
    shop.send(order("A", "P1", GIFT=2, PEACH=1), order("B", "P2", GIFT=1))
    shop.cut_off()
    return shop.cloud.desk()


def box(shop: Shop, **other: Any) -> dict[str, Any]:
    """The body of GiftBoxMade: a peach of each of two lots, and a milk of no lot."""
    lots = [("春批", "2036-07-01"), ("夏批", "2036-08-01")]
    peaches = [
        {"sku": "PEACH", "lot": lot, "expiry": expiry, "bin": BIN, "quantity": 1} for lot, expiry in lots
    ]
    return {
        "box_id": str(new_uuid()),
        "cycle_id": shop.cycle_id,
        "sku": BOX,
        "parts": [*peaches, {"sku": "MILK", "bin": BIN, "quantity": 1}],
        "bin": BIN,
        "expiry": date(2036, 7, 1).isoformat(),
        **other,
    }


def jobs(desk: DeskKit) -> list[tuple[int, int]]:
    """Wanted and made, as they were told one after the other."""
    return [(each["wanted"], each["made"]) for each in changes_of(desk, ChangeKind.GIFT_BOX)]


def stock(desk: DeskKit) -> dict[tuple[str, str], int]:
    return {(sku, lot): pieces for (_bin, sku, lot), pieces in book(desk).items() if pieces}


def test_a_packed_box_takes_its_parts_and_comes_into_its_bin(shop: Shop, desk: DeskKit) -> None:
    for lot, expiry in (("春批", "2036-07-01"), ("夏批", "2036-08-01")):
        tell(desk, "StockMoved", moved(lot=lot, expiry=expiry, quantity=5))
    tell(desk, "StockMoved", moved(sku="MILK", lot="", expiry=None, quantity=4))
    before = stock(desk)
    assert jobs(desk) == [(3, 0)]
    first, second = box(shop), box(shop)
    tell(desk, "GiftBoxMade", first, second)
    assert jobs(desk) == [(3, 0), (3, 1), (3, 2)]
    assert stock(desk) == {
        (BOX, ""): 2,
        ("PEACH", "春批"): before["PEACH", "春批"] - 2,
        ("PEACH", "夏批"): before["PEACH", "夏批"] - 2,
        ("MILK", ""): before["MILK", ""] - 2,
    }
    line = next(each for each in changes_of(desk, ChangeKind.STOCK) if each["sku"] == BOX)
    assert line["expiry"] == "2036-07-01"
    tell(desk, "GiftBoxUndone", {"box_id": first["box_id"]})
    tell(desk, "GiftBoxUndone", {"box_id": first["box_id"]})
    assert jobs(desk)[-1] == (3, 1)
    tell(desk, "GiftBoxUndone", {"box_id": second["box_id"]})
    assert stock(desk) == before


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"sku": "PEACH"}, "Product PEACH is no gift box."),
        ({"sku": "NOTHING"}, "Product NOTHING is no gift box."),
        ({"parts": [{"sku": "PEACH", "quantity": 2}]}, "takes 1 of product MILK, not 0"),
        (
            {"parts": [{"sku": "PEACH", "quantity": 3}, {"sku": "MILK", "quantity": 1}]},
            "takes 2 of product PEACH, not 3",
        ),
        ({"bin": "Z-99"}, "There is no bin Z-99"),
    ],
)
def test_what_is_no_such_box_is_refused_and_moves_nothing(
    shop: Shop, desk: DeskKit, other: dict[str, Any], why: str
) -> None:
    assert why in reason(desk, "GiftBoxMade", box(shop, **other))
    assert (stock(desk), jobs(desk)) == ({}, [(3, 0)])


def test_a_warehouse_without_bins_packs_all_the_same(shop: Shop, desk: DeskKit) -> None:
    parts = [{"sku": "PEACH", "quantity": 2}, {"sku": "MILK", "quantity": 1}]
    tell(desk, "GiftBoxMade", box(shop, parts=parts, bin=None, expiry=None))
    assert (stock(desk), jobs(desk)[-1]) == ({}, (3, 1))


def test_a_box_is_told_once_and_by_its_own_warehouse(shop: Shop, desk: DeskKit) -> None:
    body = box(shop)
    tell(desk, "GiftBoxMade", body)
    assert "known from another fact" in reason(desk, "GiftBoxMade", {**body, "bin": BIN})
    assert "no gift box" in reason(desk, "GiftBoxUndone", {"box_id": str(new_uuid())})
    tell(desk, "GiftBoxMade", box(shop, cycle_id=None))
    assert jobs(desk) == [(3, 0), (3, 1)], "one packed for stock belongs to no job"


def test_what_is_wanted_follows_the_orders(shop: Shop, desk: DeskKit) -> None:
    assert told_change(cancel(shop, "A")) == ("accepted", True)
    assert told_change(cancel(shop, "B")) == ("accepted", True)
    assert told_change(resume(shop, "B")) == ("accepted", True)
    assert jobs(desk) == [(3, 0), (1, 0), (0, 0), (1, 0)]


COMPONENTS = [{"sku": "PEACH", "quantity": 2}, {"sku": "MILK", "quantity": 1}]
UNFIT: list[tuple[str, dict[str, Any], str]] = [
    ("GIFT", {"gtins": []}, "Give it a GTIN"),
    ("GIFT", {"goods": "weight"}, "counted in pieces, not weighed"),
    ("GIFT", {"components": [{"sku": "PEACH", "quantity": 1}] * 2}, "component PEACH stands twice"),
    ("GIFT", {"components": [{"sku": "GIFT", "quantity": 1}]}, "component GIFT is no product in use"),
    ("GIFT", {"components": [{"sku": "NEVER", "quantity": 1}]}, "component NEVER is no product in use"),
    ("GIFT", {"components": [{"sku": "RICE", "quantity": 1}]}, "component RICE is no product in use"),
    ("GIFT", {"components": [{"sku": "PEACH", "quantity": 0}]}, "components.0.quantity"),
    ("GIFT", {"zone": "frozen"}, "is kept in another zone"),
    ("PEACH", {"active": False}, "gift box GIFT is packed from it"),
    ("PEACH", {"goods": "weight"}, "gift box GIFT is packed from it"),
    ("PEACH", {"components": [{"sku": "MILK", "quantity": 1}]}, "gift box GIFT is packed from it"),
]


@SQLITE_ONLY
@pytest.mark.parametrize(("sku", "change", "why"), UNFIT)
def test_a_gift_box_holds_what_can_be_packed_and_scanned(
    shop: Shop, desk: DeskKit, sku: str, change: dict[str, Any], why: str
) -> None:
    components = {"components": COMPONENTS} if sku == BOX else {}
    answer = shop.call("PUT", f"/v1/products/{sku}", json=product(sku, **components) | change)
    assert (answer.status_code, why in answer.json()["detail"]) == (
        422 if "quantity" in why else 409,
        True,
    ), answer.text


@SQLITE_ONLY
def test_components_are_bought_instead_of_gift_boxes_and_slips_follow(shop: Shop, desk: DeskKit) -> None:
    with reading(shop.cloud.engine) as connection:
        preview = cut_off_preview(connection, UUID(shop.cycle_id))
    assert preview is not None
    assert [(each.products, each.pieces) for each in preview.suppliers] == [(2, 3 * 3 + 1)]
    work_off(shop.cloud)
    assert _bought(shop) == [{"PEACH": 3 * 2 + 1, "MILK": 3}]
    assert told_change(cancel(shop, "B")) == ("accepted", True)
    work_off(shop.cloud)
    assert _bought(shop) == [{"PEACH": 7, "MILK": 3}, {"PEACH": 5, "MILK": 2}]


def _bought(shop: Shop) -> list[dict[str, int]]:
    """What the supplier is asked for, by the purchase order and each slip after it."""
    query = (
        select(documents.c.revision, purchase_lines.c.sku, purchase_lines.c.quantity)
        .join(documents, documents.c.id == purchase_lines.c.document_id)
        .order_by(documents.c.revision)
    )
    found: dict[int, dict[str, int]] = {}
    with reading(shop.cloud.engine) as connection:
        for row in connection.execute(query):
            found.setdefault(row.revision, {})[row.sku] = row.quantity
    return list(found.values())


@SQLITE_ONLY
def test_parts_that_lack_go_into_gift_boxes_first(shop: Shop, desk: DeskKit) -> None:
    work_off(shop.cloud)
    document_id = purchase_id(shop)
    tell(desk, "GoodsReceived", received(document_id, quantity=5), received(document_id, "MILK", 3))
    tell(desk, "PurchaseClosed", {"document_id": document_id})
    work_off(shop.cloud)
    (gap,) = changes_of(desk, ChangeKind.PURCHASE)[-1]["shared"]
    assert (gap["sku"], gap["came"], gap["missing"]) == ("PEACH", 5, 1), "the loose one goes without"
    assert gap["note"].startswith("Product PEACH lacks 1 pieces for gift boxes (GIFT).")
    assert jobs(desk)[-1] == (3, 0), "people decide which box is not packed"
