"""What every command of a desk works with, and the one way an act becomes durable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from cloud_api.wire import floor
from cloud_api.wire.waves import Wave
from hardware.protocols import Reading
from station.kernel.clock import Clock
from station.kernel.ids import CrateId, OperatorId, Sku, StationId
from station.kernel.messages import Texts
from station.picking.documents import Letterhead
from station.picking.model.cancelled import CancelledLine
from station.picking.model.lots import LotTag
from station.picking.model.stopped import LotStopped
from station.picking.model.substitutes import Exchange, Offer
from station.picking.model.weights import Load
from station.picking.model.work import Crate, Hand, WaveWork
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
    beside: StoredWave | None = None
    """The wave that is picked together with it, in one walk."""
    work: WaveWork | None = None
    gtins: dict[str, list[Sku]] = field(default_factory=dict)
    plus: dict[str, list[Sku]] = field(default_factory=dict)
    """Products of the wave by their numbers on scales."""
    just_used: tuple[CrateId | str, float] | None = None
    """Crate of the last put or closing, or the code of the bag, and the monotonic second of that scan."""
    packed: dict[str, int] = field(default_factory=dict)
    """Crates of the wave that has just left the wall, by label: the other one goes on there."""
    last_product: tuple[Sku, float] | None = None
    """Product of the last scan that counted, and its monotonic second."""
    short_asked: Sku | None = None
    """Product whose shortage was announced and is to be confirmed."""
    lot_insisted: tuple[Sku, LotTag | None] | None = None
    """A later lot that was asked back once: the same pack again is taken."""
    stopped: LotStopped | None = None
    """The lot that was refused last, as it expires too soon."""
    let_pass: set[tuple[Sku, LotTag | None]] = field(default_factory=set)
    """Lots of this wave that a supervisor let pass all the same."""
    taking_out: tuple[CancelledLine, int] | None = None
    """What comes out of a crate, once its product was scanned; the weight the code told in grams, or 0."""
    damaged: tuple[Hand, floor.StockMoved | None] | None = None
    """What was in the hand before the last step declared a piece damaged, and how the book moved."""
    margin_days: int = 1
    """So many days after the pickup day goods must still be good."""
    tolerance_percent: int = 10
    """How far a portion may be from its weight where the product does not say."""
    has_scale: Callable[[], bool] = lambda: False
    scale: Callable[[], Reading | None] = lambda: None
    """What the scale of this PC says now; None while it says nothing."""
    load: Load = field(default_factory=Load)
    offered: Offer | None = None
    """What may stand in for the product whose shortage was announced."""
    exchanges: list[Exchange] = field(default_factory=list)
    """Substitutions of this wave that can be taken back, oldest first; a restart lets them stand."""

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One durable act: all of it on the disk and then true in memory, or none of it."""
        with acting(self.database, self.author()) as act:
            yield act

    def moved_on(self) -> None:
        """The next scan was answered: what was asked before is settled, and damage is not undone any more."""
        self.short_asked = self.damaged = self.offered = None

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

    def waves(self) -> list[StoredWave]:
        """The waves this desk holds: none, one, or two that are picked together."""
        return [each for each in (self.wave, self.beside) if each is not None]

    def wave_of(self, crate: Crate) -> Wave:
        """The wave of a crate under work."""
        return next(each.wave for each in self.waves() if each.wave.id == crate.wave_id)
