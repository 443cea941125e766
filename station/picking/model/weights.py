"""Weights of portions 称重: what is wanted, how far one may be from it, and what a reading says."""

from dataclasses import dataclass

from hardware.protocols import Reading, ReadingState

NOTHING_LIES_G = 5
"""Below this the scale is empty: dust and drifting are no goods."""


@dataclass(frozen=True)
class Band:
    """What a portion is to weigh, from `low_g` to `high_g`."""

    target_g: int
    low_g: int
    high_g: int

    @classmethod
    def around(cls, target_g: int, percent: int) -> "Band":
        """So many percent to both sides; bounds are whole grams within that."""
        return cls(target_g, -(-target_g * (100 - percent) // 100), target_g * (100 + percent) // 100)

    def off_by_g(self, weight_g: int) -> int:
        """0 within the band; how much too heavy, or below zero how much too light."""
        if weight_g > self.high_g:
            return weight_g - self.high_g
        return min(0, weight_g - self.low_g)


@dataclass
class Load:
    """What this desk knows of the pan, so that no portion is weighed twice by leaving it there."""

    taken_g: int | None = None
    """It counted already and was not seen to leave the pan."""
    refused_g: int | None = None
    """It was told to be too heavy or too light; once is enough."""
    asked: bool = False
    """Whether the same weight again was asked back."""

    def clear(self) -> None:
        """The pan is empty: what comes next is another portion."""
        self.taken_g = self.refused_g = None
        self.asked = False


@dataclass(frozen=True)
class Weighing:
    """What the card shows of a portion: the band, and the weight read; None while nothing is known."""

    band: Band
    weight_g: int | None
    settled: bool
    """This is the weight that counts: of a portion in hand."""


def is_empty(reading: Reading) -> bool:
    """Whether nothing lies on the scale, so that what comes next is another portion."""
    return reading.weight_g is not None and reading.weight_g < NOTHING_LIES_G


def steady_weight_g(reading: Reading | None) -> int | None:
    """Grams of a load that came to rest; None where there is no such load."""
    if reading is None or reading.state is not ReadingState.STABLE or reading.weight_g is None:
        return None
    return None if is_empty(reading) else reading.weight_g


def told_weight(weight_g: int) -> str:
    """Grams as they stand on the card."""
    return f"{weight_g} g"
