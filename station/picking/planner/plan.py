"""The crate plan of a wave: first the fewest crates, then the fewest crate scans with that many crates."""

import time
from collections.abc import Iterable, Mapping, Sequence

from cloud_api.wire.base import Zone
from station.kernel.ids import Sku
from station.picking.model.plan import (
    CrateLimits,
    CratePlan,
    CratePlanned,
    ItemSize,
    OrderToPack,
    PackedLine,
    PlanMethod,
)
from station.picking.planner.parts import Packing, Part, sort_by_zone
from station.picking.planner.zone_packing import Budget, pack_zone


def plan_crates(
    orders: Sequence[OrderToPack],
    items: Mapping[Sku, ItemSize],
    limits: CrateLimits,
    *,
    budget_s: float = 2.0,
    seed: int = 0,
) -> CratePlan:
    """The crates of a wave: each order's part of a zone whole in one crate, within the limits, in few crates.

    A part larger than a crate is divided over as few crates as it needs; a piece larger than a crate has
    one of its own. `budget_s` bounds the seconds spent on a better plan than the fast rule's; 0 means the
    fast rule alone, which may divide a large order over more. `method` tells about the number of crates.
    The same input with the same seed gives the same plan, unless the clock ends a search.
    Raises KeyError for a product that `items` does not know, ValueError for a quantity below 0.
    """
    budget = Budget(time.monotonic(), budget_s, seed)
    crates: list[CratePlanned] = []
    methods: list[PlanMethod] = []
    oversized: set[Sku] = set()
    for work in sort_by_zone(orders, items, limits):
        packing, method = pack_zone(work, items, limits, budget)
        methods.append(method)
        crates += _in_order(work.zone, packing, orders)
        crates += _in_order(work.zone, [[part] for part in work.oversized], orders)
        oversized.update(sku for part in work.oversized for sku, _ in part.lines)
    return CratePlan(tuple(crates), _least_known(methods), tuple(sorted(oversized)))


def _in_order(zone: Zone, packing: Packing, orders: Sequence[OrderToPack]) -> Iterable[CratePlanned]:
    """Crates by their first order, so that the put-wall reads like the list of orders."""
    ranked = sorted(packing, key=lambda parts: min((part.order, part.lines) for part in parts))
    return (_crate(zone, parts, orders) for parts in ranked)


def _crate(zone: Zone, parts: Sequence[Part], orders: Sequence[OrderToPack]) -> CratePlanned:
    quantities: dict[tuple[int, Sku], int] = {}
    for part in parts:
        for sku, quantity in part.lines:
            quantities[part.order, sku] = quantities.get((part.order, sku), 0) + quantity
    return CratePlanned(
        zone,
        tuple(PackedLine(orders[order].order_id, sku, n) for (order, sku), n in sorted(quantities.items())),
        sum(part.weight_g for part in parts),
        sum(part.volume_ml for part in parts),
    )


def _least_known(methods: Sequence[PlanMethod]) -> PlanMethod:
    """What is known of all zones together: the fast rule's zone does not spoil another's better plan."""
    if PlanMethod.FEASIBLE in methods:
        return PlanMethod.FEASIBLE
    return PlanMethod.FALLBACK if PlanMethod.FALLBACK in methods else PlanMethod.OPTIMAL
