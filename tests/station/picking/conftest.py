"""The picking screen, fresh for each test."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.kernel.clock import SettableClock
from station.kernel.messages import Texts
from station.picking.screen.screen import PickingScreen
from station.shell.look import Look
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import ROOM_OF_1366, RecordedGestures


@pytest.fixture
def texts(resources: Path) -> Texts:
    return Texts(resources / "texts", "en")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(sample.NOW)


@pytest.fixture
def gestures() -> RecordedGestures:
    return RecordedGestures()


@pytest.fixture
def screen(
    texts: Texts, look: Look, gestures: RecordedGestures, clock: SettableClock, qtbot: QtBot
) -> PickingScreen:
    made = PickingScreen(texts, look, gestures, clock)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    return made
