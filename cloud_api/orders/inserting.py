"""Writes accepted orders with few statements: on PostgreSQL each costs a way there and back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.selectable import TableValuedAlias

from cloud_api.storage.tables.orders import order_lines, orders

_ORDER_COLUMNS = (
    "id",
    "order_no",
    "cycle_id",
    "pickup_point",
    "paid_at",
    "customer",
    "phone",
    "address",
    "content_hash",
    "accepted_at",
)
_LINE_COLUMNS = ("order_id", "sku", "quantity", "cycle_id", "pickup_point")


def insert_orders(connection: Connection, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Insert orders with numbers that stood in no row a moment ago; answers those that are in.

    On PostgreSQL another process may have taken a number meanwhile: it keeps it. On SQLite nobody else writes.
    """
    if connection.dialect.name == "sqlite":
        connection.execute(insert(orders), rows)
        return {row["order_no"] for row in rows}
    statement = (
        postgresql.insert(orders)
        .from_select(_ORDER_COLUMNS, select(_listed(orders, _ORDER_COLUMNS)))
        .on_conflict_do_nothing(index_elements=[orders.c.order_no])
        .returning(orders.c.order_no)
    )
    return set(connection.execute(statement, _columns(rows, _ORDER_COLUMNS)).scalars())


def insert_lines(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the lines of orders just inserted."""
    if connection.dialect.name == "sqlite":
        connection.execute(insert(order_lines), rows)
        return
    statement = insert(order_lines).from_select(
        _LINE_COLUMNS, select(_listed(order_lines, _LINE_COLUMNS)), include_defaults=False
    )
    connection.execute(statement, _columns(rows, _LINE_COLUMNS))


def _listed(table: Table, names: Sequence[str]) -> TableValuedAlias:
    """The rows, sent as one array a column: the statement is the same for any number of them."""
    arrays = (bindparam(f"all_{name}", type_=ARRAY(table.c[name].type)) for name in names)
    return func.unnest(*arrays).table_valued(*names, name="listed").render_derived()


def _columns(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    return {f"all_{name}": [row[name] for row in rows] for name in names}
