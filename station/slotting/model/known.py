"""What the station knows of past nights: the demand as planners read it, and picks for people."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from cloud_api.wire.slotting import SlottingDemand
from station.kernel.ids import Sku
from station.slotting.model.demand import Demand

NO_DEMAND = Demand((), 1)


@dataclass(frozen=True, eq=False)
class KnownDemand:
    """The demand as it was told at a moment."""

    told_at: datetime
    demand: Demand
    picks: Counter[Sku]
    """On how many tours of all nights a product was picked."""
    tonight: Counter[Sku]
    """On how many tours of the newest night."""
    tonight_called: str

    @property
    def nights(self) -> int:
        """How many nights it tells of."""
        return self.demand.nights

    def a_night(self, sku: Sku) -> float:
        """Tours a night on which a product was picked."""
        return round(self.picks[sku] / max(self.nights, 1), 1)


def read_demand(told: SlottingDemand) -> KnownDemand:
    """The demand out of the cloud's answer."""
    skus = [Sku(sku) for sku in told.skus]
    tours = tuple(
        frozenset(skus[place] for place in tour.skus) for night in told.nights for tour in night.tours
    )
    demand = Demand(tours, max(len(told.nights), 1))
    newest = told.nights[0] if told.nights else None
    tonight = Counter(skus[place] for tour in (newest.tours if newest else ()) for place in tour.skus)
    return KnownDemand(told.told_at, demand, demand.picks(), tonight, newest.name if newest else "")
