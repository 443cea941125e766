"""One desk of a shop, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.kernel.clock import SettableClock
from station.kernel.messages import Texts
from station.pickup.screen.screen import PickupScreen
from station.shell.look import Look
from station.storage.database import Database
from tests.station.pickup import sample_parts as parts
from tests.station.pickup.handover_kit import (
    COLD,
    CRATES,
    DRY,
    ICE,
    ORDERS,
)
from tests.station.pickup.kit import Till
from tests.station.pickup.screen_kit import (
    ROOM_OF_1366,
    Recorded,
)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database nobody has written to: migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("pickup") / "empty.db"
    Database(path).close()
    return path


@pytest.fixture
def till(tmp_path: Path, empty_file: Path) -> Iterator[Till]:
    made = Till(tmp_path, empty_file)
    yield made
    made.close()


@pytest.fixture
def texts(resources: Path) -> Texts:
    return Texts(resources / "texts", "en")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(parts.NOW)


@pytest.fixture
def gestures() -> Recorded:
    return Recorded()


@pytest.fixture
def screen(texts: Texts, look: Look, gestures: Recorded, clock: SettableClock, qtbot: QtBot) -> PickupScreen:
    made = PickupScreen(texts, look, gestures, clock)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.entry.hasFocus)
    return made


@pytest.fixture
def shop(till: Till) -> Till:
    till.tell_day(CRATES, ORDERS)
    till.receive(DRY, COLD, ICE)
    till.flow.put_away()
    return till
