"""Bench of the exchange: facts pushed, changes pulled, a new station, and who is told how soon."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import requests
from sqlalchemy import Boolean, Engine, Float, Integer, String, Uuid, insert, update

from cloud_api.exchange.retention import ROWS_AT_ONCE, prune
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.engine import open_engine
from cloud_api.storage.metadata import UtcMoment
from cloud_api.storage.retention import Keep
from cloud_api.storage.schema import migrate
from cloud_api.storage.tables.catalogue import pickup_points, products, warehouses
from cloud_api.storage.tables.devices import stations, tokens
from cloud_api.storage.tables.orders import cycles, orders
from cloud_api.storage.tables.waves import crate_lines, crates, leases, waves
from cloud_api.storage.token_hashes import token_hash
from cloud_api.storage.transaction import writing
from cloud_api.wire.exchange import GENESIS_HASH, ChangeKind, fact_hash
from tests.bench.cloud import _serving
from tests.bench.rows import percentile, row
from tests.cloud_api.postgres import find_binaries, running_server

BATCH = 500
FACTS = 20_000
CHANGES = 100_000
LISTENERS = 300
TOLD = 20
NIGHTS = 60
NOW = datetime.now(UTC)
_TIMEOUT_S = 120


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows on SQLite, and on PostgreSQL where its server is installed, beside plain executemany."""
    rows = _on(scratch, "SQLite", str(scratch / "exchange.db"), _plain_sqlite(scratch))
    binaries = find_binaries()
    if binaries is not None:
        with running_server(binaries) as server:
            url = server.create()
            rows += _on(scratch, "PostgreSQL", url, _plain_postgres(url))
    return rows


def _on(scratch: Path, where: str, database: str, plain: float) -> list[dict[str, Any]]:
    engine = open_engine(database)
    migrate(engine)
    place = Place(engine)
    rows = []
    with _serving(scratch, database) as url:
        caller = Caller(url)
        for kind, bodies in place.fact_bodies().items():
            rate = FACTS / _pushed_seconds(caller, place, kind, bodies)
            rows.append(
                row(f"exchange: {kind} facts pushed on {where}, batches of {BATCH}", rate, "facts/s",
                    "plain executemany of the same rows, a commit a batch", plain)
            )  # fmt: skip
        place.tell(CHANGES)
        for page in (BATCH, 2 * BATCH):
            plain_read = CHANGES / _plain_read_seconds(engine, page)
            for packed in ("identity", "gzip"):
                rate = CHANGES / _pulled_seconds(caller, page, packed)
                rows.append(
                    row(f"exchange: changes pulled on {where}, pages of {page}, {packed}", rate, "changes/s",
                        "plain reads of the same rows and json.loads, page by page", plain_read)
                )  # fmt: skip
        rows += _listening_rows(where, url, caller, place)
        rows += _newcomer_rows(where, caller, place)
    engine.dispose()
    return rows


class Place:
    """A warehouse with a station, a wave on lease and crates that take a great deal."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.station_id, self.wave_id, self.lease_id = uuid4(), uuid4(), uuid4()
        self.seq, self.last_hash = 0, GENESIS_HASH
        self.crates = [uuid4() for _ in range(40)]
        with writing(engine) as connection:
            self._write(connection)

    def _write(self, connection: Any) -> None:
        cycle_id, order_id = uuid4(), uuid4()
        for table, values in (
            (warehouses, {"code": "W1", "name": "朝阳仓", "time_zone": "Asia/Shanghai"}),
            (pickup_points, _filled(pickup_points, code="P1", name="自提点", warehouse="W1")),
            (products, _filled(products, sku="PEACH", name="桃", zone="ambient", path=1)),
            (stations, _filled(stations, id=self.station_id, name="工位", warehouse="W1", roles="warehouse")),
            (tokens, _filled(tokens, token_hash=token_hash("bench"), station_id=self.station_id)),
            (cycles, _filled(cycles, id=cycle_id, warehouse="W1", name="团", frozen_at=NOW)),
            (orders, _filled(orders, id=order_id, cycle_id=cycle_id, pickup_point="P1",
                             order_no="A")),
            (waves, _filled(waves, id=self.wave_id, cycle_id=cycle_id, warehouse="W1", pickup_point="P1")),
            (leases, _filled(leases, id=self.lease_id, wave_id=self.wave_id, station_id=self.station_id)),
        ):  # fmt: skip
            connection.execute(insert(table).values(values))
        on_lease = {"lease_id": self.lease_id, "station_id": self.station_id}
        until = NOW + timedelta(hours=9)
        connection.execute(update(waves).values(**on_lease, lease_until=until))
        made = [
            _filled(crates, id=crate, wave_id=self.wave_id, lease_id=self.lease_id, sscc=f"{n:018d}",
                    number=n + 1, zone="ambient")
            for n, crate in enumerate(self.crates)
        ]  # fmt: skip
        connection.execute(insert(crates), made)
        lines = [
            {"crate_id": crate, "order_id": order_id, "sku": "PEACH", "quantity": 10**7}
            for crate in self.crates
        ]
        connection.execute(insert(crate_lines), lines)

    def fact_bodies(self) -> dict[str, Callable[[int], dict[str, Any]]]:
        """What the facts of each measured kind say, by their number."""
        wave_id, many = str(self.wave_id), [str(crate) for crate in self.crates]
        ssccs = [f"{n:018d}" for n in range(len(many))]
        return {
            "ItemPut": lambda n: {
                "wave_id": wave_id,
                "crate_id": many[n % len(many)],
                "put_id": str(uuid4()),
                "sku": "PEACH",
                "quantity": 1,
            },
            "LabelReprinted": lambda n: {
                "crate_id": many[n % len(many)],
                "sscc": ssccs[n % len(many)],
                "document": "label",
                "reason": "smudged",
                "copy_number": 2,
            },
        }

    def batch(self, kind: str, body_of: Callable[[int], dict[str, Any]]) -> bytes:
        """The next batch of facts of the station's chain, as it is sent."""
        facts = []
        for _ in range(BATCH):
            self.seq += 1
            fact = {
                "fact_id": uuid4(),
                "seq": self.seq,
                "operator_id": None,
                "happened_at": NOW,
                "kind": kind,
                "version": 1,
                "body": body_of(self.seq),
                "previous_hash": self.last_hash,
            }
            self.last_hash = fact_hash(station_id=self.station_id, **fact)  # type: ignore[arg-type]  # a row of mixed values
            fact["id"] = fact.pop("fact_id")
            facts.append(fact)
        return json.dumps({"facts": facts}, default=_plain, ensure_ascii=False).encode()

    def tell(self, count: int) -> None:
        """Write so many changes for the warehouse of the station."""
        for start in range(0, count, BATCH):
            self.tell_at(NOW, [_product(n) for n in range(start, start + BATCH)])

    def tell_at(self, at: datetime, news: list[NewChange]) -> None:
        with writing(self.engine) as connection:
            write_changes(connection, news, at)


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


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _filled(table: Any, **told: Any) -> dict[str, Any]:
    """A row with a value for every column that must have one."""
    for column in table.columns:
        if column.name in told or column.nullable or column.default or column.server_default is not None:
            continue
        told[column.name] = _any_value(column.type)
    return told


def _any_value(kind: Any) -> Any:
    values = ((UtcMoment, NOW), (Boolean, False), (Integer, 0), (String, ""), (Float, 0.0), (Uuid, uuid4()))
    return next((value for each, value in values if isinstance(kind, each)), [])


class Caller:
    """The station over HTTP, with bodies made beforehand."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers.update({"Authorization": "Bearer bench", "Content-Type": "application/json"})

    def push(self, body: bytes) -> Any:
        return self._checked(self.session.post(f"{self.url}/v1/facts", data=body, timeout=_TIMEOUT_S))

    def get(self, path: str, packed: str = "gzip") -> requests.Response:
        headers = {"Accept-Encoding": packed}
        answer = self.session.get(self.url + path, headers=headers, timeout=_TIMEOUT_S)
        answer.raise_for_status()
        return answer

    def _checked(self, answer: requests.Response) -> Any:
        answer.raise_for_status()
        return answer.json()


def _pushed_seconds(
    caller: Caller, place: Place, kind: str, body_of: Callable[[int], dict[str, Any]]
) -> float:
    batches = [place.batch(kind, body_of) for _ in range(FACTS // BATCH)]
    begun = time.perf_counter()
    answers = [caller.push(batch) for batch in batches]
    took = time.perf_counter() - begun
    verdicts = {result["verdict"] for answer in answers for result in answer["results"]}
    assert verdicts == {"accepted"}, answers[0]["results"][0]
    return took


def _plain_read_seconds(engine: Engine, page: int) -> float:
    """Reads all changes without the service: a cursor, a statement a page, each body read."""
    query = "SELECT cursor, kind, body FROM changes WHERE cursor > {} ORDER BY cursor LIMIT {}"
    seen, last = 0, 0
    begun = time.perf_counter()
    with _raw(engine) as connection:
        cursor = connection.cursor()
        while seen < CHANGES:
            cursor.execute(query.format(last, page))
            rows = cursor.fetchall()
            told = [json.loads(body) if isinstance(body, str) else body for _, _, body in rows]
            seen, last = seen + len(told), rows[-1][0]
    return time.perf_counter() - begun


def _pulled_seconds(caller: Caller, page: int, packed: str) -> float:
    seen, cursor, more = 0, 0, True
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
    plain_rate = _plain_delete_rate(place)
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


def _plain_delete_rate(place: Place) -> float:
    """Rows a second when the older half of a copy goes, found by its primary key and nothing else."""
    with writing(place.engine) as connection:
        connection.exec_driver_sql("CREATE TABLE plain_changes (cursor bigint PRIMARY KEY, body text)")
        connection.exec_driver_sql(
            "INSERT INTO plain_changes SELECT cursor, CAST(body AS text) FROM changes ORDER BY cursor"
        )
        first, last = connection.exec_driver_sql("SELECT min(cursor), max(cursor) FROM changes").one()
    middle = (first + last) // 2
    begun = time.perf_counter()
    for after in range(first, middle, ROWS_AT_ONCE):
        upto = min(after + ROWS_AT_ONCE, middle)
        with writing(place.engine) as connection:
            connection.exec_driver_sql(
                f"DELETE FROM plain_changes WHERE cursor >= {after} AND cursor < {upto}"
            )
    took = time.perf_counter() - begun
    with writing(place.engine) as connection:
        connection.exec_driver_sql("DROP TABLE plain_changes")
    return float(middle - first) / took


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


_COLUMNS = (
    "station_id, seq, id, operator_id, happened_at, received_at, kind, version, body, previous_hash, hash"
)


def _plain_rows() -> Iterator[list[tuple[Any, ...]]]:
    for start in range(0, FACTS, BATCH):
        yield [
            (
                "s",
                n,
                uuid4().hex,
                None,
                NOW.isoformat(),
                NOW.isoformat(),
                "ItemPut",
                1,
                "x" * 220,
                "0" * 64,
                "1" * 64,
            )
            for n in range(start, start + BATCH)
        ]


def _plain_sqlite(scratch: Path) -> float:
    """Rows a second by executemany into a table of the same columns, committed batch by batch."""
    with closing(sqlite3.connect(scratch / "plain.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"CREATE TABLE plain ({_COLUMNS}, PRIMARY KEY (station_id, seq))")
        marks = ", ".join("?" * 11)
        begun = time.perf_counter()
        for rows in _plain_rows():
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(f"INSERT INTO plain VALUES ({marks})", rows)
            connection.execute("COMMIT")
        return FACTS / (time.perf_counter() - begun)


def _plain_postgres(url: str) -> float:
    engine = open_engine(url)
    columns = _COLUMNS.replace("seq", "seq bigint").replace(", version", ", version int")
    typed = ", ".join(
        f"{part.strip()}{'' if ' ' in part.strip() else ' text'}" for part in columns.split(",")
    )
    marks = ", ".join(["%s"] * 11)
    with _raw(engine) as connection:
        cursor = connection.cursor()
        cursor.execute(f"CREATE TABLE plain_facts ({typed}, PRIMARY KEY (station_id, seq))")
        connection.commit()
        begun = time.perf_counter()
        for rows in _plain_rows():
            cursor.executemany(f"INSERT INTO plain_facts VALUES ({marks})", rows)
            connection.commit()
        took = time.perf_counter() - begun
        cursor.execute("DROP TABLE plain_facts")
        connection.commit()
    engine.dispose()
    return FACTS / took


@contextmanager
def _raw(engine: Engine) -> Iterator[Any]:
    connection = engine.raw_connection()
    try:
        yield connection
    finally:
        connection.close()
