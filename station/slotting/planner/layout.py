"""A bin for every product of a warehouse: assignment along the path, then by what tours really cost."""

import time
from collections.abc import Iterable, Sequence

import numpy as np

from cloud_api.wire.catalogue import Bin
from station.slotting.model.demand import Demand
from station.slotting.model.results import Layout
from station.slotting.model.slots import SlotProduct, SlotRules, without_bin
from station.slotting.planner.assignment import NOTHING, Cells, assign
from station.slotting.planner.floor import Floor, make_floor
from station.slotting.planner.polish import polish
from station.slotting.planner.walks import NOWHERE, Walks

ASSIGNMENTS = 3
"""Assignments by what products cost where the others lie now: later ones gained less than swaps do."""


def slot_products(
    products: Iterable[SlotProduct],
    bins: Sequence[Bin],
    demand: Demand,
    *,
    rules: SlotRules | None = None,
    start: tuple[int, int] | None = None,
    budget_s: float = 10.0,
) -> Layout:
    """A pick bin for every product so that the tours of the demand are short and heavy goods lie low.

    `budget_s` bounds the seconds spent on improving the first assignment; 0 leaves it as it is. The same
    input gives the same layout unless the clock ends the search. Bins not used for picking are left alone.
    """
    deadline = time.monotonic() + budget_s
    floor = make_floor(products, bins, demand, rules or SlotRules(), start)
    chosen = _along_the_path(floor)
    walks = floor.walks()
    _put_all(walks, floor, chosen)
    if budget_s > 0:
        chosen = _improved(floor, walks, chosen, deadline)
        polish(floor, walks, chosen, deadline)
    return Layout(
        {floor.products[p].sku: floor.bins[b].code for p, b in enumerate(chosen) if b != NOTHING},
        tuple(
            without_bin(floor.products[p], bins, floor.rules) for p, b in enumerate(chosen) if b == NOTHING
        ),
        demand.metres_a_night(walks.total_cm()),
    )


def _along_the_path(floor: Floor) -> list[int]:
    """Frequent goods early on the path: so whole aisles at its end are seldom entered."""
    chosen = [NOTHING] * len(floor.products)
    on_the_way = _walked_until(floor)
    for products, bins in floor.zones():
        picks = np.array([floor.picks[product] for product in products], np.int64)
        costs = (
            np.multiply.outer(picks, on_the_way[floor.stops[bins]]) if bins else np.zeros((0, 0), np.int64)
        )
        _assign(floor, products, bins, costs, chosen)
    return chosen


def _walked_until(floor: Floor) -> Cells:
    """Centimetres walked along the path up to each stop."""
    distances = floor.plan.distances_cm
    legs = [distances[stop - 1, stop] if stop else 0 for stop in range(len(distances))]
    return np.cumsum(np.array(legs, np.int64))


def _improved(floor: Floor, walks: Walks, chosen: list[int], deadline: float) -> list[int]:
    """Assignments anew by the true costs, as long as they are better; the walks follow the best."""
    for _ in range(ASSIGNMENTS):
        if time.monotonic() >= deadline:
            break
        before = _score(floor, walks, chosen)
        tried = list(chosen)
        for products, bins in floor.zones():
            costs = walks.all_costs_cm(products)[:, floor.stops[bins] - 1]
            _assign(floor, products, bins, costs, tried)
        _put_all(walks, floor, tried)
        if _score(floor, walks, tried) >= before:
            _put_all(walks, floor, chosen)
            break
        chosen = tried
    return chosen


def _assign(floor: Floor, products: list[int], bins: list[int], costs: Cells, chosen: list[int]) -> None:
    if not bins:
        return
    cells = np.ix_(products, bins)
    found = assign(costs + floor.lifts[cells], floor.allowed[cells], [floor.picks[p] for p in products])
    for product, place in zip(products, found, strict=True):
        chosen[product] = NOTHING if place == NOTHING else bins[place]


def _put_all(walks: Walks, floor: Floor, chosen: list[int]) -> None:
    for product, place in enumerate(chosen):
        walks.put(product, NOWHERE if place == NOTHING else int(floor.stops[place]))


def _score(floor: Floor, walks: Walks, chosen: list[int]) -> int:
    lifted = sum(int(floor.lifts[p, b]) for p, b in enumerate(chosen) if b != NOTHING)
    return walks.total_cm() + lifted
