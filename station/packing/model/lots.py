"""A lot as the pack's own code tells it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LotTag:
    """Lot and expiry; a code that tells neither has no tag."""

    lot: str
    expiry: date | None
