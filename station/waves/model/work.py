"""What a wave asks of a desk, and how fast desks work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cloud_api.wire.base import Zone
from cloud_api.wire.waves import wave_title
from station.kernel.ids import OrderId, Sku, WaveId


@dataclass(frozen=True)
class OrderPart:
    """An order's goods of one zone. They lie in one crate, so one desk picks them."""

    order_id: OrderId | None
    """None: the goods of many orders told as one sum, which is never divided."""
    zone: Zone | None
    lines: int
    pieces: int


@dataclass(frozen=True)
class WaveLoad:
    """A wave that waits for a desk; seconds count from the moment of planning."""

    wave_id: WaveId
    number: int
    """For people."""
    departs_s: int | None
    """When its route's van leaves; None: not known."""
    parts: tuple[OrderPart, ...]
    products: frozenset[Sku] = frozenset()
    crates: int = 1
    """Places it takes at a put-wall."""
    part: int = 0
    """Which one of a divided wave; 0: it is whole."""

    @property
    def title(self) -> str:
        """What people call it."""
        return wave_title(self.number, self.part)

    @cached_property
    def lines(self) -> int:
        """Order lines in it."""
        return sum(part.lines for part in self.parts)

    @cached_property
    def pieces(self) -> int:
        """Pieces in it."""
        return sum(part.pieces for part in self.parts)


@dataclass(frozen=True)
class Rates:
    """How long things take at a desk, as measured there or told by the warehouse."""

    line_s: float
    """For each order line: walking its share, scanning, putting."""
    piece_s: float
    """For each piece on top."""
    start_s: float = 0
    """Once for each wave, or share of one: taking it, printing and hanging its labels."""

    def seconds(self, parts: Iterable[OrderPart]) -> int:
        """Whole seconds for these parts as one piece of work."""
        told = list(parts)
        lines, pieces = sum(part.lines for part in told), sum(part.pieces for part in told)
        return round(self.start_s + lines * self.line_s + pieces * self.piece_s)


@dataclass(frozen=True)
class FreeDesk:
    """A desk, and from when on it can work."""

    code: str
    free_from_s: int = 0


LookAlikes = Mapping[Sku, frozenset[Sku]]
"""For each product those people take for it; others are left out."""
