"""Products as the dock needs them, and what a scanned code tells of the goods in hand."""

from dataclasses import dataclass
from datetime import date

from cloud_api.wire.base import Zone
from station.kernel.ids import Sku


@dataclass(frozen=True)
class Goods:
    """A product; of one nobody told of only its SKU is known."""

    sku: Sku
    name: str
    spec: str = ""
    zone: Zone | None = None
    by_weight: bool = False
    each_g: int = 0
    """Grams a piece is planned with."""

    @property
    def called(self) -> str:
        """The name as it is said: with its specification."""
        return f"{self.name} {self.spec}".strip()


@dataclass(frozen=True)
class Seen:
    """A product that was scanned, with what its code tells."""

    goods: Goods
    pieces: int = 1
    """More than one of a case."""
    lot: str = ""
    expiry: date | None = None
    weight_g: int = 0
