"""Whether a closed crate weighs what was planned, for a silent mis-pick shows as grams. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt

SPREADS = 3.0
"""So many standard deviations are no mistake: one honest crate in about 370 is beyond."""
SURE_SPREADS = 2.0
"""A piece that weighs so many more than the tolerance shows in 49 of 50 crates, one just as heavy in 25."""


class WeightVerdict(StrEnum):
    """What the scale says of a crate."""

    AS_PLANNED = "as_planned"
    TOO_HEAVY = "too_heavy"
    TOO_LIGHT = "too_light"
    NOT_KNOWN = "not_known"
    """A product of the crate has no weight in the catalogue: nothing can be said."""


@dataclass(frozen=True)
class Content:
    """Pieces of one product in the crate; `piece_g` 0 or less where the catalogue tells no weight.

    `weighed_g` is what a scale said of weight goods when they were put, of all pieces together.
    """

    sku: str
    quantity: int
    piece_g: int
    weighed_g: int = 0

    @property
    def grams(self) -> int:
        """Of all its pieces."""
        return self.weighed_g or self.quantity * self.piece_g


@dataclass(frozen=True)
class Tolerance:
    """How far off a crate may be.

    `grams` for the scale and the empty crate; `spread_per_cent` is the standard deviation of one piece of
    its weight in the catalogue. Pieces err independently of each other, so that of 100 pieces the tenth part
    of their share counts: a plain share of the whole would hide a bottle in a heavy crate.
    """

    grams: int
    spread_per_cent: float

    def of(self, goods: Iterable[Content]) -> int:
        """The difference in grams that is told, never below 1."""
        return max(1, ceil(self.grams + SPREADS * self._spread_g(goods)))

    def sure_from(self, goods: Iterable[Content]) -> int:
        """A piece lighter than so many grams may be too many or too few without the scale telling it."""
        return max(1, ceil(self.grams + (SPREADS + SURE_SPREADS) * self._spread_g(goods)))

    def _spread_g(self, goods: Iterable[Content]) -> float:
        """The standard deviation of all goods together."""
        return sqrt(
            sum(
                content.quantity * (content.piece_g * self.spread_per_cent / 100) ** 2
                for content in goods
                if not content.weighed_g
            )
        )


@dataclass(frozen=True)
class WeightCheck:
    """What was found; all in grams, `difference_g` above zero where the crate is too heavy."""

    verdict: WeightVerdict
    planned_g: int = 0
    difference_g: int = 0
    tolerance_g: int = 0
    explained_by: tuple[str, ...] = ()
    """Products of the crate of which one piece weighs about the difference, the nearest first."""
    too_light_to_tell: tuple[str, ...] = ()
    """Products of the crate so light that the scale cannot vouch for how many there are."""


def check(contents: Iterable[Content], measured_g: int, tare_g: int, tolerance: Tolerance) -> WeightCheck:
    """Compare what a scale shows of the whole crate with its goods and the empty crate `tare_g`."""
    goods = tuple(contents)
    if any(content.grams <= 0 for content in goods):
        return WeightCheck(WeightVerdict.NOT_KNOWN)
    planned_g = tare_g + sum(content.grams for content in goods)
    difference_g, told_from_g = measured_g - planned_g, tolerance.of(goods)
    if abs(difference_g) < told_from_g:
        sure_g = tolerance.sure_from(goods)
        light = tuple(sorted({content.sku for content in goods if _is_light(content, sure_g)}))
        fits = WeightVerdict.AS_PLANNED
        return WeightCheck(fits, planned_g, difference_g, told_from_g, too_light_to_tell=light)
    verdict = WeightVerdict.TOO_HEAVY if difference_g > 0 else WeightVerdict.TOO_LIGHT
    explained = _explained_by(goods, abs(difference_g), told_from_g)
    return WeightCheck(verdict, planned_g, difference_g, told_from_g, explained)


def _is_light(content: Content, sure_g: int) -> bool:
    return content.piece_g < sure_g and not content.weighed_g


def _explained_by(goods: tuple[Content, ...], off_g: int, told_from_g: int) -> tuple[str, ...]:
    distance_g = {content.sku: abs(content.piece_g - off_g) for content in goods if not content.weighed_g}
    near = (sku for sku, apart_g in distance_g.items() if apart_g < told_from_g)
    return tuple(sorted(near, key=lambda sku: (distance_g[sku], sku)))
