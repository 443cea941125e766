"""Brings the database to the form this release needs, and refuses one it does not understand."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from cloud_api.storage.engine import BUSY_TIMEOUT_S
from cloud_api.storage.transaction import Lock, lock_exclusive, writing

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST_REVISION = "0012"
"""The last migration; written here too, so that a start need not load Alembic to see all is well."""

OUR_REVISIONS = frozenset(f"{number:04d}" for number in range(1, int(NEWEST_REVISION) + 1))


class SchemaState(StrEnum):
    """How a database stands to this release."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


class SchemaRefusedError(Exception):
    """The database cannot be used by this release; the message says what to do."""


def schema_state(engine: Engine) -> SchemaState:
    """Look which form the database has; changes nothing."""
    with engine.connect() as connection:
        return _state(connection)


def _state(connection: Connection) -> SchemaState:
    if not inspect(connection).has_table("alembic_version"):
        return SchemaState.EMPTY
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return SchemaState.EMPTY
    if revision == NEWEST_REVISION:
        return SchemaState.CURRENT
    return SchemaState.OLDER if revision in OUR_REVISIONS else SchemaState.NEWER


def migrate(engine: Engine) -> SchemaState:
    """Bring the database to the newest form in one transaction; answers how it stood before.

    One that has it already is only looked at: a start need not wait for who writes. Raises
    SchemaRefusedError for a database of a newer release.
    """
    if schema_state(engine) is SchemaState.CURRENT:
        return SchemaState.CURRENT
    migrating = _without_foreign_keys(engine)
    try:
        with writing(migrating) as connection:
            lock_exclusive(connection, Lock.MIGRATION)
            before = _state(connection)
            _refuse_newer(before)
            if before is not SchemaState.CURRENT:
                _upgrade(connection)
    finally:
        if migrating is not engine:
            migrating.dispose()
    return before


def require_current(engine: Engine) -> None:
    """Raise SchemaRefusedError unless the database has exactly the form this release needs."""
    state = schema_state(engine)
    _refuse_newer(state)
    if state is not SchemaState.CURRENT:
        raise SchemaRefusedError(
            f"The database is {state}: its tables are not those of this release. "
            "Run `python -m cloud_api migrate` once, then start again."
        )


def alembic_config() -> "Config":
    """Where the migrations lie; there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_newer(state: SchemaState) -> None:
    if state is SchemaState.NEWER:
        raise SchemaRefusedError(
            "The database was made by a newer release of this service. "
            "Install that release, or name another database with --database."
        )


def _without_foreign_keys(engine: Engine) -> Engine:
    """SQLite rebuilds tables while migrating; with foreign keys on, that deletes the rows of children."""
    if engine.dialect.name != "sqlite":
        return engine
    connect_args = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_S, "isolation_level": None}
    migrating = create_engine(engine.url, connect_args=connect_args)
    event.listen(migrating, "connect", lambda connection, _record: connection.execute(_WAL))
    event.listen(migrating, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return migrating


_WAL = "PRAGMA journal_mode=WAL"
