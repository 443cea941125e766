"""What every command of a loading desk works with, and the one way an act becomes durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from station.kernel.clock import Clock
from station.kernel.ids import CrateId, OperatorId, RouteId, StationId
from station.loading.model.board import Board, LoadRoute
from station.loading.store.board import Ids, Stamp, load_board, stamp
from station.people.badges import BadgeHolder
from station.storage.database import Database
from station.sync.outbox import Act, Author, acting


@dataclass
class Desk:
    """A loading desk: its database, who works at it, the route it loads."""

    database: Database
    clock: Clock
    station_id: StationId
    station_name: str
    time_zone: ZoneInfo
    to_be_weighed: bool = False
    """Whether no crate goes on a van before the scale agreed with it, or a supervisor."""
    operator: BadgeHolder | None = None
    board: Board = field(default_factory=Board)
    chosen_id: RouteId | None = None
    taking_off: bool = False
    departure: float | None = None
    """Monotonic second of the first press, while the departure is to be confirmed or let pass."""
    stopped: CrateId | None = None
    """A crate the scale did not pass, by the scan just answered."""
    asked_about: CrateId | None = None
    """The same, while a supervisor is asked about it."""
    allowed: set[tuple[CrateId, str, object]] = field(default_factory=set)
    """What supervisors let on: a crate, what for, and what it was then."""
    just_used: tuple[CrateId, float] | None = None
    """Crate of the last scan that moved one, and the monotonic second of that scan."""
    last_sheet: tuple[RouteId, float] | None = None
    """Route of the last sheet scanned, and the monotonic second of that scan."""
    loads: list[CrateId] = field(default_factory=list)
    """Crates this desk loaded on the chosen route, the latest last."""
    _stamp: Stamp | None = None
    _ids: Ids = field(default_factory=Ids)

    @property
    def chosen(self) -> LoadRoute | None:
        """The route being loaded or looked at."""
        return self.board.route(self.chosen_id)

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One durable act on the newest board: all of it on the disk and then true in memory, or none."""
        with acting(self.database, self.author()) as act:
            self.refresh(act.connection)
            act.then(lambda: setattr(self, "_stamp", after))
            yield act
            after = stamp(act.connection)

    def refresh(self, connection: Connection) -> bool:
        """Read the board anew when the rows have moved since; says whether they had."""
        now = stamp(connection)
        if now == self._stamp:
            return False
        self.board = load_board(connection, self.clock.now(), self._ids)
        self._stamp = now
        if self.chosen is None or self.chosen.departed_at is not None:
            self.calm_down()  # what was begun for it is over
        return True

    def forget_board(self) -> None:
        """Let the next look read the rows anew, whatever they say of themselves."""
        self._stamp = None

    def choose(self, route_id: RouteId | None) -> None:
        """Load (or look at) another route; what was begun for the last one is over."""
        if route_id != self.chosen_id:
            self.loads = []
        self.chosen_id = route_id
        self.calm_down()
        self.just_used = None

    def calm_down(self) -> None:
        """End every mode: the next scan loads."""
        self.taking_off = False
        self.departure = None
        self.stopped = self.asked_about = None

    def author(self) -> Author:
        """In whose name facts are written now."""
        operator_id: OperatorId | None = self.operator.id if self.operator else None
        return Author(self.station_id, operator_id, self.clock.now())
