"""Lists of orders, accepted and refused: paged, narrowed, settled, masked for who need not know whose."""

import json
from typing import Any
from urllib.parse import quote

from cloud_api.wire.stations import Role
from tests.cloud_api.kit import SQLITE_ONLY, Shop, changed, new_cycle, order, pickup_point, product


def pages(shop: Shop, path: str, limit: int, **params: Any) -> list[list[dict[str, Any]]]:
    """Every page of a list."""
    found: list[list[dict[str, Any]]] = []
    after: str | None = None
    while not found or after is not None:
        told = {**params, "limit": limit} | ({} if after is None else {"after": after})
        answer = shop.call("GET", path, params=told)
        assert answer.status_code == 200, answer.text
        found.append(answer.json()["items"])
        after = answer.json()["next"]
    return found


def numbers(rows: list[dict[str, Any]]) -> list[str]:
    return [row["order_no"] for row in rows]


def listed(shop: Shop, **params: Any) -> list[str]:
    return numbers(shop.call("GET", "/v1/orders", params=params).json()["items"])


def test_refused_orders_come_in_pages_the_latest_first(shop: Shop) -> None:
    for number in range(5):
        shop.cloud.clock.forward(seconds=1)
        shop.send(order(f"A{number}", GONE=1), order(f"B{number}", GONE=1))
    found = pages(shop, "/v1/orders/refused", 3)
    assert [len(page) for page in found] == [3, 3, 3, 1]
    rows = [row for page in found for row in page]
    assert [row["refused_at"] for row in rows] == sorted((row["refused_at"] for row in rows), reverse=True)
    assert len(set(numbers(rows))) == 10


NO_CURSORS = ["", "x", "2026-06-18T12:00:00+00:00", "0001-01-01T00:00:00+14:00~aa", "~\0"]


def test_a_cursor_that_is_none_of_ours_is_told(shop: Shop) -> None:
    for path in ("/v1/orders/refused", "/v1/orders/amendments/refused"):
        for after in NO_CURSORS:
            answer = shop.call("GET", path, params={"after": after})
            assert (answer.status_code, answer.json()["type"]) == (409, "urn:youlin:problem:cursor-not-ours")


def test_an_order_known_with_other_content_is_settled_by_a_person(shop: Shop) -> None:
    shop.send(order("A", PEACH=1))
    shop.send(order("A", PEACH=2))
    digest = shop.refused()[0]["digest"]
    answer = shop.call("POST", f"/v1/orders/refused/{digest}/settlement", json={"note": "重复导出"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["order_no"], answer.json()["note"]) == ("A", "重复导出")
    assert shop.refused() == []
    shop.send(order("A", PEACH=2))
    assert [row["times"] for row in shop.refused()] == [2]


@SQLITE_ONLY
def test_a_settlement_needs_a_note_and_a_refusal(shop: Shop) -> None:
    unknown = "0" * 64
    told = ((unknown, "x", 404), (unknown, " ", 422), ("nothing", "x", 422), (unknown, "\0", 422))
    for digest, note, status in told:
        answer = shop.call("POST", f"/v1/orders/refused/{digest}/settlement", json={"note": note})
        assert answer.status_code == status


def test_orders_are_listed_by_what_is_named(shop: Shop) -> None:
    later = new_cycle("W2", "通州团")
    other = shop.call("POST", "/v1/cycles", json=later).json()["id"]
    shop.send(*(order(f"A{n}", f"P{n % 2 + 1}") for n in range(5)), order("a0", "Q1"), order("A_", "Q1"))
    shop.call("POST", "/v1/orders/A3/cancellation")
    assert sorted(listed(shop)) == sorted(["A0", "A1", "A2", "A3", "A4", "A_", "a0"])
    assert listed(shop, cycle_id=other, prefix="A") == ["A_"]
    assert listed(shop, cycle_id=shop.cycle_id, pickup_point="P2") == ["A1", "A3"]
    assert listed(shop, cancelled=True) == ["A3"]
    assert "A3" not in listed(shop, cancelled=False)
    assert listed(shop, prefix="A_") == ["A_"]
    assert listed(shop, prefix="a") == ["a0"]
    found = pages(shop, "/v1/orders", 2, cycle_id=shop.cycle_id)
    assert [numbers(page) for page in found] == [["A0", "A1"], ["A2", "A3"], ["A4"]]
    assert shop.call("GET", "/v1/orders", params={"prefix": "\0"}).status_code in (200, 422)


def test_an_order_may_have_an_address_and_stations_see_no_customer(shop: Shop) -> None:
    with_address = changed(order("A"), address="3 号楼 2 单元 501")
    assert shop.verdicts(with_address, with_address, order("A")) == ["accepted", "repeated", "refused"]
    state = shop.call("GET", "/v1/orders/A").json()
    assert (state["customer"], state["phone"], state["address"]) == (
        "王女士",
        "13800000000",
        "3 号楼 2 单元 501",
    )
    assert state["lines"] == [{"sku": "PEACH", "quantity": 2}]
    assert shop.call("GET", "/v1/orders").json()["items"][0]["phone"] == "13800000000"
    for station in (shop.cloud.desk(), shop.cloud.till("P1"), shop.cloud.station(Role.DISPATCH)):
        seen = station.call("GET", "/v1/orders/A").json()
        assert (seen["customer"], seen["phone"], seen["address"]) == ("王**", "138****0000", "")


def test_what_takes_no_new_orders_refuses_them(shop: Shop) -> None:
    shop.call(
        "PUT",
        "/v1/catalogue",
        json={
            "products": [product("MILK", active=False)],
            "pickup_points": [pickup_point("P2", active=False)],
        },
    )
    results = shop.send(order("A", MILK=1), order("B", "P2"), order("C"))["results"]
    assert [row["verdict"] for row in results] == ["refused", "refused", "accepted"]
    assert "Product MILK takes no new orders" in results[0]["reason"]
    assert "Pickup point P2 takes no new orders" in results[1]["reason"]


ABSURD = [10**30, -1, 0, 1.5, "many", None, "١", 1e308]


def test_absurd_quantities_are_refused_and_kept(shop: Shop) -> None:
    results = shop.send(*(order(f"A{n}", PEACH=quantity) for n, quantity in enumerate(ABSURD)))["results"]
    assert {row["verdict"] for row in results} == {"refused"}
    assert all("lines.0.quantity" in row["reason"] for row in results)
    assert len(shop.refused()) == len(ABSURD)


@SQLITE_ONLY
def test_a_body_in_another_encoding_is_told(shop: Shop) -> None:
    """GBK, as spreadsheets in China save it: JSON on the wire is UTF-8."""
    body = json.dumps({**order("A"), "reason": "王女士"}, ensure_ascii=False).encode("gbk")
    for path in ("/v1/orders", "/v1/orders/amendments", "/v1/orders/A/cancellation"):
        answer = shop.call("POST", path, data=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422)
        assert answer.headers["content-type"] == "application/problem+json"


NAMES = ["<script>alert(1)</script>", "'; DROP TABLE orders; --", "a/b?c#d%2F", "订单 一"]


def test_order_numbers_of_every_shape_can_be_changed(shop: Shop) -> None:
    assert shop.verdicts(*(order(name) for name in NAMES)) == ["accepted"] * len(NAMES)
    for name in NAMES:
        path = f"/v1/orders/{quote(name, safe='/')}"
        assert shop.call("POST", f"{path}/cancellation").json()["verdict"] == "accepted"
        assert shop.call("GET", path).json()["status"] == "cancelled"
        assert shop.call("POST", f"{path}/resumption").json()["verdict"] == "accepted"


def test_a_number_no_order_can_have_is_told(shop: Shop) -> None:
    for path in ("%00", "A%00B", "x" * 65, "%20"):
        answer = shop.call("POST", f"/v1/orders/{path}/cancellation")
        assert answer.status_code in (404, 422)
        assert answer.headers["content-type"] == "application/problem+json"
