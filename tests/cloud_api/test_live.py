"""Live streams: told at once, only what concerns one, alive, resumed, and gone when they should be."""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import pytest
import uvicorn
from sqlalchemy import Engine, update

from cloud_api.app import create_app
from cloud_api.exchange.feeds import change_page, newest_cursor
from cloud_api.exchange.watch import concerns
from cloud_api.http.callers import Caller
from cloud_api.server import base_url, listen
from cloud_api.settings import Settings
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.tables.devices import tokens
from cloud_api.storage.transaction import writing
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.stations import Role
from tests.cloud_api.announced import AnnouncedServer
from tests.cloud_api.kit import DEADLINE_S, SQLITE_ONLY, Cloud, SetClock, Shop, open_shop, order, product
from tests.cloud_api.listening import listening

STREAM = "/v1/changes/stream"


def _tell(shop: Shop, sku: str) -> None:
    answer = shop.call("PUT", "/v1/catalogue", json={"products": [product(sku, weight_g=7)]})
    assert answer.status_code == 200, answer.text


def _newest(shop: Shop) -> int:
    cursor: int = shop.call("GET", "/v1/changes", params={"limit": 1}).json()["last_cursor"]
    return cursor


def test_a_change_is_told_to_all_it_concerns_and_to_nobody_else(shop: Shop) -> None:
    cloud, after = shop.cloud, _newest(shop)
    stations = {"W1": cloud.desk(), "W2": cloud.desk("二仓", "W2"), "P1": cloud.till("P1")}
    path = f"{STREAM}?after={after}"
    with ExitStack() as streams:
        ears = {
            name: streams.enter_context(listening(cloud, path, each.token)) for name, each in stations.items()
        }
        with writing(cloud.engine) as connection:
            write_changes(connection, [NewChange(ChangeKind.VAN, {"code": "V"}, "W2")], cloud.clock())
        name, data, event_id = ears["W2"].next() or ("", {}, None)
        assert (name, data["cursor"], event_id) == ("cursor", after + 1, str(after + 1))
        _tell(shop, "PEACH")
        assert [ears[name].next() for name in ("W1", "W2")] == [
            ("cursor", {"cursor": after + 2}, str(after + 2))
        ] * 2
        with writing(cloud.engine) as connection:
            news = [NewChange(ChangeKind.DELIVERY, {"wave_id": str(n)}, "W1", "P1") for n in range(3)]
            write_changes(connection, news, cloud.clock())
        assert ears["P1"].next() == ("cursor", {"cursor": after + 5}, str(after + 5))
        assert ears["P1"].answer.headers.get("Content-Encoding") is None
        assert ears["P1"].answer.headers["Content-Type"].startswith("text/event-stream")


@SQLITE_ONLY
def test_a_listener_that_comes_again_hears_at_once_what_it_missed(shop: Shop) -> None:
    desk, after = shop.cloud.desk(), _newest(shop)
    _tell(shop, "MILK")
    heard = ("cursor", {"cursor": after + 1}, str(after + 1))
    with listening(shop.cloud, STREAM, desk.token, **{"Last-Event-ID": str(after)}) as ear:
        assert ear.next() == heard
    with listening(shop.cloud, f"{STREAM}?after={after}", desk.token) as ear:
        assert ear.next() == heard
    with listening(shop.cloud, f"{STREAM}?after={after + 1}", desk.token) as ear:
        _tell(shop, "RICE")
        assert ear.next() == ("cursor", {"cursor": after + 2}, str(after + 2))


SCOPES = [(None, None), ("W1", None), ("W2", None), ("W1", "P1"), ("W1", "P2")]
CALLERS = [
    Caller(uuid4(), "a", frozenset({Role.WAREHOUSE}), "W1"),
    Caller(uuid4(), "b", frozenset({Role.DISPATCH}), "W2"),
    Caller(uuid4(), "c", frozenset({Role.PICKUP}), "W1", "P1"),
    Caller(uuid4(), "d", frozenset({Role.WAREHOUSE, Role.PICKUP}), "W1", "P2"),
    Caller(uuid4(), "e", frozenset({Role.INTEGRATOR}), None),
]


@SQLITE_ONLY
@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller.name)
def test_who_is_told_is_who_may_pull(shop: Shop, caller: Caller) -> None:
    """The watch and the feeds say the same of every scope."""
    with writing(shop.cloud.engine) as connection:
        before = newest_cursor(connection)
        news = [NewChange(ChangeKind.LEASE_LOST, {"n": n}, *scope) for n, scope in enumerate(SCOPES)]
        write_changes(connection, news, shop.cloud.clock())
        pulled = change_page(connection, caller, before, 10, shop.cloud.clock()).message().changes
    told = [n for n, scope in enumerate(SCOPES) if concerns(caller, *scope)]
    assert [change.body["n"] for change in pulled] == told


@SQLITE_ONLY
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nobody"}])
def test_a_stream_wants_a_token_like_any_other_address(cloud: Cloud, headers: dict[str, str]) -> None:
    answer = cloud.call("GET", STREAM, headers=headers)
    assert answer.status_code == 401
    assert cloud.call("GET", f"{STREAM}?after=-1", cloud.integrator()).status_code == 422


class Serving:
    """A service whose streams say something often, and that a test can stop while they are open."""

    def __init__(self, engine: Engine, clock: SetClock, keep_alive_s: float) -> None:
        self.app = create_app(Settings(database="unused.db"), engine, clock)
        self.app.state.live.keep_alive_s = keep_alive_s
        self.server = AnnouncedServer(uvicorn.Config(self.app, log_level="error", access_log=False))
        self._listening = listen("127.0.0.1", 0)
        self.cloud = Cloud(base_url(self._listening), engine, clock)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self._listening]})
        self.thread.start()
        assert self.server.answering.wait(DEADLINE_S)

    def stop(self) -> None:
        self.server.tell_to_end()
        self.thread.join(DEADLINE_S)
        assert not self.thread.is_alive()
        self._listening.close()
        self.cloud.session.close()


@pytest.fixture
def chatty(engine: Engine, clock: SetClock) -> Iterator[Serving]:
    serving = Serving(engine, clock, 0.05)
    yield serving
    serving.stop()


@SQLITE_ONLY
def test_a_quiet_stream_is_kept_alive_until_its_token_is_revoked(chatty: Serving) -> None:
    shop = open_shop(chatty.cloud)
    desk, other = shop.cloud.desk(), shop.cloud.desk("工位 2")
    path = f"{STREAM}?after={_newest(shop)}"
    with listening(shop.cloud, path, desk.token) as ear, listening(shop.cloud, path, other.token) as spared:
        assert ear.comment()
        assert ear.comment()
        with writing(shop.cloud.engine) as connection:
            mine = tokens.c.station_id == desk.station_id
            connection.execute(update(tokens).where(mine).values(revoked_at=shop.cloud.clock()))
        assert ear.next() is None
        assert spared.comment()


@SQLITE_ONLY
def test_a_service_that_stops_lets_its_listeners_go(engine: Engine, clock: SetClock) -> None:
    serving = Serving(engine, clock, 60.0)
    shop = open_shop(serving.cloud)
    path = f"/v1/cycles/{shop.cycle_id}/totals/stream?by=product"
    desk = shop.cloud.desk()
    with (
        listening(shop.cloud, f"{STREAM}?after={_newest(shop)}", desk.token) as ear,
        listening(shop.cloud, path, shop.token) as totals,
    ):
        begun = time.monotonic()
        serving.stop()
        assert time.monotonic() - begun < 5
        assert ear.next() is None
        while totals.next() is not None:
            pass


@SQLITE_ONLY
def test_streams_that_were_left_are_forgotten(chatty: Serving) -> None:
    shop = open_shop(chatty.cloud)
    for _ in range(3):
        with listening(shop.cloud, STREAM, shop.token) as ear:
            assert ear.next() is not None
    deadline = time.monotonic() + DEADLINE_S
    with listening(shop.cloud, STREAM, shop.token) as ear:
        while len(chatty.app.state.live) > 1:
            assert ear.comment()
            assert time.monotonic() < deadline


def test_totals_are_told_whole_and_then_as_they_move(shop: Shop) -> None:
    shop.send(order("A", "P1", PEACH=2, MILK=1))
    path = f"/v1/cycles/{shop.cycle_id}/totals/stream"
    with listening(shop.cloud, f"{path}?by=product", shop.token) as ear:
        name, first, _ = ear.next() or ("", {}, None)
        assert (name, first["whole"]) == ("totals", True)
        assert {row["key"]: row["pieces"] for row in first["rows"]} == {"PEACH": 2, "MILK": 1}
        shop.send(order("B", "P2", PEACH=3))
        _, then, _ = ear.next() or ("", {}, None)
        assert (then["whole"], then["gone"]) == (False, [])
        assert [(row["key"], row["pieces"], row["orders"]) for row in then["rows"]] == [("PEACH", 5, 2)]
        with listening(shop.cloud, f"{path}?by=product", shop.token) as late:
            _, whole, _ = late.next() or ("", {}, None)
            assert {row["key"]: row["pieces"] for row in whole["rows"]} == {"PEACH": 5, "MILK": 1}
    unknown = shop.call("GET", f"/v1/cycles/{uuid4()}/totals/stream?by=product")
    assert unknown.status_code == 404
    foreign = shop.cloud.desk("二仓", "W2")
    assert foreign.call("GET", f"{path}?by=product").status_code == 404


def test_a_hundred_listeners_hear_within_half_a_second(shop: Shop) -> None:
    desk = shop.cloud.desk()
    heard: list[float] = []
    told_at = [0.0]
    ready, done = threading.Semaphore(0), threading.Semaphore(0)

    def hear() -> None:
        with listening(shop.cloud, path, desk.token) as ear:
            ready.release()
            if ear.next() is not None:
                heard.append(time.monotonic() - told_at[0])
        done.release()

    path = f"{STREAM}?after={_newest(shop)}"
    threads = [threading.Thread(target=hear) for _ in range(100)]
    for thread in threads:
        thread.start()
    assert all(ready.acquire(timeout=DEADLINE_S) for _ in threads)
    with writing(shop.cloud.engine) as connection:
        write_changes(connection, [NewChange(ChangeKind.PRODUCT, {"sku": "X"}, None)], shop.cloud.clock())
    told_at[0] = time.monotonic()
    assert all(done.acquire(timeout=DEADLINE_S) for _ in threads)
    for thread in threads:
        thread.join(DEADLINE_S)
    assert len(heard) == 100
    assert statistics.median(heard) < 0.5
