"""How long typed codes stay locked: six digits must not be found by trying."""

from datetime import datetime, timedelta

FREE_MISSES = 4
"""The fifth miss locks."""
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(minutes=15)
REMEMBERED = timedelta(hours=12)
"""A miss older than this no longer counts: the next day starts afresh."""
_DOUBLINGS = 5
"""30 s doubled five times is above the longest lock."""


def lock_span(misses: int) -> timedelta:
    """How long the last of so many misses locks."""
    if misses <= FREE_MISSES:
        return timedelta()
    return min(FIRST_LOCK * (1 << min(misses - FREE_MISSES - 1, _DOUBLINGS)), LONGEST_LOCK)


def locked_until(misses: int, last: datetime | None, now: datetime) -> datetime | None:
    """Until when typed codes are locked; None while they are not.

    A clock that was set back must not lock for longer than the lock's own span.
    """
    span = lock_span(misses)
    if last is None or not span:
        return None
    until = min(last, now) + span
    return until if until > now else None
