"""The packing room drawn: each step, its keys, rows large enough, touched or stepped to."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from station.kernel.messages import Texts
from station.packing.model.view import Press, Step
from station.packing.screen.item_grid import LEAST_ROW_PX, item_grid
from station.packing.screen.screen import PackingScreen
from station.shell.look import Look
from station.shell.press_key import PressKey
from tests.station.packing.pages import every_step
from tests.station.packing.room import CAKE, DRAGON, EGGS, MOON, RICE, PackingRoom

ROOM_OF_1366 = (1366 - 120, 768 - 64)


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


@pytest.fixture
def hand() -> Recorded:
    return Recorded()


@pytest.fixture
def screen(resources: Path, look: Look, hand: Recorded, qtbot: QtBot) -> PackingScreen:
    made = PackingScreen(Texts(resources / "texts", "en"), look, hand)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def button(screen: PackingScreen, press: Press) -> QAbstractButton:
    found: QAbstractButton | None = screen.findChild(QAbstractButton, f"packing.{press.value}")
    assert found is not None
    return found


def test_every_step_shows_what_can_be_done_each_key_once(screen: PackingScreen, room: PackingRoom) -> None:
    steps = set()
    for view in every_step(room):
        screen.show_view(view)
        steps.add(view.step)
        enabled = {press for press in Press if press is not Press.ENTER and button(screen, press).isEnabled()}
        assert {press for press in enabled if button(screen, press).isVisible()} == view.can
        for shortcut in screen.findChildren(PressKey):
            assert sum(each.isVisible() for each in shortcut.buttons) <= 1, (view.step, shortcut.key())
    assert steps == set(Step)


def test_keys_ask_for_what_they_say(screen: PackingScreen, room: PackingRoom, hand: Recorded) -> None:
    room.wants(DRAGON, 2)
    screen.show_view(room.scan(DRAGON, RICE))
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        QTest.keyClick(screen, key)
    assert hand.made == [
        ("press", Press.MISSING),
        ("press", Press.UNDO),
        ("step_row", 1),
        ("press", Press.ENTER),
        ("press", Press.BACK),
    ]


def test_a_touched_row_is_meant_and_a_touched_box_twice_is_packed(
    screen: PackingScreen, room: PackingRoom, hand: Recorded
) -> None:
    room.wants(DRAGON, 2)
    room.wants(MOON, 2)
    view = room.flow.view()
    screen.show_view(view)
    second = view.items[1].key
    box = screen.items.row_box(second)
    assert box is not None
    QTest.mouseClick(screen.items, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert hand.made == [("choose", second)]
    assert room.flow.choose(second).chosen == second
    assert room.flow.choose(second).step is Step.PACK


def test_rows_figures_and_verdicts_are_read_aloud(screen: PackingScreen, room: PackingRoom) -> None:
    room.wants(DRAGON, 2)
    screen.show_view(room.scan(DRAGON, RICE))
    assert "鲜肉粽 100g×2 1/2 A-01 · expires 2026-06-22" in screen.items.accessibleName()
    words = screen.card.accessibleName()
    assert "0/2" in words
    assert "Scan 1 × 鲜肉粽 100g×2 from A-01" in words
    view = room.scan(RICE, EGGS, CAKE)
    screen.show_view(view)
    assert "Label: waits for the printer" in screen.card.accessibleName()


@pytest.mark.parametrize("count", [1, 3, 4, 8, 9, 20, 57])
@pytest.mark.parametrize("height", [380, 620])
def test_each_row_has_its_place_and_none_is_too_low(count: int, height: int) -> None:
    seen: set[int] = set()
    for chosen in range(count):
        grid = item_grid(count, height, chosen)
        assert grid.row_px >= LEAST_ROW_PX
        here = range(grid.first, min(count, grid.first + grid.capacity))
        assert chosen in here
        places = {grid.place(number) for number in here}
        assert len(places) == len(here)
        assert all(column < grid.columns and row < grid.rows for column, row in places)
        seen.update(here)
    assert seen == set(range(count))
    assert item_grid(20, 380, 0).pages == 1, "the parts of the largest box stand on one page"
