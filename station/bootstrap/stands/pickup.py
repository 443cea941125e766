"""The desk of a shop."""

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from station.bootstrap.receipt_press import ReceiptPress
from station.bootstrap.shop_key import ShopKeyring
from station.bootstrap.stands.stand import Site, Stand
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder
from station.pickup.commands.desk import Desk
from station.pickup.commands.slips import SlipGround
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
        slips = SlipGround(
            ReceiptPress(site.equipment.receipt_printer, site.resources.fonts),
            site.texts,
            identity.brand,
            identity.pickup_point_name or identity.pickup_point,
            site.settings.receipt_on_handover,
        )
        flow = PickupFlow(desk, site.front.pickup, site.after_act, slips, site.workers.aside)
        super().__init__(flow, site.front.pickup)

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
