"""What the bench of the exchange is measured against: the same rows without the service."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine

from cloud_api.exchange.retention import ROWS_AT_ONCE
from cloud_api.storage.engine import open_engine
from cloud_api.storage.transaction import writing
from tests.bench.exchange_place import NOW

FACTS = 20_000
BATCH = 500


def read_seconds(engine: Engine, count: int, page: int) -> float:
    """Reads so many changes without the service: a cursor, a statement a page, each body read."""
    query = "SELECT cursor, kind, body FROM changes WHERE cursor > {} ORDER BY cursor LIMIT {}"
    seen, last = 0, 0
    begun = time.perf_counter()
    with _raw(engine) as connection:
        cursor = connection.cursor()
        while seen < count:
            cursor.execute(query.format(last, page))
            rows = cursor.fetchall()
            told = [json.loads(body) if isinstance(body, str) else body for _, _, body in rows]
            seen, last = seen + len(told), rows[-1][0]
    return time.perf_counter() - begun


def delete_rate(engine: Engine) -> float:
    """Rows a second when the older half of a copy goes, found by its primary key and nothing else."""
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE plain_changes (cursor bigint PRIMARY KEY, body text)")
        connection.exec_driver_sql(
            "INSERT INTO plain_changes SELECT cursor, CAST(body AS text) FROM changes ORDER BY cursor"
        )
        first, last = connection.exec_driver_sql("SELECT min(cursor), max(cursor) FROM changes").one()
    middle = (first + last) // 2
    begun = time.perf_counter()
    for after in range(first, middle, ROWS_AT_ONCE):
        upto = min(after + ROWS_AT_ONCE, middle)
        with writing(engine) as connection:
            connection.exec_driver_sql(
                f"DELETE FROM plain_changes WHERE cursor >= {after} AND cursor < {upto}"
            )
    took = time.perf_counter() - begun
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP TABLE plain_changes")
    return float(middle - first) / took


_COLUMNS = (
    "station_id, seq, id, operator_id, happened_at, received_at, kind, version, body, previous_hash, hash"
)


def _rows() -> Iterator[list[tuple[Any, ...]]]:
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


def insert_rate_sqlite(scratch: Path) -> float:
    """Rows a second by executemany into a table of the same columns, committed batch by batch."""
    with closing(sqlite3.connect(scratch / "plain.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"CREATE TABLE plain ({_COLUMNS}, PRIMARY KEY (station_id, seq))")
        marks = ", ".join("?" * 11)
        begun = time.perf_counter()
        for rows in _rows():
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(f"INSERT INTO plain VALUES ({marks})", rows)
            connection.execute("COMMIT")
        return FACTS / (time.perf_counter() - begun)


def insert_rate_postgres(url: str) -> float:
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
        for rows in _rows():
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
