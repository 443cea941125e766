"""What every scale protocol boils down to, so that the driver knows none of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Protocol

from hardware.protocols import ReadingState, ScaleOrder

HEAVIEST_G = 1_000_000
"""No scale of a station weighs more; a larger number is noise on the wire."""
LONGEST_FRAME_BYTES = 256

GRAMS = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "t": Decimal(1_000_000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
    "斤": Decimal(500),
    "jin": Decimal(500),
}
"""Grams of one unit; 斤 is the market jin of China, half a kilogram."""


@dataclass(frozen=True)
class Heard:
    """One whole answer of a scale; `weight_g` is net, None where it told a state only."""

    state: ReadingState
    weight_g: int | None = None
    tare_g: int | None = None


class ScaleProtocol(Protocol):
    """The language of one scale; keeps what is unfinished between reads."""

    ask: bytes
    """Asks for one weight; empty where the scale talks by itself."""
    every_s: float
    """Seconds between two questions."""
    begin: bytes
    """Sent after the port was opened, and again behind each order; mostly empty."""
    orders: Mapping[ScaleOrder, bytes]
    """The words it has for orders; empty where it has none."""

    def feed(self, data: bytes) -> list[Heard | None]:
        """Take bytes in, give the answers they complete; None for one that makes no sense. Never raises."""
        ...

    def drop(self) -> None:
        """Forget what is unfinished: the port was opened anew."""
        ...


def grams(number: str, unit: str) -> int:
    """A weight in whole grams, half to even.

    Raises ValueError for no number, an unknown unit, and what no scale of a station can weigh.
    """
    try:
        exact = Decimal(number) * GRAMS[unit.strip().lower()]
    except (InvalidOperation, KeyError) as error:
        raise ValueError(f"no weight: {number!r} {unit!r}") from error
    if not exact.is_finite() or abs(exact) > HEAVIEST_G:
        raise ValueError(f"no scale weighs {number} {unit}")
    return int(exact.to_integral_value(ROUND_HALF_EVEN))
