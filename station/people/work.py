"""What people did at this desk, counted hour by hour from what its rooms keep anyway.

Nothing of this runs when something is scanned: the rows are read when an hour is over or somebody leaves.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cloud_api.wire.work import Caught, Task, WorkDone
from station.kernel.ids import OperatorId

PAUSE = timedelta(minutes=5)
"""A gap longer than this between two acts is a pause: it counts nothing."""

CAUGHT_BY = {
    "wrong_product": "wrong_product",
    "look_alike": "wrong_product",
    "not_wanted": "wrong_product",
    "take_out_other": "wrong_product",
    "wrong_crate": "wrong_crate",
    "crate_has_enough": "wrong_crate",
    "foreign_crate": "wrong_crate",
    "scan_bag": "wrong_crate",
    "wrong_bag": "wrong_crate",
    "bag_has_enough": "wrong_crate",
    "foreign_bag": "wrong_crate",
    "take_out_other_bag": "wrong_crate",
    "take_out_elsewhere": "wrong_crate",
    "wrong_van": "wrong_crate",
    "stray": "wrong_crate",
    "other_cycle": "wrong_crate",
    "too_many": "too_many",
    "lot_expires": "lot",
    "other_lot": "lot",
    "earlier_lot_first": "lot",
    "too_heavy": "other",
    "too_light": "other",
    "crate_is_closed": "other",
    "crate_not_full": "other",
    "not_closed": "other",
    "left_already": "other",
    "other_box": "wrong_product",
    "box_not_full": "other",
}
"""Verdicts of desks that stopped an error, by the field of Caught.

A code that was read badly, a scale at unrest or a button out of turn is no error of anybody's work.
"""


class Event(NamedTuple):
    """One thing somebody did; `lines` and `pieces` are below zero where it took back what was done."""

    at: datetime
    operator: OperatorId
    task: Task
    lines: int = 0
    pieces: int = 0
    scans: int = 0
    verdict: str = ""


class HourKey(NamedTuple):
    """Whose hour of which task; `hour` is its beginning."""

    operator: OperatorId
    hour: datetime
    task: Task


@dataclass
class _Sum:
    lines: int = 0
    pieces: int = 0
    scans: int = 0
    active: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.caught: dict[str, int] = defaultdict(int)

    def add(self, event: Event, since: timedelta) -> None:
        self.lines += event.lines
        self.pieces += event.pieces
        self.scans += event.scans
        self.active += since
        if event.verdict in CAUGHT_BY:
            self.caught[CAUGHT_BY[event.verdict]] += 1

    def figures(self) -> dict[str, Any]:
        """What was taken back in an hour may have been done in the one before: no hour is below zero."""
        return {
            "lines": max(0, self.lines),
            "pieces": max(0, self.pieces),
            "scans": self.scans,
            "caught": Caught(**self.caught),
            "active_s": round(self.active.total_seconds()),
        }


def hour_of(at: datetime, zone: ZoneInfo) -> datetime:
    """The beginning of the hour of the warehouse's clock that a moment lies in."""
    return at.astimezone(zone).replace(minute=0, second=0, microsecond=0)


def hours(events: Iterable[Event], since: datetime, zone: ZoneInfo) -> dict[HourKey, WorkDone]:
    """Figures of each hour that begins at `since` or later; events before it only tell how long a gap was.

    The time between two acts of a person belongs to the later one, as far as it lies in its hour.
    """
    sums: dict[HourKey, _Sum] = defaultdict(_Sum)
    for event, gap in _with_gaps(sorted(events, key=lambda each: each.at)):
        hour = hour_of(event.at, zone)
        if hour >= since:
            sums[HourKey(event.operator, hour, event.task)].add(event, min(gap, event.at - hour))
    return {
        key: WorkDone(hour=key.hour, task=key.task, **each.figures())
        for key, each in sorted(sums.items(), key=lambda item: (item[0].hour, item[0].task, item[0].operator))
    }


def _with_gaps(events: Iterable[Event]) -> Iterator[tuple[Event, timedelta]]:
    last: dict[OperatorId, datetime] = {}
    for event in events:
        gap = event.at - last.get(event.operator, event.at)
        yield event, gap if gap <= PAUSE else timedelta()
        last[event.operator] = event.at
