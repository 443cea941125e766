"""The screen before the real flow: a handover by keys alone, taken back again, and a van received."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cloud_api.wire.base import Zone
from station.kernel.messages import Texts
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import PickupView, Step
from station.pickup.screen.screen import PickupScreen
from station.shell.look import Look
from tests.station.pickup.kit import CrateSpec, OrderSpec, Till, code
from tests.station.pickup.screen_kit import ROOM_OF_1366, named, press, words

DRY, ICE = CrateSpec(1), CrateSpec(2, Zone.FROZEN)
MINE = OrderSpec(1, {("S1", DRY): 2, ("S2", ICE): 1})
OTHER = OrderSpec(2, {("S1", DRY): 1}, phone="13900001234")


class Counter:
    """A till and its screen: what the flow answers is drawn, as the window does it."""

    def __init__(self, till: Till) -> None:
        self.till = till
        self.answers: list[PickupView] = []
        self.show: Callable[[PickupView], None] = lambda _view: None

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *values: self.drawn(getattr(self.till.flow, name)(*values))

    def drawn(self, view: Any) -> None:
        self.answers.append(view)
        self.show(view)

    def verdict(self) -> Verdict | None:
        """What the last act was answered."""
        answer = self.answers[-1].answer
        return answer.verdict if answer is not None else None


@pytest.fixture
def counter(till: Till) -> Counter:
    till.tell_day((DRY, ICE), (MINE, OTHER))
    return Counter(till)


@pytest.fixture
def screen(counter: Counter, resources: Path, look: Look, qtbot: QtBot) -> PickupScreen:
    made = PickupScreen(Texts(resources / "texts", "en"), look, counter, counter.till.clock)
    counter.show = made.show_view
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    counter.drawn(counter.till.flow.view())
    return made


def enter(screen: PickupScreen, counter: Counter, text: str = "") -> None:
    """Type `text` and press Enter, a second after the last time."""
    counter.till.clock.advance(1)
    QTest.keyClicks(screen, text)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)


def test_a_handover_takes_a_code_and_one_more_press(screen: PickupScreen, counter: Counter) -> None:
    counter.drawn(counter.till.receive(DRY, ICE))
    enter(screen, counter, code(1))
    assert words(screen, "pickup.card").startswith("1234 · ")
    enter(screen, counter)
    assert counter.verdict() is Verdict.HANDED_OVER
    assert counter.answers[-1].step is Step.HANDED
    assert screen.entry.text() == ""


def test_one_of_two_with_the_same_digits_is_chosen_by_key(
    screen: PickupScreen, counter: Counter, qtbot: QtBot
) -> None:
    counter.drawn(counter.till.receive(DRY, ICE))
    enter(screen, counter, "1234")
    assert counter.verdict() is Verdict.CHOOSE_CUSTOMER
    QTest.keyClick(screen.entry, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: counter.answers[-1].step is Step.CUSTOMER, timeout=3000)
    first = words(screen, "pickup.choice_1").split(" · ")[1]
    assert first in words(screen, "pickup.card")


def test_a_line_stays_and_the_handover_is_taken_back(screen: PickupScreen, counter: Counter) -> None:
    counter.drawn(counter.till.receive(DRY, ICE))
    enter(screen, counter, code(1))
    QTest.keyClick(screen.entry, Qt.Key.Key_Down)
    QTest.keyClick(screen.entry, Qt.Key.Key_F6)
    assert counter.verdict() is Verdict.LINE_LEFT
    assert words(screen, "pickup.confirm") == "Confirm handover · Pieces: 1  ·  Enter"
    enter(screen, counter)
    assert counter.verdict() is Verdict.HANDED_PARTLY
    press(screen, "pickup.undo")
    press(screen, "pickup.undo_wrong_goods")
    assert counter.verdict() is Verdict.HANDOVER_UNDONE
    assert counter.answers[-1].step is Step.DAY


def test_half_a_code_waits_for_its_end(screen: PickupScreen, counter: Counter) -> None:
    counter.drawn(counter.till.receive(DRY, ICE))
    enter(screen, counter, code(1)[:5])
    assert counter.verdict() is Verdict.HALF_CODE
    enter(screen, counter, code(1)[5:])
    assert counter.answers[-1].step is Step.CUSTOMER


def test_a_van_is_received_down_to_the_last_crate(screen: PickupScreen, counter: Counter) -> None:
    QTest.keyClick(screen.entry, Qt.Key.Key_F6)
    assert words(screen, "pickup.card").startswith("2 · crates still to come")
    counter.drawn(counter.till.scan(ICE.sscc))
    assert words(screen, "pickup.put_place") == "Crate 2 · Put it into the freezer at once"
    assert words(screen, "pickup.receipt_notes") == "Still to come: 1"
    complete = named(screen, QAbstractButton, "pickup.complete")
    complete.click()
    assert complete.text() == "Complete without 1 crates  F9"
    counter.drawn(counter.till.scan(DRY.sscc))
    assert words(screen, "pickup.card").startswith("0 · all crates are here")
    QTest.keyClick(screen.entry, Qt.Key.Key_F9)
    assert counter.verdict() is Verdict.RECEIPT_COMPLETED


def test_wrong_codes_lock_and_the_lock_counts_down(screen: PickupScreen, counter: Counter) -> None:
    for wrong in ("000001", "000002", "000003", "000004", "000005"):
        enter(screen, counter, wrong)
    assert counter.verdict() is Verdict.LOCKED
    assert words(screen, "pickup.lock").startswith("0:30")
    counter.till.clock.advance(30)
    screen.tick()
    assert not screen.lock.isVisible()
