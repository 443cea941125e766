"""A packing desk, with a book of stock and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.station.packing.room import PackingRoom


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a room in which nobody worked yet."""
    made = PackingRoom(tmp_path_factory.mktemp("packing"))
    made.close()
    return made.file


@pytest.fixture
def room(tmp_path: Path, founded: Path) -> Iterator[PackingRoom]:
    made = PackingRoom(tmp_path, founded=founded)
    yield made
    made.close()


@pytest.fixture
def bare_room(tmp_path: Path) -> Iterator[PackingRoom]:
    made = PackingRoom(tmp_path, has_book=False)
    yield made
    made.close()
