"""What people did in an hour, as figures, and what they caught before it reached a customer."""

import math
from collections import defaultdict
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Annotated
from uuid import UUID

from pydantic import Field, field_validator

from cloud_api.wire.base import Message, Moment, Text

_DAY = timedelta(days=1)
MOST_FIGURE = 1_000_000
"""Above it no hour of a person is."""
Figure = Annotated[int, Field(ge=0, le=MOST_FIGURE)]
Seconds = Annotated[int, Field(ge=0, le=3_600)]


class Task(StrEnum):
    """A kind of work on the floor."""

    PICKING = "picking"
    RECEIVING = "receiving"
    COUNTING = "counting"
    LOADING = "loading"
    SLOTTING = "slotting"
    CRATES = "crates"


class Caught(Message):
    """Scans that stopped an error, by what they stopped."""

    wrong_product: Figure = 0
    wrong_crate: Figure = 0
    too_many: Figure = 0
    lot: Figure = 0
    """Another lot, or one that expires too soon."""
    other: Figure = 0


class WorkDone(Message):
    """All that the operator of this fact did at this station in an hour of one task.

    Absolute: the fact a station writes later of the same hour takes the place of the one before, however late
    it comes. What was undone within the hour is taken off.
    """

    hour: Moment
    """Its beginning, of the clock of the warehouse."""
    task: Task
    lines: Figure = 0
    pieces: Figure = 0
    scans: Figure = 0
    caught: Caught = Caught()
    active_s: Seconds = 0
    """Without pauses of more than some minutes."""

    @field_validator("hour")
    @classmethod
    def _begins_a_quarter(cls, hour: Moment) -> Moment:
        """Zones differ by quarters of an hour."""
        if hour.minute % 15 or hour.second or hour.microsecond:
            raise ValueError("an hour begins on the hour of the warehouse's clock")
        return hour


LEAST_ACTIVE_S = 1_800
"""A rate of less work than this says nothing of anybody."""


def per_hour(done: int, active_s: int) -> int | None:
    """Lines or pieces in an hour of work; None where there was too little of it."""
    return None if active_s < LEAST_ACTIVE_S else round(done * 3_600 / active_s)


def nights_back(hour: datetime, since: datetime, until: datetime) -> int | None:
    """0: between `since` and `until`; n: in the same hours n days before; None: at another time of day."""
    back = max(0, math.ceil((since - hour) / _DAY))
    return back if since <= hour + back * _DAY < until else None


class NightSums:
    """Lines, pieces and seconds of work, tonight and in the same hours of each day before."""

    def __init__(self) -> None:
        self._nights: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def add(self, back: int, lines: int, pieces: int, active_s: int, caught: int) -> None:
        """An hour of the night `back` days ago; 0 is tonight."""
        night = self._nights[back]
        for place, more in enumerate((lines, pieces, active_s, caught)):
            night[place] += more

    @property
    def is_worked(self) -> bool:
        """Whether anything was done tonight."""
        return any(self._nights.get(0, ()))

    def figures(self, task: Task) -> "TaskFigures":
        """Tonight's sums, and the median rate of the nights before."""
        lines, pieces, active_s, caught = self._nights.get(0, (0, 0, 0, 0))
        return TaskFigures(
            task=task,
            lines=lines,
            pieces=pieces,
            active_s=active_s,
            caught=caught,
            usual_lines=self._usual(0),
            usual_pieces=self._usual(1),
        )

    def _usual(self, place: int) -> int | None:
        nights = [night for back, night in self._nights.items() if back]
        rates = [per_hour(night[place], night[2]) for night in nights]
        told = [rate for rate in rates if rate is not None]
        return round(median(told)) if told else None


class TaskFigures(Message):
    """What was done of a task tonight; the usual rates are medians of the same hours of the weeks before."""

    task: Task
    lines: int
    pieces: int
    active_s: int
    """Seconds of work, of all who did it."""
    caught: int
    """Scans that stopped an error before it went out."""
    usual_lines: int | None = None
    """An hour; none where nobody worked long enough in those nights."""
    usual_pieces: int | None = None


class DeskFigures(Message):
    """A desk tonight."""

    station_id: UUID
    name: Text
    operator: Text = ""
    """Who did something there last; empty where nobody did tonight."""
    skills: tuple[Task, ...] = ()
    """Of that person; none named: all."""
    last_act_at: Moment | None = None
    tasks: tuple[TaskFigures, ...] = ()


class TeamReport(Message):
    """A warehouse's night: by desk in the order of names, and by task."""

    since: Moment
    until: Moment
    weeks: int
    """So many of them the usual rates are of."""
    desks: tuple[DeskFigures, ...]
    tasks: tuple[TaskFigures, ...]


class WorkBy(StrEnum):
    """What the figures are summed up by."""

    OPERATOR = "operator"
    DESK = "desk"
    HOUR = "hour"
    TASK = "task"


class WorkSum(Message):
    """The figures of one operator, desk, hour or task; `id`, `hour` or `task` says which."""

    id: UUID | None = None
    name: Text = ""
    """Of the operator or the desk; empty where it is known no more."""
    hour: Moment | None = None
    task: Task | None = None
    lines: int
    pieces: int
    scans: int
    caught: int
    caught_by: dict[str, int]
    """As the fields of Caught."""
    active_s: int


class WorkReport(Message):
    """The work of a time, summed up."""

    since: Moment
    until: Moment
    by: WorkBy
    rows: tuple[WorkSum, ...]
