"""What the disk itself takes: the floor under every durable act."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ROUNDS = 1_000
PAGE = b"x" * 4096


def fsync_ms(folder: Path) -> list[float]:
    """Milliseconds of each of a thousand appends of 4 KB to a file in `folder`, each fsync'ed."""
    handle = os.open(folder / "bench.append", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def append() -> None:
        os.write(handle, PAGE)
        os.fsync(handle)

    try:
        return _timed_ms(append)
    finally:
        os.close(handle)


def commit_ms(folder: Path) -> list[float]:
    """Milliseconds of each of a thousand SQLite commits of one small row, set up as the station's are."""
    with closing(sqlite3.connect(folder / "bench.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE scan (ordinal INTEGER PRIMARY KEY, code TEXT, at TEXT)")

        def commit() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO scan (code, at) VALUES ('6901010117440', '2026-06-18T19:00:00.000000+00:00')"
            )
            connection.execute("COMMIT")

        return _timed_ms(commit)


def _timed_ms(act: Callable[[], None]) -> list[float]:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken
