"""Layouts people have without a planner, to measure what the planner is worth."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from cloud_api.wire.catalogue import Bin, Turnover
from station.kernel.ids import Sku
from station.slotting.model.demand import Demand, turnover_classes
from station.slotting.model.results import Layout
from station.slotting.model.slots import NotPlaced, SlotProduct, SlotRules, without_bin
from station.slotting.model.walking import FloorPlan
from station.slotting.planner.assignment import NOTHING
from station.slotting.planner.floor import Floor, make_floor, skus


def random_layout(
    products: Iterable[SlotProduct],
    bins: Sequence[Bin],
    demand: Demand,
    *,
    seed: int,
    rules: SlotRules | None = None,
    start: tuple[int, int] | None = None,
) -> Layout:
    """Each product in some bin that takes it, as goods lie where nobody plans."""
    floor = make_floor(products, bins, demand, rules or SlotRules(), start)
    random = Random(seed)  # noqa: S311 - a comparison, no secret
    places = list(range(len(floor.bins)))
    random.shuffle(places)
    wanting = list(range(len(floor.products)))
    random.shuffle(wanting)
    return _filled(floor, bins, wanting, places)


def by_hand(
    products: Iterable[SlotProduct],
    bins: Sequence[Bin],
    demand: Demand,
    *,
    seed: int,
    rules: SlotRules | None = None,
    start: tuple[int, int] | None = None,
) -> Layout:
    """ABC by hand: A goods in the bins nearest to the start, then B, then C; within a class as it happens."""
    floor = make_floor(products, bins, demand, rules or SlotRules(), start)
    from_start = floor.plan.distances_cm[0]
    near = sorted(range(len(floor.bins)), key=lambda place: from_start[floor.stops[place]])
    return _filled(floor, bins, _by_class(floor, seed), near)


def by_path(
    products: Iterable[SlotProduct],
    bins: Sequence[Bin],
    demand: Demand,
    *,
    seed: int,
    rules: SlotRules | None = None,
    start: tuple[int, int] | None = None,
) -> Layout:
    """ABC along the pick path: A goods in its first bins, then B, then C; within a class as it happens."""
    floor = make_floor(products, bins, demand, rules or SlotRules(), start)
    return _filled(floor, bins, _by_class(floor, seed), list(range(len(floor.bins))))


def walked_m(plan: FloorPlan, bins: Mapping[Sku, str], demand: Demand) -> float:
    """Metres a night over the tours of the demand; a product without a bin is not walked to.

    Raises KeyError for a bin that is not on the plan.
    """
    total_cm = sum(plan.tour_cm([bins[sku] for sku in tour if sku in bins]) for tour in demand.tours)
    return demand.metres_a_night(total_cm)


def _by_class(floor: Floor, seed: int) -> list[int]:
    random = Random(seed)  # noqa: S311 - a comparison, no secret
    wanting = list(range(len(floor.products)))
    random.shuffle(wanting)
    classes: Mapping[Sku, Turnover] = turnover_classes(floor.demand.picks(), skus(floor))
    return sorted(wanting, key=lambda product: classes[floor.products[product].sku])


def _filled(floor: Floor, bins: Sequence[Bin], wanting: Iterable[int], places: Sequence[int]) -> Layout:
    """Each product in turn into the first of the places that is still free and takes it.

    Those that take few bins come first within the same turn only by luck, as on a real floor.
    """
    free = dict.fromkeys(places)
    found: dict[Sku, str] = {}
    without: list[NotPlaced] = []
    for product in wanting:
        place = next((place for place in free if floor.allowed[product, place]), NOTHING)
        if place == NOTHING:
            without.append(without_bin(floor.products[product], bins, floor.rules))
            continue
        del free[place]
        found[floor.products[product].sku] = floor.bins[place].code
    ranked = tuple(sorted(without, key=lambda each: each.sku))
    return Layout(found, ranked, walked_m(floor.plan, found, floor.demand))
