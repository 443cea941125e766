"""The packing room in each of its steps, in the middle of its work."""

from collections.abc import Iterator

from station.packing.model.view import PackingView, Press
from tests.station.packing.room import CAKE, DRAGON, EGGS, MOON, RICE, PackingRoom


def every_step(room: PackingRoom) -> Iterator[PackingView]:
    """Nothing to do, the list, a box half packed, a wrong scan, a full box, a job that waits for a part."""
    yield room.flow.open()
    room.wants(DRAGON, 12)
    room.wants(MOON, 5, made=5)
    yield room.flow.view()
    room.scan(DRAGON)
    yield room.scan(RICE)
    yield room.scan("TEA")
    yield room.scan(RICE, EGGS, CAKE)
    room.scan(DRAGON)
    room.press(Press.MISSING)
    yield room.press(Press.MISSING)
