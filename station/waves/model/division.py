"""A wave parted for several desks: what goes in, and what is proposed."""

from dataclasses import dataclass

from station.kernel.ids import OrderId, Sku

FEWEST_PARTS = 2


@dataclass(frozen=True)
class OrderLoad:
    """What is to be picked of one order."""

    order_id: OrderId
    products: frozenset[Sku]
    pieces: int


@dataclass(frozen=True)
class WavePart:
    """Orders one desk would pick, in the order they were paid."""

    orders: tuple[OrderId, ...]
    products: int
    """Stops on the way through the bins."""
    pieces: int
    seconds: int


@dataclass(frozen=True)
class Division:
    """A wave in parts, and how long one desk alone would take."""

    parts: tuple[WavePart, ...]
    whole_s: int
    whole_products: int
    is_proved: bool
    """No division is done sooner."""

    @property
    def finish_s(self) -> int:
        """Until the slowest part is picked."""
        return max(part.seconds for part in self.parts)

    @property
    def more_stops(self) -> int:
        """Bins that are walked to more often than by one desk."""
        return sum(part.products for part in self.parts) - self.whole_products
