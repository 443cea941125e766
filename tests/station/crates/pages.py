"""The crates room in each of its steps, in the middle of its work."""

from collections.abc import Iterator

from station.crates.model.view import CratesView, Press
from tests.station.crates.room import TARE_G, CratesRoom


def every_step(room: CratesRoom) -> Iterator[CratesView]:
    """The list, a crate, a difference, the supervisor, the run of returns, the missing boxes."""
    yield room.flow.open()
    room.keep_tare()
    room.box(41)
    yield room.scan(room.crate(1)[1])
    room.press(Press.BACK)
    yield room.scan(room.crate(2)[1])
    room.on_scale(TARE_G + 1_000)
    yield room.press(Press.WEIGH)
    yield room.press(Press.ALLOW)
    yield room.flow.cancel_override()
    yield room.press(Press.REPACK)
    room.press(Press.RETURNS)
    room.press(Press.DAMAGED)
    yield room.box(77)
    yield room.press(Press.MISSING)
    yield room.press(Press.CRATES)
