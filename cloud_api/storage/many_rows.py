"""Inserts many rows with one statement: row by row through SQLAlchemy they cost several times as much."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import JSON, Connection, Select, Table, Text, bindparam, cast, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from cloud_api.storage.driver_rows import insert_plain


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], as_text: Collection[str] = ()
) -> None:
    """Insert rows that all name the same columns; none for no rows.

    JSON columns named in `as_text` come as the text they are to be stored as.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        insert_plain(connection, table, rows, as_text)
        return
    names = list(rows[0])
    listed = _read_json(listed_rows(table, names, as_text=as_text), as_text)
    statement = insert(table).from_select(names, listed, include_defaults=False)
    connection.execute(statement, as_lists(rows))


def listed_rows(
    table: Table, names: Sequence[str], prefix: str = "all", as_text: Collection[str] = ()
) -> Select[Any]:
    """Rows for these columns out of `as_lists`, one array a column: the same words for any number of rows."""
    types = {name: Text() if name in as_text else table.c[name].type for name in names}
    arrays = (bindparam(f"{prefix}_{name}", type_=ARRAY(types[name])) for name in names)
    return select(func.unnest(*arrays).table_valued(*names, name="listed").render_derived())


def as_lists(rows: Sequence[dict[str, Any]], prefix: str = "all") -> dict[str, list[Any]]:
    """The values of `listed_rows`."""
    return {f"{prefix}_{name}": [row[name] for row in rows] for name in rows[0]}


def _read_json(listed: Select[Any], as_text: Collection[str]) -> Select[Any]:
    """The same rows, with JSON in place of the texts it came as."""
    columns = listed.selected_columns
    return listed.with_only_columns(
        *(cast(column, JSON) if column.name in as_text else column for column in columns)
    )
