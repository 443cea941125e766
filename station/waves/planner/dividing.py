"""Parting the orders of one wave for several desks: done soonest, then with the fewest stops walked twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.kernel.ids import Sku
from station.waves.model.division import Division, OrderLoad, WavePart
from station.waves.model.work import Rates
from station.waves.planner.desk_solver import EFFORT_A_SECOND, MAX_CELLS

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_MS = 1000
TRAVEL = 0.5
"""Of the time for a line: walking is half of a picker's time (Tompkins et al., Facilities Planning)."""
MOST_STOPS = 100_000
"""More than all parts of a wave together ever have: a second of the finish outweighs every stop."""


@dataclass(frozen=True)
class _Times:
    """How long a part takes. A bin is walked to once, for however many orders of the part."""

    start_ms: int
    stop_ms: int
    line_ms: int
    piece_ms: int

    @classmethod
    def of(cls, orders: Sequence[OrderLoad], rates: Rates) -> _Times:
        """So that the whole wave takes what it takes by its lines."""
        lines = sum(len(order.products) for order in orders)
        stop_s = TRAVEL * rates.line_s * lines / max(len(_products(orders)), 1)
        line_s = (1 - TRAVEL) * rates.line_s
        return cls(*(round(each * _MS) for each in (rates.start_s, stop_s, line_s, rates.piece_s)))

    def of_order(self, order: OrderLoad) -> int:
        """Milliseconds at its bins."""
        return len(order.products) * self.line_ms + order.pieces * self.piece_ms

    def of_part(self, stops: int, at_bins_ms: int) -> int:
        """Milliseconds of orders that take so long at so many bins."""
        return self.start_ms + stops * self.stop_ms + at_bins_ms


def divide_orders(
    orders: Sequence[OrderLoad], parts: int, rates: Rates, *, budget_s: float = 3.0, seed: int = 0
) -> Division:
    """Every order, whole, in one of so many parts; none of them empty.

    First the earliest finish of the slowest part, then the fewest stops in all. `budget_s` bounds the
    seconds of the search; 0 means the rule alone. The same input with the same seed gives the same division,
    unless the clock ends the search. Raises ValueError for fewer orders than parts.
    """
    if len(orders) < parts:
        raise ValueError(f"{len(orders)} orders cannot be divided into {parts} parts.")
    times = _Times.of(orders, rates)
    whole = _part(orders, times)
    known = _by_rule(orders, parts, times)
    rule = _division(orders, known, times, whole, is_proved=False)
    if len(orders) * parts > MAX_CELLS or budget_s <= 0:
        return rule
    better, proved = _search(orders, parts, times, known, budget_s, seed)
    if better is None:
        return rule
    found = _division(orders, better, times, whole, is_proved=proved)
    return min(found, rule, key=lambda each: (each.finish_s, each.more_stops))


def _division(
    orders: Sequence[OrderLoad], chosen: Sequence[int], times: _Times, whole: WavePart, *, is_proved: bool
) -> Division:
    parts = tuple(
        _part([order for order, at in zip(orders, chosen, strict=True) if at == part], times)
        for part in range(max(chosen) + 1)
    )
    return Division(parts, whole.seconds, whole.products, is_proved)


def _products(orders: Sequence[OrderLoad]) -> frozenset[Sku]:
    return frozenset().union(*(order.products for order in orders))


def _part(orders: Sequence[OrderLoad], times: _Times) -> WavePart:
    stops, pieces = len(_products(orders)), sum(order.pieces for order in orders)
    ids = tuple(order.order_id for order in orders)
    taken_ms = times.of_part(stops, sum(map(times.of_order, orders)))
    return WavePart(ids, stops, pieces, -(-taken_ms // _MS))


def _by_rule(orders: Sequence[OrderLoad], parts: int, times: _Times) -> list[int]:
    """The largest order first, each to the part that is done soonest with it; every part gets one first."""
    chosen = [0] * len(orders)
    products: list[set[Sku]] = [set() for _ in range(parts)]
    at_bins = [0] * parts
    largest_first = sorted(range(len(orders)), key=lambda at: (-len(orders[at].products), -orders[at].pieces))

    def with_it(part: int, order: OrderLoad) -> int:
        return times.of_part(len(products[part] | order.products), at_bins[part] + times.of_order(order))

    for place, at in enumerate(largest_first):
        order = orders[at]
        part = place if place < parts else min(range(parts), key=lambda each: with_it(each, order))
        chosen[at] = part
        products[part] |= order.products
        at_bins[part] += times.of_order(order)
    return chosen


def _search(
    orders: Sequence[OrderLoad], parts: int, times: _Times, known: Sequence[int], budget_s: float, seed: int
) -> tuple[list[int] | None, bool]:
    """The part of each order, and whether no division is better; None where time ran out before any."""
    # Takes half a second: imported only when a wave is divided.
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    at = _ask(model, orders, parts, times, known)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.interleave_search = True
    solver.parameters.max_deterministic_time = EFFORT_A_SECOND * budget_s
    solver.parameters.max_time_in_seconds = budget_s
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, False
    chosen = [next(part for part, here in enumerate(row) if solver.boolean_value(here)) for row in at]
    return chosen, status == cp_model.OPTIMAL


def _ask(
    model: cp_model.CpModel, orders: Sequence[OrderLoad], parts: int, times: _Times, known: Sequence[int]
) -> list[list[cp_model.IntVar]]:
    """Variables and rules; parts are alike, so that the first order stands in the first one."""
    at = [[model.new_bool_var("") for _ in range(parts)] for _ in orders]
    skus = sorted(_products(orders))
    stops = {sku: [model.new_bool_var("") for _ in range(parts)] for sku in skus}
    for order, row, rule in zip(orders, at, known, strict=True):
        model.add_exactly_one(row)
        for part, here in enumerate(row):
            model.add_hint(here, part == rule)
            for sku in order.products:
                model.add_implication(here, stops[sku][part])
    for sku, rows in stops.items():
        model.add_bool_or(rows)
        walked_to = {part for order, part in zip(orders, known, strict=True) if sku in order.products}
        for part, here in enumerate(rows):
            model.add_hint(here, part in walked_to)
    whole = times.of_part(len(skus), sum(map(times.of_order, orders)))
    finish = model.new_int_var(0, whole + len(skus) * times.stop_ms, "")
    for part in range(parts):
        walked = sum(rows[part] for rows in stops.values())
        at_bins = sum(times.of_order(order) * row[part] for order, row in zip(orders, at, strict=True))
        model.add(times.start_ms + times.stop_ms * walked + at_bins <= finish)
        model.add_bool_or(row[part] for row in at)
    seconds = model.new_int_var(0, 10**9, "")
    model.add(seconds * _MS >= finish)
    model.minimize(MOST_STOPS * seconds + sum(here for rows in stops.values() for here in rows))
    return at
