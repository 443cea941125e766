"""Small steps after the assignment: swaps and moves to free bins, each kept only if it truly pays."""

import time
from collections.abc import Iterator

import numpy as np

from station.slotting.planner.assignment import NOTHING, Cells, Mask
from station.slotting.planner.floor import Floor
from station.slotting.planner.walks import Walks

ROUNDS = 12
"""A round costs about a second for 2,000 products; later ones gained less than 0.1 % on real baskets."""

TRIES_A_PRODUCT = 8
"""Steps looked at in a round for each product of the zone: beyond them estimates are hardly ever true."""


def polish(floor: Floor, walks: Walks, chosen: list[int], deadline: float) -> None:
    """Better `chosen` (the bin of each product) and `walks` in place, until a time of the monotonic clock."""
    for _ in range(ROUNDS):
        kept = 0
        for products, bins in floor.zones():
            placed = [product for product in products if chosen[product] != NOTHING]
            if placed and time.monotonic() < deadline:
                kept += _round(floor, walks, chosen, placed, bins, deadline)
        if not kept:
            break


def _round(
    floor: Floor, walks: Walks, chosen: list[int], placed: list[int], bins: list[int], deadline: float
) -> int:
    """Try the most promising steps once; how many were kept."""
    taken = {chosen[product] for product in placed}
    free = [place for place in bins if place not in taken]
    touched: set[int] = set()
    for one, other in _promising(_gains(floor, walks, chosen, placed, free), TRIES_A_PRODUCT * len(placed)):
        if one in touched or other in touched or time.monotonic() >= deadline:
            continue
        steps = [(placed[one], chosen[placed[other]] if other < len(placed) else free[other - len(placed)])]
        if other < len(placed):
            steps.append((placed[other], chosen[placed[one]]))
        if _kept(floor, walks, chosen, steps):
            touched |= {one, other}
    return len(touched)


def _gains(floor: Floor, walks: Walks, chosen: list[int], placed: list[int], free: list[int]) -> Cells:
    """What swapping two products, or moving one to a free bin, seems to save; products by products + free.

    Each product is looked at alone, so a swap's true gain differs; what is not allowed gains nothing.
    """
    costs, fits = _at_each(floor, walks, placed, [*(chosen[product] for product in placed), *free])
    count = len(placed)
    stay = costs.diagonal()
    gains: Cells = stay[:, None] - costs
    gains[:, :count] += gains[:, :count].T
    fits[:, :count] &= fits[:, :count].T
    fits[:, :count] &= np.triu(np.ones((count, count), np.bool_), 1)
    gains[~fits] = 0
    return gains


def _at_each(floor: Floor, walks: Walks, placed: list[int], bins: list[int]) -> tuple[Cells, Mask]:
    """Cost of each product in each of the bins, lifting included, and whether it may lie there."""
    cells = np.ix_(placed, bins)
    walked = walks.all_costs_cm(placed)[:, floor.stops[bins] - 1]
    return walked + floor.lifts[cells], floor.allowed[cells]


def _promising(gains: Cells, most: int) -> Iterator[tuple[int, int]]:
    flat = gains.ravel()
    most = min(most, flat.size)
    best = np.argpartition(-flat, most - 1)[:most]
    for place in best[np.argsort(-flat[best], kind="stable")]:
        if flat[place] <= 0:
            return
        one, other = divmod(int(place), gains.shape[1])
        yield one, other


def _kept(floor: Floor, walks: Walks, chosen: list[int], steps: list[tuple[int, int]]) -> bool:
    """Make the steps (product, bin) and take them back unless they pay."""
    before = [(product, chosen[product]) for product, _ in steps]
    lifted = sum(int(floor.lifts[product, place]) for product, place in steps)
    lifted -= sum(int(floor.lifts[product, place]) for product, place in before)
    grown_cm = walks.moved_cm([(product, int(floor.stops[place])) for product, place in steps])
    paid = grown_cm + lifted < 0
    for product, place in steps if paid else before:
        chosen[product] = place
        walks.put(product, int(floor.stops[place]))
    return paid
