"""What holds for every address: health, problems, waiting for a busy database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError

from cloud_api.orders.api import batch_answer
from cloud_api.orders.intake import Intake
from tests.cloud_api.kit import DEADLINE_S, SQLITE_ONLY, Cloud, Shop, order


def test_health_names_the_database_and_the_time(cloud: Cloud) -> None:
    health = cloud.call("GET", "/healthz").json()
    assert health["status"] == "ok"
    assert health["database"] == cloud.engine.dialect.name
    assert health["now"] == cloud.clock().isoformat()


@SQLITE_ONLY
def test_unknown_addresses_answer_problems(cloud: Cloud) -> None:
    answer = cloud.call("GET", "/v2/nothing")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:youlin:problem:not-found")
    assert cloud.call("DELETE", "/healthz").status_code == 405
    assert cloud.call("GET", "/openapi.json").status_code == 200


def test_many_small_requests_share_commits_and_each_gets_its_own_answer(shop: Shop) -> None:
    def send(number: int) -> tuple[int, str]:
        bad = number % 5 == 0
        body = order(f"A{number}", PEACH=0 if bad else 1)
        answer = shop.call("POST", "/v1/orders", json=body)
        return answer.status_code, answer.json()["detail"] if bad else answer.json()["results"][0]["order_no"]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(60)))
    for number, (status, told) in enumerate(answers):
        if number % 5 == 0:
            assert (status, "quantity" in told) == (422, True)
        else:
            assert (status, told) == (200, f"A{number}")
    assert shop.call("GET", f"/v1/cycles/{shop.cycle_id}").json()["orders"] == 48


def test_intake_tells_waiting_requests_when_the_database_fails(shop: Shop) -> None:
    with shop.cloud.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE refused_orders")
    intake = Intake(shop.cloud.engine, shop.cloud.clock)
    intake.start()
    waiting = intake.submit([order("A", PEACH=0)], batch_answer)
    assert waiting.exception(DEADLINE_S) is not None
    assert intake.submit([order("B")], batch_answer).exception(DEADLINE_S) is not None
    intake.stop()
    with shop.cloud.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 0


@SQLITE_ONLY
def test_a_database_that_does_not_answer_is_told_and_may_be_tried_again(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_connection(*_: object) -> None:
        raise OperationalError("SELECT secret", {}, Exception("down"))

    monkeypatch.setattr(type(cloud.engine), "connect", no_connection)
    answer = cloud.call("GET", "/healthz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b"{", "application/json", "no JSON"),
        (b'{"orders": []}', "text/plain", "Send `Content-Type: application/json`"),
        (b'{"orders": []}', None, "Send `Content-Type: application/json`"),
        ('{"orders": [{"customer": "王女士"}]}'.encode("gbk"), "application/json", "not UTF-8"),
    ],
    ids=["broken", "text", "no kind", "GBK"],
)
def test_a_body_that_is_no_json_is_told_apart_from_one_that_does_not_fit(
    shop: Shop, body: bytes, kind: str | None, told: str
) -> None:
    """docs/api.md: 400 is for the program, 422 for the message."""
    headers = {} if kind is None else {"Content-Type": kind}
    for path in ("/v1/orders", "/v1/cycles"):
        answer = shop.call("POST", path, data=body, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (400, "urn:youlin:problem:no-json"), answer.text
        assert told in answer.json()["detail"]
        assert "/docs" not in answer.text
