"""A dock that expects two suppliers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.station.inbound.dock import Dock


@pytest.fixture
def dock(tmp_path: Path) -> Iterator[Dock]:
    made = Dock(tmp_path)
    made.flow.open()
    made.tell_orders()
    yield made
    made.close()
