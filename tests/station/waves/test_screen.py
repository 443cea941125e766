"""The board of waves drawn: rows with their marks, keys and touches, the field, the tables."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cloud_api.wire.board import WaveStage
from station.kernel.ids import WaveId
from station.kernel.messages import Texts
from station.shell.look import Look, load_fonts
from station.shell.press_key import PressKey
from station.shell.theme import LIGHT
from station.waves.model.view import Press, Step, WavesView
from station.waves.screen.screen import WavesScreen
from tests.station.waves.night import Foreman, ToldCloud, a_night, board, wave
from tests.station.waves.pages import every_step

ROOM_OF_1366 = (1366 - 120, 768 - 64)
KEYS = {
    "F2": Press.LATE,
    "F3": Press.RUNNING,
    "F4": Press.WAITING,
    "F5": Press.DONE,
    "F6": Press.SHARE,
    "F7": Press.HOLD,
    "F8": Press.PAIRS,
    "F9": Press.RELEASE,
    "F11": Press.WANT,
    "F12": Press.DIVIDE,
    "Return": Press.ENTER,
    "Enter": Press.ENTER,
    "Esc": Press.BACK,
}


class Recorded:
    """Writes down every gesture the screen forwards."""

    def __init__(self) -> None:
        self.made: list[tuple[object, ...]] = []

    def look(self) -> None:
        self.made.append(("look",))

    def press(self, press: Press) -> None:
        self.made.append(("press", press))

    def walk(self, down: int) -> None:
        self.made.append(("walk", down))

    def choose(self, wave_id: WaveId) -> None:
        self.made.append(("choose", wave_id))

    def find(self, text: str) -> None:
        self.made.append(("find", text))


@pytest.fixture
def look(qapp: QApplication, resources: Path) -> Iterator[Look]:
    """The light look, gone with its test."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made = Look(qapp, load_fonts(resources / "fonts"), LIGHT)
    yield made
    made.deleteLater()


@pytest.fixture
def made() -> Recorded:
    return Recorded()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, resources: Path, made: Recorded) -> WavesScreen:
    found = WavesScreen(Texts(resources / "texts", "en"), look, made)
    qtbot.addWidget(found)
    found.resize(*ROOM_OF_1366)
    with qtbot.waitExposed(found):
        found.show()
    found.activateWindow()
    return found


def the_board() -> WavesView:
    return Foreman(ToldCloud(board(a_night()))).look()


def test_every_step_is_drawn_in_both_looks_and_languages(screen: WavesScreen, look: Look) -> None:
    shown = set()
    for view in every_step():
        screen.show_view(view)
        shown.add(view.step)
        assert not screen.grab().isNull()
    assert shown == set(Step)
    look.toggle()
    assert not screen.grab().isNull()


def test_a_row_says_in_words_what_its_shape_shows(screen: WavesScreen) -> None:
    screen.show_view(the_board())
    model = screen.board.model()
    told = [model.data(model.index(row, 0)) for row in range(model.rowCount())]
    assert told[0] == "3 · 双井街3 · 22 min late · A-02 · 02:05"
    assert told[1] == "2 · 金台里2 · picking · A-01 · 03:00"


def test_the_chosen_row_and_the_bar_are_painted_otherwise(screen: WavesScreen) -> None:
    def picture(view: WavesView) -> bytes:
        screen.show_view(view)
        image = screen.board.grab().toImage()
        return bytes(image.constBits())

    foreman = Foreman(ToldCloud(board([wave(1, WaveStage.STARTED, by=1, pieces_put=20), wave(2)])))
    first = picture(foreman.look())
    assert picture(foreman.flow.walk(1)) != first
    more = Foreman(ToldCloud(board([wave(1, WaveStage.STARTED, by=1, pieces_put=150), wave(2)])))
    assert picture(more.look()) != first


def test_keys_press_what_can_be_pressed(screen: WavesScreen, made: Recorded) -> None:
    screen.show_view(the_board())
    keys = {key.key().toString(): key for key in screen.findChildren(PressKey)}
    assert set(keys) == set(KEYS)
    made.made.clear()
    for name, press in KEYS.items():
        if keys[name].can_press:
            keys[name].activated.emit()
            assert made.made[-1] == ("press", press)
    assert not keys["F7"].can_press
    assert ("press", Press.RELEASE) in made.made


def test_arrows_walk_and_touches_choose_then_open(screen: WavesScreen, made: Recorded) -> None:
    screen.show_view(the_board())
    QTest.keyClick(screen, Qt.Key.Key_Down)
    QTest.keyClick(screen, Qt.Key.Key_Up)
    assert [each for each in made.made if each[0] == "walk"] == [("walk", 1), ("walk", -1)]
    rows = screen.board.viewport()
    model = screen.board.model()
    for row in (1, 0):
        place = screen.board.visualRect(model.index(row, 0)).center()
        QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=place)
    assert made.made[-2:] == [("choose", UUID(int=2)), ("press", Press.ENTER)]


def test_the_field_takes_names_and_gives_the_keys_back(screen: WavesScreen, made: Recorded) -> None:
    screen.show_view(the_board())
    assert not screen.finder.hasFocus()
    QTest.keyClick(screen, Qt.Key.Key_F10)
    assert screen.finder.hasFocus()
    QTest.keyClicks(screen.finder, "P01")
    assert made.made[-1] == ("find", "P01")
    QTest.keyClick(screen.finder, Qt.Key.Key_Return)
    assert made.made[-1] == ("press", Press.ENTER)
    assert not screen.finder.hasFocus()


def test_news_is_asked_for_only_in_sight(screen: WavesScreen, made: Recorded, qtbot: QtBot) -> None:
    timer = screen.news
    assert timer.isActive()
    timer.setInterval(1)
    qtbot.waitUntil(lambda: ("look",) in made.made)
    screen.hide()
    assert not timer.isActive()
