"""All tours of the past, walked over a layout under change: what a product costs at each stop, exactly."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from station.kernel.ids import Sku
from station.slotting.model.demand import Demand
from station.slotting.model.walking import FloorPlan

NOWHERE = 0
"""The stop of a product without a bin: no tour goes there for it."""

Cells = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Walks:
    """How many products each tour picks at each stop, and the metres that follow from it.

    A stop costs a tour only the first product: the second one there is picked in passing. So goods that
    are ordered together draw one another to the same stops without a further rule.
    """

    def __init__(self, plan: FloorPlan, demand: Demand, skus: Sequence[Sku]) -> None:
        self._distances = plan.distances_cm
        self._stops = np.arange(1, plan.stops + 1)
        self._tours = _tours_of(demand, skus)
        self._picked = np.zeros((len(demand.tours), plan.stops), np.int16)
        self.stop_of = [NOWHERE] * len(skus)

    def picks(self, product: int) -> int:
        """On how many tours it is picked."""
        return len(self._tours[product])

    def put(self, product: int, stop: int) -> None:
        """The product lies at this stop from now on; NOWHERE takes it out."""
        for at, change in ((self.stop_of[product], -1), (stop, 1)):
            if at != NOWHERE:
                self._picked[self._tours[product], at - 1] += np.int16(change)
        self.stop_of[product] = stop

    def total_cm(self) -> int:
        """All tours together."""
        return int(self._lengths(self._picked > 0).sum()) if self._picked.size else 0

    def costs_cm(self, product: int) -> Cells:
        """What the product adds to all tours at stop 1, 2, ..., with all others where they are: exact."""
        picked = self._picked[self._tours[product]]
        here = self.stop_of[product]
        if here != NOWHERE:
            picked[:, here - 1] -= 1
        return self._detours(picked > 0)

    def anyone_cm(self) -> Cells:
        """What a product that is picked on every tour would add, at stop 1, 2, ...."""
        return self._detours(self._picked > 0)

    def _detours(self, visited: Mask) -> Cells:
        """What one more stop adds to these tours together, at stop 1, 2, ...; nothing where they do stop."""
        before, behind = self._before(visited), self._behind(visited)
        detour = self._distances[before, self._stops] + self._distances[self._stops, behind]
        detour -= self._distances[before, behind]
        detour[visited] = 0
        cost: Cells = detour.sum(axis=0)
        return cost

    def all_costs_cm(self, products: Iterable[int]) -> Cells:
        """`costs_cm` of these products, a row each."""
        rows = [self.costs_cm(product) for product in products]
        return np.array(rows, np.int64).reshape(len(rows), len(self._stops))

    def moved_cm(self, moves: Sequence[tuple[int, int]]) -> int:
        """What all tours grow by (below 0: shrink) when each product goes to its stop; it does go there."""
        tours = np.unique(np.concatenate([self._tours[product] for product, _ in moves]))
        before = int(self._lengths(self._picked[tours] > 0).sum())
        for product, stop in moves:
            self.put(product, stop)
        return int(self._lengths(self._picked[tours] > 0).sum()) - before

    def _lengths(self, visited: Mask) -> Cells:
        if not visited.size:
            return np.zeros(len(visited), np.int64)
        legs = self._distances[self._before(visited), self._stops]
        last = np.where(visited, self._stops, 0).max(axis=1)
        lengths: Cells = (legs * visited).sum(axis=1) + self._distances[last, 0]
        return lengths

    def _before(self, visited: Mask) -> Cells:
        """The last stop visited before each one; the start where there is none."""
        latest = np.maximum.accumulate(np.where(visited, self._stops, 0), axis=1)
        before = np.zeros_like(latest)
        before[:, 1:] = latest[:, :-1]
        return before

    def _behind(self, visited: Mask) -> Cells:
        """The next stop visited behind each one; the start, where tours end, when there is none."""
        end = len(self._stops) + 1
        nearest = np.minimum.accumulate(np.where(visited, self._stops, end)[:, ::-1], axis=1)[:, ::-1]
        behind = np.full_like(nearest, end)
        behind[:, :-1] = nearest[:, 1:]
        behind[behind == end] = 0
        return behind


def _tours_of(demand: Demand, skus: Sequence[Sku]) -> list[Cells]:
    """On which tours each product is picked."""
    number = {sku: product for product, sku in enumerate(skus)}
    found: list[list[int]] = [[] for _ in skus]
    for place, tour in enumerate(demand.tours):
        for sku in tour:
            if sku in number:
                found[number[sku]].append(place)
    return [np.array(places, np.int64) for places in found]
