"""Orders: taken, repeated, refused with a reason, followed."""

import gzip
import json
from datetime import timedelta
from typing import Any

import pytest
import requests

from cloud_api.http.bodies import MAX_BODY_BYTES
from tests.cloud_api.kit import CUT_OFF, SQLITE_ONLY, Shop, changed, new_cycle, order, product


def test_a_single_order_is_accepted_and_repeated(shop: Shop) -> None:
    first = shop.call("POST", "/v1/orders", json=order("A1"))
    again = shop.call("POST", "/v1/orders", json=order("A1"))
    assert first.status_code == again.status_code == 200
    assert first.json() == {
        "accepted": 1,
        "repeated": 0,
        "refused": 0,
        "results": [{"order_no": "A1", "verdict": "accepted", "reason": None}],
    }
    assert again.json()["results"][0]["verdict"] == "repeated"
    assert shop.call("GET", f"/v1/cycles/{shop.cycle_id}").json()["orders"] == 1


def test_a_single_refused_order_answers_a_problem_and_is_kept(shop: Shop) -> None:
    bad = order("A1", PEACH=0)
    answer = shop.call("POST", "/v1/orders", json=bad)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:youlin:problem:order-refused"
    assert "lines.0.quantity" in problem["detail"]
    assert [(row["order_no"], row["order"]) for row in shop.refused()] == [("A1", bad)]


BAD = [
    (order("B", PEACH=0), "lines.0.quantity"),
    (order("B", PEACH=32_000), "lines.0.quantity"),
    (order("B", UNKNOWN=1), "Product UNKNOWN is not known"),
    (order("B", "P9"), "Pickup point P9 is not known"),
    (order("B", "Q1"), "No cycle of warehouse W2 is open"),
    (changed(order("B"), lines=[]), "lines"),
    (changed(order("B"), paid_at="yesterday"), "paid_at"),
    (changed(order("B"), paid_at="2026-06-18T19:00:00"), "paid_at"),
    (changed(order("B"), paid_at="0001-01-01T00:00:00+08:00"), "paid_at"),
    (changed(order("B"), customer="a\0b"), "NUL"),
    (changed(order("B"), customer="a\ud800b"), "customer"),
    (changed(order("B"), lines=[{"sku": "PEACH", "quantity": 600}] * 2), "1200 pieces"),
    ({}, "order_no"),
]


def test_a_bad_order_is_refused_with_what_to_do_and_fails_no_other(shop: Shop) -> None:
    result = shop.send(order("A"), *(bad for bad, _ in BAD), order("C"))
    first, *refused, last = result["results"]
    assert (first["verdict"], last["verdict"]) == ("accepted", "accepted")
    for row, (_, told) in zip(refused, BAD, strict=True):
        assert row["verdict"] == "refused"
        assert told in row["reason"]
        assert "send" in row["reason"]
    assert sorted(row["reason"] for row in shop.refused()) == sorted(row["reason"] for row in refused)


def test_other_content_under_a_known_number_is_refused_and_the_first_stands(shop: Shop) -> None:
    assert shop.verdicts(order("A", PEACH=1), order("A", PEACH=2), order("A", PEACH=1)) == [
        "accepted",
        "refused",
        "repeated",
    ]
    assert shop.verdicts(order("A", PEACH=3)) == ["refused"]
    assert {row["reason"].split(".")[0] for row in shop.refused()} == {
        "Order number known with other content"
    }
    assert shop.call("GET", f"/v1/cycles/{shop.cycle_id}").json()["pieces"] == 1


def test_lines_of_one_product_are_merged(shop: Shop) -> None:
    split = changed(order("A"), lines=[{"sku": "PEACH", "quantity": 1}, {"sku": "PEACH", "quantity": 2}])
    assert shop.verdicts(split, order("A", PEACH=3)) == ["accepted", "repeated"]
    totals = shop.call("GET", f"/v1/cycles/{shop.cycle_id}/totals", params={"by": "product"}).json()
    assert totals == [{"key": "PEACH", "name": "商品 PEACH", "orders": 1, "lines": 1, "pieces": 3}]


def test_a_refusal_is_settled_when_the_number_is_accepted_later(shop: Shop) -> None:
    shop.send(order("A", MANGO=1), order("A", MANGO=1), order("B", PEACH=0), order("B", PEACH=1))
    assert [(row["order_no"], row["times"]) for row in shop.refused()] == [("A", 1)]
    shop.send(order("A", MANGO=1))
    assert [(row["order_no"], row["times"]) for row in shop.refused()] == [("A", 2)]
    shop.call("PUT", "/v1/catalogue", json={"products": [product("MANGO")]})
    assert shop.verdicts(order("A", MANGO=1)) == ["accepted"]
    assert shop.refused() == []


def test_after_the_cut_off_moment_orders_go_to_the_next_cycle(shop: Shop) -> None:
    shop.send(order("A"))
    shop.cloud.clock.now = CUT_OFF
    assert shop.verdicts(order("B"), order("A")) == ["refused", "repeated"]
    later = new_cycle(name="次日团", cut_off_at=CUT_OFF + timedelta(days=1))
    second = shop.call("POST", "/v1/cycles", json=later).json()
    assert shop.verdicts(order("B")) == ["accepted"]
    assert shop.call("GET", f"/v1/cycles/{shop.cycle_id}").json()["orders"] == 1
    assert shop.call("GET", f"/v1/cycles/{second['id']}").json()["orders"] == 1
    assert shop.refused() == []


def test_of_two_open_cycles_the_earlier_cut_off_takes_the_order(shop: Shop) -> None:
    later = new_cycle(name="次日团", cut_off_at=CUT_OFF + timedelta(days=1))
    shop.call("POST", "/v1/cycles", json=later)
    shop.send(order("A"))
    assert shop.call("GET", f"/v1/cycles/{shop.cycle_id}").json()["orders"] == 1


def test_the_state_of_an_order(shop: Shop) -> None:
    shop.send(order("A/1"))
    state = shop.call("GET", "/v1/orders/A/1").json()
    assert (state["status"], state["pickup_point"], state["crates"]) == ("paid", "P1", [])
    assert state["timeline"] == [{"status": "paid", "at": "2026-06-18T11:00:00Z"}]
    missing = shop.call("GET", "/v1/orders/NONE")
    assert (missing.status_code, missing.json()["type"]) == (404, "urn:youlin:problem:order-unknown")


@SQLITE_ONLY
def test_a_message_that_is_no_batch_is_a_problem(shop: Shop) -> None:
    messages: list[Any] = [{"orders": []}, {"orders": "no"}, {"orders": [order("A")] * 1001}, []]
    for message in messages:
        answer = shop.call("POST", "/v1/orders", json=message)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:youlin:problem:message-does-not-fit")


def _post(shop: Shop, body: bytes, **headers: str) -> requests.Response:
    return shop.call("POST", "/v1/orders", data=body, headers={"Content-Type": "application/json", **headers})


@SQLITE_ONLY
def test_gzip_bodies_are_taken_and_bad_ones_told(shop: Shop) -> None:
    packed = gzip.compress(json.dumps(order("A")).encode())
    assert _post(shop, packed, **{"Content-Encoding": "gzip"}).json()["accepted"] == 1
    broken = _post(shop, packed[:-9], **{"Content-Encoding": "gzip"})
    assert (broken.status_code, broken.json()["type"]) == (400, "urn:youlin:problem:body-not-gzip")
    bomb = gzip.compress(b" " * (MAX_BODY_BYTES + 1))
    assert _post(shop, bomb, **{"Content-Encoding": "gzip"}).status_code == 413
    assert _post(shop, b"{not json").status_code == 400


@SQLITE_ONLY
def test_big_answers_come_packed(shop: Shop) -> None:
    answer = shop.call("POST", "/v1/orders", json={"orders": [order(f"A{n}") for n in range(100)]})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.json()["accepted"] == 100


@pytest.mark.parametrize(
    "paid_at", ["1970-01-01T00:00:00Z", "2014-12-31T23:59:59Z", "2036-06-18T20:15:00+08:00"]
)
def test_an_order_paid_at_no_sound_moment_is_refused(shop: Shop, paid_at: str) -> None:
    """It decides who is served first when goods lack."""
    answer = shop.call("POST", "/v1/orders", json={"orders": [{**order("N1", PEACH=1), "paid_at": paid_at}]})
    (result,) = answer.json()["results"]
    assert result["verdict"] == "refused"
    assert "Correct paid_at" in result["reason"]
    ahead = (shop.cloud.clock() + timedelta(hours=23)).isoformat()
    answer = shop.call("POST", "/v1/orders", json={"orders": [{**order("N1", PEACH=1), "paid_at": ahead}]})
    assert answer.json()["results"][0]["verdict"] == "accepted"
