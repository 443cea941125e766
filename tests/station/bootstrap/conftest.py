"""A clock that stands, and a cloud by script."""

from collections.abc import Iterator

import pytest

from station.kernel.clock import SettableClock
from tests.station.sync.kit import ScriptedCloud, scripted_cloud


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def cloud(clock: SettableClock) -> Iterator[ScriptedCloud]:
    with scripted_cloud(clock) as made:
        yield made
