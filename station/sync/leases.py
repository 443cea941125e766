"""Keeps the waves this station works on: which leases it holds, and what the cloud says of them."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, insert, select, update

from station.storage import tables

LEASE_REFUSED = "lease_refused"
"""Notice that a lease was not renewed, with the cloud's reason."""

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
    """The cloud renewed the lease; an answer about an older lease of the wave changes nothing."""
    connection.execute(update(tables.wave).where(*_is(lease)).values(lease_until=until))


def lose(connection: Connection, lease: HeldLease, why: str, at: datetime) -> None:
    """The cloud says that the wave is no longer ours, and why; nobody says who has it."""
    needed = tables.wave.c.state.in_(ACTIVE)  # it may have been handed over while the cloud was asked
    lost = connection.execute(update(tables.wave).where(*_is(lease), needed).values(lost_to="")).rowcount
    if lost:
        body = json.dumps({"wave_id": str(lease.wave_id), "why": why}, ensure_ascii=False)
        connection.execute(insert(tables.notice).values(at=at, kind=LEASE_REFUSED, body=body))


def _is(lease: HeldLease) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return tables.wave.c.id == lease.wave_id, tables.wave.c.lease_id == lease.lease_id
