"""The evaluator: times, loads, cost and broken rules of any plan, exactly."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.dispatch.model.evaluation import Fault, RouteEvaluation
from station.dispatch.model.evaluator import best_place, evaluate, evaluate_route, place_cost
from station.dispatch.model.plan import Plan, Reason, empty_plan
from station.dispatch.model.problem import UNITS_A_FEN, UNREACHABLE, Locks, Problem
from tests.station.dispatch.planning_kit import MORNING_S, NOON_S, day, days, stop, van


def faults(route: RouteEvaluation) -> list[tuple[Fault, int | None, int]]:
    return [(one.fault, one.stop, one.by) for one in route.violations]


def test_a_route_is_timed_and_costed() -> None:
    problem = day([stop(service_s=300), stop(service_s=300)], [van(fixed_cost_fen=9_000)])
    route = evaluate_route(problem, 0, (0, 1))
    assert [(one.arrive_s, one.wait_s, one.leave_s) for one in route.visits] == [
        (MORNING_S + 600, 0, MORNING_S + 900),
        (MORNING_S + 1500, 0, MORNING_S + 1800),
    ]
    assert (route.depart_s, route.return_s, route.metres) == (MORNING_S, MORNING_S + 3000, 20_000)
    assert route.cost_units == 9_000 * UNITS_A_FEN + 20 * 150 * UNITS_A_FEN + 3000 * 4_000 * 5
    assert evaluate(problem, Plan(((0, 1),))).cost_fen == 9_000 + 3_000 + 3_333


def test_a_van_leaves_as_late_as_it_can_and_waits_only_where_it_must() -> None:
    opens_s = MORNING_S + 7200
    problem = day([stop(early_s=opens_s, service_s=60), stop(early_s=opens_s + 5000)], [van()])
    route = evaluate_route(problem, 0, (0, 1))
    assert route.depart_s == opens_s + 5000 - 600 - 60 - 600
    assert [one.wait_s for one in route.visits] == [0, 0]
    tight = day([stop(early_s=opens_s, late_s=opens_s + 100), stop(early_s=opens_s + 5000)], [van()])
    route = evaluate_route(tight, 0, (0, 1))
    assert route.depart_s == opens_s + 100 - 600
    assert [one.wait_s for one in route.visits] == [0, 4300]


def test_each_broken_rule_is_named_with_its_amount() -> None:
    late = stop(weight_g=70, late_s=MORNING_S + 100)
    problem = day([late, stop(weight_g=70)], [van(volume_ml=1, max_stops=1, shift_until_s=MORNING_S + 1000)])
    assert faults(evaluate_route(problem, 0, (0, 1))) == [
        (Fault.OVERWEIGHT, None, 40),
        (Fault.OVER_VOLUME, None, 1),
        (Fault.TOO_MANY_STOPS, None, 1),
        (Fault.LATE, 0, 500),
        (Fault.OVERTIME, None, 1400),
    ]


def test_a_late_van_leaves_at_the_beginning_of_its_shift_and_no_stop_becomes_later() -> None:
    problem = day([stop(late_s=MORNING_S), stop(early_s=NOON_S - 3600)], [van()])
    route = evaluate_route(problem, 0, (0, 1))
    assert route.depart_s == MORNING_S
    assert faults(route) == [(Fault.LATE, 0, 600)]


def test_a_leg_without_a_way_breaks_the_plan() -> None:
    seconds = np.full((3, 3), 600, dtype=np.int64)
    np.fill_diagonal(seconds, 0)
    seconds[1, 2] = UNREACHABLE
    problem = day([stop(), stop()], [van()], seconds)
    assert faults(evaluate_route(problem, 0, (0, 1))) == [(Fault.NO_WAY, None, 1)]
    assert evaluate_route(problem, 0, (1, 0)).feasible


def test_a_stop_twice_or_nowhere_is_told() -> None:
    problem = day([stop("a"), stop("b")], [van(), van()])
    broken = evaluate(problem, Plan(((0,), (0,)))).violations
    assert [(one.fault, one.stop) for one in broken] == [(Fault.TWICE, 0), (Fault.FORGOTTEN, 1)]
    named = Plan(((0,), ()), ((0, Reason.LEFT_OUT), (1, Reason.LEFT_OUT)))
    assert [one.fault for one in evaluate(problem, named).violations] == [Fault.TWICE]
    with pytest.raises(ValueError, match="2 vans, but 1 routes"):
        evaluate(problem, Plan(((0, 1),)))


def test_an_empty_route_costs_nothing_and_an_unserved_stop_breaks_no_rule() -> None:
    problem = day([stop()], [van(fixed_cost_fen=5_000)])
    nothing = evaluate(problem, empty_plan(problem))
    assert (nothing.feasible, nothing.cost_units, nothing.unserved, nothing.seconds) == (True, 0, 1, 0)


def test_matrices_must_fit_the_stops() -> None:
    square = np.zeros((2, 2), dtype=np.int64)
    with pytest.raises(ValueError, match="3 locations need int64 matrices of 3 x 3"):
        Problem((stop(), stop()), (van(),), square, square)
    with pytest.raises(ValueError, match="int64"):
        Problem((stop(),), (van(),), square.astype(float), square)


def test_the_best_place_breaks_nothing_if_any_place_does_not() -> None:
    problem = day([stop("a"), stop("b"), stop("c", late_s=MORNING_S + 1800)], [van()])
    spot, difference = best_place(problem, Plan(((0, 1),), ((2, Reason.NOT_PLANNED),)), 2, 0)
    assert (spot, difference.feasible, difference.metres) == (1, True, 10_000)
    assert place_cost(problem, Plan(((0, 1),), ((2, Reason.NOT_PLANNED),)), 2, 0, 0).metres == 20_000
    late = place_cost(problem, Plan(((1, 0),), ((2, Reason.NOT_PLANNED),)), 2, 0, 2)
    assert [one.fault for one in late.new_violations] == [Fault.LATE]
    assert not late.feasible


@given(days(), st.data())
def test_the_cost_of_a_place_is_the_difference_of_the_two_plans(
    drawn: tuple[Problem, Locks, Plan | None], data: st.DataObject
) -> None:
    problem, _, start = drawn
    if not problem.stops or not problem.vans:
        return
    plan = start or empty_plan(problem)
    at = data.draw(st.integers(0, len(problem.stops) - 1))
    one = data.draw(st.integers(0, len(problem.vans) - 1))
    spot = data.draw(st.integers(0, len(plan.without(at).routes[one])))
    told = place_cost(problem, plan, at, one, spot)
    before, after = evaluate(problem, plan), evaluate(problem, plan.with_stop(at, one, spot))
    assert told.cost_units == after.cost_units - before.cost_units
    assert (told.metres, told.seconds) == (after.metres - before.metres, after.seconds - before.seconds)
    assert told.target == after.routes[one]
    assert set(told.new_violations) <= set(after.violations)
    assert told.feasible == all(r.feasible for r in after.routes if r != before.routes[r.van] or r.van == one)


@given(days())
@settings(max_examples=60)
def test_the_departure_is_the_latest_that_changes_nothing_for_the_worse(
    drawn: tuple[Problem, Locks, Plan | None],
) -> None:
    problem, _, start = drawn
    for one, route in enumerate(start.routes if start else ()):
        found = evaluate_route(problem, one, route)
        if not route or any(broken.fault is Fault.NO_WAY for broken in found.violations):
            continue
        earliest = _drive(problem, route, problem.vans[one].shift_from_s)
        chosen, later = _drive(problem, route, found.depart_s), _drive(problem, route, found.depart_s + 1)
        assert chosen[-1] == earliest[-1] == found.return_s
        assert _lateness(problem, route, chosen) == _lateness(problem, route, earliest)
        worse = later[-1] > earliest[-1] or _lateness(problem, route, later) > _lateness(
            problem, route, earliest
        )
        assert worse


def _drive(problem: Problem, route: tuple[int, ...], depart_s: int) -> list[int]:
    """When each stop begins, and the return; by the plainest of clocks."""
    now, times = depart_s, []
    for here, there in pairwise((0, *(at + 1 for at in route), 0)):
        if here:
            now += problem.stops[here - 1].service_s
        now += int(problem.seconds[here, there])
        if there:
            now = max(now, problem.stops[there - 1].early_s)
        times.append(now)
    return times


def _lateness(problem: Problem, route: tuple[int, ...], times: list[int]) -> list[int]:
    return [max(0, when - problem.stops[at].late_s) for at, when in zip(route, times, strict=False)]
