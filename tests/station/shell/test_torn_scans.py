"""A scan whose keys come with long gaps ends in a verdict or in a message, never in nothing."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hardware.codes import ScannedCode, read_code
from station.shell.burst import STX, Burst, BurstRules, Mode
from station.shell.scan_guard import ScanSafeWidget
from station.shell.wedge import Wedge

CODE = "6901234567892"
GAPS_MS = (80, 150, 300)
FIRST_MS = 5_000
PLACES = range(1, len(CODE) + 1)
"""Where a gap can be: before the second key, up to before the Enter."""


class Typist:
    """Sends keys with moments of their own to a window whose keys a wedge reads."""

    def __init__(self, mode: Mode) -> None:
        self.codes: list[str] = []
        self.unreadable: list[str] = []
        self.now_s = 100.0
        burst = Burst(mode, lambda text: isinstance(read_code(text), ScannedCode), BurstRules())
        self.wedge = Wedge(
            burst, lambda text, _at: self.codes.append(text), self.unreadable.append, lambda: self.now_s
        )
        self.window = QWidget()
        self.page = ScanSafeWidget()
        self.field = QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.page)
        column.addWidget(self.field)
        self.window.show()
        self.window.activateWindow()
        self.page.setFocus()
        self.wedge.start()
        self._at_ms = FIRST_MS

    def type(self, keys: str, gaps_ms: Sequence[int]) -> None:
        """Each key of `keys` comes `gaps_ms` after the one before; what is too late is given up first."""
        handle = self.window.windowHandle()
        for text, gap_ms in zip(keys, gaps_ms, strict=True):
            self._at_ms += gap_ms
            if gap_ms > 40:
                self.wedge._give_up()  # what its timer does after 35 ms without a key
            key = Qt.Key.Key_Return if text == "\r" else Qt.Key(ord(text.upper()) if text > " " else 0x42)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
                event.setTimestamp(self._at_ms)
                QApplication.sendEvent(handle, event)

    def close(self) -> None:
        self.wedge.stop()
        self.window.close()


@pytest.fixture
def hold(qapp: QApplication) -> Iterator[Typist]:
    typist = Typist(Mode.HOLD)
    yield typist
    typist.close()


@pytest.fixture
def prefix(qapp: QApplication) -> Iterator[Typist]:
    typist = Typist(Mode.PREFIX)
    yield typist
    typist.close()


def gap_before(place: int, gap_ms: int, keys: int) -> list[int]:
    """5 ms between all keys, but `gap_ms` before the one at `place`."""
    gaps = [5] * keys
    gaps[place] = gap_ms
    return gaps


@pytest.mark.parametrize("gap_ms", GAPS_MS)
@pytest.mark.parametrize("place", PLACES)
def test_a_gap_anywhere_in_a_code_still_gives_its_verdict(hold: Typist, place: int, gap_ms: int) -> None:
    keys = CODE + "\r"
    hold.type(keys, gap_before(place, gap_ms, len(keys)))
    assert (hold.codes, hold.unreadable) == ([CODE], [])


@pytest.mark.parametrize("gap_ms", GAPS_MS)
def test_keys_as_slow_as_a_persons_are_read_where_no_text_is_wanted(hold: Typist, gap_ms: int) -> None:
    keys = CODE + "\r"
    hold.type(keys, [gap_ms] * len(keys))
    assert (hold.codes, hold.unreadable) == ([CODE], [])


@pytest.mark.parametrize("gap_ms", GAPS_MS)
@pytest.mark.parametrize("place", PLACES)
def test_a_gap_in_a_frame_with_prefix_still_gives_its_verdict(
    prefix: Typist, place: int, gap_ms: int
) -> None:
    keys = STX + CODE + "\r"
    prefix.type(keys, gap_before(place + 1, gap_ms, len(keys)))
    assert (prefix.codes, prefix.unreadable) == ([CODE], [])


def test_a_scanner_without_the_prefix_that_was_agreed_is_told(prefix: Typist) -> None:
    prefix.type(CODE + "\r", [5] * (len(CODE) + 1))
    assert (prefix.codes, prefix.unreadable) == ([], [CODE])


def test_keys_that_were_lost_are_told_with_what_came(hold: Typist) -> None:
    keys = CODE[:4] + CODE[6:] + "\r"
    hold.type(keys, gap_before(4, 300, len(keys)))
    assert (hold.codes, hold.unreadable) == ([], [keys[:-1]])


def test_a_scan_whose_end_never_comes_is_told(hold: Typist, qtbot: QtBot) -> None:
    hold.type(CODE[:8], [5] * 8)
    qtbot.waitUntil(lambda: bool(hold.unreadable), timeout=5_000)
    assert (hold.codes, hold.unreadable) == ([], [CODE[:8]])


def test_the_next_whole_scan_is_read_and_the_torn_one_told(hold: Typist) -> None:
    hold.type(CODE[:8], [5] * 8)
    hold.type(CODE + "\r", [600, *[5] * len(CODE)])
    assert (hold.codes, hold.unreadable) == ([CODE], [CODE[:8]])


def test_two_keys_are_somebody_leaning_on_the_keyboard(hold: Typist) -> None:
    hold.type("12\r", [5, 100, 100])
    assert (hold.codes, hold.unreadable) == ([], [])


def test_a_torn_scan_stays_readable_in_the_field_that_has_the_focus(hold: Typist) -> None:
    hold.field.setFocus()
    keys = CODE + "\r"
    hold.type(keys, gap_before(6, 150, len(keys)))
    assert (hold.codes, hold.unreadable) == ([], [])
    assert hold.field.text() == CODE
