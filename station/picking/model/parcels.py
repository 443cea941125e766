"""Parcels 包裹: the bag of one order inside a crate, and how pieces are divided over the bags of a crate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from station.kernel.ids import OrderId, Sku

MOST_BAGS = 99
"""In one crate: two digits of a parcel's code tell its place."""
T = TypeVar("T")


@dataclass
class Bag:
    """One order's bag; places count from 1 in the order in which the orders of the crate were paid."""

    order_id: OrderId
    order_no: str
    place: int
    code: str
    planned: dict[Sku, int] = field(default_factory=dict)
    put: dict[Sku, int] = field(default_factory=dict)

    @property
    def pieces(self) -> int:
        """Pieces that lie in it."""
        return sum(self.put.values())

    def lacks(self, sku: Sku) -> int:
        """Pieces of `sku` it was meant to hold and does not, declared short or still to come."""
        return self.planned.get(sku, 0) - self.put.get(sku, 0)

    def move(self, sku: Sku, quantity: int) -> None:
        """So many pieces went in; a negative number came out."""
        self.put[sku] = self.put.get(sku, 0) + quantity

    def exchange(self, sku: Sku, instead: Sku, quantity: int) -> None:
        """So many pieces it lacks of `sku` are pieces of `instead` from now on."""
        self.planned[sku] -= quantity
        self.planned[instead] = self.planned.get(instead, 0) + quantity


@dataclass(frozen=True)
class Share:
    """What one bag gets of the pieces that are divided."""

    crate: int
    """Number of the crate."""
    bag: Bag
    quantity: int

    @property
    def name(self) -> str:
        """How people and labels call the bag: 3-2 is the second one in crate 3."""
        return bag_name(self.crate, self.bag)


def bag_name(crate: int, bag: Bag) -> str:
    """3-2 is the second bag in crate 3."""
    return f"{crate}-{bag.place}"


def divided(crate: int, bags: Iterable[Bag], sku: Sku, quantity: int) -> list[Share]:
    """So many pieces over the bags that lack some, who paid first before the others; none gets nothing."""
    shares, left = [], quantity
    for bag in bags:
        part = min(left, bag.lacks(sku))
        if part > 0:
            shares.append(Share(crate, bag, part))
            left -= part
    return shares


def in_lots_of(things: Sequence[T], most: int) -> list[Sequence[T]]:
    """The things in their order, at most so many together."""
    return [things[start : start + most] for start in range(0, len(things), most)]
