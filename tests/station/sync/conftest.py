"""A clock that stands, a cloud by script, a desk that syncs with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.kernel.clock import SettableClock
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
