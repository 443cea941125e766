"""What the planner proposes to a foreman, before anybody is told."""

from dataclasses import dataclass
from uuid import UUID

from cloud_api.wire.board import WaveAssignment
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

    def assignments(self) -> tuple[WaveAssignment, ...]:
        """As the cloud is told it."""
        return tuple(
            WaveAssignment(wave_id=wave, station_id=queue.desk, place=place)
            for queue in self.queues
            for place, wave in enumerate(queue.waves)
        )


@dataclass(frozen=True)
class PairAtDesk:
    """Two waves for one desk, picked in one walk."""

    one: WaveId
    other: WaveId
    shared_products: int
    desk: UUID
    place: int
    """Of the first in the order of the desk; the second follows, if it is to be picked alone after all."""

    def assignments(self) -> tuple[WaveAssignment, WaveAssignment]:
        """As the cloud is told it."""
        one = WaveAssignment(wave_id=self.one, station_id=self.desk, place=self.place, beside_id=self.other)
        return one, WaveAssignment(wave_id=self.other, station_id=self.desk, place=self.place + 1)
