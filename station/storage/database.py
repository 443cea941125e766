"""Opens the database file, keeps it at today's tables, and runs each act as one durable transaction."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import StaticPool

from station.kernel.messages import Message
from station.kernel.trouble import Trouble

KNOWN = ("0001", "0002", "0003", "0004")
"""Every migration of this program, oldest first."""

HEAD = KNOWN[-1]

BUSY_TIMEOUT_MS = 5_000

FAILURES = (DBAPIError, sqlite3.Error)
"""How SQLite says that it cannot; an OSError within an act comes from elsewhere."""

T = TypeVar("T")
P = ParamSpec("P")


class Database:
    """One SQLite file, used by one thread; every act is a transaction that is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        """Open (or create) `path` on the calling thread, which alone may use it from now on.

        Raises Trouble when the file is broken, full, read-only, in use by another station, or newer
        than this program.
        """
        self.path = path
        self._thread = threading.get_ident()
        with ExitStack() as undo:
            self._lock = _lock(path)
            undo.callback(self._lock.release)
            self._engine = _engine(path)
            undo.callback(self._engine.dispose)
            with _translated(path, *FAILURES, OSError), self._engine.connect() as connection:
                self._check(connection)
                self._migrate(connection)
                self._connection = self._engine.connect()
            undo.pop_all()

    @contextmanager
    def act(self) -> Iterator[Connection]:
        """A write transaction: all of it is on the disk when the block ends, or none of it."""
        with self._begin("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A read transaction: one consistent picture."""
        with self._begin("BEGIN") as connection:
            yield connection

    @property
    def notes(self) -> dict[Any, Any]:
        """What acts leave for whoever looks after them, beside the tables; belongs to the store thread."""
        return self._connection.info

    def close(self) -> None:
        """Fold the write-ahead log in and free the file for the next start."""
        with ExitStack() as ending:
            ending.callback(self._lock.release)
            ending.callback(self._engine.dispose)
            ending.callback(self._connection.close)

    @contextmanager
    def _begin(self, begin: str) -> Iterator[Connection]:
        assert threading.get_ident() == self._thread, "the database belongs to the store thread"
        with _translated(self.path, *FAILURES):
            self._undo()  # what could not be undone when its act failed
            driver = self._driver()
            try:
                driver.execute(begin)  # a sixth of what SQLAlchemy takes to pass it on
                yield self._connection
                driver.execute("COMMIT")
            except BaseException:
                self._undo()
                raise
            self._connection.commit()  # ends SQLAlchemy's own bookkeeping; SQLite has committed above

    def _undo(self) -> None:
        """Roll back what is under way, if anything is; both SQLite's transaction and SQLAlchemy's."""
        try:
            self._driver().rollback()
        finally:
            self._connection.rollback()

    def _driver(self) -> sqlite3.Connection:
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver

    def _check(self, connection: Connection) -> None:
        found = connection.exec_driver_sql("PRAGMA quick_check").scalar_one()
        if found != "ok":
            raise _damaged(self.path, str(found))

    def _migrate(self, connection: Connection) -> None:
        version = _version(connection)
        if version == HEAD:
            return
        if version is not None and version not in KNOWN:
            raise Trouble(
                Message(
                    "The data was written by a newer version of the station ({version})", version=version
                ),
                Message("Install the newest station on this PC; the data is untouched"),
                retry_helps=False,
            )
        _upgrade(connection)


class Records:
    """The database on the one store thread: acts of all threads run there, in the order they come in."""

    def __init__(self, path: Path) -> None:
        """Open `path` on a new store thread. Raises Trouble as Database does."""
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._door = threading.Lock()
        """Nothing gets in behind the close."""
        try:
            self.database = self._executor.submit(Database, path).result()
        except BaseException:
            self._executor.shutdown()
            raise

    def submit(self, act: Callable[[], T]) -> "Future[T]":
        """Run `act` on the store thread after all that was submitted before; callable from any thread.

        Raises RuntimeError once the records are being closed.
        """
        with self._door:
            return self._executor.submit(act)

    def act(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(connection, …)` in one transaction on the store thread and wait for what it returns.

        Never call it on the store thread itself: it would wait for itself.
        """

        def transaction() -> T:
            with self.database.act() as connection:
                return work(connection, *args, **kwargs)

        return self.submit(transaction).result()

    def close(self) -> None:
        """Finish what was submitted, close the database, end the thread."""
        with self._door:
            closed = self._executor.submit(self.database.close)
            self._executor.shutdown(wait=False)
        try:
            closed.result()
        finally:
            self._executor.shutdown(wait=True)


def _lock(path: Path) -> FileLock:
    lock = FileLock(f"{path}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise Trouble(
            Message("The station is running already on this PC"),
            Message("Use the window that is open; if there is none, restart the PC"),
            retry_helps=True,
        ) from None
    except OSError as error:
        raise _unusable(path, error) from error
    return lock


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=StaticPool,
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000},
        skip_autocommit_rollback=True,
        isolation_level="AUTOCOMMIT",
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def _version(connection: Connection) -> str | None:
    if not connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_master WHERE type='table' AND name='alembic_version'"
    ).first():
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if version is None else str(version)


def _upgrade(connection: Connection) -> None:
    # Alembic costs 0.15 s to import and is needed only when the file is new or older.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    # Batch mode drops and renames tables: with foreign keys on, child rows would cascade away.
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        command.upgrade(config, HEAD)
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("PRAGMA foreign_keys=ON")


@contextmanager
def _translated(path: Path, *failures: type[Exception]) -> Iterator[None]:
    """These failures become Trouble; a broken constraint stays a bug of ours."""
    try:
        yield
    except IntegrityError:
        raise
    except failures as error:
        raise _trouble(path, error) from error


def _trouble(path: Path, error: Exception) -> Trouble:
    reason = str(getattr(error, "orig", error)).lower()
    if "full" in reason or "no space" in reason:
        return Trouble(
            Message("The disk is full: nothing was recorded for this act"),
            Message("Free some space on the disk, then do it again"),
            retry_helps=True,
        )
    if "malformed" in reason or "not a database" in reason:
        return _damaged(path, reason)
    return _unusable(path, error)


def _damaged(path: Path, reason: str) -> Trouble:
    return Trouble(
        Message("The data file is damaged: {reason}", reason=reason),
        Message("Call IT: keep the file {path}, it holds what was not sent yet", path=str(path)),
        retry_helps=False,
    )


def _unusable(path: Path, error: Exception) -> Trouble:
    return Trouble(
        Message("The data file cannot be used: {reason}", reason=str(getattr(error, "orig", error))),
        Message("Check that the disk is there and may be written: {path}", path=str(path)),
        retry_helps=True,
    )
