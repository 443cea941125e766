"""Lots in a picker's hand: what a code told of them, and from which bins they are taken."""

from dataclasses import dataclass
from datetime import date


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
