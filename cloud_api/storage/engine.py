"""Opens the database, so that a SQLite file and a PostgreSQL server behave alike for all slices."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for another one on SQLite."""

BEGIN_MODE = "youlin_begin"
"""Execution option that names how a SQLite transaction begins."""


def database_url(database: str) -> str:
    """A database URL from either a URL or the path of a SQLite file."""
    if "://" in database:
        return database
    return f"sqlite:///{Path(database).expanduser().absolute()}"


def open_engine(database: str) -> Engine:
    """An engine for a SQLite file path or a database URL; nothing is connected yet.

    Values never appear in its errors, so that no secret gets into a log.
    Raises sqlalchemy.exc.ArgumentError for a URL that cannot be read.
    """
    url = _read_url(database)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=5, max_overflow=45, pool_pre_ping=True, hide_parameters=True)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=5,
        max_overflow=45,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_S, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _read_url(database: str) -> URL:
    """The parts of a database URL; what does not fit is not repeated, it may be half a password."""
    try:
        url = make_url(database_url(database))
    except ValueError as error:
        raise ArgumentError("the port in the URL is not a number") from error
    try:
        (url.host or "").encode("idna")
    except UnicodeError as error:
        raise ArgumentError("the host in the URL is no name or address of a computer") from error
    return url


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get(BEGIN_MODE, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
