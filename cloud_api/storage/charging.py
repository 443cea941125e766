"""What weight goods cost by their real weight: exact to the gram and to the fen, without a database.

Which portion of a crate is whose: portions stand in the order in which they were put, orders in the order in
which they were paid; each order takes as many portions as it gets pieces. So every portion belongs to exactly
one order, and the grams of a crate are the grams of its orders. What lacks, lacks those who paid last, as the
closing slip says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Portion = int | None
"""Grams of one portion; None where nobody weighed it."""


@dataclass(frozen=True)
class Charge:
    """Money of a line: what was paid is what is charged and what goes back, but for what may exceed it."""

    paid_fen: int
    charged_fen: int

    @property
    def refund_fen(self) -> int:
        """What was paid and is not charged."""
        return max(0, self.paid_fen - self.charged_fen)


def portions_of(quantity: int, weight_g: int) -> list[Portion]:
    """The portions of one put; a put of several shares its grams evenly, odd ones go to the first.

    With 0 grams nobody weighed it.
    """
    if not weight_g:
        return [None] * quantity
    even, odd = divmod(weight_g, quantity)
    return [even + (place < odd) for place in range(quantity)]


def shared_out(portions: Sequence[Portion], wanted: Sequence[int]) -> list[list[Portion]]:
    """Portions by order: the first so many for the first, and so on; the last ones go without."""
    shares: list[list[Portion]] = []
    at = 0
    for pieces in wanted:
        shares.append(list(portions[at : at + pieces]))
        at += pieces
    return shares


def grams_of(portions: Sequence[Portion], nominal_g: int) -> int:
    """All portions together; one nobody weighed counts as what it is to weigh."""
    return sum(nominal_g if weight_g is None else weight_g for weight_g in portions)


def charge(paid_fen: int, promised_g: int, packed_g: int, *, may_exceed: bool = False) -> Charge:
    """What `packed_g` grams cost where `paid_fen` was paid for `promised_g`; half a fen counts as one.

    Never more than was paid, unless it may exceed that.
    """
    by_weight = (2 * paid_fen * packed_g + promised_g) // (2 * promised_g)
    return Charge(paid_fen, by_weight if may_exceed else min(paid_fen, by_weight))
