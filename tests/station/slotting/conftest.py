"""A slotting desk, and the look as the window gets it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from station.shell.look import Look, load_fonts
from station.shell.theme import LIGHT
from tests.station.slotting.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.close()


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
