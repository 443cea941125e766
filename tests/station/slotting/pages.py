"""The slotting room in each of its steps, in the middle of its work."""

from collections.abc import Iterator

from station.slotting.model.view import Press, SlottingView
from tests.station.slotting.room import Room


def every_step(room: Room) -> Iterator[SlottingView]:
    """Map, a bin, the search, the plan, a move with its scans, a bin by hand."""
    yield room.flow.open()
    room.holds("B-01-0", "PEACH", 10, "L1")
    room.holds("B-02-0", "MILK", 3)
    room.holds("B-03-1", "SALT", -2)
    room.know()
    yield room.product("PEACH")
    yield room.bin("B-03-1")
    yield room.press(Press.SEARCH)
    room.work()
    yield room.flow.view()
    yield room.press(Press.START)
    move = next(move for move in room.flow.view().moves if move.is_next)
    yield room.bin(move.from_bin)
    yield room.bin(move.to_bin)
    yield room.press(Press.MAP, Press.ASSIGN)
    yield room.product("TEA")
