"""What every command of the dispatch desk works with, and the one way an act becomes durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from station.dispatch.commands.ways import Ways
from station.dispatch.model.day import Day, KnownVan
from station.dispatch.model.day_published import CycleRow, Published
from station.dispatch.model.edit import Draft
from station.dispatch.model.edit_night import Night, Sheet, sheet_of
from station.dispatch.model.problem import Problem
from station.dispatch.store.day import StopReader
from station.dispatch.store.drafts import DraftStep, Trail
from station.kernel.clock import Clock
from station.kernel.ids import CycleId, StationId
from station.kernel.messages import Texts
from station.people.badges import BadgeHolder
from station.storage.database import Database
from station.sync.outbox import Author


@dataclass
class DispatchDesk:
    """The dispatcher's desk: its database, who works at it, the cycle and the draft on it."""

    database: Database
    clock: Clock
    station_id: StationId
    warehouse: str
    """Code of the warehouse whose vans start here."""
    zone: ZoneInfo
    texts: Texts
    dispatcher: BadgeHolder | None = None
    stops: StopReader = field(default_factory=StopReader)
    cycles: list[CycleRow] = field(default_factory=list)
    vans: list[KnownVan] = field(default_factory=list)
    cycle_id: CycleId | None = None
    day: Day | None = None
    published: Published | None = None
    trail: Trail = field(default_factory=Trail)
    step: DraftStep | None = None
    """Where the dispatcher stands; None before the first step."""
    following: DraftStep | None = None
    """What redo would do again."""
    base: Draft | None = None
    """The draft the numbers are compared with, where nothing is published."""
    ways: Ways | None = None
    _night: Night | None = None
    _made_of: tuple[Day, Ways, Published | None] | None = None
    """What the night was made of: it is made anew only when that changes."""

    @contextmanager
    def act(self) -> Iterator[tuple[Connection, Author]]:
        """One durable act: all of it on the disk, or none of it."""
        with self.database.act() as connection:
            yield connection, self.author()

    def author(self) -> Author:
        """In whose name facts are written now."""
        operator_id = self.dispatcher.id if self.dispatcher else None
        return Author(self.station_id, operator_id, self.clock.now())

    def places(self) -> tuple[str, ...]:
        """Codes of the places the ways lead to: the warehouse, then the shops."""
        stops = self.day.stops if self.day else ()
        return (self.warehouse, *(stop.stop.pickup_point.code for stop in stops))

    def has_ways(self) -> bool:
        """The ways known are those of today's places."""
        return (
            self.day is not None and self.ways is not None and self.ways.fit(self.places(), self.day.points())
        )

    def night(self) -> Night | None:
        """The day with its ways; None while they are being measured."""
        if self.day is None or self.ways is None or not self.has_ways():
            return None
        made_of = (self.day, self.ways, self.published)
        if self._made_of is None or any(a is not b for a, b in zip(made_of, self._made_of, strict=True)):
            left = self.published.left if self.published else {}
            self._night = Night(self.day, _problem(self.day, self.ways), left)
            self._made_of = made_of
        return self._night

    def draft(self) -> Draft:
        """The routes as they lie here: the last step, else what is published, else none."""
        if self.step is not None:
            return self.step.draft
        return self.published.draft() if self.published else Draft()

    def sheet(self, night: Night) -> Sheet:
        """The routes with their numbers."""
        return sheet_of(night, self.draft())


def _problem(day: Day, ways: Ways) -> Problem:
    return Problem(
        tuple(stop.to_plan() for stop in day.stops),
        tuple(van.to_plan() for van in day.vans),
        ways.metres,
        ways.seconds,
    )
