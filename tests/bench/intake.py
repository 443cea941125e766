"""Bench of the intake: single orders over many connections, beside the same server without its writing."""

import asyncio
import itertools
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from cloud_api.catalogue.service import put_catalogue
from cloud_api.cycles.service import open_cycle
from cloud_api.devices.service import issue_code
from cloud_api.storage.clock import system_clock
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.storage.transaction import writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.cycles import NewCycle
from cloud_api.wire.stations import Role
from tests.bench.rows import percentile
from tests.cloud_api.postgres import find_binaries, running_server

ORDERS = 4_000
WARM_UP = 500
CONNECTIONS = 24
LINES = 3
POINTS = 200
PRODUCTS = 2_000
SEED = 618
_TIMEOUT_S = 120


@dataclass(frozen=True)
class Run:
    """What one run of ORDERS orders took."""

    seconds: float
    latencies_ms: Sequence[float]
    cpu_s: float
    """Processor time of the servers: the measure that other work on the machine hardly changes."""

    @property
    def rate(self) -> float:
        """Orders a second."""
        return len(self.latencies_ms) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor time of an order."""
        return self.cpu_s * 1000 / len(self.latencies_ms)

    def told(self) -> str:
        p50, p99 = (percentile(self.latencies_ms, share) for share in (0.5, 0.99))
        return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms"


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for one process on SQLite, and for two on PostgreSQL where a server is installed."""
    orders = _orders()
    rows = _on(str(scratch / "intake.db"), orders, processes=1, what="one process on SQLite")
    plain = ORDERS / _plain_insert_seconds(scratch / "plain.db", orders)
    rows.append(
        {
            "name": "intake: one process on SQLite, beside plain inserts",
            "value": rows[0]["value"],
            "unit": "orders/s",
            "beside": f"sqlite3 executemany of the same rows in one commit: {plain:.0f} orders/s",
            "ratio": round(rows[0]["value"] / plain, 3),
        }
    )
    binaries = find_binaries()
    if binaries is None:
        return rows
    with running_server(binaries, durable=True) as server:
        what = "two processes on PostgreSQL, fsync on"
        rows += _on(server.create(), orders, processes=2, what=what)
    return rows


def _on(database: str, orders: Sequence[dict[str, Any]], processes: int, what: str) -> list[dict[str, Any]]:
    tokens = _prepare(database)
    with _serving(["tests.bench.validating", database], processes) as servers:
        validating = _run(servers, tokens, orders)
    assert _kept(database) == 0
    with _serving(["cloud_api", "serve", "--database", database, "--port", "0"], processes) as servers:
        keeping = _run(servers, tokens, orders)
    assert _kept(database) == len(orders)
    name = f"intake: orders of {LINES} lines, {CONNECTIONS} connections, {what}"
    return [
        {
            "name": f"{name} ({keeping.told()})",
            "value": round(keeping.rate),
            "unit": "orders/s",
            "beside": f"the same server without storing: {validating.rate:.0f} orders/s, {validating.told()}",
            "ratio": round(keeping.rate / validating.rate, 3),
        },
        {
            "name": f"intake: processor time of the servers, {what}",
            "value": round(keeping.cpu_ms, 3),
            "unit": "ms an order",
            "beside": f"the same server without storing: {validating.cpu_ms:.3f} ms an order",
            "ratio": round(validating.cpu_ms / keeping.cpu_ms, 3),
        },
    ]


def _prepare(database: str) -> list[str]:
    """A migrated database with catalogue and open cycle; a token for each connection.

    Each is an integrator of its own: one alone may not send 200 requests a second for long (http.limits).
    """
    engine = open_engine(database)
    migrate(engine)
    catalogue = Catalogue.model_validate(
        {
            "warehouses": [{"code": "W1", "name": "朝阳仓"}],
            "products": [_product(number) for number in range(PRODUCTS)],
            "pickup_points": [
                {"code": f"P{number:03d}", "name": f"自提点 {number}", "warehouse": "W1"}
                for number in range(POINTS)
            ],
        }
    )
    now = system_clock()
    with writing(engine) as connection:
        put_catalogue(connection, catalogue, now)
        new = NewCycle(warehouse="W1", name="端午团", cut_off_at=now + timedelta(hours=6))
        open_cycle(connection, new, now)
        codes = [issue_code(connection, (Role.INTEGRATOR,), None, now).code for _ in range(CONNECTIONS)]
    engine.dispose()
    with _serving(["cloud_api", "serve", "--database", database, "--port", "0"], 1) as (server,):
        return [_enrol(server, code, number) for number, code in enumerate(codes)]


def _enrol(server: "_Server", code: str, number: int) -> str:
    told = {"code": code, "name": f"bench {number}"}
    answer = requests.post(f"{server.url}/v1/enrolment", json=told, timeout=_TIMEOUT_S)
    answer.raise_for_status()
    return str(answer.json()["token"])


def _product(number: int) -> dict[str, Any]:
    return {
        "sku": f"SKU{number:05d}",
        "name": f"商品 {number}",
        "gtins": [],
        "zone": "ambient",
        "weight_g": 500,
        "volume_ml": 800,
        "bin": f"A-{number:04d}",
        "path": number,
    }


def _orders() -> list[dict[str, Any]]:
    chance = random.Random(SEED)
    return [
        {
            "order_no": f"20260618{number:06d}",
            "pickup_point": f"P{chance.randrange(POINTS):03d}",
            "paid_at": "2026-06-18T19:00:00+08:00",
            "customer": "王女士",
            "phone": "13800000000",
            "lines": [
                {"sku": f"SKU{sku:05d}", "quantity": chance.randint(1, 4)}
                for sku in chance.sample(range(PRODUCTS), LINES)
            ],
        }
        for number in range(ORDERS + WARM_UP)
    ]


@dataclass(frozen=True)
class _Server:
    url: str
    pid: int

    def cpu_s(self) -> float:
        """Processor time it took so far, of all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _serving(words: Sequence[str], processes: int) -> Iterator[list[_Server]]:
    """So many servers."""
    with ExitStack() as stack:
        servers = []
        for _ in range(processes):
            command = [sys.executable, "-m", *words]
            process = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8"))
            stack.callback(process.terminate)
            assert process.stdout is not None
            servers.append(_Server(json.loads(process.stdout.readline())["listening_on"], process.pid))
        yield servers


def _run(servers: Sequence[_Server], tokens: Sequence[str], orders: Sequence[dict[str, Any]]) -> Run:
    _send(servers, tokens, orders[:WARM_UP])
    return _send(servers, tokens, orders[WARM_UP:])


def _send(servers: Sequence[_Server], tokens: Sequence[str], orders: Sequence[dict[str, Any]]) -> Run:
    """Send each order in a request of its own; the connections share them out as they come free."""
    bodies = iter([json.dumps(order, ensure_ascii=False).encode() for order in orders])
    latencies: list[float] = []

    async def client(url: str, token: str) -> None:
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for body in bodies:
            start = time.perf_counter()
            writer.write(_head(token, body) + body)
            await _answered(reader)
            latencies.append((time.perf_counter() - start) * 1000)
        writer.close()

    async def all_clients() -> None:
        places = zip(itertools.cycle(servers), tokens, strict=False)
        await asyncio.gather(*(client(server.url, token) for server, token in places))

    cpu_s = sum(server.cpu_s() for server in servers)
    start = time.perf_counter()
    asyncio.run(all_clients())
    seconds = time.perf_counter() - start
    return Run(seconds, latencies, sum(server.cpu_s() for server in servers) - cpu_s)


def _head(token: str, body: bytes) -> bytes:
    head = (
        "POST /v1/orders HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode()


async def _answered(reader: asyncio.StreamReader) -> None:
    """Read one answer whole; anything but an accepted or repeated order ends the bench."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    )
    body = await reader.readexactly(length)
    assert head.startswith(b"HTTP/1.1 200"), body


def _kept(database: str) -> int:
    engine = open_engine(database)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM orders").scalar()
    engine.dispose()
    return int(found or 0)


def _plain_insert_seconds(path: Path, orders: Sequence[dict[str, Any]]) -> float:
    """ORDERS of the orders in one commit."""
    kept = orders[WARM_UP:]
    heads = [(o["order_no"], o["pickup_point"], o["paid_at"], o["customer"], o["phone"]) for o in kept]
    lines = [(o["order_no"], line["sku"], line["quantity"]) for o in kept for line in o["lines"]]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(
            "CREATE TABLE orders (order_no PRIMARY KEY, pickup_point, paid_at, customer, phone)"
        )
        connection.execute("CREATE TABLE order_lines (order_no, sku, quantity, PRIMARY KEY (order_no, sku))")
        start = time.perf_counter()
        with connection:
            connection.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", heads)
            connection.executemany("INSERT INTO order_lines VALUES (?, ?, ?)", lines)
        return time.perf_counter() - start
