"""Moves that hang together: a product goes where another is, which goes where a third is, and so on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station.slotting.planner.assignment import Cells


@dataclass(frozen=True)
class Ring:
    """Steps (product, bin it goes to) in the order in which they are made."""

    steps: tuple[tuple[int, int], ...]
    origin: Mapping[int, int]
    """The bin each product comes from."""
    is_closed: bool
    """The last product's bin is where the first goes, so its goods are put aside before; else a free bin."""
    saved_cm: int
    """What it seems to save over all tours, each product looked at alone."""


def rings_of(
    chosen: Sequence[int], products: Sequence[int], bins: Sequence[int], found: Sequence[int], gains: Cells
) -> list[Ring]:
    """The rings of an assignment: `found` is the place among `bins` of each of `products`.

    `chosen` is the bin of each product now, `gains` what a product saves in a bin, products by bins.
    """
    goal = {product: bins[column] for product, column in zip(products, found, strict=True)}
    moving = [product for product in products if goal[product] != chosen[product]]
    saved = {
        product: int(gains[row, column])
        for row, (product, column) in enumerate(zip(products, found, strict=True))
    }
    holder = {chosen[product]: product for product in moving}
    taker = {goal[product]: product for product in moving}
    rings: list[Ring] = []
    seen: set[int] = set()
    # First the chains: they end in a bin that nobody holds. What is left are closed rings.
    for product in [p for p in moving if goal[p] not in holder] + moving:
        if product in seen:
            continue
        steps = _chased(product, chosen, taker)
        seen.update(steps)
        rings.append(
            Ring(
                tuple((one, goal[one]) for one in steps),
                {one: chosen[one] for one in steps},
                goal[product] in holder,
                sum(saved[one] for one in steps),
            )
        )
    return rings


def _chased(first: int, chosen: Sequence[int], taker: Mapping[int, int]) -> list[int]:
    """The first product, then who takes the bin it left, and so on, until nobody does or it is the first."""
    steps = [first]
    while (follower := taker.get(chosen[steps[-1]])) is not None and follower != first:
        steps.append(follower)
    return steps
