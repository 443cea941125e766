"""The stock room drawn: each page, its keys, what is typed, and the supervisor's card."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from station.counting.model.view import Press, Step
from station.counting.screen.screen import CountingScreen
from station.kernel.messages import Texts
from station.people.override import OverrideReason
from station.shell.look import Look
from station.shell.press_key import PressKey
from tests.station.counting.floor import CHEN, CODES, MILK, PEACH, PIN, RICE, Floor
from tests.station.counting.pages import every_page

ROOM_OF_1366 = (1366 - 112, 768 - 64)
KEYS = {"F2": Qt.Key.Key_F2, "F5": Qt.Key.Key_F5, "F8": Qt.Key.Key_F8, "F9": Qt.Key.Key_F9}


class Recorded:
    """Writes down every gesture the screen forwards."""

    def __init__(self) -> None:
        self.made: list[tuple[object, ...]] = []

    def press(self, press: Press) -> None:
        self.made.append(("press", press))

    def choose(self, key: str) -> None:
        self.made.append(("choose", key))

    def step_row(self, step: int) -> None:
        self.made.append(("step_row", step))

    def typed(self, text: str) -> None:
        self.made.append(("typed", text))

    def pin(self, pin: str) -> None:
        self.made.append(("pin", pin))

    def choose_reason(self, reason: OverrideReason) -> None:
        self.made.append(("reason", reason.code))

    def cancel_override(self) -> None:
        self.made.append(("cancel",))


@pytest.fixture
def hand() -> Recorded:
    return Recorded()


@pytest.fixture
def screen(resources: Path, look: Look, hand: Recorded, qtbot: QtBot) -> CountingScreen:
    made = CountingScreen(Texts(resources / "texts", "en"), look, hand)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def button(screen: CountingScreen, press: Press) -> QAbstractButton:
    found: QAbstractButton | None = screen.findChild(QAbstractButton, f"counting.{press.value}")
    assert found is not None
    return found


def said(screen: CountingScreen, name: str) -> str:
    widget: QWidget | None = screen.findChild(QWidget, name)
    assert widget is not None
    return widget.accessibleName()


def test_every_page_shows_what_can_be_done_and_nothing_else(screen: CountingScreen, floor: Floor) -> None:
    steps = set()
    for view in every_page(floor):
        screen.show_view(view)
        steps.add(view.part.step)
        for press in view.part.can:
            assert button(screen, press).isVisible() is (view.override is None), (view.part.step, press)
        pressable = {press for press in Press if button(screen, press).isVisible()}
        enabled = {press for press in pressable if button(screen, press).isEnabled()}
        tabs = {Press.TASKS, Press.LOOK_UP, Press.DIFFERENCES}
        assert enabled - tabs == (view.part.can if view.override is None else set())
    assert steps == set(Step)


def test_no_key_has_two_buttons_at_once(screen: CountingScreen, floor: Floor) -> None:
    for view in every_page(floor):
        screen.show_view(view)
        for shortcut in screen.findChildren(PressKey):
            assert sum(each.isVisible() for each in shortcut.buttons) <= 1, (view.part.step, shortcut.key())


def test_keys_press_the_buttons_of_the_page(screen: CountingScreen, floor: Floor, hand: Recorded) -> None:
    floor.scan_bin("A-01")
    screen.show_view(floor.scans(RICE))
    for key in KEYS.values():
        QTest.keyClick(screen.keypad.entry, key)
    assert hand.made == [("press", press) for press in (Press.TASKS, Press.GRAMS, Press.UNDO, Press.DONE)]


def test_digits_go_to_the_field_whatever_has_the_focus_and_the_keypad_types_too(
    screen: CountingScreen, floor: Floor, hand: Recorded
) -> None:
    floor.scan_bin("A-01")
    screen.show_view(floor.scans(MILK))
    screen.setFocus()
    assert screen.focusWidget() is screen.keypad.entry or screen.focusProxy() is screen.keypad.entry
    QTest.keyClicks(screen.keypad.entry, "2")
    for name in ("counting.key_4", "counting.key_9", "counting.key_back"):
        key: QAbstractButton | None = screen.findChild(QAbstractButton, name)
        assert key is not None
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
    QTest.keyClick(screen.keypad.entry, Qt.Key.Key_Return)
    QTest.keyClick(screen.keypad.entry, Qt.Key.Key_Return)
    assert hand.made == [("typed", "24")], "an Enter on the empty field says nothing"
    assert screen.keypad.entry.text() == ""


def test_a_touched_row_is_chosen_and_arrows_step(
    screen: CountingScreen, floor: Floor, hand: Recorded
) -> None:
    floor.asked("A-01")
    floor.asked("A-03")
    view = floor.flow.view()
    screen.show_view(view)
    assert hand.made == [], "what the flow chose is told to nobody"
    screen.tables.tasks.selectRow(1)
    assert hand.made == [("choose", view.part.rows[1].key)]
    QTest.keyClick(screen.keypad.entry, Qt.Key.Key_Down)
    assert hand.made[-1] == ("step_row", 1)


def test_figure_question_and_verdict_are_read_aloud(screen: CountingScreen, floor: Floor) -> None:
    floor.scan_bin("A-01")
    screen.show_view(floor.scans(PEACH, PEACH))
    words = said(screen, "counting.card")
    assert all(part in words for part in ("2", "Scan each piece in A-01", "水蜜桃 4个装: 2"))


def test_what_expires_is_told_by_word_and_shape_too(screen: CountingScreen, floor: Floor) -> None:
    shown = [view for view in every_page(floor) if view.part.step is Step.LOOK_UP][-1]
    screen.show_view(shown)
    model = screen.tables.lots.model()
    cells = [model.index(row, 3) for row in range(model.rowCount())]
    assert "expired: take it out" in [model.data(cell, Qt.ItemDataRole.ToolTipRole) for cell in cells]


def test_the_supervisors_card_takes_the_keys_and_gives_them_back(
    screen: CountingScreen, floor: Floor, hand: Recorded
) -> None:
    floor.holds("A-01", PEACH, 4)
    floor.press(Press.LOOK_UP)
    floor.scan_bin("A-01")
    floor.press(Press.LOST)
    floor.scan(CODES[PEACH])
    screen.show_view(floor.press(Press.CONFIRM))
    assert screen.override.isVisible()
    QTest.keyClick(screen, Qt.Key.Key_F9)
    assert hand.made == [], "no button of the room is pressed behind the card"
    screen.show_view(floor.scan(CHEN.badge))
    QTest.keyClicks(screen.override.pin, PIN)
    QTest.keyClick(screen.override.pin, Qt.Key.Key_Return)
    assert hand.made == [("pin", PIN)]
    screen.show_view(floor.flow.cancel_override())
    assert screen.card.isVisible()
    assert not screen.override.isVisible()
    assert screen.focusWidget() is screen.keypad.entry


def test_it_is_said_again_in_another_language(screen: CountingScreen, floor: Floor, look: Look) -> None:
    screen.show_view(floor.flow.view())
    look.use("dark")
    screen.redraw()
    assert "Scan a bin to count it" in said(screen, "counting.card")
