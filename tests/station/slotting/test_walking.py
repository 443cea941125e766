"""How far people walk: worked out by hand on a floor of two aisles, and by rule on any floor."""

import numpy as np
import pytest
from hypothesis import given, settings

from station.slotting.model.walking import CROSS_CM, floor_plan
from tests.station.slotting.floor_kit import Place, a_bin, places, two_aisles


def test_within_an_aisle_people_walk_straight() -> None:
    assert floor_plan(two_aisles()).between_cm("A0", "A2") == 200


def test_between_aisles_people_walk_round_the_nearer_end_not_through_the_racks() -> None:
    plan = floor_plan(two_aisles(bays=5))
    assert plan.between_cm("A0", "B4") == 300 + 2 * CROSS_CM  # both at the low end
    assert plan.between_cm("A4", "B0") == 300 + 2 * CROSS_CM  # both at the high end
    assert plan.between_cm("A2", "B2") == 300 + 2 * (200 + CROSS_CM)  # in the middle, 3 m as the crow flies


def test_bins_above_one_another_are_one_stop() -> None:
    stack = [a_bin(f"A{level}", 200, 300, level, aisle="A", level=level) for level in range(4)]
    plan = floor_plan(stack)
    assert plan.stops == 1
    assert plan.tour_cm(["A0", "A3"]) == plan.tour_cm(["A1"]) == 2 * CROSS_CM


def test_a_tour_is_the_snake_from_the_start_and_back() -> None:
    plan = floor_plan(two_aisles())
    up, over, down = CROSS_CM + 200, CROSS_CM + 300 + CROSS_CM, 200 + CROSS_CM
    assert plan.tour_cm(["B2", "A0", "B0", "A2"]) == up + over + down + 300
    assert plan.tour_cm([]) == 0


def test_order_by_order_each_order_is_a_tour() -> None:
    plan = floor_plan(two_aisles())
    orders = [["A0"], ["A0", "A2"], []]
    assert plan.orders_cm(orders) == plan.tour_cm(["A0"]) + plan.tour_cm(["A0", "A2"])


def test_the_start_may_be_told_and_aisles_may_run_along_x() -> None:
    turned = [each.model_copy(update={"x_cm": each.y_cm, "y_cm": each.x_cm}) for each in two_aisles()]
    upright, lying = floor_plan(two_aisles(), start=(500, 0)), floor_plan(turned, start=(0, 500))
    assert np.array_equal(upright.distances_cm, lying.distances_cm)
    assert upright.tour_cm(["B2"]) == 2 * 300
    assert upright.tour_cm(["A0"]) == 2 * (300 + 300)


def test_without_any_position_the_path_tells_and_it_is_said() -> None:
    plan = floor_plan([a_bin("A", 0, 0, 10), a_bin("B", 0, 0, 14)])
    assert plan.between_cm("A", "B") == 400
    assert [problem.text for problem in plan.problems] == [
        "No bin has a position: walking is guessed from the pick path"
    ]


def test_a_bin_without_position_lies_where_the_path_puts_it_and_it_is_said() -> None:
    bins = two_aisles()
    bins[1] = bins[1].model_copy(update={"x_cm": 0, "y_cm": 0})
    plan = floor_plan(bins)
    assert plan.between_cm("A0", "A1") == 100
    (problem,) = plan.problems
    assert problem.values == {"bins": 1, "bin": "A1"}


def test_an_aisle_name_used_twice_is_two_aisles_and_it_is_said() -> None:
    far = [
        a_bin("far", 4_200, 300, 9, aisle="A"),
        a_bin("low", 4_500, 300, 10, aisle="C"),
        a_bin("high", 4_500, 500, 11, aisle="C"),
    ]
    plan = floor_plan([*two_aisles(), *far])
    assert plan.between_cm("A0", "far") == 4_000 + 2 * CROSS_CM
    assert plan.problems[0].values == {"aisle": "A", "metres": 40}


def test_an_unknown_bin_is_an_error() -> None:
    with pytest.raises(KeyError):
        floor_plan(two_aisles()).tour_cm(["nowhere"])


@settings(deadline=None, max_examples=100)
@given(places())
def test_distances_are_symmetric_and_no_way_round_is_shorter(place: Place) -> None:
    told = floor_plan(place.bins).distances_cm
    assert np.array_equal(told, told.T)
    assert not told.diagonal().any()
    for middle in range(len(told)):
        assert (told <= np.add.outer(told[:, middle], told[middle])).all()
