"""The stock desk: counts, differences, what lies where."""

from collections.abc import Callable

from hardware.codes import RefusedCode, ScannedCode
from hardware.protocols import Reading
from station.bootstrap.stands.stand import SeenStand, Site
from station.counting.commands.desk import Desk
from station.counting.flow.conversation import CountingFlow
from station.counting.model.view import CountingView
from station.devices.model.device import DeviceKind
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder
from station.sync.engine import SyncState


class CountingStand(SeenStand[CountingFlow, CountingView]):
    """Needs the database and, for weight goods, the PC's scale: counting goes on without a network."""

    def __init__(self, site: Site, is_seen: Callable[[], bool]) -> None:
        identity, equipment = site.identity, site.equipment

        def weigh() -> Reading | None:
            """What the first scale that answers says."""
            scales = (each.spec for each in equipment.health() if each.spec.kind is DeviceKind.SCALE)
            return next((told for spec in scales if (told := equipment.weigh(spec)) is not None), None)

        desk = Desk(site.records.database, site.clock, identity.id, identity.time_zone, weigh)
        flow = CountingFlow(desk, site.supervisors.talk, site.front.counting, site.after_act)
        super().__init__(flow, site.front.counting, is_seen)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))

    def entered(self) -> None:
        """Other desks of this PC may have moved goods meanwhile."""
        self.catch_up()
        self.show(self.flow.view())

    def wants_badge(self) -> bool:
        return self.flow.wants_badge

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        self.catch_up()
        self.show(self.flow.scan(scan, code))

    def synced(self, state: SyncState) -> None:
        self.flow.sync_changed()
