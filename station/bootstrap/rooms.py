"""The rooms of this station and the lights above them."""

from hardware.protocols import DeviceStatus
from station.bootstrap.gestures import PickingGestures, PrintingGestures, SyncGestures
from station.kernel.clock import Clock
from station.kernel.messages import Message, Texts
from station.picking.screen.screen import PickingScreen
from station.printing.flow import PrintingView
from station.printing.queue import JobState
from station.shell.look import Look
from station.shell.navigation import Room
from station.shell.window import MainWindow
from station.sync.engine import SyncState
from station.sync.flow import SyncView


class Rooms:
    """Adds the rooms to the window and shows each its views; on the Qt thread."""

    def __init__(
        self,
        window: MainWindow,
        texts: Texts,
        look: Look,
        clock: Clock,
        picking: PickingGestures,
        printing: PrintingGestures,
        sync: SyncGestures,
    ) -> None:
        self._window = window
        self._sync_state: SyncState | None = None
        self._printing: PrintingView | None = None
        self.picking = PickingScreen(texts, look, picking, clock)
        window.add_room(Room("picking", Message("Picking"), "picking", self.picking))

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits to be sent or printed, as far as was told."""
        sync, printing = self._sync_state, self._printing
        if sync is None or not sync.connected or sync.waiting or printing is None:
            return False
        return not any(printing.counts.get(state) for state in (JobState.WAITING, JobState.SENT))

    def show_printing(self, view: PrintingView) -> None:
        """The print queue has changed."""
        self._printing = view

    def show_sync(self, view: SyncView) -> None:
        """What the sync room shows has changed."""

    def show_sync_state(self, state: SyncState) -> None:
        """A round of the sync ended."""
        self._sync_state = state

    def show_device(self, status: DeviceStatus) -> None:
        """A device was lost, came back, or needs help."""
