"""Bench of the crate planner: how long the operator waits, and what the plan saves at the put-wall."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from station.demo.day import Day, build_day
from station.kernel.ids import OrderId, Sku, new_uuid
from station.picking.model.plan import CrateLimits, CratePlan, ItemSize, OrderToPack, PlanMethod
from station.picking.planner import plan_crates
from station.picking.planner.bounds import crates_at_least
from station.picking.planner.parts import Pile, sort_by_zone

DATA = Path(__file__).parents[2] / "resources" / "demo"
ORDERS = 50_000
WAVES = 200
LIMITS = CrateLimits(weight_g=15_000, volume_ml=45_000)


@dataclass(frozen=True)
class _Measured:
    orders: int
    lines: int
    seconds: float
    fast_seconds: float
    plan: CratePlan
    fast: CratePlan
    crates_at_least: int


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows over waves of the reference day, spread from its smallest to its largest pickup point."""
    day = build_day(DATA, orders=ORDERS, seed=1, now=datetime(2026, 6, 18, 8, tzinfo=UTC))
    items = {
        Sku(product.sku): ItemSize(product.zone, product.weight_g, product.volume_ml)
        for product in day.catalogue.products
    }
    return _rows([_measure(wave, items) for wave in waves_of(day)])


def touches(plan: CratePlan) -> int:
    """Crate scans while picking: pairs of a crate and a product in it."""
    return sum(len({line.sku for line in crate.lines}) for crate in plan.crates)


def waves_of(day: Day) -> list[list[OrderToPack]]:
    """Orders of each pickup point, from the smallest point to the largest."""
    waves: dict[str, list[OrderToPack]] = defaultdict(list)
    for order in day.orders:
        lines = tuple((Sku(line.sku), line.quantity) for line in order.lines)
        waves[order.pickup_point].append(OrderToPack(OrderId(new_uuid()), lines))
    ranked = sorted(waves.values(), key=len)
    return [ranked[(len(ranked) - 1) * turn // (WAVES - 1)] for turn in range(WAVES)]


def _measure(wave: Sequence[OrderToPack], items: dict[Sku, ItemSize]) -> _Measured:
    started = time.perf_counter()
    fast = plan_crates(wave, items, LIMITS, budget_s=0)
    between = time.perf_counter()
    plan = plan_crates(wave, items, LIMITS)
    return _Measured(
        orders=len(wave),
        lines=sum(len(order.lines) for order in wave),
        seconds=time.perf_counter() - between,
        fast_seconds=between - started,
        plan=plan,
        fast=fast,
        crates_at_least=_at_least(wave, items),
    )


def _at_least(wave: Sequence[OrderToPack], items: dict[Sku, ItemSize]) -> int:
    total = 0
    for work in sort_by_zone(wave, items, LIMITS):
        piles = [Pile(part.weight_g, part.volume_ml, 1) for part in work.whole]
        piles += [pile for part in work.large for pile in part.pieces(items)]
        total += crates_at_least(piles, 0, LIMITS) + len(work.oversized)
    return total


def _rows(measured: Sequence[_Measured]) -> list[dict[str, Any]]:
    waves = len(measured)
    fast_s = [one.fast_seconds for one in measured]
    at_least = sum(one.crates_at_least for one in measured)
    fast_crates = sum(len(one.fast.crates) for one in measured)
    fast_touches = sum(touches(one.fast) for one in measured)
    proved = sum(one.plan.method is PlanMethod.OPTIMAL for one in measured)
    seconds = [one.seconds for one in measured]
    return [
        _row(
            "crate plan, p50",
            median(seconds),
            "s",
            f"fast rule alone, p50: {_waves_told(measured)}",
            median(fast_s),
        ),
        _row("crate plan, worst", max(seconds), "s", "fast rule alone, worst", max(fast_s)),
        _row(
            "crates planned", sum(len(one.plan.crates) for one in measured), "crates", "lower bound", at_least
        ),
        _row("crates by the fast rule alone", fast_crates, "crates", "lower bound", at_least),
        _row("crate plans proved to have the fewest crates", proved, "plans", "waves", waves),
        _row(
            "crate scans while picking",
            sum(touches(one.plan) for one in measured),
            "scans",
            "fast rule alone",
            fast_touches,
        ),
    ]


def _waves_told(measured: Sequence[_Measured]) -> str:
    sizes = [one.orders for one in measured]
    lines = sum(one.lines for one in measured) / sum(sizes)
    return f"{len(sizes)} waves of {min(sizes)}-{max(sizes)} orders, {lines:.2f} lines an order"


def _row(name: str, value: float, unit: str, beside: str, measure: float) -> dict[str, Any]:
    """A row; `beside` tells what was measured in the same run, `ratio` is value to that."""
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "beside": f"{beside} = {round(measure, 4)} {unit}",
        "ratio": round(value / measure, 3),
    }
