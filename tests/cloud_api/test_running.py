"""The service as processes: what it counts, what it logs, how it stops, and one worker a place."""

import json
import logging
import re
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from sqlalchemy import Engine

from cloud_api.devices.service import issue_code
from cloud_api.http.logs import JsonLines, LogFormat, LogLevel
from cloud_api.settings import Settings
from cloud_api.storage.clock import system_clock
from cloud_api.storage.transaction import writing
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import DEADLINE_S, SQLITE_ONLY, Cloud, SetClock, Shop, order, running
from tests.cloud_api.processes import Process, serving, working_process

PHONE = "13800000000"


def numbers(text: str) -> dict[str, float]:
    """Samples of an exposition by their names and labels."""
    rows = (line.rsplit(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, value in rows}


def integrator(engine: Engine, served: Process) -> str:
    with writing(engine) as connection:
        code = issue_code(connection, (Role.INTEGRATOR,), None, system_clock()).code
    answer = served.call("POST", "/v1/enrolment", json={"code": code, "name": "商城系统"})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


def test_metrics_count_what_happens_and_what_waits(shop: Shop) -> None:
    shop.send(order("A"), order("B", PEACH=0), order("A"))
    shop.cut_off()
    shop.cloud.clock.forward(minutes=5)
    told = numbers(shop.cloud.call("GET", "/metrics").text)
    assert told['youlin_orders_total{verdict="accepted"}'] == 1
    assert told['youlin_orders_total{verdict="refused"}'] == 1
    assert told['youlin_orders_total{verdict="repeated"}'] == 1
    assert told['youlin_requests_total{method="POST",route="/v1/orders",status="200"}'] == 1
    assert told['youlin_request_seconds_count{route="/v1/cycles/{cycle_id}/cut-off"}'] == 1
    assert told["youlin_intake_group_rows_sum"] == 3
    assert told["youlin_last_cut_off_age_seconds"] == 300
    assert told["youlin_deliveries_under_way"] == 0
    assert told["process_resident_memory_bytes"] > 1_000_000
    assert PHONE not in str(told)


@SQLITE_ONLY
def test_facts_are_counted_also_those_sent_packed(cloud: Cloud, shop: Shop) -> None:
    desk = cloud.desk()
    desk.push(desk.fact("NotKnownToAnyone", {}))
    told = numbers(cloud.call("GET", "/metrics").text)
    facts = {name: value for name, value in told.items() if name.startswith("youlin_facts_total")}
    assert sum(facts.values()) == 1
    assert told['youlin_requests_total{method="POST",route="/v1/facts",status="200"}'] == 1
    assert shop.token not in str(told)


@SQLITE_ONLY
def test_two_applications_count_for_themselves(engine: Engine, clock: SetClock) -> None:
    with running(engine, clock) as one, running(engine, clock) as two:
        one.call("GET", "/healthz")
        assert 'route="/healthz"' not in two.call("GET", "/metrics").text
        assert 'route="/healthz"' in one.call("GET", "/metrics").text


@SQLITE_ONLY
def test_metrics_are_for_this_machine_or_whoever_has_the_token(engine: Engine, clock: SetClock) -> None:
    with running(engine, clock, Settings(database="unused.db", metrics_token="drei-vier")) as served:
        assert served.call("GET", "/metrics").status_code == 200
        through_proxy = {"X-Forwarded-For": "203.0.113.9"}
        refused = served.call("GET", "/metrics", headers=through_proxy)
        assert (refused.status_code, refused.json()["type"]) == (
            403,
            "urn:youlin:problem:metrics-not-for-you",
        )
        assert served.call("GET", "/metrics", "drei", headers=through_proxy).status_code == 403
        assert served.call("GET", "/metrics", "drei-vier", headers=through_proxy).status_code == 200


@SQLITE_ONLY
def test_every_answer_has_a_number_the_caller_may_choose(cloud: Cloud) -> None:
    given = cloud.call("GET", "/healthz").headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{32}", given)
    chosen = cloud.call("GET", "/healthz", headers={"X-Request-Id": "shop-12345678"})
    assert chosen.headers["X-Request-Id"] == "shop-12345678"
    unsound = cloud.call("GET", "/healthz", headers={"X-Request-Id": 'a" or <script>'})
    assert "script" not in unsound.headers["X-Request-Id"]


def test_log_lines_tell_who_and_what_and_nothing_secret(
    engine: Engine, database: str, tmp_path: Path
) -> None:
    with serving(tmp_path, database, "--log-format", "json") as served:
        token = integrator(engine, served)
        secret = {"orders": [order("A-SECRET")]}
        served.call("POST", "/v1/orders", token, json=secret)
        served.get("/v1/orders/A-SECRET?code=482913", token)
        served.get("/nothing/here")
        assert served.stop() == 0
        lines = served.lines()
    told = [json.loads(line) for line in lines]
    requests_told = [line for line in told if line["log"] == "cloud_api.requests"]
    assert [line["message"] for line in requests_told] == [
        "POST /v1/enrolment 200",
        "POST /v1/orders 200",
        "GET /v1/orders/{order_no:path} 404",
        "GET none 404",
    ]
    assert requests_told[1]["caller"] == "商城系统"
    assert all(line["ms"] > 0 and len(line["request_id"]) == 32 for line in requests_told)
    for hidden in (token, PHONE, "A-SECRET", "482913", "王女士"):
        assert hidden not in "\n".join(lines)


def test_a_request_under_way_is_answered_before_the_service_ends(
    engine: Engine, database: str, tmp_path: Path
) -> None:
    """The answer waits for a lock this test holds; the service is told to stop meanwhile."""
    with serving(tmp_path, database) as served:
        token = integrator(engine, served)
        answers: list[requests.Response] = []
        with writing(engine) as connection:
            connection.exec_driver_sql(
                "INSERT INTO warehouses (code, name, time_zone) VALUES ('X', 'x', 'UTC')"
            )
            if engine.dialect.name != "sqlite":
                connection.exec_driver_sql("LOCK TABLE warehouses IN ACCESS EXCLUSIVE MODE")
            body = {"warehouses": [{"code": "W1", "name": "朝阳仓"}]}

            def send() -> None:
                answers.append(served.call("PUT", "/v1/catalogue", token, json=body))

            sender = threading.Thread(target=send)
            sender.start()
            _until(lambda: _busy(served, sender))
            served.popen.send_signal(signal.SIGTERM)
        sender.join(DEADLINE_S)
        assert [answer.status_code for answer in answers] == [200]
        assert served.popen.wait(DEADLINE_S) == 0


def _busy(served: Process, sender: threading.Thread) -> bool:
    """The request has begun: it does not answer, and others still are answered."""
    told = numbers(served.get("/metrics").text) if sender.is_alive() else {}
    return told.get('youlin_requests_under_way{method="PUT"}') == 1


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_stop_takes_no_longer_than_its_grace(engine: Engine, database: str, tmp_path: Path) -> None:
    with serving(tmp_path, database) as served:
        begun = time.monotonic()
        assert served.stop() == 0
        assert time.monotonic() - begun < 10
    assert engine.dialect.name in str(engine.url)


def test_one_worker_a_place(engine: Engine, database: str, tmp_path: Path) -> None:
    on_sqlite = engine.dialect.name == "sqlite"
    with working_process(tmp_path, database, "--name", "w1", "--log-level", "info") as first:
        assert first.told == {"working_as": "w1"}
        with pytest.raises(AssertionError, match="leave it running" if on_sqlite else "another name"):
            working_process(tmp_path, database, "--name", "w1").__enter__()
        if not on_sqlite:
            with working_process(tmp_path, database, "--name", "w2") as second:
                assert second.stop() == 0
        assert first.stop(signal.SIGINT) == 0
        assert "worker w1 ended" in first.lines()[-1]


@SQLITE_ONLY
def test_a_mistaken_word_is_told(database: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="worker_name"):
        working_process(tmp_path, database, "--name", "no blanks").__enter__()
    with pytest.raises(AssertionError, match=r"--log-format"):
        serving(tmp_path, database, "--log-format", "xml").__enter__()


def test_names_of_formats() -> None:
    assert [*LogFormat, *LogLevel] == ["plain", "json", "debug", "info", "warning", "error"]


@pytest.mark.parametrize(
    ("machine", "worker"),
    [("db-1.example", "db-1.example"), ("收银台 1", "----1"), ("", "worker"), ("x" * 200, "x" * 100)],
)
def test_a_worker_is_named_after_its_machine_in_letters_a_setting_may_hold(
    monkeypatch: pytest.MonkeyPatch, machine: str, worker: str
) -> None:
    monkeypatch.delenv("YOULIN_CLOUD_WORKER_NAME", raising=False)
    monkeypatch.setattr("socket.gethostname", lambda: machine)
    assert Settings(database="x").worker_name == worker


def test_a_line_of_json_holds_what_was_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("cloud_api.test").info("job %s done", "c1")
    told = json.loads(JsonLines().format(caplog.records[0]))
    assert (told["log"], told["message"]) == ("cloud_api.test", "job c1 done")
