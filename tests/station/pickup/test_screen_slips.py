"""The slip on the screen: a button and a key where there is a printer, and nothing in the way of the next."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.clock import SettableClock
from station.kernel.messages import Message, Texts, Tone
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Notice, PickupView, SlipCard, Step
from station.pickup.screen.screen import PickupScreen
from station.shell.look import Look
from tests.station.pickup.kit import Till, code
from tests.station.pickup.sample_parts import HANDED, answer, view
from tests.station.pickup.screen_kit import ROOM_OF_1366, Recorded, named, press, shown, words
from tests.station.pickup.slip_kit import Later, Press, give_printer

CALM = SlipCard(is_copy=False, is_printing=False, is_asked=False)


def handed(slip: SlipCard | None, step: Step = Step.HANDED) -> PickupView:
    verdict = answer(Verdict.HANDED_OVER, pieces=9, orders=2)
    return view(step, handed=replace(HANDED, slip=slip), answer=verdict)


@pytest.mark.parametrize("step", [Step.HANDED, Step.ALREADY])
def test_button_and_key_print(
    screen: PickupScreen, gestures: Recorded, clock: SettableClock, step: Step
) -> None:
    shown(screen, clock, handed(CALM, step))
    press(screen, "pickup.print_slip")
    QTest.keyClick(screen, Qt.Key.Key_F5)
    assert gestures.made == [("print_slip",), ("print_slip",)]


def test_without_a_printer_there_is_neither(
    screen: PickupScreen, gestures: Recorded, clock: SettableClock
) -> None:
    shown(screen, clock, handed(None))
    assert not named(screen, QAbstractButton, "pickup.print_slip").isVisible()
    QTest.keyClick(screen, Qt.Key.Key_F5)
    assert gestures.made == []


def test_while_it_prints_the_key_rests(
    screen: PickupScreen, gestures: Recorded, clock: SettableClock
) -> None:
    shown(screen, clock, handed(replace(CALM, is_printing=True)))
    button = named(screen, QAbstractButton, "pickup.print_slip")
    assert (button.isEnabled(), button.text()) == (False, "Printing…  F5")
    QTest.keyClick(screen, Qt.Key.Key_F5)
    assert gestures.made == []


@pytest.mark.parametrize(
    ("card", "text", "kind"),
    [
        (CALM, "Print slip  F5", "plain"),
        (replace(CALM, is_asked=True), "Print slip  F5", "next"),
        (replace(CALM, is_copy=True), "Print slip again  F5", "plain"),
    ],
)
def test_the_button_says_what_it_would_print(
    screen: PickupScreen, clock: SettableClock, card: SlipCard, text: str, kind: str
) -> None:
    shown(screen, clock, handed(card))
    button = named(screen, QAbstractButton, "pickup.print_slip")
    assert (button.text(), button.property("kind")) == (text, kind)


def test_trouble_with_a_slip_stands_above_the_next_customer(
    screen: PickupScreen, clock: SettableClock, texts: Texts
) -> None:
    notice = Notice(
        Tone.ASK, Message("The slip of {tail} was not printed. {reason}", tail="4711", reason="!")
    )
    shown(screen, clock, replace(handed(CALM), notice=notice))
    assert "The slip of 4711 was not printed. !" in words(screen, "pickup.notice")
    assert screen.entry.hasFocus()


def test_a_slip_by_keys_alone(shop: Till, texts: Texts, look: Look, qtbot: QtBot) -> None:
    """Before the real flow: code, Enter, Enter, F5; and the field listens all the while."""
    slips, later = Press(), Later()
    give_printer(shop, texts, slips, later)

    class Gestures:
        def __getattr__(self, name: str) -> object:
            return lambda *values: made.show_view(getattr(shop.flow, name)(*values))

    made = PickupScreen(texts, look, Gestures(), shop.clock)  # type: ignore[arg-type]  # all of them, by name
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.entry.hasFocus)
    made.show_view(shop.flow.view())
    shop.clock.advance(1)
    QTest.keyClicks(made, code(1))
    QTest.keyClick(made.entry, Qt.Key.Key_Return)
    shop.clock.advance(1)
    QTest.keyClick(made.entry, Qt.Key.Key_Return)
    shop.clock.advance(1)
    QTest.keyClick(made, Qt.Key.Key_F5)
    assert len(later) == 1
    QTest.keyClicks(made, code(4))
    QTest.keyClick(made.entry, Qt.Key.Key_Return)
    later.happen()
    assert len(slips.printed) == 1
    assert named(made, QWidget, "pickup.card").accessibleName().startswith("5678 · ")
