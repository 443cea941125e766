"""One desk of a shop, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.storage.database import Database
from tests.station.pickup.kit import Till


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
