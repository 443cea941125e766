"""Texts and look as the window gets them."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from station.kernel.messages import Texts
from station.shell.look import Look, load_fonts


@pytest.fixture
def texts(resources: Path) -> Texts:
    return Texts(resources / "texts", "en")


@pytest.fixture(scope="session")
def family(qapp: QApplication, resources: Path) -> str:
    return load_fonts(resources / "fonts")


@pytest.fixture
def look(qapp: QApplication, family: str) -> Look:
    return Look(qapp, family)
