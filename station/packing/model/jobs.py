"""How many of a gift box are wanted for the sales of one cycle."""

from dataclasses import dataclass
from uuid import UUID

from station.kernel.ids import Sku


@dataclass(frozen=True)
class Job:
    """Boxes to pack; `made` holds what this desk made and the cloud has not told back yet."""

    cycle_id: UUID
    cycle_name: str
    sku: Sku
    wanted: int
    made: int
    missing: Sku | None = None
    """The part that was not to be found when this desk left the job."""

    @property
    def key(self) -> str:
        """Names it among the rows of the screen."""
        return f"{self.cycle_id}:{self.sku}"

    @property
    def left(self) -> int:
        """Boxes still to pack."""
        return max(0, self.wanted - self.made)
