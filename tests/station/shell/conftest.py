"""Texts and look as the window gets them."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from station.kernel.messages import Texts
from station.shell.look import Look, load_fonts
from station.shell.theme import LIGHT


@pytest.fixture
def texts(resources: Path) -> Texts:
    """The catalogues of the project, in Chinese at first."""
    return Texts(resources / "texts")


@pytest.fixture(scope="session")
def family(qapp: QApplication, resources: Path) -> str:
    """The bundled font, loaded once."""
    return load_fonts(resources / "fonts")


@pytest.fixture
def look(qapp: QApplication, family: str) -> Look:
    """The light look with the bundled font."""
    return Look(qapp, family, LIGHT)
