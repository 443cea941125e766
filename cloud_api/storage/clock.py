"""The clock is passed in, so that tests decide what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

Clock = Callable[[], datetime]
"""Answers the present moment in UTC."""


def system_clock() -> datetime:
    """The present moment by this machine's clock, in UTC."""
    return datetime.now(UTC)


def local(at: datetime, zone: tzinfo) -> datetime:
    """A moment by the wall clock of a zone.

    A station with a broken clock may tell one at the very end of the calendar: that stays as it was told.
    """
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at
