"""The loading dock."""

from hardware.codes import RefusedCode, ScannedCode
from station.bootstrap.stands.stand import Site, Stand
from station.kernel.scan import Scan
from station.kernel.settings import WeighWish
from station.loading.commands.desk import Desk
from station.loading.flow import LoadingFlow
from station.loading.model.view import LoadingView
from station.people.badges import BadgeHolder
from station.sync.engine import SyncState


class LoadingStand(Stand[LoadingFlow, LoadingView]):
    """Needs nothing but the database: loading goes on without a network."""

    def __init__(self, site: Site) -> None:
        identity = site.identity
        to_be_weighed = site.settings.weigh_crates is WeighWish.REQUIRED
        desk = Desk(
            site.records.database,
            site.clock,
            identity.id,
            identity.name,
            identity.time_zone,
            to_be_weighed,
        )
        flow = LoadingFlow(desk, site.supervisors.talk, site.front.loading, site.after_act)
        super().__init__(flow, site.front.loading)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))

    def wants_badge(self) -> bool:
        return self.flow.wants_badge

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        self.show(self.flow.scan(scan, code))

    def changed(self, kinds: set[str]) -> None:
        self.flow.changes_applied(kinds)

    def synced(self, state: SyncState) -> None:
        self.flow.sync_changed(offline=not state.connected)
