"""The keys of a scan come out whole for the guide, and a person's Enter still presses a button."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from station.shell.burst import Burst, BurstRules, KeyRecord, Mode
from station.shell.key_tap import LEAST, KeyTap
from station.shell.wedge import Wedge

ENTER, SHIFT, F8, F13, LEFT = 0x01000004, 0x01000020, 0x01000037, 0x0100003C, 0x01000012


class Tapped:
    def __init__(self) -> None:
        self.scans: list[str] = []
        self.tap = KeyTap(lambda keys: self.scans.append("".join(key.text for key in keys)))

    def type(self, text: str, at_ms: int = 0, gap_ms: int = 5) -> None:
        for place, character in enumerate(text):
            key = ENTER if character == "\r" else ord(character.upper())
            self.tap.feed(KeyRecord(character, key, at_ms + place * gap_ms))


def test_a_scan_comes_whole_with_its_prefix_and_suffix() -> None:
    tapped = Tapped()
    tapped.type("\x02690 Ab\x1d\r\n")
    assert tapped.scans == []
    tapped.tap.over()
    assert tapped.scans == ["\x02690 Ab\x1d\r\n"]
    assert tapped.tap.waits_ms() is None


def test_two_scans_are_two_though_nobody_told_of_the_silence() -> None:
    tapped = Tapped()
    tapped.type("123456\r")
    tapped.type("654321\r", at_ms=2000)
    tapped.tap.over()
    assert tapped.scans == ["123456\r", "654321\r"]


@pytest.mark.parametrize("text", ["\r", "\t", " "])
def test_a_persons_key_at_a_button_goes_through(text: str) -> None:
    assert not Tapped().tap.feed(KeyRecord(text, ENTER, 0))


def test_a_tab_after_the_end_of_a_scan_is_a_persons() -> None:
    tapped = Tapped()
    tapped.type("690123\r")
    assert not tapped.tap.feed(KeyRecord("\t", 0x01000001, 30 + 150))


def test_other_keys_and_their_releases_go_through() -> None:
    tap = Tapped().tap
    assert not tap.feed(KeyRecord("", LEFT, 0))
    assert not tap.feed(KeyRecord("", SHIFT, 0))
    assert not tap.feed(KeyRecord("", LEFT, 0, pressed=False))
    assert not tap.feed(KeyRecord("7", 55, 0, auto_repeat=True))
    assert tap.feed(KeyRecord("", F8, 0))
    assert tap.feed(KeyRecord("", F8, 1, pressed=False))
    assert tap.feed(KeyRecord("", F13, 2))


def test_few_keys_are_nobodys_scan() -> None:
    tapped = Tapped()
    tapped.type("7" * (LEAST - 1))
    tapped.tap.over()
    assert tapped.scans == []


RECORDS = st.builds(
    KeyRecord,
    text=st.sampled_from(["", "a", "7", " ", "\r", "\t", "\x02", "\x1d", "批"]),
    key=st.sampled_from([55, ENTER, SHIFT, F8, F13, LEFT]),
    timestamp_ms=st.integers(0, 3000),
    pressed=st.booleans(),
    auto_repeat=st.booleans(),
    ctrl=st.booleans(),
)


@given(st.lists(RECORDS, max_size=40))
def test_whatever_is_taken_is_handed_over_once_and_in_order(records: list[KeyRecord]) -> None:
    scans: list[tuple[KeyRecord, ...]] = []
    tap = KeyTap(scans.append)
    kept = [record for record in records if tap.feed(record) and record.pressed]
    tap.over()
    handed = {id(record) for scan in scans for record in scan}
    assert [id(record) for scan in scans for record in scan] == [id(r) for r in kept if id(r) in handed]
    assert all(len(scan) >= LEAST for scan in scans)
    assert tap.waits_ms() is None


def test_while_there_is_a_tap_no_code_is_made_and_then_again(qapp: QApplication) -> None:
    codes: list[str] = []
    burst = Burst(Mode.HOLD, lambda _text: True)
    wedge = Wedge(burst, lambda text, _at: codes.append(text), lambda _text: None, lambda: 100.0)
    window, tapped = QWindow(), Tapped()

    def scan(first_ms: int) -> None:
        for place, text in enumerate("690123\r"):
            key = Qt.Key.Key_Return if text == "\r" else Qt.Key(ord(text))
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
                event.setTimestamp(first_ms + place)
                assert wedge.eventFilter(window, event)

    wedge.show_keys(tapped.tap)
    scan(1000)
    tapped.tap.over()
    assert (codes, tapped.scans) == ([], ["690123\r"])
    wedge.show_keys(None)
    scan(5000)
    assert codes == ["690123"]
    wedge.use(Mode.PREFIX, BurstRules(gap_ms=75))
    assert (burst.mode, burst.rules.gap_ms) == (Mode.PREFIX, 75)
    window.destroy()
