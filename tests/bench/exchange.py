"""Bench of the exchange: facts pushed, changes pulled, a new station, and who is told how soon."""

import json
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import requests

from cloud_api.exchange.retention import ROWS_AT_ONCE, prune
from cloud_api.storage.changes import NewChange
from cloud_api.storage.engine import open_engine
from cloud_api.storage.retention import Keep
from cloud_api.storage.schema import migrate
from cloud_api.storage.transaction import writing
from cloud_api.wire.exchange import ChangeKind
from tests.bench.cloud import _serving
from tests.bench.exchange_place import NOW, Place, batches
from tests.bench.exchange_plain import (
    BATCH,
    delete_rate,
    insert_rate_postgres,
    insert_rate_sqlite,
    read_seconds,
)
from tests.bench.rows import percentile, row
from tests.cloud_api.postgres import find_binaries, running_server

CHANGES = 100_000
LISTENERS = 300
TOLD = 20
NIGHTS = 60
_TIMEOUT_S = 120


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows on SQLite, and on PostgreSQL where its server is installed, beside plain executemany."""
    rows = _on(scratch, "SQLite", str(scratch / "exchange.db"), insert_rate_sqlite(scratch))
    binaries = find_binaries()
    if binaries is not None:
        with running_server(binaries) as server:
            url = server.create()
            rows += _on(scratch, "PostgreSQL", url, insert_rate_postgres(url))
    return rows


def _on(scratch: Path, where: str, database: str, plain: float) -> list[dict[str, Any]]:
    engine = open_engine(database)
    migrate(engine)
    place = Place(engine)
    with _serving(scratch, database) as url:
        caller = Caller(url)
        rows = _pushed_rows(where, caller, place, plain)
        rows += _pulled_rows(where, caller, place)
        rows += _listening_rows(where, url, caller, place)
        rows += _newcomer_rows(where, caller, place)
    engine.dispose()
    return rows


def _pushed_rows(where: str, caller: "Caller", place: Place, plain: float) -> list[dict[str, Any]]:
    rows = []
    for kind, sender, bodies in place.reports():
        told = batches(sender, kind, bodies, BATCH)
        count, took = _pushed(caller, sender.token, told)
        name = f"exchange: {count} {kind} facts pushed on {where}, batches of {BATCH}"
        beside = "plain executemany of the same rows, a commit a batch"
        rows.append(row(name, count / took, "facts/s", beside, plain))
    return rows


def _pulled_rows(where: str, caller: "Caller", place: Place) -> list[dict[str, Any]]:
    for start in range(0, CHANGES, BATCH):
        place.tell_at(NOW, [_product(n) for n in range(start, start + BATCH)])
    known = json.loads(caller.get("/v1/changes?limit=1").content)["last_cursor"]
    rows = []
    for page in (BATCH, 2 * BATCH):
        plain_read = CHANGES / read_seconds(place.engine, CHANGES, page)
        for packed in ("identity", "gzip"):
            rate = CHANGES / _pulled_seconds(caller, known - CHANGES, page, packed)
            rows.append(
                row(f"exchange: changes pulled on {where}, pages of {page}, {packed}", rate, "changes/s",
                    "plain reads of the same rows and json.loads, page by page", plain_read)
            )  # fmt: skip
    return rows


def _product(number: int, price: int = 0) -> NewChange:
    body = {
        "sku": f"SKU{number:06d}",
        "name": f"商品 {number}",
        "spec": f"500 g × {price}",
        "gtins": ["06901234567892"],
        "zone": "ambient",
        "weight_g": 500,
        "volume_ml": 800,
        "bin": f"A-{number % 997:04d}",
        "path": number % 997,
        "scan_rule": "each",
    }
    return NewChange(ChangeKind.PRODUCT, body, None)


class Caller:
    """The station over HTTP, with bodies made beforehand."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers.update({"Authorization": "Bearer bench", "Content-Type": "application/json"})

    def push(self, token: str, body: bytes) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        answer = self.session.post(f"{self.url}/v1/facts", data=body, headers=headers, timeout=_TIMEOUT_S)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str, packed: str = "gzip") -> requests.Response:
        headers = {"Accept-Encoding": packed}
        answer = self.session.get(self.url + path, headers=headers, timeout=_TIMEOUT_S)
        answer.raise_for_status()
        return answer


def _pushed(caller: Caller, token: str, told: list[bytes]) -> tuple[int, float]:
    """How many facts were taken, and in how many seconds."""
    begun = time.perf_counter()
    answers = [caller.push(token, batch) for batch in told]
    took = time.perf_counter() - begun
    results = [result for answer in answers for result in answer["results"]]
    refused = [result for result in results if result["verdict"] != "accepted"]
    assert not refused, refused[0]
    return len(results), took


def _pulled_seconds(caller: Caller, after: int, page: int, packed: str) -> float:
    seen, cursor, more = 0, after, True
    begun = time.perf_counter()
    while more:
        told = json.loads(caller.get(f"/v1/changes?after={cursor}&limit={page}", packed).content)
        seen, cursor, more = seen + len(told["changes"]), told["next_cursor"], told["more"]
    assert seen == CHANGES
    return time.perf_counter() - begun


def _listening_rows(where: str, url: str, caller: Caller, place: Place) -> list[dict[str, Any]]:
    """From the commit of a change until each of many listeners has heard of it."""
    ready, heard = threading.Semaphore(0), threading.Semaphore(0)
    told_at = [0.0]
    took: list[float] = []
    after = json.loads(caller.get("/v1/changes?limit=1").content)["last_cursor"]
    ending = threading.Event()

    def hear() -> None:
        headers = {"Authorization": "Bearer bench", "Last-Event-ID": str(after)}
        path = f"{url}/v1/changes/stream"
        with requests.get(path, headers=headers, stream=True, timeout=_TIMEOUT_S) as answer:
            greeted = False
            for line in answer.iter_lines(chunk_size=1):
                if line.startswith(b":") and not greeted:
                    greeted = True
                    ready.release()
                elif line.startswith(b"data:"):
                    took.append(time.perf_counter() - told_at[0])
                    heard.release()
                    if ending.is_set():
                        return

    before_kb = _memory_kb(url)
    threads = [threading.Thread(target=hear, daemon=True) for _ in range(LISTENERS)]
    for thread in threads:
        thread.start()
    assert all(ready.acquire(timeout=_TIMEOUT_S) for _ in threads)
    each_kb = (_memory_kb(url) - before_kb) / LISTENERS
    for number in range(TOLD):
        if number == TOLD - 1:
            ending.set()
        place.tell_at(NOW, [_product(number, 1)])
        told_at[0] = time.perf_counter()
        assert all(heard.acquire(timeout=_TIMEOUT_S) for _ in threads)
    for thread in threads:
        thread.join(_TIMEOUT_S)
    return [
        row(f"exchange: a change is heard by {LISTENERS} listeners on {where}, p99", percentile(took, 0.99),
            "s", "the median", percentile(took, 0.5)),
        row(f"exchange: memory a listener on {where}", each_kb, "KB", "the aim", 32.0),
    ]  # fmt: skip


def _memory_kb(url: str) -> int:
    """Resident memory of the server that listens at this address: our youngest child."""
    me = Path("/proc/self/task")
    children = [int(pid) for task in me.iterdir() for pid in (task / "children").read_text().split()]
    status = [(Path("/proc") / str(pid) / "status").read_text() for pid in children]
    sizes = [
        int(line.split()[1]) for text in status for line in text.splitlines() if line.startswith("VmRSS")
    ]
    assert sizes, url
    return max(sizes)


def _newcomer_rows(where: str, caller: Caller, place: Place) -> list[dict[str, Any]]:
    """A new station on a cloud with sixty nights of changes: pulling them all, and a snapshot."""
    with writing(place.engine) as connection:
        connection.exec_driver_sql("DELETE FROM changes")
    for night in range(NIGHTS):
        at = NOW - timedelta(days=NIGHTS - night)
        place.tell_at(at, [_product(number, night) for number in range(2_000)])
        place.tell_at(at, [_stop(night, number, step) for step in range(3) for number in range(200)])
    all_s, all_bytes = _pull_everything(caller)
    begun = time.perf_counter()
    told = caller.get("/v1/snapshot")
    snapshot_s = time.perf_counter() - begun
    plain_rate = delete_rate(place.engine)
    prune_begun = time.perf_counter()
    gone = prune(place.engine, NOW, Keep())["changes"]
    prune_s = time.perf_counter() - prune_begun
    begun = time.perf_counter()
    small = caller.get("/v1/snapshot")
    small_s = time.perf_counter() - begun
    name = f"exchange: a new station after {NIGHTS} nights on {where}"
    return [
        row(f"{name}: snapshot, {_mb(told):.1f} MB unpacked", snapshot_s, "s",
            f"pulling all, {all_bytes / 1e6:.1f} MB", all_s),
        row(f"{name}: snapshot after pruning {gone} changes, {_mb(small):.1f} MB unpacked", small_s, "s",
            f"pulling all, {all_bytes / 1e6:.1f} MB", all_s),
        row(f"exchange: pruning of {gone} changes on {where}", gone / prune_s, "changes/s",
            f"plain deletes of the same rows, {ROWS_AT_ONCE} a commit", plain_rate),
    ]  # fmt: skip


def _mb(answer: requests.Response) -> float:
    return len(answer.content) / 1e6


def _pull_everything(caller: Caller) -> tuple[float, int]:
    cursor, more, size = 0, True, 0
    begun = time.perf_counter()
    while more:
        answer = caller.get(f"/v1/changes?after={cursor}&limit={BATCH}")
        told = json.loads(answer.content)
        size += len(answer.content)
        cursor, more = told["next_cursor"], told["more"]
    return time.perf_counter() - begun, size


def _stop(night: int, number: int, step: int) -> NewChange:
    crates_of = [
        {"crate_id": str(UUID(int=night * 10**6 + number * 10 + n)), "weight_g": 9_000} for n in range(4)
    ]
    body = {
        "wave_id": str(UUID(int=night * 1_000 + number)),
        "number": number,
        "cycle_id": str(UUID(int=night)),
        "pickup_point": {"code": f"P{number:03d}", "name": f"自提点 {number}", "address": "朝阳区三元桥一号"},
        "state": ("waiting", "packing", "packed")[step],
        "crates": crates_of if step else [],
    }
    return NewChange(ChangeKind.STOP, body, "W1")
