"""Substitutes 替代: what may stand in for a product that is short, and whose pieces it becomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from station.kernel.ids import CrateId, OrderId, Sku, WaveId
from station.picking.model.plan import PackedLine
from station.picking.model.work import Crate, Product, WaveWork

Rank = Mapping[OrderId, Any]
"""Who is served first, by order: smaller is earlier."""


@dataclass(frozen=True)
class Offer:
    """Another product stands in for so many pieces of the one that is short."""

    sku: Sku
    instead: Product
    quantity: int


@dataclass(frozen=True)
class ExchangedLine:
    """Pieces of one order in one crate that change their product."""

    crate_id: CrateId
    order_id: OrderId
    quantity: int


@dataclass(frozen=True)
class Exchange:
    """A substitution that was declared, for each wave it is of under an id of its own.

    `puts` counts those that stood then.
    """

    ids: Mapping[WaveId, UUID]
    sku: Sku
    instead: Sku
    lines: tuple[ExchangedLine, ...]
    puts: int

    def by_crate(self) -> dict[CrateId, int]:
        """Pieces by crate."""
        moved: dict[CrateId, int] = {}
        for line in self.lines:
            moved[line.crate_id] = moved.get(line.crate_id, 0) + line.quantity
        return moved


def exchange_in_bags(work: WaveWork, lines: Iterable[ExchangedLine], sku: Sku, instead: Sku) -> None:
    """What these orders lack of `sku` is `instead` from now on, where they have bags of their own."""
    for line in lines:
        bag = work.crate(line.crate_id).bag_of(line.order_id)
        if bag is not None:
            bag.exchange(sku, instead, line.quantity)


def exchanged_lines(
    crates: Iterable[Crate], planned: Mapping[CrateId, Sequence[PackedLine]], rank: Rank, offer: Offer
) -> tuple[ExchangedLine, ...]:
    """Whose pieces they are: what was put goes to those who paid first, then what stands in, the rest lacks.

    `planned` holds the lines of each crate.
    """
    still = [
        line
        for crate in crates
        if crate.wants(offer.sku)
        for line in _still_wanted(crate, planned[crate.id], rank, offer.sku)
    ]
    left, lines = offer.quantity, []
    for line in sorted(still, key=lambda line: rank[line.order_id]):
        taken = min(left, line.quantity)
        if taken:
            lines.append(ExchangedLine(line.crate_id, line.order_id, taken))
        left -= taken
    return tuple(lines)


def _still_wanted(
    crate: Crate, planned: Sequence[PackedLine], rank: Rank, sku: Sku
) -> Iterable[ExchangedLine]:
    """Lines of one crate without what was put (of who paid first) and what is short (of who paid last)."""
    put, wanted = crate.slots[sku].put, crate.wants(sku)
    if crate.bags:
        for share in crate.shares(sku, wanted):
            yield ExchangedLine(crate.id, share.bag.order_id, share.quantity)
        return
    mine = sorted((line for line in planned if line.sku == sku), key=lambda line: rank[line.order_id])
    for line in mine:
        has = min(put, line.quantity)
        put -= has
        lacks = min(wanted, line.quantity - has)
        wanted -= lacks
        if lacks:
            yield ExchangedLine(crate.id, line.order_id, lacks)
