"""Settings every test shares."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


@pytest.fixture(scope="module")
def browser(resources: Path, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Browser]":
    """Chromium with the bundled font; its driver is slow to import, so only where it is wanted."""
    from tests.cloud_api.console_kit import chromium

    with chromium(resources, tmp_path_factory.mktemp("fonts")) as launched:
        yield launched
