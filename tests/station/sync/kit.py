"""A loopback cloud that answers by script, and an engine on a real database file that asks it."""

import gzip
import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection, insert, select

from cloud_api.wire.exchange import (
    Change,
    ChangeKind,
    ChangePage,
    FactBatchResult,
    FactResult,
    FactVerdict,
    SnapshotEnd,
    SnapshotHead,
)
from cloud_api.wire.facts import FactKind, PutUndone
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, StationId, new_uuid
from station.storage import tables
from station.storage.database import Records
from station.sync import outbox
from station.sync.client import CloudClient
from station.sync.engine import SyncEngine, SyncState
from station.sync.outbox import Author

STATION = StationId(UUID(int=1))
OPERATOR = OperatorId(UUID(int=2))
TOKEN = "secret-token"
DEADLINE_S = 15.0


@dataclass(frozen=True)
class Request:
    """What the cloud was asked."""

    method: str
    path: str
    token: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What it answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def reply(message: BaseModel, status: int = 200) -> Reply:
    return Reply(message.model_dump_json().encode(), status)


def problem(status: int, detail: str) -> Reply:
    return Reply(json.dumps({"type": "about:blank", "title": "no", "detail": detail}).encode(), status)


class ScriptedCloud:
    """Answers facts and changes as a well cloud would, unless a script lies ready for that path."""

    def __init__(self, clock: SettableClock) -> None:
        self.clock = clock
        self.ahead = timedelta()
        self.requests: list[Request] = []
        self.scripts: dict[str, deque[Reply]] = {}
        self.expected_seq = 1
        self.refuse: dict[int, str] = {}
        self.changes: list[Change] = []
        self.snapshot: list[Change] | None = None
        self.snapshot_cursor = 0
        self.horizon = 0
        self.arrived = Event()
        """A request came, be it answered or not."""
        self.answers = Event()
        """While it is not set, requests hang."""
        self.answers.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def script(self, path: str, *replies: Reply) -> None:
        """Give these answers, one each, to requests whose path begins with `path`; then as before."""
        self.scripts.setdefault(path, deque()).extend(replies)

    def now(self) -> datetime:
        return self.clock.now() + self.ahead

    def asked(self, path: str) -> list[Request]:
        return [each for each in self.requests if each.path.startswith(path)]

    def wait_until_asked(self, path: str) -> None:
        """Wait for a request whose path begins with `path`, be it answered or not."""
        while True:
            self.arrived.clear()
            if self.asked(path):
                return
            assert self.arrived.wait(DEADLINE_S), f"{path} was not asked for"

    def seqs_sent(self) -> list[list[int]]:
        """Sequence numbers of each batch of facts that came."""
        return [[fact["seq"] for fact in each.body["facts"]] for each in self.asked("/v1/facts")]

    def stop(self) -> None:
        self.answers.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: Request) -> Reply:
        if request.path == "/v1/changes/stream":
            return Reply(b"", 404)  # a cloud of the release before: stations poll it
        self.requests.append(request)
        self.arrived.set()
        self.answers.wait(DEADLINE_S)
        for path, replies in self.scripts.items():
            if request.path.startswith(path) and replies:
                return replies.popleft()
        if request.path == "/v1/facts":
            return reply(self._take(request.body["facts"]))
        if request.path == "/v1/snapshot":
            return self._snapshot()
        after = int(request.path.partition("after=")[2].partition("&")[0] or 0)
        if after < self.horizon:
            return problem(410, "Changes are gone. Take GET /v1/snapshot.")
        return reply(self._page(after))

    def _take(self, facts: list[dict[str, Any]]) -> FactBatchResult:
        results = []
        for fact in facts:
            verdict, reason = self._verdict(fact["seq"])
            results.append(FactResult(id=UUID(fact["id"]), verdict=verdict, reason=reason))
        return FactBatchResult(results=results, expected_seq=self.expected_seq, now=self.now())

    def _verdict(self, seq: int) -> tuple[FactVerdict, str | None]:
        if seq > self.expected_seq:
            return FactVerdict.OUT_OF_ORDER, "facts are missing"
        if seq < self.expected_seq:
            return FactVerdict.REPEATED, None
        self.expected_seq += 1
        if seq in self.refuse:
            return FactVerdict.REFUSED, self.refuse[seq]
        return FactVerdict.ACCEPTED, None

    def _snapshot(self) -> Reply:
        """None, as of a cloud of the release before, unless a test gave it one."""
        if self.snapshot is None:
            return problem(404, "Not Found")
        head = SnapshotHead(cursor=self.snapshot_cursor, changes=len(self.snapshot), now=self.now())
        end = SnapshotEnd(changes=len(self.snapshot))
        return Reply("\n".join(each.model_dump_json() for each in (head, *self.snapshot, end)).encode())

    def _page(self, after: int) -> ChangePage:
        found = [change for change in self.changes if change.cursor > after]
        cursor = found[0].cursor if found else after
        return ChangePage(
            changes=found[:1],
            next_cursor=cursor,
            more=len(found) > 1,
            now=self.now(),
            last_cursor=max((change.cursor for change in self.changes), default=0),
            expected_seq=self.expected_seq,
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        cloud = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._serve()

            def do_POST(self) -> None:
                self._serve()

            def log_message(self, format: str, *args: object) -> None:
                """Tests are quiet."""

            def _serve(self) -> None:
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.headers.get("Content-Encoding") == "gzip":
                    data = gzip.decompress(data)
                body = json.loads(data) if data else {}
                token = self.headers.get("Authorization", "")
                answer = cloud.answer(Request(self.command, self.path, token, body))
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

        return Handler


@contextmanager
def scripted_cloud(clock: SettableClock) -> Iterator[ScriptedCloud]:
    cloud = ScriptedCloud(clock)
    try:
        yield cloud
    finally:
        cloud.stop()


class Desk:
    """A station as far as the sync sees it: records, outbox, engine."""

    def __init__(self, path: Path, url: str, clock: SettableClock, token: str = TOKEN) -> None:
        self.on_changes: Callable[[], None] = lambda: None
        self.clock = clock
        self.records = Records(path)
        self.states: list[SyncState] = []
        self.changed: list[set[str]] = []
        self.bugs: list[Exception] = []
        self.client = CloudClient(url, token)
        self.engine = SyncEngine(
            self.client,
            self.records,
            clock,
            on_state=self.states.append,
            on_changes=self._changed,
            on_bug=self.bugs.append,
        )

    def _changed(self, kinds: set[str]) -> None:
        self.changed.append(kinds)
        self.on_changes()

    @property
    def state(self) -> SyncState:
        return self.states[-1]

    def act(self, count: int = 1) -> None:
        """Write `count` facts."""
        for _ in range(count):
            self.records.act(write_fact, self.clock)

    def fact_states(self) -> list[str]:
        return self.records.act(_fact_states)

    def close(self) -> None:
        self.engine.stop()
        self.records.close()


def write_fact(connection: Connection, clock: SettableClock) -> int:
    body = PutUndone(wave_id=new_uuid(), crate_id=new_uuid(), put_id=new_uuid())
    return outbox.append_fact(connection, Author(STATION, OPERATOR, clock.now()), FactKind.PUT_UNDONE, body)


def hold_wave(connection: Connection, clock: SettableClock, until: datetime) -> tuple[UUID, UUID]:
    """A wave under work here; returns its id and its lease's."""
    wave_id, lease_id = new_uuid(), new_uuid()
    connection.execute(
        insert(tables.wave).values(
            id=wave_id,
            lease_id=lease_id,
            lease_until=until,
            number=1,
            state="started",
            body="{}",
            taken_at=clock.now(),
            hand_quantity=0,
            hand_fresh=0,
        )
    )
    return wave_id, lease_id


def enrol_station(connection: Connection, clock: SettableClock) -> None:
    connection.execute(
        insert(tables.station).values(
            id=STATION,
            name="工位 1",
            role="warehouse",
            warehouse="W1",
            warehouse_name="一号仓",
            time_zone="Asia/Shanghai",
            brand="优邻站",
            cloud_url="http://127.0.0.1:1",
            enrolled_at=clock.now(),
        )
    )


def _fact_states(connection: Connection) -> list[str]:
    return list(connection.execute(select(tables.fact.c.state).order_by(tables.fact.c.seq)).scalars())


def product(cursor: int, sku: str = "") -> Change:
    body = {
        "sku": sku or f"S{cursor}",
        "name": f"商品{cursor}",
        "spec": "500g",
        "gtins": [],
        "zone": "ambient",
        "weight_g": 1,
        "volume_ml": 1,
        "bin": "A",
        "path": 1,
        "scan_rule": "each",
    }
    return Change(cursor=cursor, kind=ChangeKind.PRODUCT, body=body)


def skus(desk: Desk) -> list[str]:
    return desk.records.act(
        lambda connection: list(connection.execute(select(tables.product.c.sku)).scalars())
    )
