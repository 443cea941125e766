"""A wait that is told when no key came in time, however late the event loop itself is."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer


class Pause(QObject):
    """Tells that no key came in time.

    A busy loop finds the timer due and the scanner's next keys waiting together. So a due timer only asks
    for another, shorter wait; keys that were already waiting are met before that is over.
    """

    SETTLE_MS = 5

    def __init__(self, parent: QObject, on_over: Callable[[], None]) -> None:
        super().__init__(parent)
        self._on_over = on_over
        self._settling = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._due)

    def restart(self, span_ms: int | None) -> None:
        """Wait anew for `span_ms`, or not at all."""
        self._settling = False
        if span_ms is None:
            self._timer.stop()
        else:
            self._timer.start(span_ms)

    def _due(self) -> None:
        if not self._settling:
            self._settling = True
            self._timer.start(self.SETTLE_MS)
            return
        self._settling = False
        self._on_over()
