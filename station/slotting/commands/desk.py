"""What every command of the slotting desk works with, and the one way an act becomes durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from station.kernel.clock import Clock
from station.kernel.ids import StationId
from station.people.badges import BadgeHolder
from station.storage.database import Database
from station.sync.outbox import Act, Author, acting


@dataclass
class Desk:
    """A slotting desk: its database and who works at it."""

    database: Database
    clock: Clock
    station_id: StationId
    operator: BadgeHolder | None = None

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One durable act: all of it on the disk, or none."""
        operator_id = self.operator.id if self.operator else None
        with acting(self.database, Author(self.station_id, operator_id, self.clock.now())) as act:
            yield act
