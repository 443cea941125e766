"""The rooms of this station and the lights above them."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from hardware.protocols import DeviceState
from station.bootstrap import gestures
from station.bootstrap.core import StationCore
from station.bootstrap.device_gestures import DeviceGestures
from station.bootstrap.packing_gestures import PackingGestures
from station.bootstrap.roles import (
    ASIDE,
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
    SYNC,
    TEAM,
    TITLES,
    WAVES,
)
from station.bootstrap.team_gestures import DoorGestures, TeamGestures
from station.bootstrap.waves_gestures import WavesGestures
from station.devices.model.device import DeviceHealth
from station.devices.model.kinds import DeviceKind
from station.devices.screen.light import DevicesLight
from station.kernel.clock import Clock
from station.kernel.messages import N_, Message, Texts, Tone
from station.people.screen.skill_page import SkillPage
from station.people.skill_talk import Stopped
from station.printing.flow import PrintingView
from station.printing.queue import JobState
from station.printing.screen.printer_light import PrinterLight
from station.printing.screen.screen import PrintingScreen
from station.shell.key_tap import KeyTap
from station.shell.look import Look
from station.shell.navigation import Room
from station.shell.notice_bar import Notice
from station.shell.picture_store import PictureStore
from station.shell.window import MainWindow
from station.sync.engine import SyncState
from station.sync.screen.light import light_state
from station.sync.screen.screen import SyncScreen
from station.sync.words import clock_words

CLOCK_NOTICE = "clock"
CLOCK_REMEDY = Message("Set the clock of this PC, or ask IT to. Times are recorded by the cloud's clock")
STRANGER_NOTICE = "stranger"
STRANGER = Message("The cloud does not let this desk in any more")
STRANGER_REMEDY = Message("Work on, all is kept here. Ask a manager, then connect it again in the room Cloud")
LOST_WORDS = {
    DeviceKind.SCANNER: (
        N_("Scanner {name} is lost"),
        Message("Check its cable; it goes on by itself. Other scanners and the keyboard work"),
    ),
    DeviceKind.SCALE: (
        N_("Scale {name} is lost"),
        Message("Check its cable and its power; it goes on by itself"),
    ),
}
"""What is told everywhere of a device that is needed at every moment."""


class Screen(Protocol):
    """What every room's widget can do."""

    def show_view(self, view: Any) -> None:
        """Draw a view of its flow."""
        ...


class Rooms:
    """Adds the rooms to the window and shows each its views; on the Qt thread."""

    def __init__(
        self,
        window: MainWindow,
        texts: Texts,
        look: Look,
        clock: Clock,
        core: StationCore,
        pictures: PictureStore,
    ) -> None:
        self._window = window
        self._texts = texts
        self._look = look
        self._clock = clock
        self._core = core
        self._pictures = pictures
        self._notices = window.notices
        self._sync_light = window.sync_light
        self._sync_state: SyncState | None = None
        self._views: dict[str, Any] = {}
        self._screens: dict[str, Any] = {}
        self.show_keys: Callable[[KeyTap | None], None] = lambda _: None
        """Lets a tap have the keys of scanners; the window says how."""
        self._stopped: set[str] = set()
        """Rooms in whose place the page about skills stands."""
        self._skill_page = SkillPage(texts, look, DoorGestures(core))
        self._devices_light = DevicesLight(texts, look, lambda: window.show_room(DEVICES))
        self._printer_light = PrinterLight(texts, look, lambda: window.show_room(PRINTING))

    def open(self, rooms: Iterable[str]) -> None:
        """Build the rooms this PC is for; the others are not even loaded."""
        for room in rooms:
            if room in self._screens:
                continue
            screen = self._build(room)
            self._screens[room] = screen
            title, icon = TITLES[room]
            self._window.add_room(Room(room, title, icon, screen, room in ASIDE))
            if room == PRINTING:
                self._window.add_light(self._printer_light)
            if room == DEVICES:
                self._window.add_light(self._devices_light)

    def screen(self, room: str) -> Any:
        """The widget of a room of this station."""
        return self._screens[room]

    @property
    def is_open(self) -> bool:
        """Whether this PC has rooms: it was let in once."""
        return bool(self._screens)

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits to be sent or printed, as far as was told."""
        sync, printing = self._sync_state, self._views.get(PRINTING)
        if sync is None or not sync.connected or sync.waiting:
            return False
        if PRINTING not in self._screens:
            return True
        return printing is not None and not any(
            printing.counts.get(state) for state in (JobState.WAITING, JobState.SENT)
        )

    def enter(self, room: str) -> None:
        """A person goes to a room: what changed while nobody saw it is drawn now."""
        if room in self._views:
            self._screens[room].show_view(self._views[room])

    def show(self, room: str, view: Any) -> None:
        """A room has changed. It is only drawn in sight: a list of 200 rows takes longer than a scan."""
        self._views[room] = view
        if room == DEVICES:
            self._devices_light.show_view(view)
        screen = self._screens.get(room)
        if screen is not None and (screen.isVisible() or room in (PICKING, LOADING, PICKUP)):
            screen.show_view(view)

    def show_stopped(self, room: str, told: Stopped | None) -> None:
        """Who works here was not shown the task of a room: it is told there; or the room is open."""
        for other in self._stopped - ({room} if told is not None else set()):
            self._window.cover(other, None)
            self.enter(other)
        self._stopped = set() if told is None else {room}
        if told is not None:
            self._skill_page.show_stopped(told)
            self._window.cover(room, self._skill_page)

    def show_printing(self, view: PrintingView) -> None:
        """The print queue has changed; a PC without its room watches its labels where it asked for them."""
        if PRINTING in self._screens:
            self._printer_light.show_view(view)
        self.show(PRINTING, view)

    def show_sync_state(self, state: SyncState) -> None:
        """A round of the sync ended."""
        self._sync_state = state
        self._sync_light.show_state(light_state(state))
        if state.known:
            self._notices.withdraw(STRANGER_NOTICE)
        else:
            self._notices.show_notice(Notice(STRANGER_NOTICE, Tone.REFUSED, STRANGER, STRANGER_REMEDY))
        if state.clock_is_wrong:
            self._notices.show_notice(
                Notice(CLOCK_NOTICE, Tone.ASK, clock_words(state.clock_offset), CLOCK_REMEDY)
            )
        else:
            self._notices.withdraw(CLOCK_NOTICE)

    def show_device(self, health: DeviceHealth) -> None:
        """A scanner or scale was lost or came back; printers have lights, and tell when they are needed."""
        spec = health.spec
        words = LOST_WORDS.get(spec.kind)
        if words is None:
            return
        key = f"device {spec.kind} {spec.address}"
        if health.state is DeviceState.READY:
            self._notices.withdraw(key)
        else:
            lost, remedy = words
            name = spec.name or spec.address
            self._notices.show_notice(Notice(key, Tone.ASK, Message(lost, name=name), remedy))

    def _build(self, room: str) -> QWidget:
        builders: dict[str, Callable[[], QWidget]] = {
            PICKING: self._picking,
            DISPATCH: self._dispatch,
            LOADING: self._loading,
            PICKUP: self._pickup,
            PRINTING: lambda: PrintingScreen(self._texts, self._look, gestures.PrintingGestures(self._core)),
            SYNC: lambda: SyncScreen(self._texts, self._look, gestures.SyncGestures(self._core)),
            DEVICES: self._devices,
            COUNTING: self._counting,
            INBOUND: self._inbound,
            CRATES: self._crates,
            PACKING: self._packing,
            SLOTTING: self._slotting,
            WAVES: self._waves,
            TEAM: self._team,
        }
        return builders[room]()

    def _devices(self) -> QWidget:
        from station.devices.screen.screen import DevicesScreen

        icons = self._window.icons
        return DevicesScreen(
            self._texts, self._look, icons, DeviceGestures(self._core, lambda tap: self.show_keys(tap))
        )

    def _picking(self) -> QWidget:
        from station.picking.screen.screen import PickingScreen

        hand = gestures.PickingGestures(self._core)
        return PickingScreen(self._texts, self._look, hand, self._clock, pictures=self._pictures)

    def _dispatch(self) -> QWidget:
        from station.dispatch.screen.screen import DispatchScreen

        return DispatchScreen(self._texts, self._look, gestures.DispatchGestures(self._core))

    def _loading(self) -> QWidget:
        from station.loading.screen.screen import LoadingScreen

        return LoadingScreen(self._texts, self._look, gestures.LoadingGestures(self._core), self._clock)

    def _inbound(self) -> QWidget:
        from station.inbound.screen.screen import ReceivingScreen

        hand = gestures.InboundGestures(self._core)
        return ReceivingScreen(self._texts, self._look, hand, self._pictures)

    def _crates(self) -> QWidget:
        from station.crates.screen.screen import CratesScreen

        hand = gestures.CratesGestures(self._core)
        return CratesScreen(self._texts, self._look, hand, self._pictures)

    def _packing(self) -> QWidget:
        from station.packing.screen.screen import PackingScreen

        return PackingScreen(self._texts, self._look, PackingGestures(self._core), self._pictures)

    def _counting(self) -> QWidget:
        from station.counting.screen.screen import CountingScreen

        return CountingScreen(self._texts, self._look, gestures.CountingGestures(self._core))

    def _slotting(self) -> QWidget:
        from station.slotting.screen.screen import SlottingScreen

        hand = gestures.SlottingGestures(self._core)
        return SlottingScreen(self._texts, self._look, hand, self._pictures)

    def _waves(self) -> QWidget:
        from station.waves.screen.screen import WavesScreen

        return WavesScreen(self._texts, self._look, WavesGestures(self._core))

    def _team(self) -> QWidget:
        from station.team.screen.screen import TeamScreen

        return TeamScreen(self._texts, self._look, TeamGestures(self._core))

    def _pickup(self) -> QWidget:
        from station.pickup.screen.screen import PickupScreen

        return PickupScreen(self._texts, self._look, gestures.PickupGestures(self._core), self._clock)
