"""Listening: a change is here at once; a cut, a restart, a dead line or a slow proxy only cost time."""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.storage.transaction import writing
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.stations import Role
from station.kernel.clock import SettableClock
from station.sync import inbox, listener, pauses, stream
from station.sync.client import CloudClient
from station.sync.listener import ChangeListener
from station.sync.stream import ChangeStream, StreamEndedError, StreamUnknownError
from tests.cloud_api.kit import Cloud, SetClock, catalogue, product, running
from tests.station.sync.kit import DEADLINE_S, Desk, Reply, ScriptedCloud, enrol_station, skus
from tests.station.sync.kit import product as change

WELL = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(str(tmp_path / "cloud.db"))
    migrate(engine)
    yield engine
    engine.dispose()


class Heard:
    """What a listener tells, and a way to wait for it."""

    def __init__(self) -> None:
        self.news = threading.Semaphore(0)
        self.line = threading.Semaphore(0)
        self.gone = threading.Semaphore(0)
        self.opened = 0

    def listener(self, open_stream: Callable[[], ChangeStream]) -> ChangeListener:
        def opening() -> ChangeStream:
            self.opened += 1
            return open_stream()

        return ChangeListener(
            opening, on_news=self.news.release, on_line=self.line.release, on_gone=self.gone.release
        )


def came(told: threading.Semaphore) -> bool:
    return told.acquire(timeout=DEADLINE_S)


@contextmanager
def raw_cloud(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that does with each connection what a test says, after it has read the request."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connection.recv(65_536)
            answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(DEADLINE_S)


def enrolled(cloud: Cloud, folder: Path) -> Desk:
    """A desk of W1 that knows its token."""
    token = cloud.enrol(Role.WAREHOUSE, "W1", "工位 1")["token"]
    desk = Desk(folder / f"{uuid4()}.db", cloud.url, SettableClock(), token)
    desk.records.act(enrol_station, desk.clock)
    return desk


class Waiting:
    """Waits until a desk has applied a change of some kind."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._came = threading.Condition()
        desk.on_changes = self._changed

    def _changed(self) -> None:
        with self._came:
            self._came.notify_all()

    def until(self, holds: Callable[[], bool]) -> None:
        with self._came:
            assert self._came.wait_for(holds, DEADLINE_S)


def tell(engine: Engine, sku: str, clock: SetClock) -> None:
    with writing(engine) as connection:
        write_changes(connection, [NewChange(ChangeKind.PRODUCT, product(sku), None)], clock())


def put_catalogue(cloud: Cloud) -> None:
    answer = cloud.call("PUT", "/v1/catalogue", cloud.integrator(), json=catalogue())
    assert answer.status_code == 200, answer.text


def test_a_change_is_here_within_half_a_second_also_after_the_cloud_was_away(
    tmp_path: Path, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One life of a station: new, listening, the cloud gone and back at the same address."""
    monkeypatch.setattr(pauses, "POLL_S", 3600.0)
    monkeypatch.setattr(pauses, "POLL_LISTENING_S", 3600.0)
    clock = SetClock()
    with running(database, clock) as cloud:
        put_catalogue(cloud)
        desk = enrolled(cloud, tmp_path)
        waiting = Waiting(desk)
        desk.engine.start()
        waiting.until(lambda: {"PEACH", "MILK", "RICE"} <= set(skus(desk)))
        wait_until(lambda: desk.engine.listens)
        took = []
        for number in range(5):
            begun = time.monotonic()
            tell(database, f"NEW-{number}", clock)
            waiting.until(partial(knows, desk, f"NEW-{number}"))
            took.append(time.monotonic() - begun)
        assert min(took) < 0.5
    tell(database, "MEANWHILE", clock)
    wait_until(lambda: not desk.engine.listens)
    port = int(cloud.url.rpartition(":")[2])
    with running(database, clock, port=port):
        waiting.until(lambda: "MEANWHILE" in skus(desk))
        tell(database, "AFTER", clock)
        waiting.until(lambda: "AFTER" in skus(desk))
        desk.close()
    assert desk.bugs == []


def knows(desk: Desk, sku: str) -> bool:
    return sku in skus(desk)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < deadline
        pause.wait(0.01)


def test_a_listener_tells_what_it_hears_and_comes_again_when_it_is_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listener, "FIRST_RETRY_S", 0.01)
    heard = Heard()

    def say_and_cut(connection: socket.socket) -> None:
        connection.sendall((WELL + ': here\n\nid: 5\nevent: cursor\ndata: {"cursor":5}\n\n').encode())
        connection.close()

    with raw_cloud(say_and_cut) as url:
        listening = heard.listener(lambda: CloudClient(url).listen(0))
        listening.start()
        for _ in range(3):
            assert all(came(each) for each in (heard.line, heard.news, heard.gone))
        listening.stop()
    assert heard.opened >= 3


def test_a_line_that_is_dead_though_it_looks_open_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SILENT_S", 0.1)
    monkeypatch.setattr(listener, "FIRST_RETRY_S", 0.01)
    heard, held = Heard(), []

    def say_once(connection: socket.socket) -> None:
        held.append(connection)
        connection.sendall((WELL + ": here\n\n").encode())

    with raw_cloud(say_once) as url:
        listening = heard.listener(lambda: CloudClient(url).listen(0))
        listening.start()
        assert came(heard.line)
        assert came(heard.gone)
        assert came(heard.line)
        listening.stop()
    for connection in held:
        connection.close()


def test_a_proxy_that_holds_events_back_is_never_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The head of the answer comes, no word follows: the station polls as if there were no stream."""
    monkeypatch.setattr(stream, "SILENT_S", 0.05)
    monkeypatch.setattr(listener, "FIRST_RETRY_S", 0.01)
    heard, held, tries = Heard(), [], threading.Semaphore(0)

    def hold_back(connection: socket.socket) -> None:
        held.append(connection)
        connection.sendall(WELL.encode())
        tries.release()

    with raw_cloud(hold_back) as url:
        listening = heard.listener(lambda: CloudClient(url).listen(0))
        listening.start()
        assert all(came(tries) for _ in range(3))
        assert not listening.hears
        listening.stop()
    assert not heard.line.acquire(blocking=False)
    for connection in held:
        connection.close()


@pytest.mark.parametrize("status", ["401 Unauthorized", "404 Not Found", "200 OK", "302 Found"])
def test_what_has_no_stream_for_us_is_asked_only_now_and_then(status: str) -> None:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno"

    def refuse(connection: socket.socket) -> None:
        connection.sendall(answer.encode())
        connection.close()

    with raw_cloud(refuse) as url:
        with pytest.raises(StreamUnknownError):
            CloudClient(url).listen(0)
        heard = Heard()
        listening = heard.listener(lambda: CloudClient(url).listen(0))
        assert listening._listened() > listener.LONGEST_RETRY_S
    with pytest.raises(StreamEndedError):
        CloudClient(url).listen(0)


def test_the_pause_between_tries_grows_and_has_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> ChangeStream:
        raise StreamEndedError("ConnectionError")

    listening = Heard().listener(never)
    with monkeypatch.context() as patch:
        patch.setattr(random, "uniform", lambda _low, high: high)
        assert [listening._listened() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert len({listening.pause_s() for _ in range(20)}) > 1


def test_stopping_lets_a_listener_go_that_waits_for_a_word() -> None:
    heard, held = Heard(), []

    def say_once(connection: socket.socket) -> None:
        held.append(connection)
        connection.sendall((WELL + ": here\n\n").encode())

    with raw_cloud(say_once) as url:
        listening = heard.listener(lambda: CloudClient(url).listen(0))
        listening.start()
        assert came(heard.line)
        begun = time.monotonic()
        listening.stop()
        listening._thread.join(DEADLINE_S)
        assert not listening._thread.is_alive()
        assert time.monotonic() - begun < 3
    assert not heard.gone.acquire(blocking=False)
    held[0].close()


def test_a_new_station_of_a_cloud_with_a_past_takes_a_snapshot(desk: Desk, cloud: ScriptedCloud) -> None:
    cloud.changes = [change(3), change(8), change(9)]
    cloud.snapshot, cloud.snapshot_cursor = [change(8), change(3, "S3")], 8
    desk.engine.round()
    assert sorted(skus(desk)) == ["S3", "S8", "S9"]
    assert desk.records.act(inbox.cursor) == 9
    assert [request.path for request in cloud.requests] == [
        "/v1/changes?after=0&limit=50",
        "/v1/snapshot",
        "/v1/changes?after=8&limit=50",
    ]
    assert desk.state.connected


def test_a_station_below_the_horizon_takes_a_snapshot_and_keeps_what_is_its_own(
    desk: Desk, cloud: ScriptedCloud
) -> None:
    cloud.changes = [change(3)]
    desk.engine.round()
    desk.act(2)
    cloud.horizon, cloud.snapshot, cloud.snapshot_cursor = 50, [change(60, "S3"), change(61)], 70
    cloud.refuse = {1: "no"}
    desk.engine.round()
    assert sorted(skus(desk)) == ["S3", "S61"]
    assert desk.records.act(inbox.cursor) == 70
    assert desk.fact_states() == ["refused", "accepted"]


def test_a_snapshot_that_is_cut_off_is_taken_anew(desk: Desk, cloud: ScriptedCloud) -> None:
    cloud.horizon, cloud.snapshot, cloud.snapshot_cursor = 5, [change(6), change(7)], 7
    whole = cloud._snapshot().body
    cloud.script("/v1/snapshot", Reply(whole[: whole.rindex(b"\n")]))
    desk.engine.round()
    assert (desk.state.connected, skus(desk), desk.records.act(inbox.cursor)) == (False, [], 0)
    desk.engine.round()
    assert (desk.state.connected, skus(desk), desk.records.act(inbox.cursor)) == (True, ["S6", "S7"], 7)
