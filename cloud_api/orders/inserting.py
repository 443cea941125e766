"""Writes orders that are new with their lines, and tells which of them another process was quicker with."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, insert, select
from sqlalchemy.dialects import postgresql

from cloud_api.storage.many_rows import as_lists, insert_rows, listed_rows
from cloud_api.storage.tables.orders import order_lines, orders

_ORDER = (
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
_LINE = ("order_id", "sku", "quantity")
_OF_ITS_ORDER = ("cycle_id", "pickup_point")
_LINES = "lines"


def insert_orders(
    connection: Connection, rows: Sequence[dict[str, Any]], lines: Sequence[dict[str, Any]]
) -> set[str]:
    """Insert orders with numbers that stood in no row a moment ago; answers those that are in.

    On PostgreSQL another process may have taken a number meanwhile and keeps it, and the lines that came for
    it are left out; SQLite has one writer.
    """
    if connection.dialect.name == "sqlite":
        insert_rows(connection, orders, rows)
        insert_rows(connection, order_lines, lines)
        return {row["order_no"] for row in rows}
    plain = [{name: line[name] for name in _LINE} for line in lines]
    told = as_lists(rows) | as_lists(plain, _LINES)
    return set(connection.execute(_all_at_once(), told).scalars())


@cache
def _all_at_once() -> Select[Any]:
    """Orders and lines in one round trip; made once, because to put it together costs more than to run it."""
    kept = (
        postgresql.insert(orders)
        .from_select(_ORDER, listed_rows(orders, _ORDER), include_defaults=False)
        .on_conflict_do_nothing(index_elements=[orders.c.order_no])
        .returning(orders.c.id, orders.c.order_no, *(orders.c[name] for name in _OF_ITS_ORDER))
        .cte("kept")
    )
    sent = listed_rows(order_lines, _LINE, _LINES).subquery("sent")
    lines = select(*(sent.c[name] for name in _LINE), *(kept.c[name] for name in _OF_ITS_ORDER))
    written = (
        insert(order_lines)
        .from_select(
            [*_LINE, *_OF_ITS_ORDER],
            lines.join_from(sent, kept, kept.c.id == sent.c.order_id),
            include_defaults=False,
        )
        .cte("written")
    )
    return select(kept.c.order_no).add_cte(written)
