"""The crates room as it is drawn: keys by page, shapes beside colours, the supervisor's card, both sizes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.crates.model.view import Page, Press
from station.crates.screen.screen import CratesScreen
from station.people.override import OverrideReason
from station.shell.look import Look
from tests.station.crates.pages import every_step
from tests.station.crates.room import CratesRoom
from tests.station.kit import english
from tests.station.picture_shelf import Shelf, has_colour, store_of


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


def test_the_goods_of_a_crate_are_shown_as_they_look(
    tmp_path: Path, look: Look, room: CratesRoom, qtbot: QtBot
) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("S1", "#cc2222")
    with store_of(shelf) as store:
        screen = CratesScreen(english(), look, Pressed(), store)
        screen.resize(1246, 704)
        screen.show()
        view = room.scan(room.crate(1)[1])
        assert "S1" in {row.key for row in view.rows}
        screen.show_view(view)
        table = screen.tables.goods
        qtbot.waitUntil(lambda: has_colour(table.viewport().grab().toImage(), "#cc2222") > 300)
        assert set(shelf.asked) == {row.key for row in view.rows}, "of other crates nothing is read"
        screen.close()


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
