"""Plans of waves one can check by eye, and of waves of the usual size."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cloud_api.wire.base import Zone
from station.kernel.ids import Sku
from station.picking.model.plan import CrateLimits, CratePlan, ItemSize, OrderToPack, PackedLine, PlanMethod
from station.picking.planner import plan_crates
from tests.station.picking.packing_kit import (
    catalogue,
    grocery_wave,
    item,
    order,
    pieces_planned,
    pieces_wanted,
    touches,
)

TEN = CrateLimits(10, 1_000)

PLAN_AND_TELL = """
import json, sys
from station.picking.planner import plan_crates
from tests.station.picking.packing_kit import grocery_wave
wave = grocery_wave(3)
plan = plan_crates(wave.orders, wave.items, wave.limits)
crates = [[(line.order_id.int, line.sku, line.quantity) for line in crate.lines] for crate in plan.crates]
print(json.dumps({"crates": crates, "solver": "ortools" in sys.modules}))
"""


def _orders(plan: CratePlan) -> list[list[int]]:
    return [sorted({line.order_id.int for line in crate.lines}) for crate in plan.crates]


def test_an_empty_wave_needs_no_crate() -> None:
    assert plan_crates([], {}, TEN) == CratePlan((), PlanMethod.OPTIMAL)


def test_an_order_without_pieces_needs_no_crate() -> None:
    assert plan_crates([order(1, a=0), order(2)], catalogue(a=item(1)), TEN).crates == ()


def test_zones_stand_ambient_then_chilled_then_frozen() -> None:
    items = catalogue(ice=item(1, zone=Zone.FROZEN), milk=item(1, zone=Zone.CHILLED), rice=item(1))
    plan = plan_crates([order(1, ice=1, milk=2, rice=3), order(2, ice=1)], items, TEN)
    assert [(crate.zone, crate.weight_g) for crate in plan.crates] == [
        (Zone.AMBIENT, 3),
        (Zone.CHILLED, 2),
        (Zone.FROZEN, 2),
    ]
    first, second = order(1).order_id, order(2).order_id
    assert plan.crates[2].lines == (PackedLine(first, Sku("ice"), 1), PackedLine(second, Sku("ice"), 1))


def test_crates_follow_the_list_of_orders() -> None:
    plan = plan_crates([order(9, a=1), order(5, b=1), order(7, a=1)], catalogue(a=item(4), b=item(9)), TEN)
    assert _orders(plan) == [[7, 9], [5]]


def test_like_orders_share_a_crate() -> None:
    wave = [order(n, **({"tea": 1} if n % 2 else {"nuts": 1})) for n in range(1, 9)]
    plan = plan_crates(wave, catalogue(tea=item(2), nuts=item(2)), CrateLimits(8, 1_000))
    assert _orders(plan) == [[1, 3, 5, 7], [2, 4, 6, 8]]
    assert touches(plan) == 2


def _weighed(*weights_g: int) -> tuple[list[OrderToPack], dict[Sku, ItemSize]]:
    """One order a piece, of these weights."""
    items = catalogue(**{f"p{place}": item(weight_g, 0) for place, weight_g in enumerate(weights_g)})
    return [order(place + 1, **{f"p{place}": 1}) for place in range(len(weights_g))], items


def test_the_search_finds_what_the_rule_misses() -> None:
    wave, items = _weighed(59, 55, 55, 52, 44, 36, 33, 29, 28, 27, 25, 21, 17, 11)
    limits = CrateLimits(100, 1)
    fast, better = (plan_crates(wave, items, limits, budget_s=budget_s) for budget_s in (0, 2.0))
    assert (len(fast.crates), fast.method) == (6, PlanMethod.FALLBACK)
    assert (len(better.crates), better.method) == (5, PlanMethod.OPTIMAL)


def test_the_search_proves_the_rule_best_where_the_bound_says_less() -> None:
    wave, items = _weighed(45, 41, 40, 38, 38, 34, 29, 24)
    limits = CrateLimits(100, 1)
    fast, proved = (plan_crates(wave, items, limits, budget_s=budget_s) for budget_s in (0, 2.0))
    assert (len(fast.crates), fast.method) == (4, PlanMethod.FALLBACK)
    assert (len(proved.crates), proved.method) == (4, PlanMethod.OPTIMAL)


def test_a_crate_takes_no_more_orders_than_a_shop_can_sort() -> None:
    wave = [order(n, a=1) for n in range(1, 8)]
    plan = plan_crates(wave, catalogue(a=item(0, 0)), CrateLimits(10, 10, max_orders=3))
    assert sorted(map(len, _orders(plan))) == [1, 3, 3]
    assert plan.method is PlanMethod.OPTIMAL


def test_the_remainder_of_a_large_order_shares_a_crate() -> None:
    plan = plan_crates([order(1, a=3), order(2, b=1)], catalogue(a=item(5), b=item(4)), TEN)
    assert sorted(_orders(plan)) == [[1], [1, 2]]
    assert sorted(crate.weight_g for crate in plan.crates) == [9, 10]


def test_a_large_order_is_not_torn_further_to_save_a_crate() -> None:
    items = catalogue(rice=item(3), a=item(7), b=item(4))
    plan = plan_crates([order(1, rice=4), order(2, a=1), order(3, a=1), order(4, b=1)], items, TEN)
    assert sum(1 in orders for orders in _orders(plan)) == 2
    assert (len(plan.crates), plan.method) == (4, PlanMethod.OPTIMAL)


def test_an_oversized_piece_has_its_own_crate_and_its_order_stays_whole() -> None:
    items = catalogue(sofa=item(50), a=item(3), b=item(4))
    plan = plan_crates([order(1, sofa=2, a=1, b=1), order(2, a=1)], items, TEN)
    assert [crate.weight_g for crate in plan.crates] == [10, 50, 50]
    assert plan.oversized == (Sku("sofa"),)
    assert plan.method is PlanMethod.OPTIMAL


def test_a_piece_too_large_in_volume_only_is_oversized_too() -> None:
    plan = plan_crates([order(1, kite=1)], catalogue(kite=item(1, 5_000)), TEN)
    assert plan.oversized == (Sku("kite"),)


def test_a_slip_of_32000_pieces_is_planned_in_time() -> None:
    started = time.monotonic()
    plan = plan_crates(
        [order(1, a=32_000), order(2, a=1)], catalogue(a=item(300, 500)), CrateLimits(15_000, 45_000)
    )
    assert len(plan.crates) == 641
    assert plan.method is PlanMethod.OPTIMAL
    assert time.monotonic() - started < 10


def test_an_unknown_product_is_told() -> None:
    with pytest.raises(KeyError, match="ghost"):
        plan_crates([order(1, ghost=1)], {}, TEN)


def test_a_quantity_below_nothing_is_told() -> None:
    with pytest.raises(ValueError, match="-1 of a"):
        plan_crates([order(1, a=-1)], catalogue(a=item(1)), TEN)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_usual_wave_is_exact_and_saves_scans(seed: int) -> None:
    wave = grocery_wave(seed)
    fast = plan_crates(wave.orders, wave.items, wave.limits, budget_s=0)
    plan = plan_crates(wave.orders, wave.items, wave.limits)
    assert pieces_planned(plan) == pieces_wanted(wave) == pieces_planned(fast)
    assert len(plan.crates) <= len(fast.crates)
    assert all(crate.weight_g <= 15_000 and crate.volume_ml <= 45_000 for crate in plan.crates)
    assert touches(plan) < 0.95 * touches(fast)


def test_time_running_out_leaves_the_plan_of_the_rule() -> None:
    wave = grocery_wave(1)
    fast = plan_crates(wave.orders, wave.items, wave.limits, budget_s=0)
    assert plan_crates(wave.orders, wave.items, wave.limits, budget_s=1e-9) == fast


def test_the_order_of_lines_does_not_change_the_plan() -> None:
    wave = grocery_wave(2, orders=60)
    turned = [OrderToPack(each.order_id, each.lines[::-1]) for each in wave.orders]
    assert plan_crates(turned, wave.items, wave.limits) == plan_crates(wave.orders, wave.items, wave.limits)


def test_programs_started_apart_plan_alike_and_without_the_solver_when_it_is_not_needed(
    project: Path,
) -> None:
    answers = [
        subprocess.run(
            [sys.executable, "-c", PLAN_AND_TELL],
            cwd=project,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for hash_seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert json.loads(answers[0])["solver"] is False
