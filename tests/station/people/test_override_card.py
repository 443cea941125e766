"""The card that asks a supervisor: worked by keys alone, over a room that has other uses for them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.messages import Message, Tone
from station.people.override import OverrideReason, OverrideStep, OverrideView
from station.people.screen.override_card import OverrideCard
from station.shell.look import Look
from tests.station.kit import english

REASONS = (
    OverrideReason("miscount", Message("Miscounted")),
    OverrideReason("damaged", Message("Damaged")),
    OverrideReason("other", Message("Other")),
)
ASKED = OverrideView(
    OverrideStep.BADGE,
    Message("Open crate {crate} again", crate=3),
    "",
    REASONS,
    Tone.ASK,
    Message("A supervisor scans the badge"),
)
TYPING = replace(ASKED, step=OverrideStep.PIN, supervisor="陈主管")
CHOOSING = replace(TYPING, step=OverrideStep.REASON)


class Room(QWidget):
    """A page with an Esc of its own, and the card on it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.escaped = 0
        self.pins: list[str] = []
        self.chosen: list[str] = []
        self.cancelled = 0
        self.card = OverrideCard(
            english(),
            look,
            "room",
            self.pins.append,
            lambda reason: self.chosen.append(reason.code),
            self._cancel,
        )
        QVBoxLayout(self).addWidget(self.card)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._escape)

    def _escape(self) -> None:
        self.escaped += 1

    def _cancel(self) -> None:
        self.cancelled += 1


@pytest.fixture
def room(qtbot: QtBot, look: Look) -> Iterator[Room]:
    made = Room(look)
    made.resize(900, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.deleteLater()


def press(qtbot: QtBot, room: Room, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(room.focusWidget(), key)


def test_a_pin_is_typed_hidden_and_sent_by_enter(qtbot: QtBot, room: Room) -> None:
    room.card.show_view(ASKED)
    room.card.show_view(TYPING)
    assert room.focusWidget() is room.card.pin
    QTest.keyClicks(room.card.pin, "704916")
    assert room.card.pin.echoMode() is QLineEdit.EchoMode.Password
    press(qtbot, room, Qt.Key.Key_Return)
    assert (room.pins, room.card.pin.text()) == (["704916"], "")


def test_a_pin_is_tapped_on_the_screen(qtbot: QtBot, room: Room) -> None:
    room.card.show_view(TYPING)
    for name in ("7", "0", "5", "back", "4", "9", "enter"):
        button = room.findChild(QWidget, f"room.override.key_{name}")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert room.pins == ["7049"]


def test_arrows_and_enter_choose_a_reason(qtbot: QtBot, room: Room) -> None:
    room.card.show_view(CHOOSING)
    press(qtbot, room, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert room.chosen == ["damaged"]


@pytest.mark.parametrize("view", [ASKED, TYPING, CHOOSING])
def test_esc_is_the_cards_while_it_asks_and_the_rooms_afterwards(
    qtbot: QtBot, room: Room, view: OverrideView
) -> None:
    room.card.show_view(view)
    press(qtbot, room, Qt.Key.Key_Escape)
    assert (room.cancelled, room.escaped) == (1, 0)
    room.card.show_view(None)
    room.setFocus()
    QTest.keyClick(room, Qt.Key.Key_Escape)
    assert (room.cancelled, room.escaped) == (1, 1)


def test_what_was_typed_is_gone_with_the_talk(qtbot: QtBot, room: Room) -> None:
    room.card.show_view(TYPING)
    QTest.keyClicks(room.card.pin, "7049")
    room.card.show_view(None)
    room.card.show_view(TYPING)
    assert room.card.pin.text() == ""
