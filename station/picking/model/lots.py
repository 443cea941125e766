"""Lots in a picker's hand: what a code told of them, and from which bins they are taken."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

NIGHT_BEGINS = 12
"""Hour from which on what is picked is collected the next day."""


@dataclass(frozen=True)
class LotTag:
    """A lot as the pack's own code tells it."""

    lot: str
    expiry: date | None


@dataclass(frozen=True)
class Taken:
    """Pieces of one lot out of one bin."""

    bin: str
    lot: str
    expiry: date | None
    quantity: int


def pickup_day(at: datetime, time_zone: ZoneInfo) -> date:
    """The day on which customers collect what is picked now: the morning after the night."""
    here = at.astimezone(time_zone)
    return here.date() + timedelta(days=1 if here.hour >= NIGHT_BEGINS else 0)
