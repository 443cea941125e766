"""What the slotting planner proposes on floors small enough to see why."""

from collections.abc import Mapping
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import BinUse, Turnover
from station.kernel.ids import Sku
from station.slotting.model.demand import turnover_classes
from station.slotting.model.results import Layout
from station.slotting.model.slots import SlotProduct, misfit
from station.slotting.model.walking import floor_plan
from station.slotting.planner import (
    by_hand,
    by_path,
    propose_bin,
    random_layout,
    reslot,
    slot_products,
    walked_m,
)
from station.slotting.planner.assignment import NOTHING, Cells, Mask, assign
from station.slotting.planner.floor import make_floor
from station.slotting.planner.reslotting import MoveRules
from tests.station.slotting.floor_kit import RULES, Place, a_bin, demand, places, product, two_aisles

UNTIL_PAID = MoveRules(most_moves=4, pays_within_nights=1_000)


def test_classes_follow_the_share_of_picks() -> None:
    picks = {Sku("a"): 80, Sku("b"): 15, Sku("c"): 5}
    assert turnover_classes(picks, [Sku("d")]) == {
        "a": Turnover.A,
        "b": Turnover.B,
        "c": Turnover.C,
        "d": Turnover.C,
    }


def test_the_fast_mover_gets_the_bin_that_is_walked_to_least() -> None:
    layout = slot_products(
        [product("a"), product("b")], two_aisles(), demand("a", "a", "a", "b"), rules=RULES
    )
    assert layout.bins[Sku("a")] == "A0"


def test_what_is_ordered_together_lies_together() -> None:
    tours = demand("ac", "ac", "ac", "bd", "bd")
    bins = [
        a_bin(
            f"{aisle}{bay}{level}", x, 300 + 600 * bay, number * 4 + bay * 2 + level, aisle=aisle, level=level
        )
        for number, (aisle, x) in enumerate((("A", 200), ("B", 900)))
        for bay in range(2)
        for level in range(2)
    ]
    found = slot_products([product(sku) for sku in "abcd"], bins, tours, rules=RULES).bins
    assert found[Sku("a")][:2] == found[Sku("c")][:2]
    assert found[Sku("b")][:2] == found[Sku("d")][:2]


def test_heavy_goods_lie_low() -> None:
    rack = [a_bin(f"A{level}", 200, 300, level, aisle="A", level=level) for level in range(4)]
    heavy, light = product("h", weight_g=4_000), product("l", weight_g=10)
    found = slot_products([light, heavy], rack[2:], demand("hl", "hl"), rules=RULES).bins
    assert found == {"h": "A2", "l": "A3"}


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (product("x", Zone.FROZEN), "No pick bin is in its temperature zone"),
        (product("x", weight_g=900, pieces=50), "No bin of its temperature zone carries {load_g} g"),
        (product("x", volume_ml=9_000), "No bin that carries it has room for {load_ml} ml"),
        (product("x", weight_g=6_000), "A piece weighs {weight_g} g, and no bin that takes it is low enough"),
    ],
)
def test_a_product_without_bin_is_told_why(wanted: SlotProduct, words: str) -> None:
    high = a_bin("A", 200, 300, 1, level=3, most_weight_g=8_000, volume_ml=8_000)
    layout = slot_products([wanted], [high], demand(), rules=RULES)
    assert [each.why.text for each in layout.without] == [words]


def test_who_finds_all_fitting_bins_taken_is_told_so() -> None:
    layout = slot_products([product("a"), product("b")], [a_bin("A", 200, 300, 1)], demand("a"), rules=RULES)
    assert list(layout.bins) == ["a"]
    assert layout.without[0].why.values == {"bins": 1}


def test_a_proposal_ranks_free_bins_with_the_metres_each_costs() -> None:
    proposal = propose_bin(
        product("a"), two_aisles(), {Sku("b"): "A0"}, demand("a", "b"), rules=RULES, most=10
    )
    assert [each.bin for each in proposal.ranked][:2] == ["A1", "A2"]
    assert "A0" not in [each.bin for each in proposal.ranked]
    first, second, *_ = proposal.ranked
    assert (first.walked_m, first.saved_m) == (5.0, 2.0)
    assert second.walked_m == 7.0


def test_a_proposal_tells_what_lies_beside() -> None:
    rack = [a_bin(f"A{level}", 200, 300, level, aisle="A", level=level) for level in range(2)]
    proposal = propose_bin(product("a"), rack, {Sku("b"): "A0"}, demand("ab", "ab"), rules=RULES)
    assert Sku("b") in [reason.values.get("product") for reason in proposal.ranked[0].reasons]


def test_a_proposal_leaves_the_better_bin_to_a_waiting_fast_mover() -> None:
    tours = demand("f", "f", "f", "s")
    alone = propose_bin(product("s"), two_aisles(), {}, tours, rules=RULES)
    with_other = propose_bin(product("s"), two_aisles(), {}, tours, rules=RULES, waiting=[product("f")])
    assert alone.ranked[0].bin == "A0"
    assert with_other.ranked[0].bin != "A0"


def test_a_product_nobody_picked_yet_is_ranked_by_what_is_expected_of_it() -> None:
    rare = propose_bin(product("n"), two_aisles(), {}, demand("a", "b"), rules=RULES, picks_a_night=1)
    often = propose_bin(product("n"), two_aisles(), {}, demand("a", "b"), rules=RULES, picks_a_night=2)
    assert often.ranked[0].walked_m == 2 * rare.ranked[0].walked_m > 0


def test_reslot_finds_the_swap_that_pays() -> None:
    current = {Sku("a"): "B0", Sku("b"): "A0"}
    pinned = [each for each in two_aisles() if each.code in current.values()]
    found = reslot(
        [product("a"), product("b")],
        pinned,
        current,
        demand(*["a"] * 9, "b"),
        rules=RULES,
        move_rules=UNTIL_PAID,
    )
    (exchange,) = found.exchanges
    assert {(move.sku, move.to_bin) for move in exchange.moves} == {("a", "A0"), ("b", "B0")}
    assert exchange.needs_aside
    assert exchange.aside == exchange.moves[-1].sku
    assert exchange.saved_m == found.before_m - found.after_m > 0


def test_reslot_leaves_a_move_that_costs_more_than_it_saves() -> None:
    current = {Sku("a"): "A1"}
    night = MoveRules(most_moves=4, pays_within_nights=1)
    assert not reslot(
        [product("a")], two_aisles(), current, demand("a"), rules=RULES, move_rules=night
    ).exchanges
    assert reslot(
        [product("a")], two_aisles(), current, demand("a"), rules=RULES, move_rules=UNTIL_PAID
    ).exchanges


def test_reslot_leaves_shared_and_useless_bins_alone_and_says_so() -> None:
    bins = [*two_aisles(), a_bin("R", 900, 300, 99, use=BinUse.RESERVE)]
    current = {Sku("a"): "B2", Sku("b"): "B2", Sku("c"): "R", Sku("d"): "gone"}
    found = reslot([product(sku) for sku in "abcd"], bins, current, demand("abcd"), rules=RULES)
    assert not found.exchanges
    assert [problem.values["product"] for problem in found.problems] == ["a", "b", "c", "d"]


ample = settings(deadline=None, max_examples=40)


@ample
@given(places())
def test_the_table_of_what_fits_is_the_rule(place: Place) -> None:
    floor = make_floor(place.products, place.bins, place.demand, RULES)
    for row, wanted in enumerate(floor.products):
        for column, each in enumerate(floor.bins):
            assert floor.allowed[row, column] == (misfit(wanted, each, RULES) is None)


@ample
@given(places(), st.sampled_from(("slotted", "random", "hand", "path")))
def test_layouts_are_one_to_one_within_all_limits_and_the_same_again(place: Place, how: str) -> None:
    layout = _laid_out(place, how)
    by_code = {each.code: each for each in place.bins}
    wanted = {each.sku: each for each in place.products}
    assert len(set(layout.bins.values())) == len(layout.bins)
    assert layout.bins.keys() | {each.sku for each in layout.without} == wanted.keys()
    assert len(layout.bins) + len(layout.without) == len(wanted)
    assert all(misfit(wanted[sku], by_code[code], RULES) is None for sku, code in layout.bins.items())
    assert layout.walked_m == _walked_m(place, layout.bins)
    assert layout == _laid_out(place, how)


@ample
@given(places())
def test_as_many_products_are_slotted_as_can_be(place: Place) -> None:
    slotted = slot_products(place.products, place.bins, place.demand, rules=RULES, budget_s=0)
    assert len(slotted.bins) >= len(_laid_out(place, "random").bins)


@ample
@given(places(), st.integers(1, 4))
def test_reslot_moves_few_and_each_exchange_pays_what_it_says(place: Place, most: int) -> None:
    current = dict(_laid_out(place, "random").bins)
    limits = MoveRules(most_moves=most, pays_within_nights=50)
    found = reslot(place.products, place.bins, current, place.demand, rules=RULES, move_rules=limits)
    assert found == reslot(place.products, place.bins, current, place.demand, rules=RULES, move_rules=limits)
    assert found.moves <= most
    assert found.before_m == _walked_m(place, current)
    by_code = {each.code: each for each in place.bins}
    wanted = {each.sku: each for each in place.products}
    for exchange in found.exchanges:
        before = _walked_m(place, current)
        for move in exchange.moves:
            assert current[move.sku] == move.from_bin
            assert misfit(wanted[move.sku], by_code[move.to_bin], RULES) is None
        current |= {move.sku: move.to_bin for move in exchange.moves}
        assert len(set(current.values())) == len(current)
        assert exchange.saved_m == pytest.approx(before - _walked_m(place, current), abs=0.011)
        assert exchange.saved_m * 50 > exchange.cost_m - 0.5 > -0.5
    assert found.after_m == _walked_m(place, current)


@ample
@given(places())
def test_a_proposed_bin_is_free_and_fits(place: Place) -> None:
    if not place.products:
        return
    asked, *others = sorted(place.products, key=lambda each: each.sku)
    taken = random_layout(others, place.bins, place.demand, seed=2, rules=RULES).bins
    proposal = propose_bin(asked, place.bins, taken, place.demand, rules=RULES)
    by_code = {each.code: each for each in place.bins}
    assert bool(proposal.ranked) == (proposal.without is None)
    for each in proposal.ranked:
        assert each.bin not in taken.values()
        assert misfit(asked, by_code[each.bin], RULES) is None


@ample
@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_an_assignment_is_the_best_of_all(rows: int, columns: int, data: st.DataObject) -> None:
    cell = st.tuples(st.integers(-9, 9), st.booleans())
    drawn = data.draw(
        st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
    costs = np.array([[cost for cost, _ in row] for row in drawn], np.int64)
    allowed = np.array([[may for _, may in row] for row in drawn], np.bool_)
    found = assign(costs, allowed, [2**row for row in range(rows)])
    every = {
        _worth(tried, costs, allowed) for tried in permutations([*range(columns), *[NOTHING] * rows], rows)
    }
    assert _worth(tuple(found), costs, allowed) == min(every)


def _worth(tried: tuple[int, ...], costs: Cells, allowed: Mask) -> tuple[int, int, int]:
    got = [(row, column) for row, column in enumerate(tried) if column != NOTHING]
    if any(not allowed[row, column] for row, column in got):
        return 99, 0, 0
    served = sum(2**row for row, _ in got)
    return len(tried) - len(got), -served, int(sum(costs[row, column] for row, column in got))


def _laid_out(place: Place, how: str) -> Layout:
    if how == "slotted":
        return slot_products(place.products, place.bins, place.demand, rules=RULES)
    if how == "random":
        return random_layout(place.products, place.bins, place.demand, seed=1, rules=RULES)
    maker = by_hand if how == "hand" else by_path
    return maker(place.products, place.bins, place.demand, seed=1, rules=RULES)


def _walked_m(place: Place, bins: Mapping[Sku, str]) -> float:

    return walked_m(floor_plan(place.bins), bins, place.demand)
