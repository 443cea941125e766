"""The rooms of this station and the lights above them."""

from collections.abc import Sequence

from hardware.protocols import DeviceState, DeviceStatus
from station.bootstrap.gestures import PickingGestures, PrintingGestures, SyncGestures
from station.kernel.clock import Clock
from station.kernel.messages import Message, Texts, Tone
from station.picking.screen.screen import PickingScreen
from station.printing.flow import PrintingView
from station.printing.queue import JobState
from station.printing.screen.printer_light import PrinterLight
from station.printing.screen.screen import PrintingScreen
from station.shell.look import Look
from station.shell.navigation import Room
from station.shell.notice_bar import Notice
from station.shell.window import MainWindow
from station.sync.engine import SyncState
from station.sync.flow import SyncView
from station.sync.screen.light import light_state
from station.sync.screen.screen import SyncScreen
from station.sync.words import clock_words

PICKING, PRINTING, SYNC = "picking", "printing", "sync"
"""Ids of the rooms."""
CLOCK_NOTICE = "clock"
CLOCK_REMEDY = Message("Set the clock of this PC, or ask IT to. Times are recorded by the cloud's clock")


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
        scanners: Sequence[str],
    ) -> None:
        """`scanners` are the names of this station's scanners."""
        self._scanners = frozenset(scanners)
        self._notices = window.notices
        self._sync_light = window.sync_light
        self._sync_state: SyncState | None = None
        self._sync_view: SyncView | None = None
        self._printing_view: PrintingView | None = None
        self.picking = PickingScreen(texts, look, picking, clock)
        self._printing = PrintingScreen(texts, look, printing)
        self._sync = SyncScreen(texts, look, sync)
        self._printer_light = PrinterLight(texts, look, lambda: window.show_room(PRINTING))
        window.add_room(Room(PICKING, Message("Picking"), "picking", self.picking))
        window.add_room(Room(PRINTING, Message("Printing"), "print", self._printing))
        window.add_room(Room(SYNC, Message("Cloud"), "sync", self._sync))
        window.add_light(self._printer_light)

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits to be sent or printed, as far as was told."""
        sync, printing = self._sync_state, self._printing_view
        if sync is None or not sync.connected or sync.waiting or printing is None:
            return False
        return not any(printing.counts.get(state) for state in (JobState.WAITING, JobState.SENT))

    def enter(self, room: str) -> None:
        """A person goes to a room: what changed while nobody saw it is drawn now."""
        if room == PRINTING and self._printing_view is not None:
            self._printing.show_view(self._printing_view)
        if room == SYNC and self._sync_view is not None:
            self._sync.show_view(self._sync_view)

    def show_printing(self, view: PrintingView) -> None:
        """The print queue has changed. Its list is only drawn in sight: 200 rows take longer than a scan."""
        self._printing_view = view
        self._printer_light.show_view(view)
        if self._printing.isVisible():
            self._printing.show_view(view)

    def show_sync(self, view: SyncView) -> None:
        """What the sync room shows has changed."""
        self._sync_view = view
        if self._sync.isVisible():
            self._sync.show_view(view)

    def show_sync_state(self, state: SyncState) -> None:
        """A round of the sync ended."""
        self._sync_state = state
        self._sync_light.show_state(light_state(state))
        if state.clock_is_wrong:
            self._notices.show_notice(
                Notice(CLOCK_NOTICE, Tone.ASK, clock_words(state.clock_offset), CLOCK_REMEDY)
            )
        else:
            self._notices.withdraw(CLOCK_NOTICE)

    def show_device(self, status: DeviceStatus) -> None:
        """A scanner was lost or came back; printers have a light and a room of their own."""
        if status.device not in self._scanners:
            return
        key = f"device {status.device}"
        if status.state is DeviceState.READY:
            self._notices.withdraw(key)
        else:
            what = Message("Scanner {name} is lost", name=status.device)
            remedy = Message("Check its cable; it goes on by itself. Other scanners and the keyboard work")
            self._notices.show_notice(Notice(key, Tone.ASK, what, remedy))
