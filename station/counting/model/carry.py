"""Goods on their way out of a bin: to another bin, to the blocked one, or out of the book."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cloud_api.wire.floor import MoveReason
from station.kernel.ids import Sku


class Errand(StrEnum):
    """Why goods are taken out of a bin."""

    MOVE = "move"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    LOST = "lost"


WHY = {
    Errand.MOVE: MoveReason.RESLOT,
    Errand.DAMAGED: MoveReason.DAMAGE,
    Errand.EXPIRED: MoveReason.EXPIRED,
    Errand.LOST: MoveReason.LOSS,
}
"""What the ledger says of it."""


class DamageReason(StrEnum):
    """Why goods are not sold any more; kept as the note of the movement."""

    BROKEN = "broken"
    LEAKING = "leaking"
    SPOILED = "spoiled"
    PACK_TORN = "pack_torn"
    OTHER = "other"


@dataclass(frozen=True)
class LotHere:
    """A lot as the book has it in a bin; what the book has not is all zeros."""

    sku: Sku
    lot: str
    expiry: date | None
    quantity: int = 0
    weight_g: int = 0


@dataclass(frozen=True)
class Carry:
    """What is taken out of `bin`; `lot` is None until the product is told, `reason` until it is chosen."""

    errand: Errand
    bin: str
    lot: LotHere | None = None
    quantity: int = 0
    told_g: int | None = None
    """What a scale or a code said; None: what the book says of so many."""
    reason: DamageReason | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it is known what is taken, and why."""
        wants_reason = self.errand is Errand.DAMAGED
        return self.lot is not None and self.quantity > 0 and (self.reason is not None or not wants_reason)


def weight_of(carry: Carry) -> int:
    """The grams that go with so many pieces of weight goods: as weighed, else their part of the book's."""
    if carry.told_g is not None:
        return carry.told_g
    lot = carry.lot
    if lot is None or lot.weight_g <= 0 or lot.quantity <= 0:
        return 0
    return round(lot.weight_g * min(carry.quantity, lot.quantity) / lot.quantity)


def lots_like(lots: Iterable[LotHere], lot: str, expiry: date | None) -> list[LotHere]:
    """Lots a code may mean: what it tells must agree, what it does not tell may be anything."""
    return [each for each in lots if lot in ("", each.lot) and expiry in (None, each.expiry)]
