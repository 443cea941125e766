"""What every command of the crates desk works with, and the one way an act becomes durable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hardware.protocols import Reading
from station.crates.model.weight_check import Tolerance
from station.kernel.clock import Clock
from station.kernel.ids import StationId
from station.kernel.messages import Texts
from station.kernel.settings import CountWish
from station.people.badges import BadgeHolder
from station.storage.database import Database
from station.sync.outbox import Act, Author, acting


@dataclass
class Desk:
    """A crates desk: its database, its scale, who works at it."""

    database: Database
    clock: Clock
    station_id: StationId
    station_name: str
    time_zone: ZoneInfo
    texts: Texts
    brand: str
    weigh: Callable[[], Reading | None]
    """What the scale of this PC says now; None where none answers."""
    tolerance: Tolerance
    counts: CountWish = CountWish.NONE
    """Which goods are counted behind the scale."""
    operator: BadgeHolder | None = None

    @property
    def who(self) -> str:
        """Who works here, else the desk."""
        return self.operator.name if self.operator else self.station_name

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One durable act: all of it on the disk and then true in memory, or none."""
        operator_id = self.operator.id if self.operator else None
        with acting(self.database, Author(self.station_id, operator_id, self.clock.now())) as act:
            yield act
