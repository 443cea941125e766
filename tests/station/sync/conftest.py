"""A clock that stands, a cloud by script, a desk that syncs with it; texts and look for its screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from station.kernel.clock import SettableClock
from station.kernel.messages import Texts
from station.shell.look import Look, load_fonts
from tests.station.sync.kit import Desk, ScriptedCloud, scripted_cloud


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def cloud(clock: SettableClock) -> Iterator[ScriptedCloud]:
    with scripted_cloud(clock) as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, cloud: ScriptedCloud, clock: SettableClock) -> Iterator[Desk]:
    made = Desk(tmp_path / "station.db", cloud.url, clock)
    yield made
    made.close()


@pytest.fixture
def texts(resources: Path) -> Texts:
    return Texts(resources / "texts", "en")


@pytest.fixture(scope="session")
def family(qapp: QApplication, resources: Path) -> str:
    return load_fonts(resources / "fonts")


@pytest.fixture
def look(qapp: QApplication, family: str) -> Look:
    return Look(qapp, family)
