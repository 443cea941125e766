"""Purchase orders as this dock knows them: what the cloud told last, with what was done here since."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cloud_api.wire.inbound import SharedLine
from station.inbound.model.goods import Goods
from station.kernel.ids import Sku


@dataclass(frozen=True)
class OrderLine:
    """What of a product was ordered, and what came at any desk."""

    goods: Goods
    ordered: int
    good: int = 0
    damaged: int = 0
    refused: int = 0

    @property
    def lacks(self) -> int:
        """Pieces that are still to come."""
        return max(0, self.ordered - self.good)


@dataclass(frozen=True)
class PurchaseOrder:
    """What one supplier is to bring; `codes` are those of its paper and of the slips to it."""

    id: UUID
    code: str
    codes: tuple[str, ...]
    supplier: str
    """Name; empty where products name no supplier."""
    cycle: str
    lines: tuple[OrderLine, ...]
    closed_at: datetime | None = None
    settled: bool = False
    """The cloud has done what follows from closing it."""
    shared: tuple[SharedLine, ...] = ()

    def line(self, sku: Sku) -> OrderLine | None:
        """Its line of this product; None where it has none."""
        return next((line for line in self.lines if line.goods.sku == sku), None)

    @property
    def lacking(self) -> tuple[OrderLine, ...]:
        """Lines of which not all came."""
        return tuple(line for line in self.lines if line.lacks)

    @property
    def ordered(self) -> int:
        """Pieces of all lines."""
        return sum(line.ordered for line in self.lines)

    @property
    def came(self) -> int:
        """Pieces in good condition of all lines."""
        return sum(line.good for line in self.lines)
