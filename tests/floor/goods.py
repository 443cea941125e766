"""What really lies in the crates of a desk, gram by gram; outlives the PC, as goods do."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tests.floor.mistakes import Mistake

Pieces = dict[str, list[int]]
"""Each piece of each product by its own weight in grams."""


@dataclass(frozen=True)
class Slip:
    """A mistake nobody saw: the piece of `sku` that should lie in crate `sscc`, and what happened instead."""

    kind: Mistake
    sscc: str
    sku: str
    grams: int
    """Of the piece that should be there, or is one too many."""
    other: str = ""
    """SKU of the piece that lies there instead, or label of the crate where it lies."""
    other_g: int = 0
    mended: str = ""
    """Label of the crate that was set right; what went wrong in the other one is still there."""

    @property
    def crates(self) -> set[str]:
        """Labels of the crates that weigh wrong by it."""
        both = {self.sscc, self.other} if self.kind is Mistake.NEXT_CRATE else {self.sscc}
        return both - {self.mended}


@dataclass
class Goods:
    """All crates of one desk."""

    told: dict[str, Counter[str]] = field(default_factory=dict)
    """By label: what the picker was told to have put."""
    pieces: dict[str, Pieces] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    weighed: set[str] = field(default_factory=set)

    def told_of(self, sscc: str) -> Counter[str]:
        """What the picker was told to have put into a crate."""
        return self.told.setdefault(sscc, Counter())

    def lay(self, sscc: str, sku: str, *grams: int) -> None:
        """Lay pieces into a crate."""
        self.pieces.setdefault(sscc, {}).setdefault(sku, []).extend(grams)

    def take(self, sscc: str, sku: str, grams: int) -> None:
        """Take one piece out again."""
        self.pieces[sscc][sku].remove(grams)

    def grams(self, sscc: str) -> int:
        """What the goods of a crate weigh."""
        return sum(map(sum, self.pieces.get(sscc, {}).values()))

    def counted(self, sscc: str) -> Counter[str]:
        """Pieces a product that lie in a crate."""
        return Counter({sku: len(found) for sku, found in self.pieces.get(sscc, {}).items() if found})

    def slip(self, slip: Slip) -> None:
        """Do it: the piece was laid right a moment ago."""
        self.slips.append(slip)
        if slip.kind is Mistake.SKIPPED_SCAN:
            self.lay(slip.sscc, slip.sku, slip.grams)
            return
        self.take(slip.sscc, slip.sku, slip.grams)
        if slip.kind is Mistake.SWAPPED:
            self.lay(slip.sscc, slip.other, slip.other_g)
        elif slip.kind is Mistake.NEXT_CRATE:
            self.lay(slip.other, slip.sku, slip.grams)

    def set_right(self, slip: Slip, sscc: str) -> Slip | None:
        """Mend what it did to this crate; what is left of it, in the crate beside, or None.

        Who goes through one crate knows nothing of another: goods come from the shelf and go back to it."""
        self.slips.remove(slip)
        if sscc == slip.other or slip.kind is Mistake.SKIPPED_SCAN:
            self.take(sscc, slip.sku, slip.grams)
        else:
            self.lay(sscc, slip.sku, slip.grams)
            if slip.kind is Mistake.SWAPPED:
                self.take(sscc, slip.other, slip.other_g)
        if slip.crates == {sscc}:
            return None
        self.slips.append(replace(slip, mended=sscc))
        return self.slips[-1]

    def as_json(self, changed: Collection[str]) -> dict[str, Any]:
        """The slips and these crates, to be kept by somebody whom no power cut reaches."""
        crates = {sscc: {"told": self.told_of(sscc), "pieces": self.pieces.get(sscc, {})} for sscc in changed}
        slips = [asdict(slip) for slip in self.slips]
        return {
            "crates": crates,
            "slips": slips,
            "weighed": [sscc for sscc in changed if sscc in self.weighed],
        }

    def take_json(self, news: Mapping[str, Any]) -> None:
        """Know what `as_json` told."""
        for sscc, crate in news["crates"].items():
            self.told[sscc], self.pieces[sscc] = Counter(crate["told"]), dict(crate["pieces"])
        self.slips = [Slip(**{**slip, "kind": Mistake(slip["kind"])}) for slip in news["slips"]]
        self.weighed.update(news["weighed"])
