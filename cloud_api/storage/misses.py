"""Counts wrong guesses at a door, so that guessing takes years; the same on every process of the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from cloud_api.storage.tables.people import misses
from cloud_api.storage.transaction import Lock, lock_exclusive

FREE_MISSES = 5
"""The fifth miss shuts the door."""
FIRST_SHUT = timedelta(seconds=30)
LONGEST_SHUT = timedelta(hours=1)
REMEMBERED = timedelta(hours=24)


@dataclass(frozen=True)
class Door:
    """What is guessed at, and who guesses or whom the guesses are about."""

    name: str
    subject: str


def shut_for(connection: Connection, doors: Sequence[Door], now: datetime) -> timedelta | None:
    """How long the longest shut of these doors stays shut; None when all are open.

    Takes Lock.ENROLMENT, so that guesses at the same time are counted one after the other.
    """
    lock_exclusive(connection, Lock.ENROLMENT)
    connection.execute(delete(misses).where(misses.c.at <= now - REMEMBERED))
    left = [_left(connection, door, now) for door in doors]
    longest = max(left, default=timedelta())
    return longest if longest > timedelta() else None


def note_misses(connection: Connection, doors: Sequence[Door], now: datetime) -> list[int]:
    """Count a miss at each of these doors; answers the ids, by which it can be taken back."""
    ids = []
    for door in doors:
        values = {"door": door.name, "subject": _kept(door.subject), "at": now}
        ids.append(connection.execute(insert(misses).values(**values).returning(misses.c.id)).scalar_one())
    return ids


def take_back(connection: Connection, miss_ids: Sequence[int]) -> None:
    """What was counted beforehand was no miss."""
    connection.execute(delete(misses).where(misses.c.id.in_(miss_ids)))


def forget(connection: Connection, door: Door) -> None:
    """The right key was shown: what was missed at this door before does not count any more."""
    this = (misses.c.door == door.name) & (misses.c.subject == _kept(door.subject))
    connection.execute(delete(misses).where(this))


def _left(connection: Connection, door: Door, now: datetime) -> timedelta:
    query = select(misses.c.at).where(misses.c.door == door.name, misses.c.subject == _kept(door.subject))
    times = list(connection.scalars(query.order_by(misses.c.at)))
    if len(times) < FREE_MISSES:
        return timedelta()
    doublings = min(len(times) - FREE_MISSES, 16)
    left: timedelta = times[-1] + min(LONGEST_SHUT, FIRST_SHUT * 2**doublings) - now
    return left


def _kept(subject: str) -> str:
    return subject[:64]
