"""A product as the stock desk knows it, and what it costs."""

from dataclasses import dataclass
from datetime import date

from station.kernel.ids import Sku

MOST_COUNTED = 1_000_000
"""Pieces one entry may tell: more is a slip of the finger."""
MOST_COUNTED_G = 100_000_000
"""Grams one entry may tell."""


@dataclass(frozen=True)
class Goods:
    """A product: how it is called, how it is counted, what it costs."""

    sku: Sku
    name: str
    spec: str = ""
    by_weight: bool = False
    weight_g: int = 0
    """Of a piece, as planned."""
    cost_fen: int = 0
    """Of a piece; 0 where it is not told."""

    @property
    def words(self) -> str:
        """As it is called on the screen."""
        return " ".join(part for part in (self.name, self.spec) if part)


@dataclass(frozen=True)
class Seen:
    """A scanned product: `pieces` is what the code stands for, the rest what it told; 0 and "": nothing."""

    goods: Goods
    pieces: int = 1
    lot: str = ""
    expiry: date | None = None
    weight_g: int = 0


def worth_fen(goods: Goods, pieces: int, grams: int) -> int | None:
    """What so many pieces, or of weight goods so many grams, cost; None where no price is known."""
    if not goods.cost_fen:
        return None
    if goods.by_weight and grams and goods.weight_g:
        return round(goods.cost_fen * grams / goods.weight_g)
    return goods.cost_fen * pieces
