"""A scanned command does on a page what the key of its name does there, and says when that is nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.desk_commands import DeskCommand as Do
from station.kernel.desk_commands import command_of
from station.shell.command_keys import CommandKeys
from station.shell.command_keys import CommandVerdict as Verdict
from station.shell.press_key import PressKey


class Place(QMainWindow):
    """A window with a page of each kind of thing a key can meet; it writes down what is done."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.page, self.hidden = QWidget(), QWidget()
        self.undo = self._button("undo")
        self.digits = QLineEdit()
        self.choice = QComboBox()
        self.choice.addItems(["one", "two", "three"])
        self.sign_out = self._button("sign_out")
        column = QVBoxLayout(self.page)
        for widget in (self.undo, self.digits, self.choice, self.sign_out):
            column.addWidget(widget)
        area = QWidget()
        both = QVBoxLayout(area)
        both.addWidget(self.page)
        both.addWidget(self.hidden)
        self.hidden.hide()
        self.setCentralWidget(area)
        PressKey("F8", self.page, self.undo)
        self._shortcut("F9", self.page)
        self._shortcut("F9", self.hidden)
        self._shortcut("Ctrl+2", self)
        self.near = self._shortcut("F2", self.page)
        self.near.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.digits.returnPressed.connect(lambda: self.done.append("entered"))

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(name)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.done.append(name))
        return button

    def _shortcut(self, key: str, page: QWidget) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.activated.connect(lambda: self.done.append(key))
        return shortcut


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    made = Place()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def keys(place: Place) -> CommandKeys:
    return CommandKeys(place)


def test_a_function_key_is_the_shortcut_of_the_page_in_sight(place: Place, keys: CommandKeys) -> None:
    assert (keys.do(Do.F9), place.done) == (Verdict.DONE, ["F9"])
    place.page.hide()
    place.hidden.show()
    assert (keys.do(Do.F9), keys.do(Do.F8)) == (Verdict.DONE, Verdict.NOTHING_HERE)


def test_a_room_is_its_control_key(place: Place, keys: CommandKeys) -> None:
    assert (keys.do(Do.ROOM_2), keys.do(Do.ROOM_3)) == (Verdict.DONE, Verdict.NOTHING_HERE)
    assert place.done == ["Ctrl+2"]


def test_a_shortcut_that_is_off_or_elsewhere_does_not_answer(place: Place, keys: CommandKeys) -> None:
    place.sign_out.setFocus()
    assert keys.do(Do.F2) is Verdict.DONE
    place.near.setEnabled(False)
    assert keys.do(Do.F2) is Verdict.NOTHING_HERE
    place.near.setEnabled(True)
    place.setFocus()
    assert keys.do(Do.F2) is Verdict.NOTHING_HERE
    place.page.setEnabled(False)
    assert keys.do(Do.F9) is Verdict.NOTHING_HERE


def test_a_key_whose_button_cannot_be_pressed_says_not_now(place: Place, keys: CommandKeys) -> None:
    assert keys.do(Do.F8) is Verdict.DONE
    place.undo.setEnabled(False)
    assert keys.do(Do.F8) is Verdict.NOT_NOW
    place.undo.setEnabled(True)
    place.undo.hide()
    assert keys.do(Do.F8) is Verdict.NOT_NOW
    assert place.done == ["undo"]


def test_two_shortcuts_of_one_key_answer_nothing_as_with_the_key(place: Place, keys: CommandKeys) -> None:
    place.hidden.show()
    assert keys.do(Do.F9) is Verdict.NOTHING_HERE
    QTest.keyClick(place, Qt.Key.Key_F9)
    assert place.done == []


def test_digits_go_into_the_field_in_focus_and_enter_ends_them(place: Place, keys: CommandKeys) -> None:
    place.digits.setFocus()
    for command in (Do.DIGIT_0, Do.DIGIT_4, Do.DIGIT_9, Do.BACKSPACE, Do.DIGIT_1, Do.SPACE, Do.ENTER):
        assert keys.do(command) is Verdict.DONE
    assert (place.digits.text(), place.done) == ("041 ", ["entered"])


@pytest.mark.parametrize("command", [Do.ENTER, Do.SPACE])
def test_a_button_in_focus_is_pressed(place: Place, keys: CommandKeys, command: Do) -> None:
    place.undo.setFocus()
    assert (keys.do(command), place.done) == (Verdict.DONE, ["undo"])
    place.undo.setEnabled(False)
    place.page.setFocus()
    assert keys.do(command) is Verdict.NOTHING_HERE


def test_the_next_field_is_one_on_and_arrows_choose(place: Place, keys: CommandKeys) -> None:
    place.digits.setFocus()
    assert keys.do(Do.NEXT_FIELD) is Verdict.DONE
    assert place.choice.hasFocus()
    assert keys.do(Do.DOWN) is Verdict.DONE
    assert keys.do(Do.DOWN) is Verdict.DONE
    assert keys.do(Do.UP) is Verdict.DONE
    assert place.choice.currentText() == "two"


def test_a_list_that_dropped_down_gets_the_keys(place: Place, keys: CommandKeys, qtbot: QtBot) -> None:
    place.choice.setFocus()
    place.choice.showPopup()
    qtbot.waitUntil(lambda: place.choice.view().isVisible())
    for command in (Do.DOWN, Do.DOWN, Do.ENTER):
        keys.do(command)
    qtbot.waitUntil(lambda: not place.choice.view().isVisible())
    assert place.choice.currentText() == "three"
    assert place.done == []


def test_a_dialog_stands_before_the_page(place: Place, keys: CommandKeys, qtbot: QtBot) -> None:
    dialog = QDialog(place)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitUntil(dialog.isVisible)
    assert [keys.do(command) for command in (Do.F9, Do.F8, Do.ROOM_2, Do.SIGN_OUT)] == [
        Verdict.NOTHING_HERE
    ] * 4
    assert keys.do(Do.ESCAPE) is Verdict.DONE
    assert not dialog.isVisible()
    assert place.done == []


def test_the_button_of_a_command_is_pressed_where_it_is_on_show(place: Place, keys: CommandKeys) -> None:
    assert keys.do(Do.SIGN_OUT) is Verdict.DONE
    place.sign_out.hide()
    assert (keys.do(Do.SIGN_OUT), keys.do(Do.SYNC)) == (Verdict.NOTHING_HERE, Verdict.NOTHING_HERE)
    assert place.done == ["sign_out"]


def test_a_window_without_the_keyboard_is_worked_all_the_same(
    place: Place, keys: CommandKeys, qtbot: QtBot
) -> None:
    """A serial scanner needs no focus: another program may be in front."""
    place.digits.setFocus()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    assert [keys.do(command) for command in (Do.DIGIT_7, Do.F9, Do.F8)] == [Verdict.DONE] * 3
    assert (place.digits.text(), place.done) == ("7", ["F9", "undo"])


def test_every_command_is_known_and_does_nothing_on_an_empty_page(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    keys = CommandKeys(window)
    verdicts = {command: keys.do(command) for command in Do if command is not Do.NEXT_FIELD}
    assert set(verdicts.values()) == {Verdict.NOTHING_HERE}


def test_numbers_between_and_behind_the_commands_are_none() -> None:
    assert [command_of(number) for number in (0, 13, 40, 51, 64, 999_999)] == [None] * 6
