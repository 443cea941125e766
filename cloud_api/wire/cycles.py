"""Cycles 团期 with their cut-off 截单, and totals while orders come in."""

from enum import StrEnum
from uuid import UUID

from cloud_api.wire.base import Code, Message, Moment, Text


class CycleState(StrEnum):
    """A cycle takes orders until its cut-off freezes it."""

    OPEN = "open"
    FROZEN = "frozen"


class NewCycle(Message):
    """A cycle to open."""

    warehouse: Code
    name: Text
    cut_off_at: Moment


class Cycle(Message):
    """A cycle and what it holds now."""

    id: UUID
    warehouse: Code
    name: Text
    cut_off_at: Moment
    state: CycleState
    frozen_at: Moment | None = None
    orders: int
    lines: int
    pieces: int


class Total(Message):
    """Pieces and lines for one pickup point or one product."""

    key: str
    name: str
    orders: int
    lines: int
    pieces: int


class CutOffResult(Message):
    """What the cut-off froze. A repeated cut-off answers the same and makes nothing new."""

    cycle_id: UUID
    waves: int
    orders: int
    lines: int
    pieces: int
    already_frozen: bool
