"""The desk of a shop."""

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from station.bootstrap.shop_key import ShopKeyring
from station.bootstrap.stands.stand import Site, Stand
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder
from station.pickup.commands.desk import Desk
from station.pickup.flow import PickupFlow
from station.pickup.model.view import PickupView
from station.sync.engine import SyncState


class PickupStand(Stand[PickupFlow, PickupView]):
    """Compares codes with the shop's key, which it asks of the cloud once."""

    def __init__(self, site: Site) -> None:
        identity = site.identity
        assert identity.pickup_point is not None, "the cloud enrols a shop's desk with its shop"
        self._workers = site.workers
        self._front = site.front
        self._keyring = ShopKeyring(site.tokens, identity.id, site.new_client, site.clock)
        desk = Desk(
            site.records.database,
            site.clock,
            identity.id,
            identity.name,
            identity.pickup_point,
            identity.time_zone,
            self._keyring.key,
        )
        super().__init__(PickupFlow(desk, site.front.pickup, site.after_act), site.front.pickup)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        self.show(self.flow.scan(scan, code))

    def changed(self, kinds: set[str]) -> None:
        if ChangeKind.SHOP_KEY.value in kinds:
            self._keyring.renew()
            self._ask_for_key()
        self.flow.changes_applied(kinds)

    def synced(self, state: SyncState) -> None:
        if state.connected and self._keyring.wants_asking():
            self._ask_for_key()

    def start(self) -> None:
        self._keyring.load()
        self._ask_for_key()

    def _ask_for_key(self) -> None:
        self._workers.aside(self._keyring.fetch, lambda _: None, self._front.trouble)
