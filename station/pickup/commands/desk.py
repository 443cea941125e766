"""What every command of the pickup desk works with, and the one way an act becomes durable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from cloud_api.wire.pickup import Means
from station.kernel.clock import Clock
from station.kernel.ids import CollectionId, CrateId, StationId, WaveId
from station.people.badges import BadgeHolder
from station.pickup.model.empties import EmptiesRun
from station.pickup.model.goods import CustomerGoods
from station.pickup.model.view import Left, LineKey, Step
from station.pickup.model.words import Moments
from station.storage.database import Database
from station.sync.outbox import Act, Author, acting


@dataclass
class Serving:
    """The customer at the counter, as the screen shows them."""

    goods: CustomerGoods
    means: Means
    left: dict[LineKey, Left] = field(default_factory=dict)
    since: int = 0
    """Serial of the first view that shows these goods."""

    def ticked(self) -> dict[LineKey, int]:
        """Pieces that go with the customer, line by line."""
        return {key: pieces for key, pieces in self.goods.here().items() if key not in self.left}


@dataclass
class Choice:
    """Customers who fit the digits typed."""

    digits: str
    keys: tuple[str, ...]


@dataclass
class Desk:
    """A pickup desk: its database, its shop's key, who works at it, and what it is about now."""

    database: Database
    clock: Clock
    station_id: StationId
    station_name: str
    pickup_point: str
    """Code of the shop it stands in."""
    time_zone: ZoneInfo
    key: Callable[[], bytes | None]
    """The shop's key for codes; None until the cloud gave it."""
    operator: BadgeHolder | None = None
    step: Step = Step.DAY
    serving: Serving | None = None
    choice: Choice | None = None
    handed: tuple[CollectionId, ...] = ()
    """Handovers shown on Step.HANDED and Step.ALREADY."""
    handed_left: dict[LineKey, Left] = field(default_factory=dict)
    """Lines that were here and did not go along with `handed`, and why."""
    receiving: WaveId | None = None
    """The delivery under receipt; None shows the one that is to be received next."""
    complete_asked: WaveId | None = None
    """Delivery whose receipt was to be completed with crates missing."""
    switch_asked: str | None = None
    """Customer who was asked for while another one was not confirmed."""
    just_used: tuple[CrateId, float] | None = None
    """The crate scanned last, and the monotonic second of that scan."""
    search: str = ""
    digits_missing: int = 0
    empties: EmptiesRun = field(default_factory=EmptiesRun)
    """What the driver who is here takes back."""

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One durable act: all of it on the disk and then true in memory, or none of it."""
        with acting(self.database, self.author()) as act:
            yield act

    def author(self) -> Author:
        """In whose name facts are written now."""
        operator_id = self.operator.id if self.operator else None
        return Author(self.station_id, operator_id, self.clock.now())

    def moments(self) -> Moments:
        """Tells moments by the clock on the shop's wall."""
        return Moments(self.time_zone, self.clock.now())

    def go(self, step: Step) -> None:
        """Show another page; what the one before was about is put away."""
        self.step = step
        self.serving = self.serving if step in (Step.CUSTOMER, Step.NOT_HERE) else None
        self.choice = self.choice if step is Step.CHOOSE else None
        self.handed = self.handed if step in (Step.HANDED, Step.ALREADY) else ()
        self.handed_left = self.handed_left if step is Step.HANDED else {}
        self.complete_asked = None
        self.switch_asked = None
        self.search = ""
