"""An enrolled station at work: its desks, its sync and its printing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode, warm_up
from station.bootstrap.appliers import appliers_of, at_end_of
from station.bootstrap.equipment import CatalogEquipment
from station.bootstrap.front import Front
from station.bootstrap.identity import Identity, TokenStore
from station.bootstrap.label_painters import NewPainter
from station.bootstrap.label_printing import LabelPrinters, LabelPrinting
from station.bootstrap.resources import Resources
from station.bootstrap.roles import (
    COUNTING,
    CRATES,
    DEVICES,
    DISPATCH,
    INBOUND,
    LOADING,
    PACKING,
    PICKING,
    PICKUP,
    SLOTTING,
    TEAM,
    WAVES,
    rooms_of,
)
from station.bootstrap.skill_door import SkillDoor
from station.bootstrap.stands.devices import DevicesStand
from station.bootstrap.stands.making import StandMaker
from station.bootstrap.stands.stand import OPENED_CRATES, Site, Stand
from station.bootstrap.supervisors import Supervisors
from station.bootstrap.threads import Workers
from station.bootstrap.token_keeper import TokenKeeper
from station.kernel.clock import Clock, CorrectedClock
from station.kernel.messages import Texts
from station.kernel.scan import Scan
from station.kernel.settings import Settings
from station.people.badges import BadgeHolder
from station.people.telling_work import WorkTeller
from station.storage.database import Records
from station.sync.client import CloudClient
from station.sync.clock_offset import load_offset
from station.sync.engine import SyncEngine, SyncState
from station.sync.flow import SyncFlow
from station.sync.outbox import Author
from station.sync.picture_files import PictureFiles
from station.sync.pictures import FOLDER, PictureFetcher

OWN_NEWS = {
    LOADING: {ChangeKind.CRATE_MOVED.value, ChangeKind.ROUTE_DEPARTED.value},
    DISPATCH: {ChangeKind.ROUTES.value, ChangeKind.VAN.value},
    SLOTTING: {ChangeKind.STOCK.value, ChangeKind.PICK_FACE.value},
    PACKING: {ChangeKind.STOCK.value},
    CRATES: {OPENED_CRATES, ChangeKind.CRATE_MOVED.value, ChangeKind.STOP.value},
}
"""What an act at a desk changes that other desks of the same PC show."""

HAVE_DESKS = frozenset(
    {PICKING, DISPATCH, LOADING, PICKUP, DEVICES, COUNTING, INBOUND, SLOTTING, WAVES, CRATES, PACKING, TEAM}
)
"""Rooms with a desk of their own; the others only show what goes on."""

AnyStand = Stand[Any, Any]


@dataclass(frozen=True)
class Labels:
    """What labels are printed with."""

    printers: LabelPrinters
    new_painter: NewPainter


@dataclass(frozen=True)
class Ground:
    """What a PC has before it is enrolled: everything its desks will stand on."""

    settings: Settings
    texts: Texts
    resources: Resources
    records: Records
    workers: Workers
    tokens: TokenStore
    clock: Clock
    front: Front
    labels: Labels
    equipment: CatalogEquipment
    layouts_changed: Callable[[tuple[str, ...]], None]


class Workplace:
    """Wires the desks of one PC; flows are touched on the store thread only."""

    def __init__(self, identity: Identity, token: str, ground: Ground) -> None:
        """Built on the store thread. Raises Trouble when the cloud's address may not be used."""
        with ground.records.database.look() as connection:
            offset = load_offset(connection)
        self._clock = CorrectedClock(ground.clock, offset)
        self._records = ground.records
        self._workers = ground.workers
        self._front = ground.front

        def client_with(shown: str) -> CloudClient:
            plain = ground.settings.allow_plain_http
            return CloudClient(identity.cloud_url, shown, allow_plain_http=plain)

        def new_client() -> CloudClient:
            return client_with(self._keeper.token)

        self.identity = identity
        self._keeper = TokenKeeper(ground.tokens, identity.id, token, client_with, self._clock)

        rooms = rooms_of(identity.roles)
        client = new_client()
        self._keeper.tell(client.use_token)
        files = PictureFiles(ground.settings.data_folder / FOLDER)
        tell = (ground.front.pictures, ground.front.bug)
        self.pictures = PictureFetcher(ground.records, files, new_client, *tell)
        self._engine = self._sync_engine(client, ground.clock, offset, rooms)
        self._site = self._site_of(identity, ground, new_client)
        self.device_room = DevicesStand(self._site)
        self._maker = StandMaker(self._site, self.shows)
        self.stands = {room: self._stand(room) for room in rooms if room in HAVE_DESKS}
        self._holder: BadgeHolder | None = None
        self._work = WorkTeller(self._records.database, self._clock, identity.id, identity.time_zone)
        self._shown = next(iter(rooms), "")
        self._in_front = next(iter(self._scanning()), "")
        self.door = SkillDoor(self._site, self._shown)
        self.printing = self._label_printing(ground.labels)
        self.syncing = self._sync_flow()

    def open(self) -> None:
        """Show what there is; on the store thread."""
        for stand in self.stands.values():
            stand.open()
        self.printing.flow.open()
        self.syncing.open()

    def start(self) -> None:
        """Begin to print and to sync; never on the store thread, which both need."""
        self.printing.start()
        self._engine.start()
        self.pictures.start()
        self._keep_token()
        for stand in self.stands.values():
            stand.start()
        # The reader of GS1 codes costs a tenth of a second to load: not with the first crate.
        warm_up()

    def use_token(self, token: str) -> None:
        """The cloud knows this station again: come in with this token from now on."""
        self._keeper.use(token)
        self._engine.hurry()

    def stop(self) -> None:
        """End printing and syncing; never on the store thread, which both need."""
        self._workers.act(self._halt).result()
        self._keeper.close()
        self._engine.stop()
        self.pictures.stop()
        self.printing.stop()
        for stand in self.stands.values():
            stand.close()

    def enter(self, room: str) -> None:
        """A person goes to a room: scans are meant for it from now on, if it has a use for them."""
        self._shown = room
        self.door.enter(room)
        if room in self._scanning():
            self._in_front = room
        if room in self.stands:
            self.stands[room].entered()

    def shows(self, room: str) -> bool:
        """Whether this room is the one in front of the operator."""
        return self._shown == room

    def sign_in(self, holder: BadgeHolder | None) -> None:
        """Somebody else, or nobody, works at every desk here."""
        leaves = self._holder is not None and self._holder != holder
        self._holder = holder
        self.door.sign_in(holder)
        for stand in self.stands.values():
            stand.sign_in(holder)
        if leaves:
            self._do(lambda: self._wake_if(self._work.left()))

    def wants_badge(self) -> bool:
        """Whether the next badge is a word to the desk on show: nobody answers a question unseen."""
        if self.door.wants_badge:
            return True
        stand = self.stands.get(self._shown)
        return stand is not None and stand.wants_badge()

    def own_badge(self) -> None:
        """Who works here scanned the badge again."""
        if self._shown in self.stands and not self.door.shuts(self._shown):
            self.stands[self._shown].own_badge()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        """Give a scan to the desk it is meant for, and show it: its answer wants to be seen.

        A code only one desk knows finds it by itself; any other is for the desk that was on show last. In
        the devices room scanners are tried: whatever is read there goes nowhere else.
        """
        self.device_room.heard(scan)
        if self.door.wants_badge and isinstance(code, ScannedCode) and code.badge is not None:
            self.door.talk.badge(code.badge)
            return
        if self._shown == DEVICES:
            self.device_room.scan(scan, code)
            return
        room = _room_of(code)
        if room in self.stands:
            self._in_front = room
        if self._in_front not in self.stands:
            return
        if self._in_front != self._shown:
            self._shown = self._in_front
            self._front.go_to(self._shown)
            self.door.enter(self._shown)
        if not self.door.shuts(self._in_front):
            self.stands[self._in_front].scan(scan, code)

    def act(self, room: str, gesture: Callable[[Any], Any]) -> None:
        """A button or key of a room, unless who works here may not do its task."""
        if not self.door.shuts(room):
            self.stands[room].act(gesture)

    def scale_told(self) -> None:
        """On the store thread: a scale said something new; it stands at the desk on show."""
        if self._shown in self.stands:
            self.stands[self._shown].scale_told()

    def _site_of(self, identity: Identity, ground: Ground, new_client: Callable[[], CloudClient]) -> Site:
        """What every desk here stands on; the sync is made already."""
        return Site(
            identity,
            ground.settings,
            ground.texts,
            ground.resources,
            ground.records,
            ground.workers,
            ground.tokens,
            self._clock,
            ground.front,
            new_client,
            self._engine.hurry,
            self._wake,
            ground.equipment,
            ground.layouts_changed,
            Supervisors(
                ground.records.database, ground.workers, ground.tokens, identity.id, self._clock, new_client
            ),
        )

    def _stand(self, room: str) -> AnyStand:
        """The desk of a room; its module is loaded only here."""
        if room == DEVICES:
            return self.device_room
        return self._maker.make(room, replace(self._site, after_act=lambda: self._acted(room)))

    def _scanning(self) -> tuple[str, ...]:
        return tuple(room for room, stand in self.stands.items() if stand.takes_scans)

    def _label_printing(self, labels: Labels) -> LabelPrinting:
        """Every PC may have a label printer: shelves and badges are printed in shops and offices too."""
        return LabelPrinting(
            self._site, self._author, labels.printers, labels.new_painter, self._labels_changed
        )

    def _author(self) -> Author:
        return Author(self.identity.id, None if self._holder is None else self._holder.id, self._clock.now())

    def _labels_changed(self) -> None:
        """On the store thread: the print queue moved."""
        self.device_room.jobs_changed()
        for room in (PICKING, PACKING):
            if room in self.stands:
                self.stands[room].flow.labels_changed()

    def _sync_engine(
        self, client: CloudClient, clock: Clock, offset: timedelta, rooms: tuple[str, ...]
    ) -> SyncEngine:
        return SyncEngine(
            client,
            self._records,
            clock,
            on_state=self._synced,
            on_changes=lambda kinds: self._do(lambda: self._changed(kinds)),
            on_bug=self._front.bug,
            offset=offset,
            appliers=appliers_of(rooms),
            at_end=at_end_of(rooms),
        )

    def _sync_flow(self) -> SyncFlow:
        identity = self._site.identity
        return SyncFlow(
            self._records.database,
            self._clock,
            identity.time_zone,
            identity.name,
            identity.cloud_url,
            self._front.sync,
            self._engine.hurry,
        )

    def _do(self, work: Callable[[], None]) -> None:
        """Do `work` on the store thread, without waiting; what goes wrong in it is told."""
        self._workers.act(work)

    def _wake(self) -> None:
        self._engine.wake()
        self.printing.wake()

    def _wake_if(self, is_told: bool) -> None:
        """A fact about work was written: it is sent like any other."""
        if is_told:
            self._engine.wake()

    def _acted(self, room: str) -> None:
        """On the store thread: a desk has acted, and other desks may show what it changed."""
        self._wake()
        news = OWN_NEWS.get(room)
        if news:
            self._do(lambda: self._tell(news, but=room))

    def _tell(self, kinds: set[str], but: str = "") -> None:
        for room, stand in self.stands.items():
            if room != but:
                stand.changed(kinds)

    def _synced(self, state: SyncState) -> None:
        self._clock.offset = state.clock_offset
        self._front.sync_state(state)
        self._do(lambda: self._told_state(state))

    def _keep_token(self) -> None:
        self._workers.aside(self._keeper.renew, lambda _: None, self._front.trouble)

    def _told_state(self, state: SyncState) -> None:
        if state.connected and self._keeper.wants_asking():
            self._keep_token()
        self._wake_if(self._work.time_passed())
        self.syncing.state_changed(state)
        for stand in self.stands.values():
            stand.synced(state)

    def _changed(self, kinds: set[str]) -> None:
        """On the store thread: the sync applied changes."""
        if ChangeKind.PRODUCT.value in kinds:
            self.pictures.wake()
        self._tell(kinds)
        self.syncing.changes_applied()

    def _halt(self) -> None:
        for stand in self.stands.values():
            stand.halt()


def _room_of(code: ScannedCode | RefusedCode) -> str:
    """The room a code can only be meant for; an empty text for all others."""
    if not isinstance(code, ScannedCode):
        return ""
    if code.route is not None:
        return LOADING
    if code.document is not None:
        return INBOUND
    return PICKUP if code.pickup_qr is not None else ""
