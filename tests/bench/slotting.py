"""Bench of slotting and sharing: metres walked on the real baskets, seconds to plan, memory it takes."""

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from cloud_api.wire.base import Zone
from cloud_api.wire.orders import Order
from station.kernel.ids import OrderId, Sku, WaveId
from station.slotting.model.demand import Demand
from station.slotting.model.results import Layout
from station.slotting.model.standing import Standing
from station.slotting.model.walking import floor_plan
from station.slotting.planner import (
    advise,
    by_hand,
    by_path,
    propose_bin,
    random_layout,
    reslot,
    slot_products,
    walked_m,
)
from station.waves.model.work import FreeDesk, OrderPart, Rates, WaveLoad
from station.waves.planner import share_waves
from tests.bench.rows import row
from tests.bench.slotting_scene import Scene, demand_of, halves, set_slotting_scene

DESKS = 12
RATES = Rates(line_s=3_600 / 260, piece_s=0)
"""260 lines an hour: what is published for put-to-light walls."""
FIRST_VAN, SLACK = 0.75, 1.02
"""Vans leave in ten lots over the last quarter of a night that has 2 % more time than the work needs."""

CASE = 12

T = TypeVar("T")
Rows = list[dict[str, Any]]


def run(scratch: Path) -> Rows:
    """All rows; memory first, while nothing else has been loaded."""
    scene = set_slotting_scene()
    before = _peak_mb()
    demand = scene.demand()
    slotted, seconds = _timed(lambda: slot_products(scene.products, scene.bins, demand))
    peak = _peak_mb()
    layouts = _layouts(scene, demand)
    first, first_s = _timed(lambda: slot_products(scene.products, scene.bins, demand, budget_s=0))
    return [
        row("slotting 2,000 products", seconds, "s", "assignment alone, no polish", first_s),
        row("slotting: peak memory of the process", peak, "MB", "before, with the day loaded", before),
        *_walked("", slotted.walked_m, {name: layout.walked_m for name, layout in layouts.items()}),
        *_walked("", slotted.walked_m, {"assignment alone": first.walked_m}),
        *_of_another_half(scene),
        *_order_by_order(scene, slotted),
        *_moves(scene, demand, layouts["ABC by hand"]),
        *_sharing(scene),
    ]


def _layouts(scene: Scene, demand: Demand) -> dict[str, Layout]:
    return {
        "random": random_layout(scene.products, scene.bins, demand, seed=1),
        "ABC by hand": by_hand(scene.products, scene.bins, demand, seed=1),
        "ABC along the path": by_path(scene.products, scene.bins, demand, seed=1),
    }


def _walked(what: str, slotted_m: float, others: dict[str, float]) -> Rows:
    return [
        row(f"metres a night, slotted{what}: against {name}", slotted_m, "m", name, other)
        for name, other in others.items()
    ]


def _of_another_half(scene: Scene) -> Rows:
    """Learnt from every second order, walked by the others: no baskets are known beforehand."""
    learnt, walked = (demand_of(half) for half in halves(scene.waves))
    plan = floor_plan(scene.bins)
    slotted = slot_products(scene.products, scene.bins, learnt)
    others = {name: walked_m(plan, layout.bins, walked) for name, layout in _layouts(scene, learnt).items()}
    return _walked(", for orders it has not seen", walked_m(plan, slotted.bins, walked), others)


def _order_by_order(scene: Scene, slotted: Layout) -> Rows:
    plan = floor_plan(scene.bins)
    one_by_one_m = plan.orders_cm(_bins(order, slotted) for wave in scene.waves for order in wave) / 100
    in_crates_m = sum(plan.tour_cm(_bins_of_all(wave, slotted)) for wave in scene.waves) / 100
    return [row("metres a night, put to crate", in_crates_m, "m", "order by order", one_by_one_m)]


def _bins(order: Order, layout: Layout) -> list[str]:
    return [layout.bins[Sku(line.sku)] for line in order.lines]


def _bins_of_all(wave: Sequence[Order], layout: Layout) -> set[str]:
    return {code for order in wave for code in _bins(order, layout)}


def _moves(scene: Scene, demand: Demand, layout: Layout) -> Rows:
    found, seconds = _timed(lambda: reslot(scene.products, scene.bins, layout.bins, demand))
    asked = scene.products[0]
    taken = {sku: code for sku, code in layout.bins.items() if sku != asked.sku}
    _, proposing_s = _timed(lambda: propose_bin(asked, scene.bins, taken, demand))
    cost_m = sum(exchange.cost_m for exchange in found.exchanges)
    name = f"re-slotting an ABC floor, {found.moves} moves"
    floor = Standing(
        scene.bins, {each.sku: each for each in scene.products}, {}, taken, holds_of(layout, asked.sku)
    )
    _, advising_s = _timed(lambda: advise(asked, 24, floor, demand))
    return [
        row(
            "bins for goods at the dock, 2,000 products",
            advising_s,
            "s",
            "proposing a bin, without what lies there",
            proposing_s,
        ),
        row(
            f"{name}: metres saved a night",
            found.before_m - found.after_m,
            "m",
            "walked once for them",
            cost_m,
        ),
        row(name, seconds, "s", "proposing a bin for one receipt", proposing_s),
    ]


def holds_of(layout: Layout, without: Sku) -> dict[str, dict[Sku, int]]:
    """A case of each product in its bin, but for the one that comes in."""
    return {code: {sku: CASE} for sku, code in layout.bins.items() if sku != without}


def _sharing(scene: Scene) -> Rows:
    loads = _loads(scene)
    desks = [FreeDesk(f"D{number}") for number in range(1, DESKS + 1)]
    even_s = sum(RATES.seconds(load.parts) for load in loads) / DESKS
    fast, fast_s = _timed(lambda: share_waves(loads, desks, RATES, budget_s=0))
    found, seconds = _timed(lambda: share_waves(loads, desks, RATES))
    return [
        row(f"200 waves over {DESKS} desks: last desk done", found.finish_s, "s", "an even share", even_s),
        row("sharing 200 waves", seconds, "s", "the rule alone", fast_s),
        row("waves ready too late for their van", len(found.late), "waves", "all waves", len(loads)),
        row("waves ready too late, by the rule alone", len(fast.late), "waves", "all waves", len(loads)),
    ]


def _loads(scene: Scene) -> list[WaveLoad]:
    zones = {product.sku: product.zone for product in scene.products}
    loads = [
        WaveLoad(WaveId(UUID(int=number)), number, None, _parts(wave, zones, number * 10_000))
        for number, wave in enumerate(scene.waves, 1)
    ]
    night_s = SLACK * sum(RATES.seconds(load.parts) for load in loads) / DESKS
    lots = len(loads) // 10
    return [
        replace(load, departs_s=round(night_s * (FIRST_VAN + (1 - FIRST_VAN) * (1 + place // lots) / 10)))
        for place, load in enumerate(loads)
    ]


def _parts(wave: Sequence[Order], zones: dict[Sku, Zone], first: int) -> tuple[OrderPart, ...]:
    parts = []
    for number, order in enumerate(wave, first):
        for zone in Zone:
            lines = [line.quantity for line in order.lines if zones[Sku(line.sku)] is zone]
            if lines:
                parts.append(OrderPart(OrderId(UUID(int=number)), zone, len(lines), sum(lines)))
    return tuple(parts)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
