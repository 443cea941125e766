"""The crates desk: on the scale, opened again, packed anew, and boxes that come back."""

from cloud_api.wire.crates import CrateLife
from hardware.codes import RefusedCode, ScannedCode
from station.bootstrap.stands.picking import scale_of
from station.bootstrap.stands.stand import Site, Stand
from station.crates.commands.desk import Desk
from station.crates.flow.conversation import CratesFlow
from station.crates.model.view import CratesView
from station.crates.model.weight_check import Tolerance
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder


class CratesStand(Stand[CratesFlow, CratesView]):
    """Needs the database and the PC's scale; the cloud tells what only it knows of crates of other desks."""

    def __init__(self, site: Site) -> None:
        identity, settings = site.identity, site.settings
        _, weigh = scale_of(site.equipment)
        new_client = site.new_client

        def ask_cloud(label: str) -> CrateLife | None:
            client = new_client()
            try:
                return client.crate(label)
            finally:
                client.close()

        desk = Desk(
            site.records.database,
            site.clock,
            identity.id,
            identity.name,
            identity.time_zone,
            site.texts,
            identity.brand,
            weigh,
            Tolerance(settings.weigh_tolerance_g, settings.weigh_spread_percent),
            settings.count_goods,
        )
        flow = CratesFlow(
            desk,
            settings.weigh_crates,
            ask_cloud,
            site.workers.aside,
            site.supervisors.talk,
            site.front.crates,
            site.after_act,
        )
        super().__init__(flow, site.front.crates)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))

    def entered(self) -> None:
        """Other desks of this PC may have closed crates meanwhile."""
        self.show(self.flow.entered())

    def wants_badge(self) -> bool:
        return self.flow.wants_badge

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        self.show(self.flow.scan(scan, code))

    def changed(self, kinds: set[str]) -> None:
        self.flow.changes_applied(kinds)
