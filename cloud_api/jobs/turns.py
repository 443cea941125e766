"""Lets equal jobs run one after the other, however many workers there are, and workers have their own names.

On PostgreSQL a session holds an advisory lock, so a worker that is killed gives it back at once. A SQLite
file has one worker, which a lock file beside it ensures.
"""

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

_TURN = 101
_NAME = 102
"""Numbers of advisory locks beside those of storage.transaction.Lock."""


class WorkerTakenError(Exception):
    """Another worker has this place; the message says what to do."""


class Turns:
    """Turns of equal jobs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._changed = threading.Condition()
        self._running: set[str] = set()

    @contextmanager
    def taken(self, name: str) -> Iterator[None]:
        """Wait until no job of this name runs, and hold the others back until the block ends."""
        with self._taken_here(name):
            if self._engine.dialect.name == "sqlite":
                yield
            else:
                with self._taken_everywhere(name):
                    yield

    @contextmanager
    def _taken_here(self, name: str) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: name not in self._running)
            self._running.add(name)
        try:
            yield
        finally:
            with self._changed:
                self._running.discard(name)
                self._changed.notify_all()

    @contextmanager
    def _taken_everywhere(self, name: str) -> Iterator[None]:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session:
            session.execute(select(func.pg_advisory_lock(_TURN, _number(name))))
            try:
                yield
            finally:
                session.execute(select(func.pg_advisory_unlock(_TURN, _number(name))))


class WorkerPlace:
    """The place of one worker, held until it leaves or dies."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._session: Connection | None = None
        self._file: FileLock | None = None

    def take(self) -> None:
        """Raises WorkerTakenError when another process has it."""
        if self._engine.dialect.name == "sqlite":
            self._take_file()
        else:
            self._take_name()

    def leave(self) -> None:
        """Let another one have it."""
        if self._file is not None:
            self._file.release()
        if self._session is not None:
            _give_back(self._session, self._name)
        self._file = self._session = None

    def _take_file(self) -> None:
        lock = FileLock(f"{self._engine.url.database}.worker", blocking=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise WorkerTakenError(
                "Another process does the jobs of this database file. One is enough: leave it running, "
                "or stop it first."
            ) from error
        self._file = lock

    def _take_name(self) -> None:
        session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not session.scalar(select(func.pg_try_advisory_lock(_NAME, _number(self._name)))):
            session.close()
            raise WorkerTakenError(
                f"A worker named {self._name} runs already. Give this one another name with --name."
            )
        self._session = session


def _give_back(session: Connection, name: str) -> None:
    """Unlock in words first: a session that is only cut keeps its lock until the server notices."""
    with suppress(DBAPIError):
        session.execute(select(func.pg_advisory_unlock(_NAME, _number(name))))
    session.invalidate()
    session.close()


def _number(name: str) -> int:
    """Advisory locks take 32-bit integers; two names that fall together only wait for each other."""
    return zlib.crc32(name.encode()) >> 1
