"""A whole station without a window, worked by a script: it sees what an operator would see, and scans."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from hardware.protocols import DeviceStatus
from station.bootstrap.core import StationCore
from station.bootstrap.identity import Identity
from station.bootstrap.resources import Resources
from station.bootstrap.screen_code import CodeOnScreen
from station.counting.model.view import CountingView
from station.crates.model.view import CratesView
from station.devices.model.device import DeviceHealth
from station.devices.model.view import DevicesView
from station.dispatch.model.view import DispatchView
from station.inbound.model.view import ReceivingView
from station.kernel.clock import Clock, SystemClock
from station.kernel.messages import Texts
from station.kernel.settings import Settings
from station.kernel.trouble import Trouble
from station.loading.model.view import LoadingView
from station.packing.model.view import PackingView
from station.people.badges import BadgeAnswer, BadgeHolder
from station.people.skill_talk import Stopped
from station.picking.flow import PickingFlow
from station.picking.model.view import Answer, PickingView, Step
from station.pickup.model.view import PickupView
from station.printing.view import PrintingView
from station.slotting.model.view import SlottingView
from station.sync.engine import SyncState
from station.sync.view import SyncView
from station.team.model.view import TeamView
from station.waves.model.view import WavesView

PATIENCE_S = 30.0
BETWEEN_SCANS_S = 2.0
"""As far as the desk is told: no scan here is the double reading of another."""
RESOURCES = Path(__file__).parents[3] / "resources"
BUSY = (Step.TAKING, Step.PLANNING)

T = TypeVar("T")


def headless_settings(folder: Path, printer: str = "none") -> Settings:
    """Settings of a station whose data lie in `folder`."""
    return Settings(
        data_folder=folder, label_printer=printer, token_in_file=True, sounds=False, plan_seconds=0.0
    )


@dataclass
class Seen:
    """The newest of everything the desk was shown."""

    view: PickingView | None = None
    dispatch: DispatchView | None = None
    loading: LoadingView | None = None
    pickup: PickupView | None = None
    badge: BadgeAnswer | None = None
    enrolled: bool = False
    sync: SyncState | None = None
    rounds: int = 0
    """Rounds of the sync that ended, well or badly."""
    sync_room: SyncView | None = None
    printing: PrintingView | None = None
    devices: DevicesView | None = None
    team: TeamView | None = None
    stopped: Stopped | None = None
    locked: list[str] = field(default_factory=list)
    health: list[DeviceHealth] = field(default_factory=list)
    """Each change of a device, oldest first."""
    troubles: list[Trouble] = field(default_factory=list)
    bugs: list[Exception] = field(default_factory=list)


class HeadlessDesk:
    """The Front of a StationCore: keeps what it is shown, and waits for what is to come."""

    patience_s = PATIENCE_S

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.seen = Seen()
        self._changed = threading.Condition()
        self._at = 0.0
        self.core = StationCore(
            settings, Texts(RESOURCES / "texts", "en"), Resources(RESOURCES), clock or SystemClock(), self
        )

    def wait(self, what: str, ask: Callable[[Seen], T | None], patience_s: float | None = None) -> T:
        """Wait until `ask` answers something true in Python's sense; by default as long as this desk does."""
        patience_s = self.patience_s if patience_s is None else patience_s
        answers: list[T | None] = []

        def is_there() -> bool:
            answers.append(ask(self.seen))
            return bool(answers[-1])

        with self._changed:
            came = self._changed.wait_for(is_there, patience_s)
        answer = answers[-1]
        assert came, f"{what} did not come within {patience_s:.0f} s; seen: {self.seen}"
        assert answer is not None
        return answer

    def enrol(self, cloud_url: str, code: str, name: str) -> None:
        """Become a station."""
        self.core.enrol(cloud_url, code, name)
        self.wait("the enrolment", lambda seen: seen.enrolled)

    def sign_in(self, badge: str) -> None:
        """Badge in, once the operators came down."""
        self.wait("the first round of the sync", lambda seen: seen.sync)
        self.seen.badge = None
        self.core.badge_typed(badge)
        answer = self.wait("the answer to the badge", lambda seen: seen.badge)
        assert answer is BadgeAnswer.WELCOME

    def take_wave(self) -> PickingView:
        """Ask for a wave; the view when it is ready, or when there is none."""
        self.core.pick(lambda flow: flow.take_wave())
        return self.rest()

    def sync_now(self) -> SyncState:
        """Ask for a round of the sync and wait for its end."""
        before = self.seen.rounds
        self.core.sync(lambda flow: flow.sync_now())
        self.wait("a round of the sync", lambda seen: seen.rounds > before)
        assert self.seen.sync is not None
        return self.seen.sync

    def rest(self) -> PickingView:
        """The view as soon as nothing is under way; all that was asked before is done by then."""
        asked = threading.Event()

        def look(flow: PickingFlow) -> PickingView:
            asked.set()
            return flow.view()

        self.core.pick(look)
        assert asked.wait(PATIENCE_S), "the store thread does not answer"
        return self.wait("a view at rest", lambda seen: _at_rest(seen.view))

    def scan(self, code: str, device: str = "script") -> PickingView:
        """Scan a code; the view that answers it."""
        self._at += BETWEEN_SCANS_S
        return self._answered(lambda: self.core.scan(code, self._at, device))

    def press(self, gesture: Callable[[PickingFlow], PickingView]) -> PickingView:
        """Press a button that has an answer."""
        return self._answered(lambda: self.core.pick(gesture))

    def _answered(self, act: Callable[[], None]) -> PickingView:
        before = self._answer()
        act()
        self.wait("an answer", lambda _: self._answer() is not before)
        view = self.seen.view
        assert view is not None
        return view

    def _answer(self) -> Answer | None:
        return self.seen.view.answer if self.seen.view is not None else None

    def _keep(self, **seen: object) -> None:
        with self._changed:
            for name, value in seen.items():
                setattr(self.seen, name, value)
            self._changed.notify_all()

    # Front

    def enrolment_wanted(self, before: Identity | None) -> None:
        self._keep(enrolled=False)

    def enrolment_code(self, code: CodeOnScreen) -> None:
        """This desk has a code of IT."""

    def enrolment_failed(self, trouble: Trouble) -> None:
        self.trouble(trouble)

    def enrolled(self, identity: Identity) -> None:
        self._keep(enrolled=True)

    def badge(self, answer: BadgeAnswer | None, holder: BadgeHolder | None) -> None:
        self._keep(badge=answer)

    def signed_out(self) -> None:
        self._keep(badge=None)

    def go_to(self, room: str) -> None:
        """Nobody looks."""

    def command(self, number: int, done: Callable[[], None]) -> None:
        """It has no keys."""
        done()

    def stopped(self, room: str, told: Stopped | None) -> None:
        self._keep(stopped=told)

    def locked(self, rooms: frozenset[str]) -> None:
        self._keep(locked=sorted(rooms))

    def team(self, view: TeamView) -> None:
        self._keep(team=view)

    def dispatch(self, view: DispatchView) -> None:
        self._keep(dispatch=view)

    def loading(self, view: LoadingView) -> None:
        self._keep(loading=view)

    def inbound(self, view: ReceivingView) -> None:
        """Another room's work."""

    def slotting(self, view: SlottingView) -> None:
        """Nobody looks at the map here."""

    def waves(self, view: WavesView) -> None:
        """Nobody steers the night here."""

    def packing(self, view: PackingView) -> None:
        """Another room's work."""

    def crates(self, view: CratesView) -> None:
        """Not this desk's work."""

    def counting(self, view: CountingView) -> None:
        """Another room's work."""

    def pickup(self, view: PickupView) -> None:
        self._keep(pickup=view)

    def picking(self, view: PickingView) -> None:
        self._keep(view=view)

    def printing(self, view: PrintingView) -> None:
        self._keep(printing=view)

    def sync(self, view: SyncView) -> None:
        self._keep(sync_room=view)

    def sync_state(self, state: SyncState) -> None:
        self._keep(sync=state, rounds=self.seen.rounds + 1)

    def pictures(self, skus: frozenset[str]) -> None:
        """Nobody looks."""

    def devices(self, view: DevicesView) -> None:
        self._keep(devices=view)

    def device_health(self, health: DeviceHealth) -> None:
        self._keep(health=[*self.seen.health, health])

    def device(self, status: DeviceStatus) -> None:
        """The printing room tells of the printer."""

    def trouble(self, trouble: Trouble) -> None:
        self._keep(troubles=[*self.seen.troubles, trouble])

    def bug(self, error: Exception) -> None:
        self._keep(bugs=[*self.seen.bugs, error])


def _at_rest(view: PickingView | None) -> PickingView | None:
    return view if view is not None and view.step not in BUSY else None
