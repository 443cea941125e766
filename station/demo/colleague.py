"""A desk without a window: packs given waves by the views it is shown, through the same flows."""

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from hardware.protocols import DeviceStatus
from station.bootstrap.core import StationCore
from station.bootstrap.identity import Identity
from station.bootstrap.resources import Resources
from station.bootstrap.screen_code import CodeOnScreen
from station.demo.autopilot import right_code
from station.demo.stage import WAREHOUSE, Stage
from station.kernel.clock import SystemClock
from station.kernel.ids import WaveId
from station.kernel.messages import Texts
from station.kernel.settings import Settings
from station.kernel.trouble import Trouble
from station.people.badges import BadgeAnswer, BadgeHolder
from station.picking.model.view import PickingView, Step
from station.printing.flow import PrintingView
from station.sync.engine import SyncState
from station.sync.flow import SyncView

if TYPE_CHECKING:
    from station.counting.model.view import CountingView
    from station.crates.model.view import CratesView
    from station.devices.model.device import DeviceHealth
    from station.devices.model.view import DevicesView
    from station.dispatch.model.view import DispatchView
    from station.inbound.model.view import ReceivingView
    from station.loading.model.view import LoadingView
    from station.packing.model.view import PackingView
    from station.people.skill_talk import Stopped
    from station.pickup.model.view import PickupView
    from station.slotting.model.view import SlottingView
    from station.team.model.view import TeamView
    from station.waves.model.view import WavesView

BETWEEN_SCANS_S = 5.0
"""By the desk's own clock: nobody waits for it."""
WORKING = (Step.SCAN_PRODUCT, Step.PUT, Step.CLOSE_CRATES)
NAME = "工位 2"


class Colleague:
    """The Front of a StationCore that answers each view at once."""

    def __init__(self, stage: Stage, resources: Path, waves: Sequence[UUID]) -> None:
        settings = Settings(data_folder=stage.folder / "colleague", token_in_file=True)
        settings.data_folder.mkdir()
        self._stage = stage
        self._gtins = stage.gtins
        self._badge = stage.day.catalogue.operators[1].badge
        self._waves = deque(waves)
        self._at = 0.0
        self._answered = 0
        """Serial of the last view that was answered."""
        self._packing: WaveId | None = None
        self._signed_in = False
        self.scans = 0
        self.core = StationCore(
            settings, Texts(resources / "texts"), Resources(resources), SystemClock(), self
        )

    @property
    def is_done(self) -> bool:
        """Every wave is packed here."""
        return self._signed_in and not self._waves and self._packing is None

    def start(self) -> None:
        """Enrol, and begin as soon as the badge is known."""
        self.core.start()
        cloud = self._stage.cloud
        self.core.enrol(cloud.url, cloud.enrol_code("warehouse", warehouse=WAREHOUSE), NAME)

    def stop(self) -> None:
        """Go home."""
        self.core.stop()

    # Front

    def picking(self, view: PickingView) -> None:
        if view.step in WORKING and view.serial > self._answered:
            self._answered = view.serial
            code = right_code(view, self._gtins)
            if code is not None:
                self._at += BETWEEN_SCANS_S
                self.scans += 1
                self.core.scan(code, self._at, NAME)
        elif self._signed_in and view.step in (Step.NO_WAVE, Step.WAVE_DONE):
            self._next_wave(view.step)

    def _next_wave(self, step: Step) -> None:
        if step is Step.WAVE_DONE and self._packing is not None:
            self._packing = None
        if self._waves and self._packing is None:
            wave_id = self._packing = WaveId(self._waves.popleft())
            self.core.pick(lambda flow: flow.take_wave(wave_id))

    def sync_state(self, state: SyncState) -> None:
        if state.connected and not self._signed_in:
            self.core.badge_typed(self._badge)

    def badge(self, answer: BadgeAnswer | None, holder: BadgeHolder | None) -> None:
        if answer is BadgeAnswer.WELCOME and not self._signed_in:
            self._signed_in = True
            self.core.pick(lambda flow: flow.view())

    def enrolment_wanted(self, before: Identity | None) -> None:
        """The code is on its way."""

    def enrolment_code(self, code: CodeOnScreen) -> None:
        """This desk has a code of IT."""

    def enrolment_failed(self, trouble: Trouble) -> None:
        raise trouble

    def enrolled(self, identity: Identity) -> None:
        """The rooms open."""

    def go_to(self, room: str) -> None:
        """Nobody looks."""

    def command(self, number: int, done: Callable[[], None]) -> None:
        """It has no keys."""
        done()

    def stopped(self, room: str, told: "Stopped | None") -> None:
        """It does what it was shown."""

    def locked(self, rooms: frozenset[str]) -> None:
        """It has no rail."""

    def team(self, view: "TeamView") -> None:
        """Not this desk's work."""

    def signed_out(self) -> None:
        """Nobody leaves."""

    def dispatch(self, view: "DispatchView") -> None:
        """Not this desk's work."""

    def loading(self, view: "LoadingView") -> None:
        """Not this desk's work."""

    def inbound(self, view: "ReceivingView") -> None:
        """Not this desk's work."""

    def slotting(self, view: "SlottingView") -> None:
        """Not this desk's work."""

    def waves(self, view: "WavesView") -> None:
        """Not this desk's work."""

    def crates(self, view: "CratesView") -> None:
        """Not this desk's work."""

    def packing(self, view: "PackingView") -> None:
        """Not this desk's work."""

    def counting(self, view: "CountingView") -> None:
        """Not this desk's work."""

    def pickup(self, view: "PickupView") -> None:
        """Not this desk's work."""

    def printing(self, view: PrintingView) -> None:
        """It has no printer."""

    def sync(self, view: SyncView) -> None:
        """Nobody looks."""

    def pictures(self, skus: frozenset[str]) -> None:
        """Nobody looks."""

    def devices(self, view: "DevicesView") -> None:
        """Nobody looks."""

    def device_health(self, health: "DeviceHealth") -> None:
        """Nobody looks."""

    def device(self, status: DeviceStatus) -> None:
        """It has no devices."""

    def trouble(self, trouble: Trouble) -> None:
        """The sync tries again; the play runs out of patience if it never succeeds."""

    def bug(self, error: Exception) -> None:
        raise error
