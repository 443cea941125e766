"""What opens a closed crate again at the picking desk of this PC, as rows."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from station.kernel.ids import CrateId, WaveId
from station.storage import tables


def other_wave_in_hand(connection: Connection, wave_id: WaveId) -> bool:
    """Whether the picking desk holds goods for another wave."""
    wave = tables.wave.c
    held = select(wave.id).where(wave.state == "started", wave.hand_quantity > 0, wave.id != wave_id)
    return connection.execute(held.limit(1)).first() is not None


def wave_waits(connection: Connection) -> bool:
    """Whether the picking desk took a wave and has not begun it."""
    wave = tables.wave.c
    return connection.execute(select(wave.id).where(wave.state == "taken").limit(1)).first() is not None


def is_lost(connection: Connection, wave_id: WaveId) -> bool:
    """Whether the wave went to another station."""
    wave = tables.wave.c
    row = connection.execute(select(wave.lost_to, wave.state).where(wave.id == wave_id)).first()
    return row is None or row.lost_to is not None or row.state in ("returned", "handed_over")


def open_again(connection: Connection, crate_id: CrateId, wave_id: WaveId, at: datetime) -> None:
    """The crate takes and gives goods; its wave is under work."""
    crate = tables.crate
    opened = {"state": "open", "closed_at": None, "reopened_at": at}
    connection.execute(update(crate).where(crate.c.id == crate_id).values(**opened))
    wave = tables.wave
    connection.execute(update(wave).where(wave.c.id == wave_id).values(state="started", ended_at=None))
    stop = tables.stop_crate
    connection.execute(update(stop).where(stop.c.crate_id == crate_id).values(closed=False))
