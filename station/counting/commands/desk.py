"""What every command of the stock desk works with, and the one way an act becomes durable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from hardware.protocols import Reading
from station.counting.model.count import Work
from station.kernel.clock import Clock
from station.kernel.ids import OperatorId, StationId
from station.people.badges import BadgeHolder
from station.storage.database import Database
from station.sync.outbox import Act, Author, acting


@dataclass
class Desk:
    """A stock desk: its database, its scale, who works at it, the count at hand."""

    database: Database
    clock: Clock
    station_id: StationId
    time_zone: ZoneInfo
    weigh: Callable[[], Reading | None]
    """What the scale of this PC says now; None where there is none."""
    operator: BadgeHolder | None = None
    here: int = 0
    """Where along the path the operator scanned a bin last."""
    work: Work | None = None
    anew: UUID | None = None
    """A count somebody else has begun: asked whether it is dropped."""

    @property
    def operator_id(self) -> OperatorId | None:
        """Who works here."""
        return self.operator.id if self.operator else None

    @property
    def today(self) -> date:
        """The day in the warehouse."""
        return self.clock.now().astimezone(self.time_zone).date()

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One durable act: all of it on the disk and then true in memory, or none."""
        with acting(self.database, Author(self.station_id, self.operator_id, self.clock.now())) as act:
            yield act
