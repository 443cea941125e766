"""Cycles 团期 with their cut-off 截单, and totals while orders come in."""

from enum import StrEnum
from uuid import UUID

from cloud_api.wire.base import Code, Message, Moment, Text, Zone


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


class CyclesPage(Message):
    """Cycles, the latest cut-off first; `next` is the `after` of the next page."""

    items: list[Cycle]
    next: UUID | None = None


class Total(Message):
    """Pieces and lines still to be picked for one pickup point, product or temperature zone."""

    key: str
    """Code of the point, SKU of the product, or the zone."""
    name: str
    zone: Zone | None = None
    """Where totals are told by zone."""
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


class SupplierShare(Message):
    """What one supplier would be asked for; `code` is None for products without a supplier."""

    code: str | None
    name: str
    products: int
    pieces: int


class CutOffPreview(Message):
    """What a cut-off now would freeze, and what a person should look at before. Nothing is written."""

    cycle_id: UUID
    already_frozen: bool
    waves: int
    orders: int
    lines: int
    pieces: int
    suppliers: list[SupplierShare]
    refused_orders: int
    """Orders that were refused and nobody has put right: they would miss this cycle.

    Of this warehouse; one that names no known pickup point counts for every warehouse.
    """
    points_without_position: list[str]
    """Codes of pickup points with orders that no route can be planned to."""
