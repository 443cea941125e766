"""Where goods that came in are best put: bins with what speaks for them."""

from dataclasses import dataclass

from station.kernel.ids import Sku
from station.kernel.messages import Message


@dataclass(frozen=True)
class AdvisedBin:
    """A bin for so many pieces.

    `saved_m` are metres a night saved against the pick bin of now, or against the next of the list where
    there is none; None where nothing is known of it.
    """

    bin: str
    quantity: int
    saved_m: float | None = None
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True)
class PutAwayAdvice:
    """Bins for goods of one product, best first; where there is none, `why` tells the reason."""

    sku: Sku
    ranked: tuple[AdvisedBin, ...]
    why: Message | None = None
