"""The print engine inside a simulated printer: a buffer, paper, and a thread that prints."""

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from hardware.faults import Fault
from hardware.languages.language import TwinState
from hardware.printers.jobs import PrintedJobs

_PRINTING_FAULTS = (Fault.READY, Fault.MUTE, Fault.RESETS, Fault.STALLS, Fault.GARBLES)
_DEAF_FAULTS = (Fault.SILENT, Fault.MUTE, Fault.OFF)


class PrintEngine:
    """Prints jobs in order while it can, and tells how it is as a real printer would.

    It pauses by itself where its folder cannot be written.
    """

    def __init__(self, jobs: PrintedJobs, on_printed: Callable[[Path | None], None] | None = None) -> None:
        self._jobs = jobs
        self._on_printed = on_printed
        self._waiting: deque[bytes | Callable[[], None]] = deque()
        self._paper_left: int | None = None
        self._label_time_s = 0.0
        self._ended = False
        self.fault = Fault.READY
        self.changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="simulated-printer", daemon=True)
        self._thread.start()

    def set_fault(self, fault: Fault) -> None:
        """Change how it behaves; switching off forgets what waits."""
        with self.changed:
            self.fault = fault
            if fault is Fault.OFF:
                self._waiting.clear()
            self.changed.notify_all()

    def load_paper(self, labels: int | None) -> None:
        """Give it paper for so many labels; None is endless. It notices the end when it needs the next."""
        with self.changed:
            self._paper_left = labels
            self.changed.notify_all()

    def set_label_time(self, seconds: float) -> None:
        """How long one label takes."""
        with self.changed:
            self._label_time_s = seconds
            self.changed.notify_all()

    def take(self, thing: bytes | Callable[[], None]) -> None:
        """Put a whole job into the buffer, or what is to be done in its turn; a hung printer loses it."""
        with self.changed:
            if self.fault not in (Fault.SILENT, Fault.OFF):
                self._waiting.append(thing)
                self.changed.notify_all()

    def wait_while(self, fault: Fault) -> None:
        """Return when the fault is gone or the engine has ended."""
        with self.changed:
            self.changed.wait_for(lambda: self._ended or self.fault is not fault)

    def state(self, *, job_begun: bool) -> TwinState | None:
        """What it tells of itself when it is asked, or None when it keeps silent."""
        with self.changed:
            if self.fault in _DEAF_FAULTS:
                return None
            waiting = sum(isinstance(thing, bytes) for thing in self._waiting)
            return TwinState(self.fault.obstacle, waiting, job_begun)

    def stop(self) -> None:
        """End the thread; returns when it has ended."""
        with self.changed:
            self._ended = True
            self.changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while self._await_work():
            self._work_off_next()

    def _await_work(self) -> bool:
        with self.changed:
            self.changed.wait_for(lambda: self._ended or (self._waiting and self.fault in _PRINTING_FAULTS))
            return not self._ended

    def _work_off_next(self) -> None:
        with self.changed:
            thing = self._waiting[0] if self._waiting else b""
            if not isinstance(thing, bytes):
                self._waiting.popleft()
        if isinstance(thing, bytes):
            self._print_next()
        else:
            thing()

    def _print_next(self) -> None:
        with self.changed:
            interrupted = self.changed.wait_for(self._is_interrupted, self._label_time_s)
            job = None if interrupted else self._waiting[0]
            if not isinstance(job, bytes) or not self._has_paper():
                return
            try:
                path = self._jobs.add(job)
            except OSError:
                self.fault = Fault.PAUSED
                return
            self._waiting.popleft()
        if self._on_printed:
            self._on_printed(path)

    def _has_paper(self) -> bool:
        """Take paper for one label, or notice that there is none."""
        if self._paper_left == 0:
            self.fault = Fault.OUT_OF_PAPER
            self.changed.notify_all()
            return False
        if self._paper_left is not None:
            self._paper_left -= 1
        return True

    def _is_interrupted(self) -> bool:
        return self._ended or not self._waiting or self.fault not in _PRINTING_FAULTS
