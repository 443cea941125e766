"""The dock: goods come in, with photos that are sent when there is a network."""

from collections.abc import Callable

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from hardware.protocols import Reading
from station.bootstrap.photo_sender import PhotoSender
from station.bootstrap.stands.slotting_ground import SlottingGround
from station.bootstrap.stands.stand import SeenStand, Site
from station.devices.model.device import DeviceKind, DeviceSpec
from station.inbound.commands.desk import Desk
from station.inbound.commands.photos import FOLDER
from station.inbound.flow import Paths, ReceivingFlow
from station.inbound.model.view import ReceivingView
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder
from station.sync.engine import SyncState

OF_BINS = frozenset({ChangeKind.BIN, ChangeKind.PICK_FACE, ChangeKind.PRODUCT})
"""Changes after which other bins may be the best. Not each movement of stock: that goes on all night."""


class InboundStand(SeenStand[ReceivingFlow, ReceivingView]):
    """Needs nothing but the database: goods are received without a network; photos wait for it."""

    def __init__(self, site: Site, ground: SlottingGround, is_seen: Callable[[], bool]) -> None:
        """`ground` proposes bins."""
        self._ground = ground
        self._waiting: tuple[tuple[str, int], ...] = ()
        identity, settings, equipment = site.identity, site.settings, site.equipment

        def scales() -> list[DeviceSpec]:
            return [each.spec for each in equipment.health() if each.spec.kind is DeviceKind.SCALE]

        def weigh() -> Reading | None:
            """What the first scale that answers says."""
            return next((told for spec in scales() if (told := equipment.weigh(spec)) is not None), None)

        def acted() -> None:
            """Facts are sent after each act, and photos with them."""
            site.after_act()
            self._sender.wake()
            self._look_at_waiting(desk)

        self._sender = PhotoSender(site.records, site.new_client, site.clock, site.front.bug)
        desk = Desk(
            site.records.database,
            site.clock,
            identity.id,
            identity.time_zone,
            settings.pick_margin_days,
            ground.propose,
        )
        flow = ReceivingFlow(
            desk,
            site.supervisors.talk,
            site.workers.aside,
            Paths(settings.data_folder / FOLDER, settings.photo_folder),
            weigh,
            lambda: bool(scales()),
            site.front.inbound,
            acted,
        )
        ground.on_advice = lambda: flow.changes_applied({str(ChangeKind.STOCK)})
        super().__init__(flow, site.front.inbound, is_seen)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))

    def entered(self) -> None:
        """Other desks of this PC may have moved goods meanwhile."""
        self.catch_up()
        self.show(self.flow.open())

    def wants_badge(self) -> bool:
        return self.flow.wants_badge

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        self.catch_up()
        self.show(self.flow.scan(scan, code))

    def changed(self, kinds: set[str]) -> None:
        if kinds & OF_BINS:
            self._ground.advisor.floor_changed()
        super().changed(kinds)

    def synced(self, state: SyncState) -> None:
        self.flow.sync_changed(offline=not state.connected)
        if state.connected:
            self._sender.wake()

    def start(self) -> None:
        self._sender.start()

    def close(self) -> None:
        self._sender.stop()

    def _look_at_waiting(self, desk: Desk) -> None:
        """Goods that came or were put away leave other bins free than before."""
        waiting = tuple((each.key, each.quantity) for each in desk.waiting)
        if waiting != self._waiting:
            self._waiting = waiting
            self._ground.advisor.floor_changed()
