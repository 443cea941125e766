"""A room, texts and look as the window gets them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.protocols import DeviceState
from station.devices.model.device import DeviceKind, DeviceSpec
from station.kernel.messages import Texts
from tests.station.devices.kit import Room, room

SCANNER = DeviceSpec(None, DeviceKind.SCANNER, "", "serial:COM3")


@pytest.fixture
def texts(resources: Path) -> Texts:
    return Texts(resources / "texts", "en")


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[Room]:
    """A room with one scanner IT named."""
    with room(tmp_path, fixed=(SCANNER,)) as made:
        made.equipment.states[SCANNER.address] = DeviceState.READY
        yield made
