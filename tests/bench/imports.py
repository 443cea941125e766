"""Bench of files: 50,000 order lines read, brought, checked and taken in, beside bare readers and intake."""

import csv
import io
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import Engine, func, select

from cloud_api.catalogue.service import put_catalogue
from cloud_api.cycles.service import open_cycle
from cloud_api.imports.checking import check_file
from cloud_api.imports.run import run_import
from cloud_api.imports.service import Person, start_file, upload
from cloud_api.imports.store import find_file, list_files
from cloud_api.orders.service import take_orders
from cloud_api.sheets import Sheet, read_tables, write_csv, write_xlsx
from cloud_api.storage.audit import SERVICE
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.storage.tables.imports import import_files
from cloud_api.storage.tables.orders import order_lines
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.cycles import NewCycle
from tests.bench.rows import row

LINES = 50_000
POINTS = 200
PRODUCTS = 2_000
SEED = 618
BATCH = 1_000
NOW = datetime(2026, 6, 18, 12, 0, tzinfo=UTC)
HEADER = ["订单号", "自提点", "支付时间", "收货人", "联系电话", "商品编码", "数量"]
_PERSON = Person(SERVICE)


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for reading either form, for the preview, and for taking the whole file in."""
    lines = _lines()
    as_csv, as_xlsx = write_csv(HEADER, lines), write_xlsx([Sheet("订单", HEADER, lines)])
    csv_s = _timed(lambda: _whole(as_csv))
    xlsx_s = _timed(lambda: _whole(as_xlsx))
    bare_csv_s = _timed(lambda: list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"), newline=""))))
    bare_xlsx_s = _timed(lambda: _bare_xlsx(as_xlsx))
    engine = _prepared(scratch / "imports.db")
    answer_csv_s = _timed(lambda: upload(engine, _clock, _PERSON, "orders.csv", as_csv))
    answer_s = _timed(lambda: upload(engine, _clock, _PERSON, "orders.xlsx", as_xlsx))
    with reading(engine) as connection:
        file_id = list_files(connection, None, 1, None)[0]
    check_s = _timed(lambda: check_file(engine, _clock, file_id.id))
    with reading(engine) as connection:
        kept = find_file(connection, file_id.id, None)
    assert kept is not None
    start_file(engine, _clock, _PERSON, kept, None)
    run_s = _timed(lambda: run_import(engine, _clock, file_id.id))
    _check(engine)
    bare_s = _bare_intake(scratch / "bare.db", lines)
    beside = "take_orders of the same orders in batches of 1,000"
    return [
        _rate(f"imports: reading a CSV file of {LINES} order lines", csv_s, "csv.reader alone", bare_csv_s),
        _rate(
            f"imports: reading an XLSX file of {LINES} order lines",
            xlsx_s,
            "openpyxl alone, read-only",
            bare_xlsx_s,
        ),
        row("imports: bringing that CSV file until it answers", answer_csv_s, "s", "reading it", csv_s),
        row("imports: bringing that XLSX file until it answers", answer_s, "s", "reading it", xlsx_s),
        _rate("imports: checking that XLSX file, every row judged", check_s, "reading it", xlsx_s),
        _rate("imports: taking that XLSX file in on SQLite, reading included", run_s, beside, bare_s),
    ]


def _rate(name: str, seconds: float, beside: str, reference_s: float) -> dict[str, Any]:
    return row(name, LINES / seconds, "rows/s", beside, LINES / reference_s)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _clock() -> datetime:
    return NOW


def _lines() -> list[list[str]]:
    """One to three lines an order, the points by turns."""
    chance = random.Random(SEED)
    lines: list[list[str]] = []
    number = 0
    while len(lines) < LINES:
        number += 1
        head = [
            f"20260618{number:06d}",
            f"P{number % POINTS:03d}",
            "2026-06-18 19:00:00",
            "王女士",
            "13800000000",
        ]
        for sku in chance.sample(range(PRODUCTS), chance.choices((1, 2, 3), (55, 30, 15))[0]):
            lines.append([*head, f"SKU{sku:05d}", str(chance.randint(1, 4))])
    return lines[:LINES]


def _whole(data: bytes) -> None:
    (table,) = read_tables(data, "orders")
    assert len(table.rows) == LINES


def _bare_xlsx(data: bytes) -> None:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) == LINES + 1


def _prepared(path: Path) -> Engine:
    engine = open_engine(str(path))
    migrate(engine)
    catalogue = {
        "warehouses": [{"code": "W1", "name": "朝阳仓"}],
        "products": [_product(number) for number in range(PRODUCTS)],
        "pickup_points": [
            {"code": f"P{number:03d}", "name": f"自提点 {number}", "warehouse": "W1"}
            for number in range(POINTS)
        ],
    }
    with writing(engine) as connection:
        put_catalogue(connection, Catalogue.model_validate(catalogue), NOW)
        open_cycle(
            connection, NewCycle(warehouse="W1", name="端午团", cut_off_at=NOW + timedelta(hours=6)), NOW
        )
    return engine


def _product(number: int) -> dict[str, Any]:
    return {
        "sku": f"SKU{number:05d}",
        "name": f"商品 {number}",
        "zone": "ambient",
        "weight_g": 500,
        "volume_ml": 800,
        "bin": f"A-{number:04d}",
        "path": number,
    }


def _check(engine: Engine) -> None:
    with reading(engine) as connection:
        done = import_files.c.done_at
        file = connection.execute(select(import_files.c.refused, done).where(done.is_not(None))).one()
        lines = connection.scalar(select(func.count()).select_from(order_lines))
    engine.dispose()
    assert (file.refused, file.done_at, lines) == (0, NOW, LINES)


def _bare_intake(path: Path, lines: list[list[str]]) -> float:
    engine = _prepared(path)
    found: dict[str, dict[str, Any]] = {}
    for order_no, point, _paid_at, customer, phone, sku, quantity in lines:
        order = {
            "order_no": order_no,
            "pickup_point": point,
            "paid_at": "2026-06-18T19:00:00+08:00",
            "customer": customer,
            "phone": phone,
            "lines": [],
        }
        found.setdefault(order_no, order)["lines"].append({"sku": sku, "quantity": quantity})
    rows = list(found.values())
    try:
        return _timed(
            lambda: [take_orders(engine, rows[at : at + BATCH], _clock) for at in range(0, len(rows), BATCH)]
        )
    finally:
        engine.dispose()
