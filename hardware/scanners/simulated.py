"""A scanner without hardware: code or a panel on the screen says what it reads."""

import queue
import threading
from collections.abc import Callable

from hardware.errors import Reason
from hardware.protocols import DeviceState, DeviceStatus


class SimulatedScanner:
    """Delivers what it is fed, in order and from a thread of its own, as real scanners do."""

    def __init__(self, name: str = "simulated scanner") -> None:
        self.name = name
        self._events: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._lost = False
        self._on_raw: Callable[[bytes], None] = lambda _: None

    def show_raw(self, on_scan: Callable[[bytes], None]) -> None:
        """It ends its scans with CR, as scanners mostly do."""
        self._on_raw = on_scan

    def start(self, on_code: Callable[[str], None], on_status: Callable[[DeviceStatus], None]) -> None:
        """Begin to deliver; READY or LOST is told first."""
        assert self._thread is None, "started twice"
        self._on_code, self._on_status = on_code, on_status
        self._events = queue.Queue()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()
        self._events.put(self._tell)

    def stop(self) -> None:
        """Deliver what was fed before, then stop; returns when the thread has ended."""
        if self._thread is not None:
            self._events.put(None)
            self._thread.join()
            self._thread = None

    def feed(self, text: str) -> None:
        """Read a code. A stopped or unplugged scanner reads nothing."""
        if self._thread is not None and not self._lost:
            self._events.put(lambda: self._read(text))

    def unplug(self) -> None:
        """Lose the scanner."""
        self._set_lost(True)

    def plug(self) -> None:
        """Bring it back."""
        self._set_lost(False)

    def _set_lost(self, lost: bool) -> None:
        if lost is not self._lost:
            self._lost = lost
            self._events.put(self._tell)

    def _tell(self) -> None:
        state = DeviceState.LOST if self._lost else DeviceState.READY
        self._on_status(DeviceStatus(self.name, state, Reason.PORT_GONE if self._lost else ""))

    def _read(self, text: str) -> None:
        self._on_code(text)
        self._on_raw(text.encode("utf-8", "replace") + b"\r")

    def _run(self) -> None:
        while (event := self._events.get()) is not None:
            event()
