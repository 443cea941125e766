"""The look as the window gets it, and a dock whose views are drawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from station.shell.look import Look, load_fonts
from station.shell.theme import LIGHT
from tests.station.loading.dock import Dock


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
