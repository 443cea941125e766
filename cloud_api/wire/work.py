"""What people did in an hour, as figures, and what they caught before it reached a customer."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, field_validator

from cloud_api.wire.base import Message, Moment, Text

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
