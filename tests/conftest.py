"""Settings every test shares."""

import os
from pathlib import Path

import pytest

# Windows of in-process tests are drawn offscreen; journeys start programs of their own on a real display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def resources(project: Path) -> Path:
    """Fonts, icons, sounds and texts."""
    return project / "resources"
