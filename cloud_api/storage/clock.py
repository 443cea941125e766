"""The clock is passed in, so that tests decide what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers the present moment in UTC."""


def system_clock() -> datetime:
    """The present moment by this machine's clock, in UTC."""
    return datetime.now(UTC)
