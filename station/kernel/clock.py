"""Time as something handed in, so that tests and replays own it."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the moment and measures spans."""

    def now(self) -> datetime:
        """The moment in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...


class SystemClock:
    """The PC's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class CorrectedClock:
    """A clock set right by the cloud's: a PC whose clock is wrong still writes true times."""

    def __init__(self, base: Clock, offset: timedelta = timedelta()) -> None:
        """`offset` is the cloud's clock minus `base`, as it was measured last."""
        self._base = base
        self.offset = offset

    def now(self) -> datetime:
        return self._base.now() + self.offset

    def monotonic(self) -> float:
        return self._base.monotonic()


class SettableClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime = datetime(2026, 6, 18, 18, 0, tzinfo=UTC)) -> None:
        self._now = start
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds
