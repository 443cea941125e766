"""One way to write and one way to read, with the locks that keep writers apart on both databases."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from sqlalchemy import Connection, Engine, RootTransaction, func, select
from sqlalchemy.engine.interfaces import IsolationLevel

from cloud_api.storage.engine import BEGIN_MODE


class Lock(IntEnum):
    """What writers take turns for; taken in the order they stand here, so that nobody waits in a circle."""

    MIGRATION = 1
    CATALOGUE = 2
    INTAKE = 3
    """Shared by order intake, exclusive for a cut-off: no accepted order misses its wave."""
    ENROLMENT = 4
    WAVES = 5
    """Everything that changes the waves of one warehouse: leases and facts."""
    SHOPS = 8
    """Facts of one shop, whose warehouse may have changed since its waves were made."""
    SERIALS = 6
    DOCUMENTS = 9
    """Held from numbering documents to commit."""
    AUDIT = 10
    """Held from a row of the audit trail to commit."""
    CHANGES = 7
    """Held from numbering changes to commit, so that a cursor never passes one still unseen."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; committed at the end, rolled back on any exception.

    SQLite: BEGIN IMMEDIATE, so writers follow one another whole. PostgreSQL: READ COMMITTED; take a Lock
    where order matters.
    """
    with engine.connect() as connection, begin_writing(connection):
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one snapshot throughout."""
    with engine.connect() as connection, begin_reading(connection):
        yield connection


@contextmanager
def begin_writing(connection: Connection) -> Iterator[RootTransaction]:
    """As `writing`, on a connection that is kept from one transaction to the next."""
    _set_up(connection, "IMMEDIATE", "READ COMMITTED")
    with connection.begin() as transaction:
        yield transaction


@contextmanager
def begin_reading(connection: Connection) -> Iterator[None]:
    """As `reading`, on a connection that is kept from one transaction to the next."""
    _set_up(connection, "DEFERRED", "REPEATABLE READ")
    with connection.begin():
        yield


def _set_up(connection: Connection, sqlite_mode: str, isolation: IsolationLevel) -> None:
    if connection.dialect.name == "sqlite":
        connection.execution_options(**{BEGIN_MODE: sqlite_mode})
    else:
        connection.execution_options(isolation_level=isolation)


def lock_exclusive(connection: Connection, lock: Lock, key: str = "") -> None:
    """Wait until nobody else holds `lock` for `key`, and hold it to the end of the transaction."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(int(lock), _number(key))))


def lock_shared(connection: Connection, lock: Lock, key: str = "") -> None:
    """Hold `lock` for `key` together with other sharers, but never beside an exclusive holder."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock_shared(int(lock), _number(key))))


def _number(key: str) -> int:
    """Advisory locks take 32-bit integers; two keys that fall together only wait for each other."""
    return zlib.crc32(key.encode()) >> 1
