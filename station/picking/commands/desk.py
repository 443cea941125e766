"""What every command of a desk works with, and the one way an act becomes durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from cloud_api.wire import floor
from station.kernel.clock import Clock
from station.kernel.ids import CrateId, OperatorId, Sku, StationId
from station.kernel.messages import Texts
from station.picking.documents import Letterhead
from station.picking.model.lots import LotTag
from station.picking.model.work import Hand, WaveWork
from station.picking.store.waves import StoredWave
from station.storage.database import Database
from station.sync.outbox import Act, Author, acting


@dataclass(frozen=True)
class Picker:
    """The operator signed in at this desk."""

    id: OperatorId
    name: str
    badge: str


@dataclass
class Desk:
    """A picking desk: its database, who works at it, the wave it works on."""

    database: Database
    clock: Clock
    station_id: StationId
    texts: Texts
    brand: str
    time_zone: ZoneInfo
    picker: Picker | None = None
    wave: StoredWave | None = None
    work: WaveWork | None = None
    gtins: dict[str, list[Sku]] = field(default_factory=dict)
    just_used: tuple[CrateId, float] | None = None
    """Crate of the last put or closing, and the monotonic second of that scan."""
    last_product: tuple[Sku, float] | None = None
    """Product of the last scan that counted, and its monotonic second."""
    short_asked: Sku | None = None
    """Product whose shortage was announced and is to be confirmed."""
    lot_insisted: tuple[Sku, LotTag | None] | None = None
    """A later lot that was asked back once: the same pack again is taken."""
    damaged: tuple[Hand, floor.StockMoved | None] | None = None
    """What was in the hand before the last step declared a piece damaged, and how the book moved."""
    margin_days: int = 1
    """So many days after the pickup day goods must still be good."""

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One durable act: all of it on the disk and then true in memory, or none of it."""
        with acting(self.database, self.author()) as act:
            yield act

    def moved_on(self) -> None:
        """The next scan was answered: what was asked before is settled, and damage is not undone any more."""
        self.short_asked = self.damaged = None

    def author(self) -> Author:
        """In whose name facts are written now."""
        operator_id = self.picker.id if self.picker else None
        return Author(self.station_id, operator_id, self.clock.now())

    def letterhead(self, at: datetime) -> Letterhead:
        """What every paper printed at this desk bears."""
        return Letterhead(self.texts, self.brand, self.time_zone, self.picker.name if self.picker else "", at)

    def working(self) -> WaveWork:
        """The wave under work; a caller has made sure that it is started."""
        assert self.work is not None
        return self.work

    def held(self) -> StoredWave:
        """The wave this desk holds, started or not; a caller has made sure there is one."""
        assert self.wave is not None
        return self.wave
