"""What the station tells whoever stands in front of it: a window, a test, a demonstration."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from hardware.protocols import DeviceStatus
from station.bootstrap.identity import Identity
from station.bootstrap.screen_code import CodeOnScreen
from station.devices.model.device import DeviceHealth
from station.devices.model.view import DevicesView
from station.kernel.trouble import Trouble
from station.people.badges import BadgeAnswer, BadgeHolder
from station.printing.flow import PrintingView
from station.sync.engine import SyncState
from station.sync.flow import SyncView

if TYPE_CHECKING:
    # Loaded with the desks the roles of this PC ask for.
    from station.counting.model.view import CountingView
    from station.crates.model.view import CratesView
    from station.dispatch.model.view import DispatchView
    from station.inbound.model.view import ReceivingView
    from station.loading.model.view import LoadingView
    from station.packing.model.view import PackingView
    from station.people.skill_talk import Stopped
    from station.picking.model.view import PickingView
    from station.pickup.model.view import PickupView
    from station.slotting.model.view import SlottingView
    from station.team.model.view import TeamView
    from station.waves.model.view import WavesView


class Front(Protocol):
    """Hears of everything; each call may come from any thread and must not wait."""

    def enrolment_wanted(self, before: Identity | None) -> None:
        """This PC needs a cloud and a code; `before` is the station it was or still is, None if it is new."""
        ...

    def enrolment_code(self, code: CodeOnScreen) -> None:
        """Show this code: whoever may, lets this PC in with it."""
        ...

    def enrolment_failed(self, trouble: Trouble) -> None:
        """The code, the address or the network did not do."""
        ...

    def enrolled(self, identity: Identity) -> None:
        """This PC is a station now; an operator may badge in."""
        ...

    def badge(self, answer: BadgeAnswer | None, holder: BadgeHolder | None) -> None:
        """A badge was scanned; None is a code that is no badge while one is wanted."""
        ...

    def signed_out(self) -> None:
        """Nobody works here now."""
        ...

    def go_to(self, room: str) -> None:
        """A scan was meant for this room: show it."""
        ...

    def stopped(self, room: str, told: "Stopped | None") -> None:
        """Who works here was not shown the task of this room; None: the room is open."""
        ...

    def locked(self, rooms: frozenset[str]) -> None:
        """Rooms with a task nobody showed to who works here; a supervisor lets them in."""
        ...

    def command(self, number: int, done: Callable[[], None]) -> None:
        """A scanned command: do what the key of that number does (see DeskCommand), then call `done`."""
        ...

    def picking(self, view: "PickingView") -> None:
        """The picking desk has changed."""
        ...

    def dispatch(self, view: "DispatchView") -> None:
        """The dispatch desk has changed."""
        ...

    def inbound(self, view: "ReceivingView") -> None:
        """The dock where goods come in has changed."""
        ...

    def loading(self, view: "LoadingView") -> None:
        """The loading dock has changed."""
        ...

    def slotting(self, view: "SlottingView") -> None:
        """The slotting desk has changed."""
        ...

    def waves(self, view: "WavesView") -> None:
        """The board of waves has changed."""
        ...

    def crates(self, view: "CratesView") -> None:
        """The crates desk has changed."""
        ...

    def packing(self, view: "PackingView") -> None:
        """The desk that packs gift boxes has changed."""
        ...

    def team(self, view: "TeamView") -> None:
        """The figures of the team room have changed."""
        ...

    def counting(self, view: "CountingView") -> None:
        """The stock desk has changed."""
        ...

    def pickup(self, view: "PickupView") -> None:
        """The shop's desk has changed."""
        ...

    def printing(self, view: PrintingView) -> None:
        """The print queue has changed."""
        ...

    def sync(self, view: SyncView) -> None:
        """What the sync room shows has changed."""
        ...

    def sync_state(self, state: SyncState) -> None:
        """A round of the sync ended."""
        ...

    def pictures(self, skus: frozenset[str]) -> None:
        """These products look otherwise from now on."""
        ...

    def devices(self, view: DevicesView) -> None:
        """What the devices room shows has changed."""
        ...

    def device_health(self, health: DeviceHealth) -> None:
        """A device of any kind was lost, is back, or needs help; told once for each change."""
        ...

    def device(self, status: DeviceStatus) -> None:
        """What prints labels tells of its printer."""
        ...

    def trouble(self, trouble: Trouble) -> None:
        """Something outside failed."""
        ...

    def bug(self, error: Exception) -> None:
        """Something of ours failed."""
        ...
