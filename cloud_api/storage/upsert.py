"""INSERT … ON CONFLICT under one name; both databases have it, SQLAlchemy keeps it per dialect."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

ConflictInsert = postgresql.Insert | sqlite.Insert


def conflict_insert(connection: Connection, table: Table) -> ConflictInsert:
    """An INSERT that offers on_conflict_do_nothing and on_conflict_do_update."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
