"""The searches behind a plan, each on its own: bounds, one crate fewer, like orders together."""

import time
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_api.wire.base import Zone
from station.kernel.ids import OrderId, Sku
from station.picking.model.plan import CrateLimits, OrderToPack
from station.picking.planner.bounds import crates_at_least
from station.picking.planner.crate_model import Task
from station.picking.planner.parts import Packing, Part, Pile, part_of, sort_by_zone
from station.picking.planner.regroup import regroup
from station.picking.planner.rule import pack_by_rule, touches
from station.picking.planner.solver import Answer, find_fewer
from station.picking.planner.squeeze import squeeze
from tests.station.picking.packing_kit import Wave, fewest_crates, grocery_wave, item

HUNDRED = CrateLimits(100, 1_000)


def _packing(*crates: tuple[int, ...]) -> Packing:
    """Crates with one part for each weight, every part a product of its own."""
    weights = [(crate, weight_g) for crate, weights in enumerate(crates) for weight_g in weights]
    packing: Packing = [[] for _ in crates]
    for order, (crate, weight_g) in enumerate(weights):
        packing[crate].append(Part(order, ((Sku(f"p{order}"), 1),), weight_g, 1))
    return packing


def _soon() -> float:
    return time.monotonic() + 20


def _weights(packing: Packing) -> list[int]:
    return sorted(part.weight_g for parts in packing for part in parts)


def _task(packing: Packing, limits: CrateLimits = HUNDRED) -> Task:
    return Task([part for parts in packing for part in parts], [], {}, limits)


@pytest.mark.parametrize(
    ("piles", "orders", "limits", "least"),
    [
        ([], 0, HUNDRED, 0),
        ([Pile(0, 0, 5)], 5, HUNDRED, 1),
        ([Pile(30, 1, 7)], 7, HUNDRED, 3),
        ([Pile(1, 400, 7)], 7, HUNDRED, 4),
        ([Pile(1, 1, 7)], 7, CrateLimits(100, 100, max_orders=2), 4),
        ([Pile(51, 1, 4)], 4, HUNDRED, 4),
        ([Pile(34, 1, 6)], 6, HUNDRED, 3),
        ([Pile(70, 1, 2), Pile(40, 1, 3)], 5, HUNDRED, 4),
    ],
    ids=["empty", "weightless", "by weight", "by volume", "by orders", "over half", "thirds", "beside"],
)
def test_the_bound_knows(piles: list[Pile], orders: int, limits: CrateLimits, least: int) -> None:
    assert crates_at_least(piles, orders, limits) == least


def test_the_bound_sees_what_a_bulky_thing_leaves_unused() -> None:
    bulky, heavy = Pile(10, 90, 2), Pile(40, 20, 4)
    assert crates_at_least([bulky, heavy], 6, CrateLimits(100, 100)) == 4


sizes = st.tuples(st.integers(0, 30), st.integers(0, 30))


@settings(max_examples=200, deadline=None)
@given(st.lists(sizes, max_size=7), st.integers(30, 50), st.integers(30, 50), st.integers(0, 3))
def test_the_bound_is_never_above_the_optimum(
    things: list[tuple[int, int]], weight_g: int, volume_ml: int, max_orders: int
) -> None:
    names = [Sku(f"p{place}") for place in range(len(things))]
    items = {sku: item(*size) for sku, size in zip(names, things, strict=True)}
    orders = tuple(OrderToPack(OrderId(UUID(int=place + 1)), ((sku, 1),)) for place, sku in enumerate(names))
    limits = CrateLimits(weight_g, volume_ml, max_orders)
    least = crates_at_least([Pile(*size, 1) for size in things], len(things), limits)
    assert least <= fewest_crates(Wave(orders, items, limits), Zone.AMBIENT)


def test_squeezing_empties_a_crate_by_exchanges() -> None:
    packing = _packing((50, 30), (40, 40), (30, 20), (50, 40, 0))
    fewer = squeeze(packing, HUNDRED, exchanges=20_000, deadline=_soon(), seed=1)
    assert fewer is not None
    assert len(fewer) == 3
    assert _weights(fewer) == _weights(packing)
    assert all(sum(part.weight_g for part in parts) <= 100 for parts in fewer)


def test_squeezing_gives_up_when_it_cannot_be() -> None:
    packing = _packing((60,), (60,), (60,))
    assert squeeze(packing, HUNDRED, exchanges=3_000, deadline=_soon(), seed=1) is None


def test_squeezing_keeps_the_most_orders_of_a_crate() -> None:
    packing = _packing((1, 1), (1, 1), (1, 1))
    full = CrateLimits(100, 1_000, max_orders=2)
    roomy = CrateLimits(100, 1_000, max_orders=3)
    assert squeeze(packing, full, exchanges=3_000, deadline=_soon(), seed=1) is None
    fewer = squeeze(packing, roomy, exchanges=3_000, deadline=_soon(), seed=1)
    assert fewer is not None
    assert sorted(map(len, fewer)) == [3, 3]


def test_squeezing_ends_with_the_clock() -> None:
    packing = _packing((50, 30), (40, 40), (30, 20), (50, 40, 0))
    assert squeeze(packing, HUNDRED, exchanges=20_000, deadline=time.monotonic() - 1, seed=1) is None


def test_the_solver_answers_with_the_fewest() -> None:
    packing = _packing((57, 33), (52, 20, 15), (15,))
    answer, fewer = find_fewer(_task(packing), packing, 2, effort=5, deadline=_soon(), seed=0)
    assert answer is Answer.FEWEST
    assert len(fewer) == 2
    assert _weights(fewer) == _weights(packing)


def test_the_solver_proves_that_there_are_none_fewer() -> None:
    packing = _packing((45, 41), (40, 38), (38, 34, 24), (29,))
    answer, same = find_fewer(_task(packing), packing, 3, effort=5, deadline=_soon(), seed=0)
    assert (answer, same) == (Answer.NONE_FEWER, packing)


def test_the_solver_keeps_the_most_orders_of_a_crate() -> None:
    packing = _packing((1, 1), (1, 1), (1, 1))
    answers = [
        find_fewer(_task(packing, limits), packing, 1, effort=5, deadline=_soon(), seed=0)
        for limits in (CrateLimits(100, 1_000, max_orders=2), CrateLimits(100, 1_000, max_orders=3))
    ]
    assert answers[0] == (Answer.NONE_FEWER, packing)
    assert (answers[1][0], sorted(map(len, answers[1][1]))) == (Answer.FEWEST, [3, 3])


@pytest.mark.parametrize(("most", "answered", "crates"), [(2, Answer.NONE_FEWER, 4), (3, Answer.FEWEST, 3)])
def test_the_solver_divides_a_large_order_no_further_than_it_must(
    most: int, answered: Answer, crates: int
) -> None:
    rice = Sku("rice")
    items = {rice: item(30)}
    large = part_of(0, [(rice, 4)], items)
    whole = [Part(order, ((Sku("tea"), 1),), weight_g, 1) for order, weight_g in ((1, 70), (2, 70), (3, 40))]
    known = [
        [part_of(0, [(rice, 3)], items)],
        [whole[0], part_of(0, [(rice, 1)], items)],
        [whole[1]],
        [whole[2]],
    ]
    task = Task(whole, [(large, most)], items, HUNDRED)
    answer, found = find_fewer(task, known, 3, effort=5, deadline=_soon(), seed=0)
    assert (answer, len(found)) == (answered, crates)
    assert sum(count for parts in found for part in parts for sku, count in part.lines if sku == rice) == 4


def test_the_solver_out_of_time_knows_nothing() -> None:
    packing = _packing((45, 41), (40, 38), (38, 34, 24), (29,))
    late = time.monotonic() - 1
    answer, same = find_fewer(_task(packing), packing, 3, effort=5, deadline=late, seed=0)
    assert (answer, same) == (Answer.UNKNOWN, packing)


def test_the_solver_out_of_effort_keeps_what_was_known() -> None:
    wave = grocery_wave(4)
    packing = pack_by_rule(sort_by_zone(wave.orders, wave.items, wave.limits)[0].whole, wave.limits)
    task = _task(packing, wave.limits)
    answer, same = find_fewer(task, packing, 1, effort=1e-9, deadline=_soon(), seed=0)
    assert (answer, same) == (Answer.UNKNOWN, packing)


def test_regrouping_brings_like_orders_together() -> None:
    ab: Packing = [
        [Part(0, ((Sku("a"), 1),), 40, 1), Part(1, ((Sku("b"), 1),), 40, 1)],
        [Part(2, ((Sku("a"), 1),), 40, 1), Part(3, ((Sku("b"), 1),), 40, 1)],
    ]
    grouped = regroup(ab, HUNDRED, exchanges=2_000, deadline=_soon(), seed=0)
    assert (len(grouped), touches(grouped)) == (2, 2)


@pytest.mark.parametrize("max_orders", [0, 18])
def test_regrouping_a_usual_wave_keeps_the_limits(max_orders: int) -> None:
    wave = grocery_wave(5)
    limits = CrateLimits(wave.limits.weight_g, wave.limits.volume_ml, max_orders)
    packing = pack_by_rule(sort_by_zone(wave.orders, wave.items, limits)[0].whole, limits)
    grouped = regroup(packing, limits, exchanges=30_000, deadline=_soon(), seed=0)
    assert touches(grouped) < touches(packing)
    assert _weights(grouped) == _weights(packing)
    for parts in grouped:
        assert sum(part.weight_g for part in parts) <= limits.weight_g
        assert sum(part.volume_ml for part in parts) <= limits.volume_ml
        assert len(parts) <= (max_orders or len(parts))


def test_regrouping_ends_with_the_clock_and_leaves_the_packing_alone() -> None:
    wave = grocery_wave(4)
    packing = pack_by_rule(sort_by_zone(wave.orders, wave.items, wave.limits)[0].whole, wave.limits)
    assert regroup(packing, wave.limits, exchanges=9_999, deadline=time.monotonic() - 1, seed=0) == packing
