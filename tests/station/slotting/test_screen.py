"""The slotting room drawn: the map with its touches, keys and arrows, the bin told whole, the moves."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cloud_api.wire.catalogue import Turnover
from station.kernel.messages import Texts
from station.shell.look import Look
from station.shell.press_key import PressKey
from station.shell.product_picture import ProductPicture
from station.shell.theme import DARK, LIGHT, Tokens, contrast
from station.slotting.model.heat import BinHeat, Cell
from station.slotting.model.view import Press, Step
from station.slotting.screen.map_ink import ground_of, on_ground
from station.slotting.screen.screen import SlottingScreen
from tests.station.picture_shelf import Shelf, store_of
from tests.station.slotting.pages import every_step
from tests.station.slotting.room import Room

ROOM_OF_1366 = (1366 - 112, 768 - 64)
KEYS = {
    "F2": Press.MAP,
    "F3": Press.MOVES,
    "F4": Press.BOARD,
    "F5": Press.ASSIGN,
    "F6": Press.SEARCH,
    "F7": Press.SKIP,
    "F8": Press.UNDO,
    "F9": Press.START,
    "Esc": Press.BACK,
}


class Recorded:
    """Writes down every gesture the screen forwards."""

    def __init__(self) -> None:
        self.made: list[tuple[object, ...]] = []

    def press(self, press: Press) -> None:
        self.made.append(("press", press))

    def walk(self, right: int, down: int) -> None:
        self.made.append(("walk", right, down))

    def choose(self, bin_code: str) -> None:
        self.made.append(("choose", bin_code))


@pytest.fixture
def hand() -> Recorded:
    return Recorded()


@pytest.fixture
def screen(resources: Path, look: Look, hand: Recorded, qtbot: QtBot) -> SlottingScreen:
    made = SlottingScreen(Texts(resources / "texts", "en"), look, hand)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def test_every_step_is_drawn_and_keys_press_what_can_be_done(
    screen: SlottingScreen, room: Room, hand: Recorded
) -> None:
    keys = {key.key().toString(): key for key in screen.findChildren(PressKey)}
    assert set(keys) == set(KEYS)
    for view in every_step(room):
        screen.show_view(view)
        screen.grab()
        assert (screen.width(), screen.height()) == ROOM_OF_1366, "no page widens the window"
        assert {press for name, press in KEYS.items() if keys[name].can_press} == set(view.can), view.step
        is_list = view.step in (Step.SEARCHING, Step.PLAN, Step.MOVE)
        assert (screen.moves.isVisible(), screen.bin.isVisible()) == (is_list, not is_list)
    keys["F4"].activated.emit()
    assert hand.made[-1] == ("press", Press.BOARD)


def test_arrows_and_touches_walk_over_the_map(screen: SlottingScreen, room: Room, hand: Recorded) -> None:
    room.know()
    screen.show_view(room.bin("A-02-0"))
    for key, step in ((Qt.Key.Key_Left, (-1, 0)), (Qt.Key.Key_Down, (0, 1))):
        QTest.keyClick(screen, key)
        assert hand.made[-1] == ("walk", *step)
    there = screen.map.cell_of("B-03-0").center().toPoint()
    QTest.mouseClick(screen.map, Qt.MouseButton.LeftButton, pos=there)
    assert hand.made[-1] == ("choose", "B-03-0")
    count = len(hand.made)
    QTest.mouseClick(screen.map, Qt.MouseButton.LeftButton, pos=QPoint(2, screen.map.height() - 2))
    assert len(hand.made) == count
    assert screen.map.cell_of("B-03-1").isEmpty(), "another board"


def test_the_map_shows_shade_and_hollow_and_the_card_tells_the_bin(
    screen: SlottingScreen, room: Room, look: Look
) -> None:
    room.holds("B-01-0", "PEACH", 10, "L1")
    room.holds("B-03-0", "SALT", -2)
    room.know()
    view = room.product("PEACH")
    screen.show_view(view)
    picture = screen.map.grab().toImage()

    def near_edge(code: str) -> str:
        cell = screen.map.cell_of(code)
        return QColor(picture.pixel(round(cell.left()) + 5, round(cell.top()) + 5)).name().upper()

    assert near_edge("B-01-0") == LIGHT.heat[view.heat["B-01-0"].heat - 1].upper()
    assert near_edge("A-04-0") == LIGHT.card.upper()
    told = screen.bin.accessibleName()
    assert all(words in told for words in ("B-01-0", "ambient", "水蜜桃", "L1", "10", "9 tours tonight"))
    assert screen.map.accessibleName().endswith("B-01-0")
    screen.show_view(room.bin("B-03-0"))
    assert "less than nothing" in screen.bin.accessibleName()
    look.use("dark")
    screen.grab()
    assert screen.moves.accessibleName() is not None


def test_the_card_shows_the_product_that_is_carried_or_given_a_bin(
    resources: Path, look: Look, hand: Recorded, room: Room, tmp_path: Path, qtbot: QtBot
) -> None:
    shelf = Shelf(tmp_path)
    for sku in ("PEACH", "MILK", "ICE", "RICE"):
        shelf.put(sku, "#cc2222")
    with store_of(shelf) as store:
        screen = SlottingScreen(Texts(resources / "texts", "en"), look, hand, store)
        screen.resize(*ROOM_OF_1366)
        screen.show()
        picture = screen.card.findChild(ProductPicture, "slotting.card.picture")
        assert isinstance(picture, ProductPicture)
        carried = 0
        for view in every_step(room):
            screen.show_view(view)
            assert picture.sku == view.figure.sku
            if view.figure.sku in shelf.files:
                qtbot.waitUntil(lambda: picture.picture is not None)
                assert screen.card.rect().contains(picture.geometry())
                carried += view.step is Step.MOVE
            else:
                assert not picture.isVisible()
        assert carried == 3
        assert picture.sku == "TEA", "which has no picture: its name has the whole card"
        screen.close()


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_letters_read_on_every_shade_and_shades_differ_in_lightness(tokens: Tokens) -> None:
    shades = [tokens.heat[step] for step in range(len(tokens.heat))]
    for cell in Cell:
        for heat in range(len(shades) + 1):
            ground = ground_of(tokens, BinHeat(cell, heat, Turnover.A)) or tokens.card
            assert contrast(on_ground(tokens, ground), ground) >= 4.5, (cell, heat)
    for one, other in pairwise(shades):
        assert contrast(one, other) >= 1.3
    steps = [contrast(shade, tokens.card) for shade in shades]
    assert steps == sorted(steps), "the more often, the further from the ground of the map"
