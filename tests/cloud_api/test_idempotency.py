"""Requests under a key: one effect and one answer, however often and however close they come."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import requests
from sqlalchemy import Engine, func, select

from cloud_api.http.idempotency import KEPT_FOR, REPLAYED, KnownAnswer, RequestKey, forget_old_keys
from cloud_api.orders.api import batch_answer
from cloud_api.orders.intake import Intake
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.orders import amendments, idempotency_keys, orders
from cloud_api.storage.transaction import reading, writing
from tests.cloud_api.kit import CUT_OFF, DEADLINE_S, SQLITE_ONLY, SetClock, Shop, new_cycle, order
from tests.cloud_api.together import all_at_once


def keyed(shop: Shop, key: str, path: str, body: Any = None) -> requests.Response:
    return shop.call("POST", path, json=body, headers={"Idempotency-Key": key})


def count(shop: Shop, table: Any) -> int:
    with reading(shop.cloud.engine) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


REQUESTS = [
    ("/v1/orders", order("A1", PEACH=1)),
    ("/v1/orders", {"orders": [order("A1"), order("A2", PEACH=0)]}),
    ("/v1/orders/A0/cancellation", {"reason": "x"}),
    ("/v1/orders/amendments", {"amendments": [{"order_no": "A0", "kind": "cancellation"}, None]}),
]


def test_the_same_request_is_answered_byte_for_byte_as_before(shop: Shop) -> None:
    shop.send(order("A0"))
    for key, (path, body) in zip("abcd", REQUESTS, strict=True):
        first, again = keyed(shop, key, path, body), keyed(shop, key, path, body)
        assert first.status_code == again.status_code == 200
        assert first.content == again.content
        assert (first.headers.get(REPLAYED), again.headers.get(REPLAYED)) == (None, "true")


def test_a_refusal_is_answered_again_as_the_problem_it_was(shop: Shop) -> None:
    first = keyed(shop, "k", "/v1/orders", order("A", GONE=1))
    again = keyed(shop, "k", "/v1/orders", order("A", GONE=1))
    assert first.status_code == again.status_code == 409
    assert first.headers["content-type"] == again.headers["content-type"] == "application/problem+json"
    assert first.content == again.content
    assert [row["times"] for row in shop.refused()] == [1]
    unknown = [keyed(shop, "j", "/v1/orders/NONE/cancellation") for _ in range(2)]
    assert [(answer.status_code, answer.headers.get(REPLAYED)) for answer in unknown] == [
        (404, None),
        (404, "true"),
    ]


def test_a_key_is_of_one_request_and_one_caller(shop: Shop) -> None:
    assert keyed(shop, "k", "/v1/orders", order("A")).status_code == 200
    for path, body in (("/v1/orders", order("B")), ("/v1/orders/A/cancellation", None)):
        other = keyed(shop, "k", path, body)
        assert (other.status_code, other.json()["type"]) == (409, "urn:youlin:problem:idempotency-key-used")
    another = Shop(shop.cloud, shop.cloud.integrator(), shop.cycle_id)
    assert keyed(another, "k", "/v1/orders", order("B")).json()["accepted"] == 1


def test_a_key_is_forgotten_after_two_days(shop: Shop) -> None:
    keyed(shop, "k", "/v1/orders", order("A"))
    shop.cloud.clock.forward(seconds=KEPT_FOR.total_seconds() + 1)
    later = new_cycle(name="后日团", cut_off_at=CUT_OFF + timedelta(days=3))
    shop.call("POST", "/v1/cycles", json=later)
    fresh = keyed(shop, "k", "/v1/orders", order("B"))
    assert (fresh.json()["accepted"], fresh.headers.get(REPLAYED)) == (1, None)
    keyed(shop, "j", "/v1/orders", order("C"))
    shop.cloud.clock.forward(seconds=KEPT_FOR.total_seconds() + 1)
    with writing(shop.cloud.engine) as connection:
        assert forget_old_keys(connection, shop.cloud.clock()) == 2
    assert count(shop, idempotency_keys) == 0


def test_one_key_at_the_same_moment_has_one_effect(shop: Shop) -> None:
    """Each on a connection of its own, as a client that lost patience sends it."""
    shop.send(order("A0"))

    def send(path: str, body: Any) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {shop.token}", "Idempotency-Key": path}
        answer = requests.post(shop.cloud.url + path, json=body, headers=headers, timeout=DEADLINE_S)
        return answer.status_code, answer.content

    for path, body in (("/v1/orders", {"orders": [order("A1")]}), ("/v1/orders/A0/cancellation", {})):
        answers = all_at_once([lambda path=path, body=body: send(path, body)] * 6)
        assert len(set(answers)) == 1
        assert b'"accepted"' in answers[0][1]
    assert (count(shop, orders), count(shop, amendments)) == (2, 1)


def test_two_processes_with_one_key_have_one_effect(
    shop: Shop, open_database: Callable[[], Engine], clock: SetClock
) -> None:
    """Two intakes over the same database, and one that gets the same key twice in one group."""
    key = RequestKey(new_uuid(), "k", "0" * 64)
    intakes = [Intake(open_database(), clock) for _ in range(2)]
    asked = [intake.submit([order("A")], batch_answer, key) for intake in intakes for _ in range(3)]
    for intake in intakes:
        intake.start()
    told = [answer.result(DEADLINE_S) for answer in asked]
    for intake in intakes:
        intake.stop()
    answers = [each.answer if isinstance(each, KnownAnswer) else each for each in told]
    assert {answer.text for answer in answers} == {
        '{"accepted":1,"repeated":0,"refused":0,"results":[{"order_no":"A","verdict":"accepted","reason":null}]}'
    }
    assert count(shop, orders) == 1


@SQLITE_ONLY
def test_a_key_must_have_a_length_that_can_be_kept(shop: Shop) -> None:
    for key in ("", "k" * 256):
        assert keyed(shop, key, "/v1/orders", order("A")).status_code == 422
