"""A gift box as it grows: what belongs into it, what is in it already, and what its label tells of that."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cloud_api.wire.base import ScanRule
from cloud_api.wire.gift_boxes import BoxPart
from station.kernel.ids import ScanId, Sku


@dataclass(frozen=True)
class Need:
    """So many pieces of a product belong into one box."""

    sku: Sku
    name: str
    quantity: int
    rule: ScanRule = ScanRule.EACH
    bin: str = ""
    """Where it lies by the list of products, for a warehouse that keeps no book."""


@dataclass(frozen=True)
class Recipe:
    """A gift box: how it is called, what bears its number, what belongs into it and where it goes."""

    sku: Sku
    name: str
    gtins: tuple[str, ...]
    needs: tuple[Need, ...]
    bin: str
    """Where finished boxes go; a warehouse without a list of bins has no book of it."""

    def need(self, sku: Sku) -> Need | None:
        """What it wants of a product; None where that does not belong into it."""
        return next((need for need in self.needs if need.sku == sku), None)


@dataclass(frozen=True)
class Portion:
    """What one scan put into the box: pieces of one product, of one lot or of several."""

    scan_id: ScanId
    sku: Sku
    parts: tuple[BoxPart, ...]

    @property
    def quantity(self) -> int:
        """Pieces."""
        return sum(part.quantity for part in self.parts)


@dataclass(frozen=True)
class Box:
    """The box under work."""

    id: UUID
    cycle_id: UUID
    sku: Sku
    portions: tuple[Portion, ...] = ()
    label: int | None = None
    """The place of its label in the print queue; None until it is full."""

    def has(self, sku: Sku) -> int:
        """Pieces of a product that are in it."""
        return sum(portion.quantity for portion in self.portions if portion.sku == sku)

    @property
    def parts(self) -> tuple[BoxPart, ...]:
        """All pieces, those of one lot out of one bin together."""
        return together(part for portion in self.portions for part in portion.parts)


@dataclass(frozen=True)
class MadeBox:
    """A box this desk packed."""

    id: UUID
    sku: Sku
    expiry: date | None
    made_at: datetime


def together(parts: Iterable[BoxPart]) -> tuple[BoxPart, ...]:
    """Pieces of one lot out of one bin as one part, in the order they were first met."""
    sums: dict[tuple[str | None, str, str, date | None], int] = defaultdict(int)
    for part in parts:
        sums[part.bin, part.sku, part.lot, part.expiry] += part.quantity
    return tuple(
        BoxPart(bin=bin_code, sku=sku, lot=lot, expiry=expiry, quantity=quantity)
        for (bin_code, sku, lot, expiry), quantity in sums.items()
    )


def expiry_of(parts: Iterable[BoxPart]) -> date | None:
    """The day on which the first of its parts expires; None where none tells any."""
    return min((part.expiry for part in parts if part.expiry), default=None)


def open_needs(recipe: Recipe, box: Box | None) -> Mapping[Sku, int]:
    """Pieces that are still to come, by product; below zero where the box has too many."""
    has = {need.sku: need.quantity - (box.has(need.sku) if box else 0) for need in recipe.needs}
    for portion in box.portions if box else ():
        if recipe.need(portion.sku) is None:
            has[portion.sku] = has.get(portion.sku, 0) - portion.quantity
    return {sku: left for sku, left in has.items() if left}
