"""Bench of the cloud: taking a reference day's orders in over HTTP, and cutting that day off into waves."""

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import requests

ORDERS = 50_000
POINTS = 200
PRODUCTS = 2_000
BATCH = 500
CLIENTS = 4
SEED = 618
_TIMEOUT_S = 120


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for the intake (a server and a client process) and the cut-off, each beside plain SQL."""
    database = scratch / "bench-cloud.db"
    cycle_id = _prepare(scratch, database)
    orders = _orders()
    with _serving(scratch, database) as url:
        token = _enrol(database, url)
        intake_s = _timed(lambda: _send(url, token, orders))
        grouping_s = _grouping_seconds(database)
        frozen: list[dict[str, Any]] = []
        cut_off_s = _timed(lambda: frozen.append(_cut_off(url, token, cycle_id)))
    lines = sum(len(order["lines"]) for order in orders)
    assert (frozen[0]["orders"], frozen[0]["lines"], frozen[0]["waves"]) == (ORDERS, lines, POINTS)
    plain_s = _plain_insert_seconds(scratch / "bench-plain.db", orders)
    return [
        {
            "name": f"cloud: intake of {ORDERS} orders, {lines} lines over HTTP, batches of {BATCH}",
            "value": round(ORDERS / intake_s),
            "unit": "orders/s",
            "beside": f"sqlite3 executemany of the same rows in one commit: {ORDERS / plain_s:.0f} orders/s",
            "ratio": round(plain_s / intake_s, 3),
        },
        {
            "name": f"cloud: cut-off of {ORDERS} orders into {POINTS} waves, over HTTP",
            "value": round(cut_off_s, 3),
            "unit": "s",
            "beside": f"one SQL GROUP BY of the same {lines} lines: {grouping_s:.3f} s",
            "ratio": round(cut_off_s / grouping_s, 2),
        },
    ]


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _cloud_api(*words: str) -> Any:
    command = [sys.executable, "-m", "cloud_api", *words, "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=_TIMEOUT_S)
    return json.loads(done.stdout)


def _prepare(scratch: Path, database: Path) -> str:
    """A migrated database with catalogue and open cycle; the cycle's id."""
    cut_off_at = datetime.now(UTC) + timedelta(hours=6)
    day = {
        "catalogue": {
            "warehouses": [{"code": "W1", "name": "朝阳仓"}],
            "products": [_product(number) for number in range(PRODUCTS)],
            "pickup_points": [
                {"code": f"P{number:03d}", "name": f"自提点 {number}", "warehouse": "W1"}
                for number in range(POINTS)
            ],
        },
        "cycle": {"warehouse": "W1", "name": "端午团", "cut_off_at": cut_off_at.isoformat()},
    }
    path = scratch / "bench-day.json"
    path.write_text(json.dumps(day), encoding="utf-8")
    report = _cloud_api("import", str(path), "--database", str(database))
    return str(report["cycle_ids"][0])


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
    """One to three lines an order, 1.6 on average; the points by turns."""
    chance = random.Random(SEED)
    return [
        {
            "order_no": f"20260618{number:06d}",
            "pickup_point": f"P{number % POINTS:03d}",
            "paid_at": "2026-06-18T19:00:00+08:00",
            "customer": "王女士",
            "phone": "13800000000",
            "lines": [
                {"sku": f"SKU{sku:05d}", "quantity": chance.randint(1, 4)}
                for sku in chance.sample(range(PRODUCTS), chance.choices((1, 2, 3), (55, 30, 15))[0])
            ],
        }
        for number in range(ORDERS)
    ]


@contextmanager
def _serving(scratch: Path, database: Path | str) -> Iterator[str]:
    words = [sys.executable, "-m", "cloud_api", "serve", "--database", str(database), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8", cwd=Path.cwd()) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["listening_on"]
        finally:
            process.terminate()
            process.wait(_TIMEOUT_S)


def _enrol(database: Path, url: str) -> str:
    code = _cloud_api("enrol-code", "--role", "integrator", "--database", str(database))["code"]
    answer = requests.post(f"{url}/v1/enrolment", json={"code": code, "name": "bench"}, timeout=_TIMEOUT_S)
    answer.raise_for_status()
    return str(answer.json()["token"])


def _send(url: str, token: str, orders: list[dict[str, Any]]) -> None:
    batches = [orders[start : start + BATCH] for start in range(0, len(orders), BATCH)]

    def client(place: int) -> None:
        with requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {token}"
            for batch in batches[place::CLIENTS]:
                answer = session.post(f"{url}/v1/orders", json={"orders": batch}, timeout=_TIMEOUT_S)
                answer.raise_for_status()
                assert answer.json()["accepted"] == len(batch)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(CLIENTS)))


def _cut_off(url: str, token: str, cycle_id: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.post(f"{url}/v1/cycles/{cycle_id}/cut-off", headers=headers, timeout=_TIMEOUT_S)
    answer.raise_for_status()
    result: dict[str, Any] = answer.json()
    return result


def _grouping_seconds(database: Path) -> float:
    query = "SELECT pickup_point, count(*), sum(quantity) FROM order_lines GROUP BY pickup_point"
    with closing(sqlite3.connect(database)) as connection:
        return median(_timed(lambda: connection.execute(query).fetchall()) for _ in range(5))


def _plain_insert_seconds(path: Path, orders: list[dict[str, Any]]) -> float:
    heads = [(o["order_no"], o["pickup_point"], o["paid_at"], o["customer"], o["phone"]) for o in orders]
    lines = [(o["order_no"], line["sku"], line["quantity"]) for o in orders for line in o["lines"]]

    def insert() -> None:
        with connection:
            connection.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", heads)
            connection.executemany("INSERT INTO order_lines VALUES (?, ?, ?)", lines)

    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(
            "CREATE TABLE orders (order_no PRIMARY KEY, pickup_point, paid_at, customer, phone)"
        )
        connection.execute("CREATE TABLE order_lines (order_no, sku, quantity, PRIMARY KEY (order_no, sku))")
        return _timed(insert)
