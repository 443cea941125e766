"""What the rooms that choose bins share: the demand of past nights, and advice for goods at the dock."""

from collections.abc import Callable
from contextlib import closing

from sqlalchemy import Connection

from cloud_api.wire.slotting import SlottingDemand
from station.bootstrap.stands.stand import Site
from station.inbound.model.put_away import Proposal
from station.inbound.store.bins import to_pick_face
from station.slotting.commands.advising import Advisor
from station.slotting.commands.demand import DemandDesk
from station.sync.client import CloudClient


class SlottingGround:
    """One a PC; on the store thread."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._asking: CloudClient | None = None
        self.on_demand: Callable[[], None] = lambda: None
        """Hears that more is known of what is ordered."""
        self.on_advice: Callable[[], None] = lambda: None
        """Hears that bins for goods at the dock were worked out."""
        self.demand = DemandDesk(
            site.records.database, site.clock, site.workers.aside, self._ask, self._demand_told
        )
        self.advisor = Advisor(lambda: self.demand.known, site.workers.aside, lambda: self.on_advice())

    def propose(self, connection: Connection, sku: str, quantity: int) -> list[Proposal]:
        """Bins for goods at the dock as the dock asks for them; until they are worked out, the pick bin."""
        advice = self.advisor.advice(connection, sku, quantity)
        if advice is None:
            return to_pick_face(connection, sku, quantity)
        return [Proposal(each.bin, each.quantity, each.saved_m, each.reasons) for each in advice.ranked]

    def _ask(self, nights: int) -> SlottingDemand:
        """Aside: a session of requests serves one thread."""
        with closing(self._site.new_client()) as client:
            self._asking = client
            return client.slotting_demand(nights)

    def close(self) -> None:
        """What is being asked ends; nobody waits for it."""
        if self._asking is not None:
            self._asking.close()

    def _demand_told(self) -> None:
        self.advisor.floor_changed()
        self.on_demand()
        self.on_advice()
