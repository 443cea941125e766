"""An upgrade keeps every row: a database of the release before, filled, is brought to the newest form."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, MetaData, Row, Table, delete, func, insert, select, text
from sqlalchemy.types import JSON, Boolean, DateTime, Float, LargeBinary, String, Uuid

from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import alembic_config, migrate
from cloud_api.storage.tables.exchange import changes
from cloud_api.storage.transaction import writing
from cloud_api.wire.exchange import ChangeKind
from tests.cloud_api.kit import EVENING

ROWS = 3
_RENAMED = {"role": "roles"}


@pytest.fixture
def before(empty_database: str) -> Iterator[Engine]:
    """A database of revision 0002 with rows in every table."""
    engine = open_engine(empty_database)
    config = alembic_config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for table in _tables(connection).sorted_tables:
            connection.execute(insert(table), [_row(table, number) for number in range(1, ROWS + 1)])
    yield engine
    engine.dispose()


def _tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection, only=lambda name, _metadata: name != "alembic_version")
    return found


def _row(table: Table, number: int) -> dict[str, Any]:
    """Row `number` of a table; what it refers to is row `number` of the other one."""
    return {
        column.name: _value(table, column.name, number)
        for column in table.columns
        if (table.name, column.name) != ("changes", "cursor")
    }


def _value(table: Table, name: str, number: int) -> Any:
    kind = table.columns[name].type
    if name in ("role", "roles"):
        return "warehouse"
    if isinstance(kind, JSON):
        return {"number": number, "text": "桃"}
    if isinstance(kind, DateTime):
        return datetime(2026, 6, number, 12, 0, tzinfo=UTC if kind.timezone else None)
    if isinstance(kind, Uuid):
        return UUID(int=number)
    if isinstance(kind, LargeBinary):
        return bytes([number])
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, String):
        length = kind.length or 64
        return f"{number:0{min(length, 32)}x}"
    return float(number) if isinstance(kind, Float) else number


def _content(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Rows by table, each value as text, in the order of their keys."""
    return {
        table.name: sorted(
            ({name: str(value) for name, value in row._mapping.items()} for row in _all(connection, table)),
            key=str,
        )
        for table in _tables(connection).sorted_tables
    }


def _all(connection: Connection, table: Table) -> list[Row[Any]]:
    return list(connection.execute(select(table)).all())


def test_every_row_of_the_release_before_is_kept(before: Engine) -> None:
    with before.connect() as connection:
        kept = _content(connection)
    assert all(len(rows) == ROWS for rows in kept.values())
    migrate(before)
    with before.connect() as connection:
        now = _content(connection)
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
    for name, rows in kept.items():
        wanted = [{_RENAMED.get(column, column): value for column, value in row.items()} for row in rows]
        columns = wanted[0].keys()
        assert [{column: row[column] for column in columns} for row in now[name]] == wanted, name


def test_a_cursor_given_before_an_upgrade_is_never_given_again(before: Engine) -> None:
    """Stations ask for what comes after the last one they saw, also when its row is gone meanwhile."""
    with writing(before) as connection:
        table = _tables(connection).tables["changes"]
        last = connection.scalar(select(func.max(table.c.cursor)))
        connection.execute(delete(table).where(table.c.cursor == last))
    migrate(before)
    with writing(before) as connection:
        write_changes(connection, [NewChange(ChangeKind.PRODUCT, {}, None)], EVENING)
        assert connection.scalar(select(func.max(changes.c.cursor))) == (last or 0) + 1
