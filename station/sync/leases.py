"""Keeps the waves this station works on: which leases it holds, and what the cloud says of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select, update

from station.storage import tables

ACTIVE = ("taken", "started")
"""States of a wave that needs its lease."""


@dataclass(frozen=True)
class HeldLease:
    """A lease of a wave that is not finished."""

    wave_id: UUID
    lease_id: UUID
    until: datetime


def held(connection: Connection) -> list[HeldLease]:
    """Leases of unfinished waves that were not lost to another station."""
    wave = tables.wave.c
    rows = connection.execute(
        select(wave.id, wave.lease_id, wave.lease_until).where(wave.state.in_(ACTIVE), wave.lost_to.is_(None))
    )
    return [HeldLease(row.id, row.lease_id, row.lease_until) for row in rows]


def extend(connection: Connection, lease: HeldLease, until: datetime) -> None:
    """The cloud renewed the lease."""
    connection.execute(update(tables.wave).where(tables.wave.c.id == lease.wave_id).values(lease_until=until))


def lose(connection: Connection, lease: HeldLease, to: str) -> None:
    """The cloud says that the wave is no longer ours, and why."""
    connection.execute(update(tables.wave).where(tables.wave.c.id == lease.wave_id).values(lost_to=to))
