"""Gives many rows straight to the driver of SQLite: SQLAlchemy's way takes each value of each row in hand."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.types import TypeEngine


def insert_plain(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], as_text: Collection[str]
) -> None:
    """Insert rows, at least one, that all name the same columns; see many_rows.insert_rows."""
    quoted = connection.dialect.identifier_preparer.quote
    marks = ", ".join("?" * len(rows[0]))
    names = ", ".join(map(quoted, rows[0]))
    # Only names of our own tables stand in it.
    statement = f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - see above
    connection.exec_driver_sql(statement, _told(connection.dialect, table, rows, as_text))


def stored_form(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What turns a value into the one the driver is given for this type; None where it stays as it is."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _told(
    dialect: Dialect, table: Table, rows: Sequence[dict[str, Any]], as_text: Collection[str]
) -> list[tuple[Any, ...]]:
    columns = (
        _in_form(
            None if name in as_text else stored_form(table.c[name].type, dialect), [row[name] for row in rows]
        )
        for name in rows[0]
    )
    return list(zip(*columns, strict=True))


def _in_form(form: Callable[[Any], Any] | None, values: list[Any]) -> Iterable[Any]:
    """A value that stands in every row, as the station of facts does, is brought into its form once."""
    if form is None:
        return values
    if all(value is values[0] for value in values):
        return [form(values[0])] * len(values)
    return map(form, values)
