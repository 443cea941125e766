"""Tells the cloud what people did at this desk: when an hour or a wave is over, and when somebody leaves."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cloud_api.wire.facts import FactKind
from station.kernel.clock import Clock
from station.kernel.ids import StationId
from station.people.work import PAUSE, hour_of, hours
from station.people.work_rows import events, first_work, is_wave_ended, last_seq, told_hours
from station.storage.database import Database
from station.sync.outbox import Author, append_fact

HOUR = timedelta(hours=1)
LOOKED_BACK = timedelta(hours=24)
"""After a start; what a desk did before and never told, it tells no more."""


class WorkTeller:
    """Writes a fact for each hour whose figures differ from those told last; on the store thread."""

    def __init__(self, database: Database, clock: Clock, station_id: StationId, zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._station = station_id
        self._zone = zone
        self._told_to: datetime | None = None
        self._is_behind = True
        """Hours of before this start are still to be told."""
        self._seen_seq: int | None = None

    def time_passed(self) -> bool:
        """Tell the hours that are over, or behind a wave the running one; whether a fact was written.

        Asked often, and most often answered without reading a row of work.
        """
        if self._wave_ended():
            return self.left()
        this_hour = hour_of(self._clock.now(), self._zone)
        if self._told_to is None:
            self._told_to = self._first_hour(this_hour)
        if this_hour <= self._told_to:
            self._is_behind = False
            return False
        if self._is_behind:
            return self._tell_one(self._told_to)
        return self._tell(self._told_to - HOUR, this_hour)

    def left(self) -> bool:
        """Somebody signs out: tell the running hour too; whether a fact was written."""
        now = self._clock.now()
        since = hour_of(now, self._zone)
        if self._told_to is not None and not self._is_behind:
            since = min(since, self._told_to) - HOUR
        return self._tell(since, now + timedelta(microseconds=1))

    def _wave_ended(self) -> bool:
        with self._database.look() as connection:
            before, self._seen_seq = self._seen_seq, last_seq(connection)
            return before is not None and is_wave_ended(connection, before)

    def _first_hour(self, this_hour: datetime) -> datetime:
        """After a start: the first of the last hours in which anything was done."""
        with self._database.look() as connection:
            first = first_work(connection, this_hour - LOOKED_BACK)
        return this_hour if first is None else min(this_hour, hour_of(first, self._zone))

    def _tell_one(self, hour: datetime) -> bool:
        """One hour a call: a whole night would keep the scans of a running desk waiting."""
        is_told = self._tell(hour, hour + HOUR)
        self._told_to = hour + HOUR
        return is_told

    def _tell(self, since: datetime, until: datetime) -> bool:
        """Something may have been undone of the hour told last: it is counted anew."""
        now = self._clock.now()
        with self._database.act() as connection:
            told = told_hours(connection, since)
            done = hours(events(connection, since - PAUSE, until), since, self._zone)
            news = {key: body for key, body in done.items() if told.get(key) != body}
            for key, body in news.items():
                append_fact(connection, Author(self._station, key.operator, now), FactKind.WORK_DONE, body)
        if not self._is_behind:
            self._told_to = hour_of(now, self._zone)
        return bool(news)
