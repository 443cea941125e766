"""The crates room as it is drawn: keys by page, shapes beside colours, the supervisor's card, both sizes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.crates.model.view import Page, Press
from station.crates.screen.screen import CratesScreen
from station.people.override import OverrideReason
from station.shell.look import Look
from tests.station.crates.pages import every_step
from tests.station.crates.room import CratesRoom
from tests.station.kit import english


class Pressed:
    """Keeps what the screen forwards."""

    def __init__(self) -> None:
        self.presses: list[Press] = []
        self.steps: list[int] = []
        self.cancelled = 0

    def press(self, press: Press) -> None:
        self.presses.append(press)

    def choose(self, key: str) -> None:
        raise AssertionError(key)

    def step_row(self, step: int) -> None:
        self.steps.append(step)

    def pin(self, pin: str) -> None:
        raise AssertionError(pin)

    def choose_reason(self, reason: OverrideReason) -> None:
        raise AssertionError(reason)

    def cancel_override(self) -> None:
        self.cancelled += 1


@pytest.fixture
def room(tmp_path: Path) -> Iterator[CratesRoom]:
    made = CratesRoom(tmp_path)
    made.pick_wave()
    yield made
    made.close()


@pytest.mark.parametrize("size", [(1246, 704), (1800, 1016)])
def test_every_step_is_drawn_and_its_keys_do_what_their_buttons_say(
    qapp: QApplication, look: Look, room: CratesRoom, size: tuple[int, int]
) -> None:
    hand = Pressed()
    screen = CratesScreen(english(), look, hand)
    screen.resize(*size)
    screen.show()
    QTest.qWaitForWindowExposed(screen)
    for view in every_step(room):
        screen.show_view(view)
        qapp.processEvents()
        assert screen.minimumSizeHint().width() <= size[0]
        if view.override is not None:
            QTest.keyClick(screen.override, Qt.Key.Key_Escape)
            assert hand.cancelled == 1
            continue
        screen.setFocus()
        hand.presses.clear()
        for key in (Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F3):
            QTest.keyClick(screen, key)
        wanted = (Press.SOUND, Press.DAMAGED) if view.page is Page.RETURNS else (Press.WEIGH, Press.REOPEN)
        assert hand.presses == [press for press in wanted if press in view.can] + [Press.RETURNS]
    screen.close()
