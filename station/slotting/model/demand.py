"""What people went for on past nights: the ground on which bins are chosen."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cloud_api.wire.catalogue import Turnover
from station.kernel.ids import Sku

A_SHARE, B_SHARE = 0.80, 0.95
"""Shares of all picks up to which a product is of class A, and of class B."""


@dataclass(frozen=True)
class Demand:
    """Tours of past nights, each by the products picked on it; with put-to-crate picking a tour is a wave."""

    tours: tuple[frozenset[Sku], ...]
    nights: int = 1

    def thinned(self, most_tours: int) -> "Demand":
        """Tours spread evenly over all of them, as many as whole nights have: planners take longer for more.

        At the most `most_tours`, but one night's worth at least.
        """
        if len(self.tours) <= most_tours or self.nights <= 1:
            return self
        kept = max(1, most_tours * self.nights // len(self.tours))
        take = len(self.tours) * kept // self.nights
        places = (number * len(self.tours) // take for number in range(take))
        return Demand(tuple(self.tours[place] for place in places), kept)

    def picks(self) -> Counter[Sku]:
        """On how many tours each product was picked."""
        return Counter(sku for tour in self.tours for sku in tour)

    def together_with(self, sku: Sku) -> list[tuple[Sku, int]]:
        """What was picked on the same tours, with on how many of them; most first, then by SKU."""
        found = Counter(other for tour in self.tours if sku in tour for other in tour if other != sku)
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))

    def metres_a_night(self, walked_cm: int) -> float:
        """Centimetres over all tours as metres a night, to the centimetre."""
        return round(walked_cm / 100 / max(self.nights, 1), 2)


def turnover_classes(picks: Mapping[Sku, int], skus: Iterable[Sku] = ()) -> dict[Sku, Turnover]:
    """A for the fast movers that make up 80 % of all picks, B up to 95 %, C for the rest.

    A product that begins within a share belongs to it. Those of `skus` that nobody picked are C. Equally
    many picks are ranked by SKU.
    """
    classes = dict.fromkeys(skus, Turnover.C)
    total = sum(picks.values())
    before = 0
    for sku, count in sorted(picks.items(), key=lambda each: (-each[1], each[0])):
        if count <= 0 or before >= B_SHARE * total:
            classes[sku] = Turnover.C
        else:
            classes[sku] = Turnover.A if before < A_SHARE * total else Turnover.B
        before += max(count, 0)
    return classes
