"""What holds for the plan of every wave."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_api.wire.base import Zone
from station.kernel.ids import OrderId
from station.picking.model.plan import CratePlan, PlanMethod
from station.picking.planner import plan_crates
from tests.station.picking.packing_kit import (
    Wave,
    breaks_a_limit,
    fewest_crates,
    is_oversized,
    pieces_planned,
    pieces_wanted,
    touches,
    units_by_order,
    waves,
)

budgets = st.sampled_from((0.0, 1e-9, 2.0))
ample = settings(max_examples=60, deadline=None)


def _few_units(wave: Wave) -> bool:
    return sum(map(len, units_by_order(wave, Zone.AMBIENT).values())) <= 8


small = waves(most_orders=6, most_pieces=2, zones=(Zone.AMBIENT,)).filter(_few_units)


def plan(wave: Wave, budget_s: float = 2.0, seed: int = 0) -> CratePlan:
    return plan_crates(wave.orders, wave.items, wave.limits, budget_s=budget_s, seed=seed)


@ample
@given(waves(), budgets)
def test_every_piece_is_packed_once(wave: Wave, budget_s: float) -> None:
    assert pieces_planned(plan(wave, budget_s)) == pieces_wanted(wave)


@ample
@given(waves(), budgets)
def test_crates_tell_their_weight_and_volume_and_never_mix_zones(wave: Wave, budget_s: float) -> None:
    for crate in plan(wave, budget_s).crates:
        sizes = [(wave.items[line.sku], line.quantity) for line in crate.lines]
        assert crate.weight_g == sum(size.weight_g * quantity for size, quantity in sizes)
        assert crate.volume_ml == sum(size.volume_ml * quantity for size, quantity in sizes)
        assert {size.zone for size, _ in sizes} == {crate.zone}


@ample
@given(waves(), budgets)
def test_limits_are_kept_but_for_a_single_oversized_piece(wave: Wave, budget_s: float) -> None:
    for crate in plan(wave, budget_s).crates:
        if is_oversized(crate, wave):
            assert [line.quantity for line in crate.lines] == [1]
            continue
        assert crate.weight_g <= wave.limits.weight_g
        assert crate.volume_ml <= wave.limits.volume_ml
        orders = len({line.order_id for line in crate.lines})
        assert not wave.limits.max_orders or orders <= wave.limits.max_orders


@ample
@given(waves(), budgets)
def test_oversized_products_are_named(wave: Wave, budget_s: float) -> None:
    wanted = {sku for _, sku in pieces_wanted(wave)}
    named = tuple(sorted(sku for sku in wanted if breaks_a_limit(wave.items[sku], wave.limits)))
    assert plan(wave, budget_s).oversized == named


@ample
@given(waves(), budgets)
def test_an_order_that_fits_a_crate_is_whole_in_one(wave: Wave, budget_s: float) -> None:
    for zone, crates_of in _crates_of_orders(wave, plan(wave, budget_s)).items():
        for order_id, units in units_by_order(wave, zone).items():
            if len(units) == 1:
                assert crates_of[order_id] == 1


@ample
@given(waves(), budgets, st.integers(0, 3))
def test_a_plan_is_the_same_every_time(wave: Wave, budget_s: float, seed: int) -> None:
    assert plan(wave, budget_s, seed) == plan(wave, budget_s, seed)


@ample
@given(waves())
def test_crates_and_lines_stand_in_order(wave: Wave) -> None:
    crates = plan(wave).crates
    position = {order.order_id: place for place, order in enumerate(wave.orders)}
    for crate in crates:
        keys = [(position[line.order_id], line.sku) for line in crate.lines]
        assert keys == sorted(set(keys))
    zones = list(Zone)
    ranks = [
        (zones.index(crate.zone), is_oversized(crate, wave), position[crate.lines[0].order_id])
        for crate in crates
    ]
    assert ranks == sorted(ranks)


@ample
@given(waves())
def test_a_search_never_makes_it_worse_than_the_fast_rule(wave: Wave) -> None:
    fast, better = plan(wave, budget_s=0), plan(wave)
    assert len(better.crates) <= len(fast.crates)
    if len(better.crates) == len(fast.crates) and not _has_large_orders(wave):
        assert touches(better) <= touches(fast)


@settings(max_examples=100, deadline=None)
@given(small)
def test_no_plan_has_fewer_crates(wave: Wave) -> None:
    found = plan(wave)
    carried = [crate for crate in found.crates if not is_oversized(crate, wave)]
    assert found.method is PlanMethod.OPTIMAL
    assert len(carried) == fewest_crates(wave, Zone.AMBIENT)


@settings(max_examples=100, deadline=None)
@given(small)
def test_the_fast_rule_claims_the_optimum_only_where_it_is(wave: Wave) -> None:
    found = plan(wave, budget_s=0)
    carried = [crate for crate in found.crates if not is_oversized(crate, wave)]
    if found.method is PlanMethod.OPTIMAL:
        assert len(carried) == fewest_crates(wave, Zone.AMBIENT)
    else:
        assert found.method is PlanMethod.FALLBACK


@settings(max_examples=100, deadline=None)
@given(waves(most_orders=1, most_pieces=3, zones=(Zone.CHILLED,)))
def test_a_large_order_is_divided_over_as_few_crates_as_it_needs(wave: Wave) -> None:
    carried = [crate for crate in plan(wave).crates if not is_oversized(crate, wave)]
    assert len(carried) == fewest_crates(wave, Zone.CHILLED)


def _crates_of_orders(wave: Wave, found: CratePlan) -> dict[Zone, Counter[OrderId]]:
    crates_of: dict[Zone, Counter[OrderId]] = {zone: Counter() for zone in Zone}
    for crate in found.crates:
        if not is_oversized(crate, wave):
            crates_of[crate.zone].update({line.order_id for line in crate.lines})
    return crates_of


def _has_large_orders(wave: Wave) -> bool:
    return any(len(units) > 1 for zone in Zone for units in units_by_order(wave, zone).values())
