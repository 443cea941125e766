"""What every command of the packing desk works with, and the one way an act becomes durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from station.kernel.clock import Clock
from station.kernel.ids import Sku, StationId
from station.kernel.messages import Texts
from station.packing.documents import Letterhead
from station.packing.model.lots import LotTag
from station.people.badges import BadgeHolder
from station.stock.fefo import pickup_day_of
from station.storage.database import Database
from station.sync.outbox import Act, Author, acting

UNDONE_WITHIN = timedelta(hours=12)
"""A box that was packed longer ago has left the desk."""


@dataclass
class Desk:
    """A packing desk: its database, who works at it, what is packed there."""

    database: Database
    clock: Clock
    station_id: StationId
    texts: Texts
    brand: str
    time_zone: ZoneInfo
    margin_days: int = 1
    """So many days after the pickup day goods must still be good."""
    operator: BadgeHolder | None = None
    job: tuple[UUID, Sku] | None = None
    """Cycle and gift box that are packed now."""
    last_part: tuple[Sku, float] | None = None
    """The part scanned last, and the monotonic second of that scan."""
    lot_insisted: tuple[Sku, LotTag | None] | None = None
    """A later lot that was asked back once: the same pack again is taken."""
    asked: object = field(default=None)
    """What was asked back and is to be confirmed: a box to take apart, or the part that is missing."""

    @property
    def pickup_day(self) -> date:
        """The day on which customers collect what is packed now."""
        return pickup_day_of(self.clock.now(), self.time_zone)

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One durable act: all of it on the disk and then true in memory, or none."""
        operator_id = self.operator.id if self.operator else None
        with acting(self.database, Author(self.station_id, operator_id, self.clock.now())) as act:
            yield act

    def letterhead(self) -> Letterhead:
        """What each label printed at this desk bears."""
        name = self.operator.name if self.operator else ""
        return Letterhead(self.texts, self.brand, self.time_zone, name)
