"""The demand as the cloud told it last, kept so that bins are chosen without a network too."""

import zlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from station.storage import tables

_NAME = "demand"
PACKED = 6


@dataclass(frozen=True)
class KeptDemand:
    """An answer of the cloud, packed, and when it was given."""

    told_at: datetime
    body: bytes

    @property
    def json(self) -> bytes:
        """The answer itself. Raises zlib.error where the row was damaged."""
        return zlib.decompress(self.body)


def packed(told_at: datetime, json: bytes) -> KeptDemand:
    """An answer as it is kept: some hundred kilobytes for seven nights of 200 pickup points."""
    return KeptDemand(told_at, zlib.compress(json, PACKED))


def keep(connection: Connection, kept: KeptDemand) -> None:
    """This is the newest answer."""
    told = {"told_at": kept.told_at, "body": kept.body}
    statement = upsert(tables.slotting_demand).values(name=_NAME, **told)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=told))


def kept(connection: Connection) -> KeptDemand | None:
    """The newest answer; None where the cloud was never asked."""
    table = tables.slotting_demand.c
    row = connection.execute(select(table.told_at, table.body).where(table.name == _NAME)).first()
    return None if row is None else KeptDemand(row.told_at, row.body)
