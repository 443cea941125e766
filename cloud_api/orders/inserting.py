"""Writes orders that are new, and tells which of them another process was quicker with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.dialects import postgresql

from cloud_api.storage.many_rows import as_lists, listed_rows
from cloud_api.storage.tables.orders import orders


def insert_orders(connection: Connection, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Insert orders with numbers that stood in no row a moment ago; answers those that are in.

    On PostgreSQL another process may have taken a number meanwhile and keeps it; SQLite has one writer.
    """
    if connection.dialect.name == "sqlite":
        connection.execute(insert(orders), rows)
        return {row["order_no"] for row in rows}
    names = list(rows[0])
    statement = (
        postgresql.insert(orders)
        .from_select(names, listed_rows(orders, names), include_defaults=False)
        .on_conflict_do_nothing(index_elements=[orders.c.order_no])
        .returning(orders.c.order_no)
    )
    return set(connection.execute(statement, as_lists(rows)).scalars())
