"""The packing desk: gift boxes made ahead of the waves."""

from collections.abc import Callable

from hardware.codes import RefusedCode, ScannedCode
from station.bootstrap.stands.stand import SeenStand, Site
from station.kernel.scan import Scan
from station.packing.commands.desk import Desk
from station.packing.flow import PackingFlow
from station.packing.model.view import PackingView
from station.people.badges import BadgeHolder


class PackingStand(SeenStand[PackingFlow, PackingView]):
    """Needs the database and a label printer: packing goes on without a network."""

    def __init__(self, site: Site, is_seen: Callable[[], bool]) -> None:
        identity = site.identity
        desk = Desk(
            site.records.database,
            site.clock,
            identity.id,
            site.texts,
            identity.brand,
            identity.time_zone,
            site.settings.pick_margin_days,
        )
        flow = PackingFlow(desk, site.front.packing, site.after_act)
        super().__init__(flow, site.front.packing, is_seen)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))

    def entered(self) -> None:
        """Other desks of this PC may have moved goods meanwhile."""
        self.catch_up()
        self.show(self.flow.view())

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        self.catch_up()
        self.show(self.flow.scan(scan, code))
