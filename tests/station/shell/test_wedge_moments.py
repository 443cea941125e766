"""When a code was scanned is told by the keys themselves, however late a busy window hears of them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from station.shell.burst import Burst, Mode
from station.shell.wedge import Wedge

CODE = "6901234567892"


class Keys:
    """A scanner's keys with the moments the system gave them."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.codes: list[tuple[str, float]] = []
        burst = Burst(Mode.HOLD, lambda _text: True)
        self.wedge = Wedge(burst, self._on_code, lambda _text: None, lambda: self.now_s)
        self.window = QWindow()

    def type(self, code: str, first_ms: int) -> None:
        """Hand over a code whose first key the system saw at `first_ms`, now."""
        for place, text in enumerate([*code, "\r"]):
            key = Qt.Key.Key_Return if text == "\r" else Qt.Key(ord(text))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
                event.setTimestamp(first_ms + place * 5)
                self.wedge.eventFilter(self.window, event)

    def _on_code(self, text: str, at: float) -> None:
        self.codes.append((text, at))


@pytest.fixture
def keys(qapp: QApplication) -> Iterator[Keys]:
    made = Keys()
    yield made
    made.window.destroy()


def test_two_scans_heard_at_once_keep_the_pause_between_them(keys: Keys) -> None:
    keys.type(CODE, 5_000)
    keys.now_s = 103.0
    keys.type(CODE, 5_250)
    (_, first), (_, second) = keys.codes
    assert second - first == pytest.approx(0.25)


def test_an_event_clock_that_begins_anew_is_learned_anew(keys: Keys) -> None:
    keys.type(CODE, 5_000_000)
    keys.now_s = 101.0
    keys.type(CODE, 40)
    (_, first), (_, second) = keys.codes
    assert second - first == pytest.approx(1.0, abs=0.1)
