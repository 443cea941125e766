"""Goods of a weighed crate counted piece by piece: a scan of each shows what grams cannot."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from station.crates.model.weight_check import WeightCheck


@dataclass
class PieceCount:
    """A count under way in a crate whose weight is as planned; blind: who counts is not told how many."""

    weight_g: int
    check: WeightCheck
    expected: Mapping[str, int]
    """Pieces by SKU that should be found; only these are counted."""
    counted: Counter[str] = field(default_factory=Counter)

    def miscounted(self) -> tuple[str, ...]:
        """Products of which there are more or fewer than planned, by SKU."""
        return tuple(sorted(sku for sku, pieces in self.expected.items() if self.counted[sku] != pieces))
