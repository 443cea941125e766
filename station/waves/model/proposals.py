"""What the planner proposes to a foreman, before anybody is told."""

from dataclasses import dataclass
from uuid import UUID

from station.kernel.ids import WaveId
from station.kernel.messages import Message


@dataclass(frozen=True)
class DeskQueue:
    """Waves for one desk in the order it picks them; seconds from the moment of planning."""

    desk: UUID
    waves: tuple[WaveId, ...]
    finish_s: int
    late: int


@dataclass(frozen=True)
class SharedOut:
    """Who would pick what."""

    queues: tuple[DeskQueue, ...]
    finish_s: int
    late: tuple[Message, ...]
    was_stopped: bool = False


@dataclass(frozen=True)
class PairAtDesk:
    """Two waves for one desk, one after the other."""

    one: WaveId
    other: WaveId
    shared_products: int
    desk: UUID
    place: int
    """Of the first; the second follows."""
