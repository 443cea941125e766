"""What the machine itself takes: the floor under every durable act, and how evenly it computes."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
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


def computing_ms(about_ms: float) -> list[float]:
    """Milliseconds of each of a thousand equal computations of about `about_ms` (when nothing disturbs).

    Their slowest show how long this machine lets a program stand still, whatever the program.
    """
    loops = 1_000
    while min(_timed_ms(partial(_compute, loops), 5)) < about_ms:
        loops = loops * 5 // 4
    return _timed_ms(partial(_compute, loops))


def _compute(loops: int) -> None:
    total = 0
    for number in range(loops):
        total += number


def _timed_ms(act: Callable[[], None], rounds: int = ROUNDS) -> list[float]:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken
