"""The look as the window gets it, and a dock whose views are drawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.kernel.messages import Texts
from station.loading.screen.screen import LoadingScreen
from station.shell.look import Look, load_fonts
from station.shell.theme import LIGHT
from tests.station.loading.dock import Dock
from tests.station.loading.screen_kit import ROOM_OF_1366, RecordedGestures


@pytest.fixture(scope="session")
def family(qapp: QApplication, resources: Path) -> str:
    """The bundled font, loaded once."""
    return load_fonts(resources / "fonts")


@pytest.fixture
def look(qapp: QApplication, family: str) -> Iterator[Look]:
    """The light look, gone with its test: a new style sheet is laid on every widget still alive."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made = Look(qapp, family, LIGHT)
    yield made
    made.deleteLater()


@pytest.fixture
def dock(tmp_path: Path) -> Iterator[Dock]:
    """Route 1: shops 1, 2, 3 with 2, 1, 2 crates; route 2: shops 4, 5 with a crate each."""
    made = Dock(tmp_path)
    made.publish()
    yield made
    made.close()


@pytest.fixture
def texts(resources: Path) -> Texts:
    return Texts(resources / "texts", "en")


@pytest.fixture
def gestures() -> RecordedGestures:
    return RecordedGestures()


@pytest.fixture
def screen(texts: Texts, look: Look, gestures: RecordedGestures, dock: Dock, qtbot: QtBot) -> LoadingScreen:
    made = LoadingScreen(texts, look, gestures, dock.clock)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    return made
