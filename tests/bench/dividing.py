"""Bench of dividing waves over desks: what the largest waves of the reference day gain, and what it costs."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from station.demo.day import build_day
from station.waves.model.division import Division, OrderLoad
from station.waves.model.work import Rates
from station.waves.planner import divide_orders
from station.waves.planner.pace import PUBLISHED_LINES_AN_HOUR
from tests.bench.planner import DATA, ORDERS, waves_of
from tests.bench.rows import row

LARGEST = 10
PARTS = 3
NOW = datetime(2026, 6, 18, 8, tzinfo=UTC)
RATES = Rates(line_s=3_600 / PUBLISHED_LINES_AN_HOUR, piece_s=0)


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows over the largest pickup points of the day of real baskets."""
    waves = waves_of(build_day(DATA, orders=ORDERS, seed=1, now=NOW))[-LARGEST:]
    loads = [
        [OrderLoad(order.order_id, frozenset(sku for sku, _ in order.lines), 0) for order in wave]
        for wave in waves
    ]
    rule = [divide_orders(orders, PARTS, RATES, budget_s=0) for orders in loads]
    began = time.perf_counter()
    found = [divide_orders(orders, PARTS, RATES) for orders in loads]
    taken_s = (time.perf_counter() - began) / len(loads)
    whole_s = sum(each.whole_s for each in found) / len(found)
    told = f"{LARGEST} waves of {min(map(len, loads))}-{max(map(len, loads))} orders, one desk each"
    return [
        row(f"wave in {PARTS} parts: picked in", _mean(found, "finish_s"), "s", told, whole_s),
        row(f"wave in {PARTS} parts: picked in, rule", _mean(rule, "finish_s"), "s", told, whole_s),
        row(
            "stops walked twice", _mean(found, "more_stops"), "stops", "rule alone", _mean(rule, "more_stops")
        ),
        row("search for the parts", taken_s, "s", "its budget", 3.0),
    ]


def _mean(divisions: Sequence[Division], name: str) -> float:
    figures: list[int] = [getattr(each, name) for each in divisions]
    return sum(figures) / len(figures)
