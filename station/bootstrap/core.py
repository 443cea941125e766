"""The station without its window: enrolment, sign-in, scans and gestures, each on its own thread."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hardware.check_digits import numbered
from hardware.codes import RefusedCode, ScannedCode
from hardware.protocols import LabelPrinter, Scanner
from station.bootstrap.device_desk import DeviceDesk
from station.bootstrap.front import Front
from station.bootstrap.identity import (
    Identity,
    NewEnrolment,
    TokenStore,
    become_station,
    device_request,
    keep_enrolment,
    load_identity,
    other_station,
    token_gone,
)
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
    PRINTING,
    SLOTTING,
    TEAM,
    WAVES,
)
from station.bootstrap.scan_order import Done, ScanOrder
from station.bootstrap.screen_code import CodeAsked, ScreenCode
from station.bootstrap.threads import Workers
from station.bootstrap.workplace import Ground, Labels, Workplace
from station.devices.flow import DevicesFlow
from station.devices.model.view import DevicesView
from station.kernel.clock import Clock
from station.kernel.messages import Texts
from station.kernel.scan import Scan
from station.kernel.settings import Settings
from station.people.badges import BadgeAnswer, BadgeHolder, find_badge
from station.people.skill_talk import SkillTalk
from station.printing.flow import PrintingFlow
from station.storage.database import Records
from station.sync.client import CloudClient
from station.sync.flow import SyncFlow

if TYPE_CHECKING:
    # Loaded with the desks the roles of this PC ask for.
    from station.counting.flow.conversation import CountingFlow
    from station.counting.model.view import CountingView
    from station.crates.flow.conversation import CratesFlow
    from station.crates.model.view import CratesView
    from station.dispatch.flow import DispatchFlow
    from station.dispatch.model.view import DispatchView
    from station.inbound.flow import ReceivingFlow
    from station.inbound.model.view import ReceivingView
    from station.loading.flow import LoadingFlow
    from station.loading.model.view import LoadingView
    from station.packing.flow import PackingFlow
    from station.packing.model.view import PackingView
    from station.picking.flow import PickingFlow
    from station.picking.model.view import PickingView
    from station.pickup.flow import PickupFlow
    from station.pickup.model.view import PickupView
    from station.slotting.flow import SlottingFlow
    from station.slotting.model.view import SlottingView
    from station.team.flow import TeamFlow
    from station.team.model.view import TeamView
    from station.waves.flow import WavesFlow
    from station.waves.model.view import WavesView

DATABASE_FILE = "station.db"
Flow = TypeVar("Flow")
View = TypeVar("View")


class StationCore:
    """One station; every public method may be called from any thread and returns at once."""

    def __init__(
        self, settings: Settings, texts: Texts, resources: Resources, clock: Clock, front: Front
    ) -> None:
        """Opens the database. Raises Trouble when it cannot be used."""
        self._settings = settings
        self._texts = texts
        self._resources = resources
        self._clock = clock
        self._front = front
        self._records = Records(settings.data_folder / DATABASE_FILE)
        self._workers = Workers(self._records, front.trouble, front.bug)
        self._tokens = TokenStore(settings.data_folder, in_file=settings.token_in_file)
        self._enrolling: CloudClient | None = None
        self._code_asked = CodeAsked()
        self._typed: dict[str, NewEnrolment] = {}
        """Tries with a typed code: one whose answer was lost proves with the same secret who it is."""
        self._workplace: Workplace | None = None
        self._holder: BadgeHolder | None = None
        self._order = ScanOrder(self._workers.act, self._scanned)
        self._devices = DeviceDesk(
            settings, resources, self._records, self._workers, clock, front, self._heard_code
        )

    @property
    def printer(self) -> LabelPrinter:
        """The driver that prints crate labels now; a simulated one can be told to fail."""
        return self._devices.printer

    @property
    def scanners(self) -> list[Scanner]:
        """The drivers of the scanners in use; a simulated one can be told what it reads."""
        return self._devices.scanners

    def read(self, text: str) -> ScannedCode | RefusedCode:
        """What a scanned text means on this PC."""
        return self._devices.read(text)

    def picture_file(self, sku: str) -> Path | None:
        """Where this PC keeps the picture of a product; None while there is none."""
        workplace = self._workplace
        return None if workplace is None else workplace.pictures.find(sku)

    def picture_broken(self, sku: str) -> None:
        """The picture cannot be drawn."""
        workplace = self._workplace
        if workplace is not None:
            workplace.pictures.broken(sku)

    def start(self) -> None:
        """Take up work if this PC is enrolled; else ask for the enrolment."""
        self._devices.start()
        self._workers.act(self._begin)

    def stop(self) -> None:
        """End in order: what was acted is on the disk. Nobody waits for the cloud."""
        self._devices.stop()
        self._workers.act(lambda: None).result()
        self._code_asked.end()
        if self._enrolling is not None:
            self._enrolling.close()
        if self._workplace is not None:
            self._workplace.stop()
        self._workers.stop()
        self._records.close()

    def enrol(self, cloud_url: str, code: str, name: str) -> None:
        """Turn a one-time code into this station's identity."""

        enrolment = NewEnrolment(cloud_url, name, self._clock.now())
        enrolment = self._typed[code] = replace(enrolment, proof=self._typed.get(code, enrolment).proof)

        def ask() -> None:
            plain = self._settings.allow_plain_http
            with closing(CloudClient(cloud_url, allow_plain_http=plain)) as self._enrolling:
                become_station(self._records, self._tokens, self._enrolling, code, enrolment)

        self._code_asked.stop()
        self._workers.aside(ask, lambda _: self._begin(), self._front.enrolment_failed)

    def ask_code(self, cloud_url: str, name: str) -> None:
        """Show a code with which a manager lets this PC in, and wait for the word."""

        def ask() -> bool:
            plain = self._settings.allow_plain_http
            with closing(CloudClient(cloud_url, allow_plain_http=plain)) as client:
                asking = ScreenCode(client, self._clock, self._front.enrolment_code)
                if not self._code_asked.begin(asking):
                    return False
                granted = asking.ask(self._records.act(device_request, name))
            if granted is not None:
                enrolment = NewEnrolment(cloud_url, name, self._clock.now())
                keep_enrolment(self._records, self._tokens, granted, enrolment)
            return granted is not None

        self._code_asked.stop()
        self._workers.aside(ask, lambda done: self._begin() if done else None, self._front.enrolment_failed)

    def stop_asking(self) -> None:
        """The code on the screen is not wanted any more."""
        self._code_asked.stop()

    def enrol_again(self) -> None:
        """A person wants to connect this PC anew; until that is done it works on as it is."""

        def want() -> None:
            with self._records.database.look() as connection:
                self._front.enrolment_wanted(load_identity(connection))

        self._workers.act(want)

    def scan(self, text: str, at: float, device: str) -> None:
        """A scanner read `text`; `at` is the monotonic second of its first character."""
        scan = Scan(text, at, device)
        self._workers.act(lambda: self._order.take(scan))

    def badge_typed(self, badge: str) -> None:
        """A badge number was typed at the door."""
        self.scan(badge, self._clock.monotonic(), "keyboard")

    def sign_out(self) -> None:
        """The operator leaves."""
        self._workers.act(lambda: self._sign_in(None))

    def enter(self, room: str) -> None:
        """A person goes to a room."""
        self._workers.act(lambda: self._entered(room))

    def pick(self, gesture: "Callable[[PickingFlow], PickingView]") -> None:
        """A button of the picking desk."""
        self._at_desk(PICKING, gesture)

    def receive(self, gesture: "Callable[[ReceivingFlow], ReceivingView]") -> None:
        """A button of the dock where goods come in."""
        self._at_desk(INBOUND, gesture)

    def load(self, gesture: "Callable[[LoadingFlow], LoadingView]") -> None:
        """A button of the loading dock."""
        self._at_desk(LOADING, gesture)

    def count(self, gesture: "Callable[[CountingFlow], CountingView]") -> None:
        """A button of the stock room."""
        self._at_desk(COUNTING, gesture)

    def slot(self, gesture: "Callable[[SlottingFlow], SlottingView]") -> None:
        """A button of the slotting room."""
        self._at_desk(SLOTTING, gesture)

    def steer(self, gesture: "Callable[[WavesFlow], WavesView]") -> None:
        """A gesture at the board of waves."""
        self._at_desk(WAVES, gesture)

    def crate(self, gesture: "Callable[[CratesFlow], CratesView]") -> None:
        """A button of the crates room."""
        self._at_desk(CRATES, gesture)

    def pack(self, gesture: "Callable[[PackingFlow], PackingView]") -> None:
        """A button of the room where gift boxes are packed."""
        self._at_desk(PACKING, gesture)

    def team(self, gesture: "Callable[[TeamFlow], TeamView]") -> None:
        """A button of the team room."""
        self._at_desk(TEAM, gesture)

    def at_door(self, gesture: Callable[[SkillTalk], None]) -> None:
        """A button before a room whose task a person was not shown."""
        self._workers.act(lambda: self._working().door.act(gesture))

    def dispatch(self, gesture: "Callable[[DispatchFlow], DispatchView]") -> None:
        """A gesture of the dispatcher."""
        self._at_desk(DISPATCH, gesture)

    def hand_over(self, gesture: "Callable[[PickupFlow], PickupView]") -> None:
        """A button of the shop's desk."""
        self._at_desk(PICKUP, gesture)

    def print(self, gesture: Callable[[PrintingFlow], None]) -> None:
        """A button of the printing room."""

        def act() -> None:
            gesture(self._working().printing.flow)

        self._workers.act(act)

    def devices(self, gesture: "Callable[[DevicesFlow], DevicesView]") -> None:
        """A gesture in the devices room."""
        self._at_desk(DEVICES, gesture)

    def sync(self, gesture: Callable[[SyncFlow], None]) -> None:
        """A button of the sync room."""
        self._workers.act(lambda: gesture(self._working().syncing))

    def _at_desk(self, room: str, gesture: Callable[[Flow], View]) -> None:
        self._workers.act(lambda: self._working().act(room, gesture))

    def _entered(self, room: str) -> None:
        if self._workplace is None:
            return
        self._workplace.enter(room)
        self._workplace.printing.flow.look_at_list(room == PRINTING)

    def _begin(self) -> None:
        with self._records.database.look() as connection:
            identity = load_identity(connection)
        if identity is None:
            self._front.enrolment_wanted(None)
            return
        self._workers.aside(
            lambda: self._tokens.load(identity.id),
            lambda token: self._work_as(identity, token),
            self._front.trouble,
        )

    def _work_as(self, identity: Identity, token: str) -> None:
        if not token:
            self._front.trouble(token_gone())
            self._front.enrolment_wanted(identity)
            return
        if self._workplace is not None:
            self._go_on_as(identity, token, self._workplace)
            return
        equipment = self._devices.equipment
        labels = Labels(equipment, equipment.painters.new)
        ground = Ground(
            self._settings,
            self._texts,
            self._resources,
            self._records,
            self._workers,
            self._tokens,
            self._clock,
            self._front,
            labels,
            equipment,
            self._devices.use_layouts,
        )
        workplace = self._workplace = Workplace(identity, token, ground)
        self._devices.serve(workplace.device_room, lambda: workplace.shows(DEVICES))
        self._devices.on_printers = workplace.printing.printers_changed
        self._devices.on_scale = workplace.scale_told
        self._front.enrolled(identity)
        workplace.open()
        self._workers.aside(workplace.start, lambda _: None, self._front.trouble)

    def _go_on_as(self, identity: Identity, token: str, workplace: Workplace) -> None:
        """The PC was enrolled again while it worked."""
        if workplace.identity.id != identity.id:
            self._front.trouble(other_station())
            return
        workplace.use_token(token)
        self._sign_in(None)

    def _working(self) -> Workplace:
        assert self._workplace is not None, "the rooms open after the enrolment"
        return self._workplace

    def _scanned(self, scan: Scan, done: Done) -> bool:
        """Answer a scan; True for a command, which is no business of a desk: the window does it."""
        code = self._devices.read(scan.text)
        command = code.command if isinstance(code, ScannedCode) else None
        if command is not None:
            self._front.command(numbered(command), done)
        else:
            self._meant(scan, code)
        return command is not None

    def _meant(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        """Give a code to the door or to the desk it is meant for."""
        badge = code.badge if isinstance(code, ScannedCode) else None
        workplace = self._workplace
        if workplace is None:
            return
        if badge is not None and not (self._holder is not None and workplace.wants_badge()):
            self._badge(badge)
        elif self._holder is None:
            self._front.badge(None, None)
        else:
            workplace.scan(scan, code)

    def _badge(self, badge: str) -> None:
        """A badge signs in; the badge of who works here is a word to the desk in front."""
        if self._holder is not None and self._holder.badge == badge:
            self._working().own_badge()
            return
        with self._records.database.look() as connection:
            answer, holder = find_badge(connection, badge)
        if answer is BadgeAnswer.WELCOME and holder is not None:
            self._sign_in(holder)
        self._front.badge(answer, holder)

    def _heard_code(self, text: str, scanner: str) -> None:
        self.scan(text, self._clock.monotonic(), scanner)

    def _sign_in(self, holder: BadgeHolder | None) -> None:
        self._holder = holder
        self._working().sign_in(holder)
        if holder is None:
            self._front.signed_out()
