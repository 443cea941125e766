"""Goods that stand where they were received, and where they are to go."""

from dataclasses import dataclass
from datetime import date

from station.inbound.model.goods import Goods
from station.kernel.messages import Message


@dataclass(frozen=True)
class Proposal:
    """A bin for so many pieces, and what speaks for it.

    `saved_m` are metres a night that it saves; None where nobody knows.
    """

    bin: str
    quantity: int
    saved_m: float | None = None
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A lot that waits to be put away; `quantity` and `weight_g` are all of it that stands in `bin`."""

    goods: Goods
    bin: str
    lot: str
    expiry: date | None
    quantity: int
    weight_g: int
    proposed: str | None
    """The bin it is to go to; None where nobody knows."""
    part: int
    """Pieces for that bin, at most `quantity`."""
    advice: tuple[Proposal, ...] = ()
    """The proposed bin and the next best, as far as they are worked out."""

    @property
    def key(self) -> str:
        """Names it within the list."""
        day = self.expiry.isoformat() if self.expiry else ""
        return "\x1f".join((self.bin, self.goods.sku, self.lot, day))
