"""Bench of the documents: the cut-off with their rows beside one aggregation, and all of them as PDF."""

import io
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from pypdf import PdfReader
from sqlalchemy import Connection, Engine, func, select

from cloud_api.catalogue.service import put_catalogue
from cloud_api.cycles.cut_off import cut_off, tell_stops
from cloud_api.cycles.service import open_cycle
from cloud_api.documents.cut_off import write_documents
from cloud_api.documents.filling import fill_documents
from cloud_api.documents.press import Press
from cloud_api.orders.service import take_orders
from cloud_api.settings import Settings
from cloud_api.storage.clock import system_clock
from cloud_api.storage.engine import open_engine
from cloud_api.storage.hooks import Hooks, leave_to_sweep
from cloud_api.storage.schema import migrate
from cloud_api.storage.tables.documents import document_files, documents
from cloud_api.storage.tables.orders import LIVE, order_lines
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.cycles import NewCycle
from cloud_api.wire.documents import FileFormat
from cloud_api.wiring import hooks_of
from tests.bench.cloud import ORDERS, POINTS, PRODUCTS, _timed
from tests.bench.cloud import _orders as orders_of_the_day
from tests.bench.rows import row
from tests.cloud_api.postgres import find_binaries, running_server

SUPPLIERS = 40
CATEGORIES = (
    "水果",
    "蔬菜",
    "肉禽蛋",
    "水产",
    "米面粮油",
    "乳品",
    "冷冻速食",
    "休闲零食",
    "酒水",
    "日用百货",
)
NAMES = (
    "红富士苹果",
    "赣南脐橙",
    "五花肉",
    "基围虾",
    "五常大米",
    "纯牛奶",
    "猪肉水饺",
    "坚果礼盒",
    "气泡水",
    "抽纸",
)
_BATCH = 2_000
_TRIES = 5


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for the cut-off on both databases, then for filling and drawing on SQLite."""
    rows = []
    engine, cycle_id = _day(str(scratch / "bench-documents.db"), orders_of_the_day())
    rows += _cut_off_rows(engine, cycle_id, "SQLite")
    rows += _filling_rows(engine, cycle_id)
    engine.dispose()
    with _postgresql() as database:
        if database is not None:
            engine, cycle_id = _day(database, orders_of_the_day())
            rows += _cut_off_rows(engine, cycle_id, "PostgreSQL")
            engine.dispose()
    return rows


def _cut_off_rows(engine: Engine, cycle_id: UUID, database: str) -> list[dict[str, Any]]:
    """Each try but the last is rolled back, so that all freeze the same orders."""
    hooks = hooks_of(Settings(database="unused"))

    def freeze(connection: Connection) -> None:
        assert cut_off(connection, cycle_id, system_clock(), hooks) is not None

    def papers(connection: Connection) -> None:
        cut_off(connection, cycle_id, system_clock(), Hooks())
        begun = time.perf_counter()
        write_documents(leave_to_sweep, connection, cycle_id, system_clock())
        alone.append(time.perf_counter() - begun)

    alone: list[float] = []
    by_point = _aggregation(engine, cycle_id, order_lines.c.pickup_point)
    by_product = _aggregation(engine, cycle_id, order_lines.c.sku)
    by_both = _aggregation(engine, cycle_id, order_lines.c.pickup_point, order_lines.c.sku)
    for _ in range(_TRIES):
        _rolled_back(engine, papers)
    tries = [_timed(lambda: _rolled_back(engine, freeze)) for _ in range(_TRIES - 1)]
    with writing(engine) as connection:
        begun = time.perf_counter()
        freeze(connection)
    tries.append(time.perf_counter() - begun)
    stops_s = _timed(lambda: tell_stops(engine, cycle_id, system_clock()))
    day = f"{ORDERS} orders, {POINTS} points, {PRODUCTS} products, {SUPPLIERS} suppliers"
    one = "one aggregation of the same lines"
    frozen, papers_s = median(tries), median(alone)
    return [
        row(f"documents: cut-off of {day}, {database}", frozen, "s", f"{one} by point and product", by_both),
        row(f"documents: the same cut-off, {database}", frozen, "s", f"{one} by product", by_product),
        row(f"documents: the same cut-off, {database}", frozen, "s", f"{one} by point", by_point),
        row(
            f"documents: telling {POINTS} stops after it, {database}",
            stops_s,
            "s",
            f"{one} by product",
            by_product,
        ),
        row(f"documents: their rows alone, {database}", papers_s, "s", f"{one} by product", by_product),
    ]


def _rolled_back(engine: Engine, work: Callable[[Connection], None]) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        work(connection)
        transaction.rollback()


def _aggregation(engine: Engine, cycle_id: UUID, *by: Any) -> float:
    """What a person would ask by hand, with all its rows fetched; the sums are those of a purchase order."""
    query = select(*by, func.count(), func.sum(order_lines.c.quantity))
    query = query.where(order_lines.c.cycle_id == cycle_id, LIVE).group_by(*by)
    with reading(engine) as connection:
        return median(_timed(lambda: connection.execute(query).all()) for _ in range(_TRIES))


def _filling_rows(engine: Engine, cycle_id: UUID) -> list[dict[str, Any]]:
    """Contents first, then all PDFs on two cores; then one more PDF in this process."""
    moments: list[tuple[float, int]] = []
    begun = time.perf_counter()

    def watch(done: int, _of: int) -> None:
        moments.append((time.perf_counter() - begun, done))

    fill_documents(engine, cycle_id, system_clock, Hooks(), "优邻站", Press(), watch)
    all_s = time.perf_counter() - begun
    with reading(engine) as connection:
        count = connection.scalar(select(func.count()).select_from(documents)) or 0
        size = connection.scalar(select(func.sum(func.length(document_files.c.data)))) or 0
        largest = connection.execute(
            select(documents.c.content, document_files.c.data)
            .join(document_files, document_files.c.document_id == documents.c.id)
            .order_by(func.length(document_files.c.data).desc())
        ).first()
    assert largest is not None
    written_s = next(at for at, done in moments if done >= count)
    press = Press()
    press.render(bytes(largest.content), FileFormat.PDF)
    one_s = median(_timed(lambda: press.render(bytes(largest.content), FileFormat.PDF)) for _ in range(3))
    pages = len(PdfReader(io.BytesIO(bytes(largest.data))).pages)
    drawn = f"documents: {count} PDFs of {ORDERS} orders on two cores"
    parent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        row(drawn, all_s - written_s, "s", f"the aim of 20 s; {size / 1e6:.0f} MB of files", 20.0),
        row(f"documents: contents of {count} documents", written_s, "s", "drawing them", all_s - written_s),
        row(f"documents: the largest PDF, {pages} pages", one_s, "s", "all of them", all_s - written_s),
        row("documents: memory of a process that draws", child, "MB", "the process that asks", parent),
    ]


@contextmanager
def _postgresql() -> Iterator[str | None]:
    """A server of its own, or None where none is installed."""
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    with running_server(binaries) as server:
        yield server.create()


def _day(database: str, orders: Sequence[dict[str, Any]]) -> tuple[Engine, UUID]:
    """A migrated database with these orders of the reference day; the cycle's id."""
    engine = open_engine(database)
    migrate(engine)
    now = system_clock()
    with writing(engine) as connection:
        put_catalogue(connection, Catalogue.model_validate(_catalogue()), now)
        new = NewCycle(warehouse="W1", name="端午团", cut_off_at=now + timedelta(hours=6))
        cycle, _ = open_cycle(connection, new, now)
    for start in range(0, len(orders), _BATCH):
        results = take_orders(engine, orders[start : start + _BATCH], system_clock)
        assert all(result.verdict == "accepted" for result in results)
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return engine, cycle.id


def _catalogue() -> dict[str, Any]:
    return {
        "warehouses": [{"code": "W1", "name": "朝阳仓", "address": "金盏乡物流园 8 号"}],
        "suppliers": [{"code": f"S{n:02d}", "name": f"供应商 {n}"} for n in range(SUPPLIERS)],
        "products": [_product(number) for number in range(PRODUCTS)],
        "pickup_points": [
            {
                "code": f"P{n:03d}",
                "name": f"望京西园 {n} 号店",
                "warehouse": "W1",
                "address": f"北京市朝阳区望京西园三区 {n} 号楼底商",
                "contact": "王店长",
                "phone": "010-64700001",
                "latitude": 39.9 + n / 1000,
                "longitude": 116.4 + n / 1000,
            }
            for n in range(POINTS)
        ],
    }


def _product(number: int) -> dict[str, Any]:
    kind = number % len(CATEGORIES)
    zones = {5: "chilled", 6: "frozen"}
    return {
        "sku": f"SKU{number:05d}",
        "name": f"{NAMES[kind]} {number} 号",
        "spec": "500 g/袋",
        "gtins": [],
        "zone": zones.get(kind, "ambient"),
        "weight_g": 500,
        "volume_ml": 800,
        "bin": f"A-{number:04d}",
        "path": kind * PRODUCTS + number,
        "category": CATEGORIES[kind],
        "supplier": f"S{number % SUPPLIERS:02d}",
        "units": [{"name": "箱", "pieces": 12}],
        "cost_fen": 990,
    }
