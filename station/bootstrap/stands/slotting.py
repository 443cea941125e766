"""The slotting desk: the map of the aisles, and the moves of the night."""

from collections.abc import Callable

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from station.bootstrap.stands.slotting_ground import SlottingGround
from station.bootstrap.stands.stand import Site, Stand
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder
from station.slotting.commands.desk import Desk
from station.slotting.flow import SlottingFlow
from station.slotting.model.view import SlottingView
from station.sync.engine import SyncState


class SlottingStand(Stand[SlottingFlow, SlottingView]):
    """Needs the database, and the cloud now and then for what was ordered."""

    def __init__(self, site: Site, ground: SlottingGround, is_seen: Callable[[], bool]) -> None:
        self._ground = ground
        self._is_seen = is_seen
        flow = SlottingFlow(
            Desk(site.records.database, site.clock, site.identity.id),
            lambda: ground.demand.known,
            site.workers.aside,
            site.workers.act,
            site.front.slotting,
            site.after_act,
        )
        ground.on_demand = lambda: flow.demand_told(is_seen=is_seen())
        super().__init__(flow, site.front.slotting)

    def open(self) -> None:
        self._ground.demand.open()
        super().open()

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))

    def entered(self) -> None:
        """Other desks of this PC may have moved goods meanwhile."""
        self.flow.changes_applied({str(ChangeKind.STOCK)}, is_seen=True)

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        self.show(self.flow.scan(scan, code))

    def changed(self, kinds: set[str]) -> None:
        if ChangeKind.WAVES_READY in kinds:
            self._ground.demand.cut_off()
        self.flow.changes_applied(kinds, is_seen=self._is_seen())

    def synced(self, state: SyncState) -> None:
        if state.connected:
            self._ground.demand.connected()

    def halt(self) -> None:
        self.flow.stop()

    def close(self) -> None:
        self._ground.close()
