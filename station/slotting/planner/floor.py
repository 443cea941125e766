"""The floor as the slotting planner computes with it: products, pick bins, what may lie where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cloud_api.wire.catalogue import Bin, BinUse
from station.kernel.ids import Sku
from station.slotting.model.demand import Demand
from station.slotting.model.slots import SlotProduct, SlotRules
from station.slotting.model.walking import FloorPlan, floor_plan
from station.slotting.planner.assignment import Cells, Mask
from station.slotting.planner.walks import Walks

NO_LIMIT = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Floor:
    """Products and pick bins in a fixed order, so that planners may speak of them by number."""

    products: Sequence[SlotProduct]
    bins: Sequence[Bin]
    plan: FloorPlan
    demand: Demand
    rules: SlotRules

    @cached_property
    def picks(self) -> list[int]:
        """On how many tours each product is picked."""
        counted = self.demand.picks()
        return [counted[product.sku] for product in self.products]

    @cached_property
    def stops(self) -> Cells:
        """The stop of each bin."""
        return np.array([self.plan.stop_of[each.code] for each in self.bins], np.int64)

    @cached_property
    def allowed(self) -> Mask:
        """Which product may lie in which bin: `misfit` for all of them at once."""
        most_g = _limits(each.most_weight_g for each in self.bins)
        room_ml = _limits(each.volume_ml for each in self.bins)
        low = np.array([each.level <= self.rules.heavy_level for each in self.bins], np.bool_)
        zone = np.array([each.zone.value for each in self.bins], np.str_)
        rows = [
            (zone == product.zone.value)
            & (most_g >= product.load_g)
            & (room_ml >= product.load_ml)
            & (low | (product.weight_g < self.rules.heavy_g))
            for product in self.products
        ]
        return np.array(rows, np.bool_).reshape(len(self.products), len(self.bins))

    @cached_property
    def lifts(self) -> Cells:
        """What lifting every pick to the board of each bin is worth in centimetres, products by bins."""
        grams = np.array([p.weight_g * n for p, n in zip(self.products, self.picks, strict=True)], np.int64)
        levels = np.array([each.level for each in self.bins], np.int64)
        return np.multiply.outer(grams, levels) * self.rules.lift_cm // 1_000

    def walks(self) -> Walks:
        """The tours of the demand, with no product anywhere yet."""
        return Walks(self.plan, self.demand, [product.sku for product in self.products])

    def zones(self) -> list[tuple[list[int], list[int]]]:
        """Products and bins of each zone: no goods change between zones, so each is a problem of its own."""
        zones = sorted({product.zone for product in self.products})
        return [
            (
                [number for number, product in enumerate(self.products) if product.zone is zone],
                [number for number, each in enumerate(self.bins) if each.zone is zone],
            )
            for zone in zones
        ]


def _limits(told: Iterable[int]) -> Cells:
    """Limits of bins; 0 is none."""
    return np.array([limit or NO_LIMIT for limit in told], np.int64)


def make_floor(
    products: Iterable[SlotProduct],
    bins: Iterable[Bin],
    demand: Demand,
    rules: SlotRules,
    start: tuple[int, int] | None = None,
) -> Floor:
    """Products by SKU and pick bins in use along the path; of those with one key the last counts."""
    ranked = sorted({product.sku: product for product in products}.values(), key=lambda each: each.sku)
    known = sorted({each.code: each for each in bins}.values(), key=lambda each: (each.path, each.code))
    usable = [each for each in known if each.active and each.use is BinUse.PICK]
    return Floor(ranked, usable, floor_plan(known, start), demand, rules)


def skus(floor: Floor) -> list[Sku]:
    """The products' keys, in the floor's order."""
    return [product.sku for product in floor.products]
