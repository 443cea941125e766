"""The one way from a worker thread to the Qt thread."""

import sys
import threading
from collections import deque
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot


class Bridge(QObject):
    """Runs functions of any thread on the Qt thread, in the order they were posted.

    Must be born on the Qt thread: born elsewhere its functions would run there instead.
    """

    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        assert QThread.isMainThread(), "a bridge must be born on the Qt thread"
        self._waiting: deque[tuple[Callable[[], None], QObject | None]] = deque()
        self._guard = threading.Lock()
        self._awake = False
        self._closed = False
        self._woken.connect(self._run_waiting, Qt.ConnectionType.QueuedConnection)

    def post(self, job: Callable[[], None], receiver: QObject | None = None) -> None:
        """Run `job` on the Qt thread soon; never waits, callable from any thread.

        With a `receiver`, `job` is dropped when that object is gone by then. After close(), every job is.
        """
        with self._guard:
            if self._closed or not shiboken6.isValid(self):
                return
            self._waiting.append((job, receiver))
            wake, self._awake = not self._awake, True
            if wake:
                self._woken.emit()

    def close(self) -> None:
        """Drop what waits and take nothing more: the program is ending."""
        with self._guard:
            self._closed = True
            self._waiting.clear()

    @Slot()
    def _run_waiting(self) -> None:
        with self._guard:
            self._awake = False
            batch = len(self._waiting)
        for _ in range(batch):
            with self._guard:
                if not self._waiting:
                    return
                job, receiver = self._waiting.popleft()
            if receiver is None or shiboken6.isValid(receiver):
                _run(job)


def _run(job: Callable[[], None]) -> None:
    """Run one job; a bug in it must not take the jobs behind it along."""
    try:
        job()
    except Exception:  # noqa: BLE001 - handed whole to the crash guard, which owns sys.excepthook
        sys.excepthook(*sys.exc_info())
