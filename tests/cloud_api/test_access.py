"""Who may come in and how often, what is told of customers, and that no secret gets into a log or a dump."""

import asyncio
import io
import json
import logging
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import inspect, select, text

from cloud_api.http.limits import Buckets, Limits, Rate
from cloud_api.http.watching import note_caller
from cloud_api.settings import Settings
from cloud_api.storage.pickup_keys import code_macs, shop_key, turn_shop_key, waiting_orders
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.transaction import reading, writing
from tests.cloud_api.kit import SQLITE_ONLY, Cloud, SetClock, Shop, operator, order, running
from tests.cloud_api.test_people import BADGE, OPERATOR, PIN

PHONE = "13912345678"
_CYCLE = {"name": "明日团", "cut_off_at": "2026-06-19T15:00:00Z"}
MAY_CALL = ("/v1/orders",)
"""Where a manager, who calls customers when something went wrong, sees whom to call."""


@pytest.fixture
def boss(shop: Shop) -> Shop:
    """The shop, with a manager of W1 who has a PIN."""
    assert shop.call("PUT", "/v1/catalogue", json={"operators": [operator(manager=True)]}).status_code == 200
    assert shop.call("PUT", f"/v1/operators/{OPERATOR}/pin", json={"pin": PIN}).status_code == 204
    return shop


def _manager(boss: Shop) -> str:
    told = {"badge": BADGE, "pin": PIN, "bearer": True}
    token: str = boss.cloud.call("POST", "/v1/session", json=told).json()["token"]
    return token


# Tokens


def test_a_token_is_replaced_with_an_overlap_of_a_day(shop: Shop) -> None:
    desk, clock = shop.cloud.desk(), shop.cloud.clock
    state = desk.call("GET", "/v1/token").json()
    assert (state["expires_at"][:10], state["rotate_from"][:10]) == ("2026-09-16", "2026-08-02")
    clock.forward(days=45)
    rotated = [desk.call("POST", "/v1/token/rotation", json={"proof": "p" * 43}).json() for _ in range(2)]
    assert rotated[0] == rotated[1]
    new = rotated[0]["token"]
    for token in (desk.token, new):
        assert shop.cloud.call("GET", "/v1/changes", token).status_code == 200
    clock.forward(hours=24)
    assert desk.call("GET", "/v1/changes").status_code == 401
    assert shop.cloud.call("GET", "/v1/changes", new).status_code == 200
    clock.forward(days=90)
    assert shop.cloud.call("GET", "/v1/changes", new).status_code == 401


def test_a_token_whose_answer_was_lost_is_worth_nothing_after_the_next_try(shop: Shop) -> None:
    desk = shop.cloud.desk()
    shop.cloud.clock.forward(days=45)
    lost = desk.call("POST", "/v1/token/rotation", json={"proof": "p" * 43}).json()["token"]
    shop.cloud.clock.forward(hours=1)
    kept = desk.call("POST", "/v1/token/rotation", json={"proof": "q" * 43}).json()
    assert shop.cloud.call("GET", "/v1/changes", lost).status_code == 401
    assert shop.cloud.call("GET", "/v1/changes", kept["token"]).status_code == 200
    assert kept["old_until"][:13] == "2026-08-03T12"


# Stations


def test_stations_are_listed_page_by_page_renamed_and_shut_out(shop: Shop) -> None:
    desk, till = shop.cloud.desk(), shop.cloud.till("P1")
    desk.call("GET", "/v1/changes", headers={"User-Agent": "youlin-station/0.1.0"})
    page = shop.call("GET", "/v1/stations", params={"limit": 2}).json()
    rest = shop.call("GET", "/v1/stations", params={"limit": 2, "after": page["next"]}).json()
    known = {row["id"]: row for row in page["items"] + rest["items"]}
    assert (len(known), rest["next"]) == (3, None)
    row = known[str(desk.station_id)]
    assert (row["release"], row["state"], row["warehouse"]) == ("0.1.0", "active", "W1")
    assert row["last_seen_at"] is not None
    path = f"/v1/stations/{desk.station_id}"
    assert shop.call("PATCH", path, json={"name": "工位 7"}).json()["name"] == "工位 7"
    assert shop.call("POST", f"{path}/revocation").json()["state"] == "revoked"
    assert desk.call("GET", "/v1/changes").status_code == 401
    assert till.call("GET", "/v1/changes").status_code == 200
    assert till.call("POST", f"{path}/revocation").status_code == 403
    shop.cloud.clock.forward(days=91)
    assert shop.cloud.call("GET", "/v1/changes", till.token).status_code == 401


def test_nobody_shuts_itself_out(shop: Shop) -> None:
    with reading(shop.cloud.engine) as connection:
        mine: UUID = connection.execute(select(stations.c.id)).scalar_one()
    assert shop.call("POST", f"/v1/stations/{mine}/revocation").status_code == 409


def test_a_visit_is_noted_once_a_minute(shop: Shop) -> None:
    desk = shop.cloud.desk()
    seen = []
    for seconds in (0, 30, 30):
        shop.cloud.clock.forward(seconds=seconds)
        desk.call("GET", "/v1/changes")
        with reading(shop.cloud.engine) as connection:
            query = select(stations.c.last_seen_at).where(stations.c.id == desk.station_id)
            seen.append(connection.execute(query).scalar_one())
    assert seen[0] == seen[1]
    assert (seen[2] - seen[0]).total_seconds() == 60


def test_the_shop_of_a_lost_till_gets_another_key_and_its_orders_compare_anew(shop: Shop) -> None:
    lost, left = shop.cloud.till("P1", "丢"), shop.cloud.till("P1", "留")
    desk = shop.cloud.desk()
    shop.send(order("A-1", "P1"))
    shop.cut_off()
    lease = desk.lease()
    plan = desk.plan(lease)
    desk.report("WaveStarted", plan)
    for kind, body in desk.picking(plan):
        assert desk.report(kind, body)["verdict"] == "accepted"
    before = left.call("GET", "/v1/pickup/key").json()["key"]
    cursor = left.call("GET", "/v1/changes").json()["next_cursor"]
    assert shop.call("POST", f"/v1/stations/{lost.station_id}/revocation").status_code == 200
    after = left.call("GET", "/v1/pickup/key").json()["key"]
    assert before != after
    news = left.call("GET", "/v1/changes", params={"after": cursor}).json()["changes"]
    assert [change["kind"] for change in news] == ["shop_key", "pickup_order"]
    with writing(shop.cloud.engine) as connection:
        (order_id,) = waiting_orders(connection, "P1")
        assert news[1]["body"]["code_mac"] == code_macs(connection, [order_id])[order_id]
        assert shop_key(connection, "P1").hex() == after
        other = shop_key(connection, "P2")
        turn_shop_key(connection, "P1", shop.cloud.clock())
        assert shop_key(connection, "P1").hex() not in (before, after)
        assert shop_key(connection, "P2") == other


# How often


class _Time:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_a_bucket_gives_its_burst_then_its_rate() -> None:
    time = _Time()
    bucket = Buckets(Rate(burst=3, a_second=2.0), time)
    assert [bucket.wait_s("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert bucket.wait_s("b") == 0
    time.s = 0.5
    assert [bucket.wait_s("a"), bucket.wait_s("a")] == [0, 0.5]


def _statuses(calls: list[dict[str, str]]) -> list[tuple[int, str]]:
    """What a service behind small limits answers to requests with these headers, at one moment."""
    told: list[tuple[int, str]] = []

    async def service(scope: Any, _receive: Any, send: Any) -> None:
        known = dict(scope["headers"]).get(b"authorization") == b"Bearer good"
        open_to_all = scope["path"] == "/openapi.json"
        if known and not open_to_all:
            note_caller(scope, "shop system")
        status = 200 if known or open_to_all else 401
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def keep(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.append((message["status"], dict(message["headers"]).get(b"retry-after", b"").decode()))

    async def run() -> None:
        limits = Limits(service, Rate(4, 1.0), Rate(2, 1.0), _Time())
        for headers in calls:
            scope = {
                "type": "http",
                "path": headers.pop("path", "/v1/x"),
                "method": "GET",
                "client": ("192.0.2.1", 5),
                "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            }
            await limits(scope, None, keep)  # type: ignore[arg-type]  # nothing is read

    asyncio.run(run())
    return told


def test_made_up_tokens_do_not_help_and_a_known_one_has_a_bucket_of_its_own() -> None:
    good = {"authorization": "Bearer good"}
    made_up = [{"authorization": f"Bearer {number}"} for number in range(3)]
    assert _statuses(made_up) == [(401, ""), (401, ""), (429, "2")]
    assert [status for status, _ in _statuses([dict(good) for _ in range(6)])] == [200] * 5 + [429]
    assert [status for status, _ in _statuses([dict(good), *made_up, dict(good)])] == [
        200,
        401,
        429,
        429,
        200,
    ]
    assert _statuses([{"path": "/healthz"} for _ in range(5)])[-1][0] == 401


def test_an_open_page_makes_no_made_up_token_known() -> None:
    calls = [{"path": "/openapi.json", "authorization": "Bearer made up"} for _ in range(4)]
    assert [status for status, _ in _statuses(calls)] == [200, 200, 429, 429]


@SQLITE_ONLY
def test_only_a_trusted_proxy_is_believed_who_calls(engine: Any, clock: SetClock) -> None:
    def addresses(settings: Settings) -> set[str]:
        with running(engine, clock, settings) as cloud:
            for number in range(2):
                cloud.call(
                    "POST",
                    "/v1/device-authorization",
                    json={"name": "x"},
                    headers={"X-Forwarded-For": f"198.51.100.{number}"},
                )
            token = cloud.integrator()
            return {pc["address"] for pc in cloud.call("GET", "/v1/device-authorization", token).json()}

    assert addresses(Settings(database="unused.db")) == {"127.0.0.1"}
    assert addresses(Settings(database="unused.db", trusted_proxies="127.0.0.1")) >= {
        "198.51.100.0",
        "198.51.100.1",
    }


# What is told


@SQLITE_ONLY
def test_no_answer_tells_a_whole_phone_number_to_those_who_need_none(boss: Shop) -> None:
    boss.send({**order("A-1", "P1"), "phone": PHONE}, {**order("A-2", "P1"), "phone": PHONE})
    boss.cut_off()
    desk, till = boss.cloud.desk(), boss.cloud.till("P1")
    lease = desk.lease()
    plan = desk.plan(lease)
    desk.report("WaveStarted", plan)
    for kind, body in desk.picking(plan):
        desk.report(kind, body)
    document = boss.cloud.call("GET", "/openapi.json").json()
    walked = 0
    for token, whole in ((desk.token, ()), (till.token, ()), (_manager(boss), MAY_CALL)):
        for path in _filled(document, boss, str(lease.wave.id)):
            answer = boss.cloud.call("GET", path, token, stream=True)
            if "text/event-stream" in answer.headers.get("Content-Type", ""):
                answer.close()
                continue
            walked += answer.status_code == 200
            assert PHONE not in answer.text or path.startswith(whole), path
    assert walked > 20


def _filled(document: dict[str, Any], shop: Shop, wave_id: str) -> list[str]:
    """Every address that can be read, with ids of things that are there."""
    ids = {
        "cycle_id": shop.cycle_id,
        "wave_id": wave_id,
        "order_no": "A-1",
        "order_id": wave_id,
        "operator_id": OPERATOR,
        "code": "P1",
        "sku": "PEACH",
    }
    paths = []
    for path, methods in document["paths"].items():
        if "get" not in methods or path in ("/v1/changes/stream",):
            continue
        needed = [
            told
            for told in methods["get"].get("parameters", [])
            if told["in"] == "query" and told.get("required")
        ]
        filled = path
        for name, value in ids.items():
            filled = filled.replace(f"{{{name}}}", value)
        query = "&".join(f"{told['name']}={_sample(told['schema'], document)}" for told in needed)
        if "{" not in filled:
            paths.append(f"{filled}?{query}" if query else filled)
    return paths


def _sample(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema["enum"][0] if "enum" in schema else 1


@SQLITE_ONLY
def test_a_manager_sees_and_drops_refusals_of_the_own_warehouse_only(boss: Shop) -> None:
    away = {**boss.call("GET", "/v1/pickup-points/P1").json(), "code": "X1", "warehouse": "W2"}
    assert boss.call("PUT", "/v1/catalogue", json={"pickup_points": [away]}).status_code == 200
    boss.send(order("A", "P1", NOTHING=1), order("B", "X1", PEACH=1), order("C", "NOWHERE", PEACH=1))
    boss.cloud.call("POST", "/v1/cycles", boss.token, json={**_CYCLE, "warehouse": "W2"})
    boss.send(order("D", "X1", PEACH=1))
    change = {"order_no": "D", "kind": "pickup_point", "pickup_point": "NOWHERE"}
    boss.call("POST", "/v1/orders/amendments", json={"amendments": [change]})
    manager, lists = _manager(boss), ("/v1/orders/refused", "/v1/orders/amendments/refused")
    for path, own in zip(lists, (["A", "C"], []), strict=True):
        seen = boss.cloud.call("GET", path, manager).json()["items"]
        assert sorted(each["order_no"] for each in seen) == own
        for each in boss.call("GET", path).json()["items"]:
            settle = f"{path}/{each['digest']}/settlement"
            told = boss.cloud.call("POST", settle, manager, json={"note": "x"}).status_code
            assert told == (200 if each["order_no"] in own else 404), each
    assert [each["order_no"] for each in boss.call("GET", lists[1]).json()["items"]] == ["D"]


@SQLITE_ONLY
def test_no_secret_gets_into_a_log_the_trail_or_the_database(boss: Shop) -> None:
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.addFilter(lambda record: not record.name.startswith("urllib3"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        secrets, signing = _secrets(boss), _webhook_secrets(boss)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    trail = boss.call("GET", "/v1/audit", params={"limit": 1000}).text
    dump = _dump(boss.cloud)
    assert "INFO" in heard.getvalue() or heard.getvalue()
    for name, secret in secrets.items():
        assert secret not in heard.getvalue(), name
        assert secret not in trail, name
        assert secret not in dump, name
    for name, secret in signing.items():
        assert secret, name
        assert secret not in heard.getvalue(), name
        assert secret not in trail, name


def _secrets(boss: Shop) -> dict[str, str]:
    """Drives all that takes or gives a secret; answers them."""
    call = boss.cloud.call
    wrong = {"badge": BADGE, "pin": "86420975", "bearer": True}
    call("POST", "/v1/session", json=wrong)
    session = _manager(boss)
    call("PUT", f"/v1/operators/{OPERATOR}/pin", session, json={"pin": "93817264"})
    codes = call("POST", "/v1/device-authorization", json={"name": "工位 9"}).json()
    decision = {"allow": True, "roles": ["warehouse"], "warehouse": "W1"}
    boss.call("POST", f"/v1/device-authorization/{codes['user_code']}/decision", json=decision)
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": codes["device_code"]}
    token = call("POST", "/v1/token", data=form).json()["token"]
    proof = "canary-proof-of-a-station-0123456789abcdefg"
    rotated = call("POST", "/v1/token/rotation", token, json={"proof": proof}).json()["token"]
    return {
        "session": session,
        "wrong PIN": "86420975",
        "new PIN": "93817264",
        "user code": codes["user_code"],
        "device code": codes["device_code"],
        "token": token,
        "proof": proof,
        "rotated token": rotated,
    }


def _webhook_secrets(boss: Shop) -> dict[str, str]:
    """The service signs with them, so its database has them; nothing else may."""
    address = "https://hooks.example/in?key=canary-in-an-address"
    told = {"kind": "warehouse", "recipient": "W1", "channel": "webhook", "address": address}
    answer = boss.call("POST", "/v1/recipients", json=told)
    assert answer.status_code == 201, answer.text
    added = answer.json()
    renewed = boss.call("POST", f"/v1/recipients/{added['recipient']['id']}/secret").json()
    return {
        "webhook's secret": added["secret"].removeprefix("whsec_"),
        "webhook's new secret": renewed["secret"].removeprefix("whsec_"),
        "key in a webhook's address": "canary-in-an-address",
    }


def _dump(cloud: Cloud) -> str:
    with reading(cloud.engine) as connection:
        names = inspect(connection).get_table_names()
        rows = {
            name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in names
        }
    return json.dumps(rows, default=str, ensure_ascii=False)


@SQLITE_ONLY
def test_two_services_over_one_database_know_the_same_people(boss: Shop, clock: SetClock) -> None:
    token = _manager(boss)
    with running(boss.cloud.engine, clock) as other:
        assert other.call("GET", "/v1/session", token).status_code == 200
        assert boss.cloud.call("DELETE", "/v1/session", token).status_code == 204
        assert other.call("GET", "/v1/session", token).status_code == 401
