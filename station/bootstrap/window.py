"""The station in its window: the core's news is carried to the Qt thread and drawn there."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from hardware.codes import ScannedCode
from hardware.identify import WedgeSetting
from hardware.protocols import DeviceStatus
from station.bootstrap.choices import Choices
from station.bootstrap.core import StationCore
from station.bootstrap.identity import Identity
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
    SYNC,
    TEAM,
    WAVES,
    rooms_of,
)
from station.bootstrap.rooms import Rooms
from station.bootstrap.scanned_commands import ScannedCommands
from station.bootstrap.screen_code import CodeOnScreen
from station.devices.model.device import DeviceHealth
from station.devices.model.view import DevicesView
from station.kernel.clock import Clock
from station.kernel.messages import Message, Texts, Tone
from station.kernel.settings import Settings
from station.kernel.trouble import Trouble
from station.people.badges import BadgeAnswer, BadgeHolder
from station.people.skill_talk import Stopped
from station.printing.flow import PrintingView
from station.shell.bridge import Bridge
from station.shell.burst import Burst, BurstRules, Mode
from station.shell.code_card import ShownCode
from station.shell.crash_guard import CrashGuard
from station.shell.enrol_page import EnrolGestures, EnrolPage, EnrolRequest, EnrolStep, EnrolView
from station.shell.look import Look, load_fonts
from station.shell.picture_store import PictureStore
from station.shell.sign_in import BADGE_TELLINGS, BadgeVerdict, SignInPage
from station.shell.sounds import NoSounds, Sounds, system_sounds
from station.shell.theme import LOOKS
from station.shell.wedge import Wedge
from station.shell.window import MainWindow, WindowHooks
from station.sync.engine import SyncState
from station.sync.flow import SyncView

if TYPE_CHECKING:
    from station.counting.model.view import CountingView
    from station.crates.model.view import CratesView
    from station.dispatch.model.view import DispatchView
    from station.inbound.model.view import ReceivingView
    from station.loading.model.view import LoadingView
    from station.packing.model.view import PackingView
    from station.picking.model.view import PickingView
    from station.pickup.model.view import PickupView
    from station.slotting.model.view import SlottingView
    from station.team.model.view import TeamView
    from station.waves.model.view import WavesView

VERSION = "0.1.0"
REPORTS_FOLDER = "reports"


class StationWindow:
    """Builds the window around a core and is its Front; lives on the Qt thread."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        resources: Resources,
        clock: Clock,
        sounds: Sounds | None = None,
    ) -> None:
        """Raises Trouble when the station's data cannot be used."""
        self.bridge = Bridge()
        self._choices = Choices(settings.data_folder)
        self.texts = Texts(resources.texts, self._choices.get("language", settings.language))
        self._look = Look(app, load_fonts(resources.fonts), LOOKS[self._choices.get("look", settings.look)])
        self.sounds = sounds or (system_sounds(resources.sounds) if settings.sounds else NoSounds())
        self.guard = CrashGuard(
            settings.data_folder / REPORTS_FOLDER, VERSION, clock, self._crashed, self.trouble
        )
        self._last_answers: dict[str, Any] = {}
        self._listeners: dict[str, list[Callable[[Any], None]]] = {}
        self.window = MainWindow(self.texts, self._look, resources.icons, self._hooks())
        self._notices = self.window.notices
        self.core = StationCore(settings, self.texts, resources, clock, self)
        self.enrol_page = EnrolPage(
            self.texts, self._look, EnrolGestures(self._enrol, self._ask_code, self._leave_enrolment)
        )
        self._may_leave = False
        self._stopped: Stopped | None = None
        self._sign_in_page = SignInPage(self.texts, self._look, self.core.badge_typed)
        self._product_pictures = PictureStore(
            self.core.picture_file, self.core.picture_broken, self.bridge.post
        )
        self.rooms = Rooms(self.window, self.texts, self._look, clock, self.core, self._product_pictures)
        self._commands = ScannedCommands(self.window, self.texts, self._look, self.sounds)
        self._listens = WedgeSetting(settings.wedge_gap_ms, prefix=settings.wedge_prefix)
        self._wedge = self._listen(settings)
        self.rooms.show_keys = self._wedge.show_keys

    def start(self) -> None:
        """Show the window and begin to work."""
        self.guard.install()
        self.window.show_door(self._sign_in_page)
        self.window.show()
        self._wedge.start()
        self.core.start()

    def stop(self) -> None:
        """End the work behind the window."""
        self._wedge.stop()
        self.core.stop()
        self._product_pictures.stop()
        self.bridge.close()
        self.guard.remove()

    def on_view(self, room: str, listener: Callable[[Any], None]) -> None:
        """Call `listener` on the Qt thread after each view of a desk was drawn."""
        self._listeners.setdefault(room, []).append(listener)

    # Front: each may be called from any thread

    def enrolment_wanted(self, before: Identity | None) -> None:
        self.bridge.post(lambda: self._want_enrolment(before))

    def enrolment_code(self, code: CodeOnScreen) -> None:
        self.bridge.post(lambda: self._show_code(code))

    def enrolment_failed(self, trouble: Trouble) -> None:
        self.bridge.post(lambda: self._show_enrolment(EnrolStep.ASK, Tone.REFUSED, trouble.words()))

    def enrolled(self, identity: Identity) -> None:
        self.bridge.post(lambda: self._enrolled(identity))

    def go_to(self, room: str) -> None:
        self.bridge.post(lambda: self.window.show_room(room))

    def badge(self, answer: BadgeAnswer | None, holder: BadgeHolder | None) -> None:
        self.bridge.post(lambda: self._badge(answer, holder))

    def signed_out(self) -> None:
        self.bridge.post(self._signed_out)

    def command(self, number: int, done: Callable[[], None]) -> None:
        self.bridge.post(lambda: self._commands.do(number, done))

    def picking(self, view: "PickingView") -> None:
        self.bridge.post(lambda: self._show(PICKING, view))

    def dispatch(self, view: "DispatchView") -> None:
        self.bridge.post(lambda: self._show(DISPATCH, view))

    def crates(self, view: "CratesView") -> None:
        self.bridge.post(lambda: self._show(CRATES, view))

    def inbound(self, view: "ReceivingView") -> None:
        self.bridge.post(lambda: self._show(INBOUND, view))

    def loading(self, view: "LoadingView") -> None:
        self.bridge.post(lambda: self._show(LOADING, view))

    def slotting(self, view: "SlottingView") -> None:
        self.bridge.post(lambda: self._show(SLOTTING, view))

    def waves(self, view: "WavesView") -> None:
        self.bridge.post(lambda: self._show(WAVES, view))

    def packing(self, view: "PackingView") -> None:
        self.bridge.post(lambda: self._show(PACKING, view))

    def team(self, view: "TeamView") -> None:
        self.bridge.post(lambda: self._show(TEAM, view))

    def stopped(self, room: str, told: Stopped | None) -> None:
        self.bridge.post(lambda: self._show_stopped(room, told))

    def locked(self, rooms: frozenset[str]) -> None:
        self.bridge.post(lambda: self.window.lock_rooms(rooms))

    def counting(self, view: "CountingView") -> None:
        self.bridge.post(lambda: self._show(COUNTING, view))

    def pickup(self, view: "PickupView") -> None:
        self.bridge.post(lambda: self._show(PICKUP, view))

    def printing(self, view: PrintingView) -> None:
        self.bridge.post(lambda: self.rooms.show_printing(view))

    def sync(self, view: SyncView) -> None:
        self.bridge.post(lambda: self.rooms.show(SYNC, view))

    def sync_state(self, state: SyncState) -> None:
        self.bridge.post(lambda: self.rooms.show_sync_state(state))

    def devices(self, view: DevicesView) -> None:
        self.bridge.post(lambda: self._show_devices(view))

    def pictures(self, skus: frozenset[str]) -> None:
        self._product_pictures.came(skus)

    def device_health(self, health: DeviceHealth) -> None:
        self.bridge.post(lambda: self.rooms.show_device(health))

    def device(self, status: DeviceStatus) -> None:
        """The light of the printing room tells it, and the devices room."""

    def trouble(self, trouble: Trouble) -> None:
        self.bridge.post(lambda: self._notices.tell(trouble))

    def bug(self, error: Exception) -> None:
        self.guard.catch(type(error), error, error.__traceback__)

    # On the Qt thread

    def _hooks(self) -> WindowHooks:
        return WindowHooks(
            on_sign_out=lambda: self.core.sign_out(),
            on_sync=lambda: self.window.show_room(SYNC),
            on_room=self._enter,
            on_language=lambda language: self._choices.keep("language", language),
            on_look=lambda look: self._choices.keep("look", look),
        )

    def _enter(self, room: str) -> None:
        self.rooms.enter(room)
        self.core.enter(room)

    def _show_devices(self, view: DevicesView) -> None:
        """The devices room says how keyboard scanners are listened to, too."""
        if view.wedge is not None and view.wedge != self._listens:
            self._listens = view.wedge
            mode = Mode.PREFIX if view.wedge.prefix else Mode.HOLD
            self._wedge.use(mode, BurstRules(gap_ms=view.wedge.gap_ms))
        self._show(DEVICES, view)

    def _listen(self, settings: Settings) -> Wedge:
        mode = Mode.PREFIX if settings.wedge_prefix else Mode.HOLD
        burst = Burst(mode, self._is_known_code, BurstRules(gap_ms=settings.wedge_gap_ms))
        return Wedge(
            burst,
            lambda text, at: self.core.scan(text, at, "keyboard"),
            lambda text: self.core.scan(text, time.monotonic(), "keyboard"),
        )

    def _want_enrolment(self, before: Identity | None) -> None:
        """A station that works already may go back to its work."""
        self._may_leave = before is not None and self.rooms.is_open
        address, name = ("", "") if before is None else (before.cloud_url, before.name)
        self.enrol_page.show_view(EnrolView(EnrolStep.ASK, address, name, may_leave=self._may_leave))
        self.window.show_door(self.enrol_page)

    def _enrol(self, request: EnrolRequest) -> None:
        self._show_enrolment(EnrolStep.WORKING)
        self.core.enrol(request.cloud_url, request.code, request.desk_name)

    def _ask_code(self, cloud_url: str, name: str) -> None:
        self._show_enrolment(EnrolStep.WORKING)
        self.core.ask_code(cloud_url, name)

    def _leave_enrolment(self) -> None:
        self.core.stop_asking()
        self.window.show_door(self._sign_in_page)

    def _show_code(self, code: CodeOnScreen) -> None:
        until = datetime.now() + timedelta(seconds=code.good_for_s)  # noqa: DTZ005 - the clock on the wall
        shown = ShownCode(code.code, code.address, code.link, f"{until:%H:%M}")
        self.enrol_page.show_view(EnrolView(EnrolStep.SHOWING, shown=shown, may_leave=self._may_leave))

    def _show_enrolment(
        self, step: EnrolStep, tone: Tone | None = None, message: Message | None = None
    ) -> None:
        self.enrol_page.show_view(EnrolView(step, tone=tone, message=message, may_leave=self._may_leave))

    def _badge(self, answer: BadgeAnswer | None, holder: BadgeHolder | None) -> None:
        verdict = BadgeVerdict(answer.value) if answer else BadgeVerdict.UNREADABLE
        self.sounds.play(BADGE_TELLINGS[verdict].sound)
        if answer is BadgeAnswer.WELCOME and holder is not None:
            self._sign_in_page.clear()
            self.window.open_door(holder.name)
        elif self.window.door is self._sign_in_page:
            self._sign_in_page.show_verdict(verdict)

    def _signed_out(self) -> None:
        self._sign_in_page.clear()
        self.window.show_door(self._sign_in_page)

    def _enrolled(self, identity: Identity) -> None:
        self.rooms.open(rooms_of(identity.roles))
        self.window.show_door(self._sign_in_page)

    def _show(self, room: str, view: Any) -> None:
        if view.answer is not None and view.answer is not self._last_answers.get(room):
            self.sounds.play(view.answer.sound)
        self._last_answers[room] = view.answer
        self.rooms.show(room, view)
        for listener in self._listeners.get(room, ()):
            listener(view)

    def _show_stopped(self, room: str, told: Stopped | None) -> None:
        before, self._stopped = self._stopped, told
        if told is not None and (before is None or before.serial != told.serial):
            self.sounds.play(told.sound)
        self.rooms.show_stopped(room, told)

    def _crashed(self, report: Path) -> None:
        self.bridge.post(lambda: self.window.show_crash(report))

    def _is_known_code(self, text: str) -> bool:
        return isinstance(self.core.read(text), ScannedCode)
