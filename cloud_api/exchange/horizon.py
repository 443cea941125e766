"""Up to which cursor changes may be gone: whoever has seen less needs a snapshot."""

from datetime import datetime

from sqlalchemy import Connection, select

from cloud_api.storage.tables.exchange import change_horizons
from cloud_api.storage.upsert import conflict_insert

_CHANGES = "changes"


def horizon(connection: Connection) -> int:
    """Up to this cursor changes may be gone; 0 while all are there."""
    query = select(change_horizons.c.cursor).where(change_horizons.c.name == _CHANGES)
    return connection.scalar(query) or 0


def move_horizon(connection: Connection, cursor: int, now: datetime) -> None:
    """Changes up to this cursor may go from the commit of this transaction on; it never moves back."""
    values = {"cursor": cursor, "moved_at": now}
    statement = conflict_insert(connection, change_horizons).values(name=_CHANGES, **values)
    moved = statement.on_conflict_do_update(
        index_elements=[change_horizons.c.name], set_=values, where=change_horizons.c.cursor < cursor
    )
    connection.execute(moved)
