"""Remembers how wrong this PC's clock is, so that a start without a network still writes true times."""

from datetime import timedelta

from sqlalchemy import Connection, insert, select

from station.storage.tables import inbox

NAME = "clock_offset_ms"
"""Its row among the positions of the inbox: a number the cloud told."""
WORTH_KEEPING = timedelta(seconds=1)
"""A smaller change is the network's delay, and not worth a write in every round."""
IMPLAUSIBLE = timedelta(days=400)


def load_offset(connection: Connection) -> timedelta:
    """The cloud's clock minus this PC's, as it was measured last; zero on a new station."""
    kept = connection.execute(select(inbox.c.cursor).where(inbox.c.name == NAME)).scalar()
    return timedelta(milliseconds=kept or 0)


def keep_offset(connection: Connection, offset: timedelta) -> None:
    """Keep what was measured, in the caller's transaction."""
    row = {"name": NAME, "cursor": round(offset / timedelta(milliseconds=1))}
    connection.execute(insert(inbox).prefix_with("OR REPLACE"), row)
