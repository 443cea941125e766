"""Planning: whatever the engines answer, crash or miss, the plan holds and names who is left."""

import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from station.dispatch.model.evaluation import Evaluation
from station.dispatch.model.evaluator import evaluate
from station.dispatch.model.plan import Plan, Reason
from station.dispatch.model.problem import UNREACHABLE, Locks, Problem
from station.dispatch.planner import planning, polish, workers
from station.dispatch.planner.best_plan import BestPlan
from station.dispatch.planner.first_answer import first_routes
from station.dispatch.planner.planning import plan
from station.dispatch.planner.polish import STYLES, Polisher
from station.dispatch.planner.task import share_of
from station.dispatch.planner.vrplib_files import read_instance
from station.dispatch.planner.workers import Kind, Orders, Worker
from station.kernel.trouble import Trouble
from tests.station.dispatch.planning_kit import MORNING_S, assert_holds, day, days, stop, van

STEPS = 60


def planned(problem: Problem, start: Plan | None = None, locks: Locks | None = None, **more: Any) -> Plan:
    """By the real engines, in their threads and processes."""
    return plan(
        problem,
        more.pop("seconds", 30),
        1,
        lambda _plan, _evaluation: None,
        threading.Event(),
        start,
        locks,
        iterations=more.pop("iterations", STEPS),
        **more,
    )


def planned_here(problem: Problem, start: Plan | None, locks: Locks) -> Plan:
    """By both engines, but in this process: quick enough for many days."""
    share = share_of(problem, start, locks)
    best = BestPlan(share, lambda _plan, _evaluation: None)
    best.take(tuple(() for _ in share.vans))
    if share.stops and share.vans:
        best.take(first_routes(share.task))
        for seed, style in enumerate(STYLES):
            polisher = Polisher(share.task, style, seed, best.complete_routes() if seed else None)
            for _ in range(STEPS):
                polisher.step()
            if polisher.best is not None:
                best.take(polisher.best)
    return best.known()


@given(days())
@settings(max_examples=60, deadline=None)
def test_any_plan_of_any_day_holds(drawn: tuple[Problem, Locks, Plan | None]) -> None:
    problem, locks, start = drawn
    assert_holds(problem, planned_here(problem, start, locks), locks, start)


@given(days())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_engines_side_by_side_hold_too(drawn: tuple[Problem, Locks, Plan | None]) -> None:
    problem, locks, start = drawn
    found = plan(problem, 0.2, 1, lambda _p, _e: None, threading.Event(), start, locks)
    assert_holds(problem, found, locks, start)


def test_everything_is_served_where_everything_can_be() -> None:
    found = planned(day([stop(f"s{at}") for at in range(12)], [van("a"), van("b", max_stops=4)]))
    assert not found.unserved
    assert sorted(len(route) for route in found.routes)[0] in (2, 3, 4)
    assert len(found.routes[1]) <= 4


def test_each_unserved_stop_has_its_own_reason() -> None:
    seconds = np.full((8, 8), 600, dtype=np.int64)
    np.fill_diagonal(seconds, 0)
    seconds[:, 5] = UNREACHABLE
    heavy_small, light_large = van("h", weight_g=200, volume_ml=10), van("l", weight_g=50, volume_ml=100)
    problem = day(
        [
            stop("fine"),
            stop("heavy", weight_g=900),
            stop("nowhere", has_position=False),
            stop("shut", late_s=MORNING_S + 10),
            stop("island"),
            stop("pinned", weight_g=60),
            stop("out"),
        ],
        [heavy_small, light_large],
        seconds,
    )
    found = planned(problem, locks=Locks(stops=((5, 1),), left_out=frozenset({6})))
    assert dict(found.unserved) == {
        1: Reason.TOO_HEAVY,
        2: Reason.NO_POSITION,
        3: Reason.WINDOW,
        4: Reason.UNREACHABLE,
        5: Reason.PINNED,
        6: Reason.LEFT_OUT,
    }


def test_a_stop_reached_in_time_only_over_another_is_no_hopeless_one() -> None:
    seconds = np.array([[0, 1, 9], [1, 0, 1], [9, 1, 0]], dtype=np.int64) * 600
    behind = stop("behind", late_s=MORNING_S + 2_000)
    over = day([stop("between"), behind], [van()], seconds)
    assert planned(over) == Plan(((0, 1),))
    too_slow = day([stop("between", service_s=900), behind], [van()], seconds)
    assert dict(planned(too_slow).unserved) == {1: Reason.WINDOW}
    nobody_between = planned(over, locks=Locks(left_out=frozenset({0})))
    assert dict(nobody_between.unserved) == {0: Reason.LEFT_OUT, 1: Reason.WINDOW}


def test_a_stop_from_which_only_another_leads_home_in_time_is_no_hopeless_one() -> None:
    seconds = np.array([[0, 1, 1], [1, 0, 1], [60, 1, 0]], dtype=np.int64) * 600
    problem = day([stop("between"), stop("behind")], [van()], seconds)
    assert planned(problem) == Plan(((1, 0),))
    early = day([stop("between", late_s=MORNING_S + 600), stop("behind")], [van()], seconds)
    assert dict(planned(early).unserved) == {1: Reason.WINDOW}


def test_a_stop_too_large_for_any_van_and_one_no_single_van_carries() -> None:
    large = Problem(
        (stop("large"), stop("both", weight_g=150)),
        (van("h", weight_g=200, volume_ml=0), van("l", weight_g=50, volume_ml=1)),
        np.zeros((3, 3), dtype=np.int64),
        np.zeros((3, 3), dtype=np.int64),
    )
    assert dict(planned(large).unserved) == {1: Reason.TOO_MUCH}
    none = Problem(large.stops, (van(volume_ml=0, weight_g=500),), large.metres, large.seconds)
    assert dict(planned(none).unserved) == {0: Reason.TOO_LARGE, 1: Reason.TOO_LARGE}


def test_too_few_vans_leave_as_few_stops_as_can_be() -> None:
    found = planned(day([stop(f"s{at}", weight_g=30) for at in range(5)], [van("a", weight_g=100)]))
    assert (found.served(), {reason for _, reason in found.unserved}) == (3, {Reason.NO_ROOM})


def test_no_vans_and_no_stops_are_plain_answers() -> None:
    assert dict(planned(day([stop(), stop()], [])).unserved) == {0: Reason.NO_VANS, 1: Reason.NO_VANS}
    assert planned(day([], [van(), van()])) == Plan(((), ()))


def test_locked_routes_stay_even_where_they_break_a_rule() -> None:
    problem = day([stop(f"s{at}", weight_g=60) for at in range(5)], [van("a"), van("b", weight_g=500)])
    start = Plan(((4, 0), ()), ((1, Reason.NOT_PLANNED), (2, Reason.NOT_PLANNED), (3, Reason.NOT_PLANNED)))
    found = planned(problem, start, Locks(vans=frozenset({0})))
    assert (found.routes[0], sorted(found.routes[1]), found.unserved) == ((4, 0), [1, 2, 3], ())


def test_a_pinned_stop_goes_with_its_van_though_another_is_cheaper() -> None:
    problem = day([stop("a"), stop("b"), stop("c")], [van("near"), van("dear", fixed_cost_fen=100_000)])
    found = planned(problem, locks=Locks(stops=((1, 1),)))
    assert 1 in found.routes[1]
    assert not found.unserved


def test_the_same_seed_and_iterations_give_the_same_plan(resources: Path) -> None:
    problem = read_instance(resources / "bench" / "vrp" / "X-n101-k25.vrp").problem
    once, again = (planned(problem, seconds=60, iterations=200) for _ in range(2))
    assert once == again
    assert evaluate(problem, once).feasible


def test_each_better_plan_is_told_and_the_last_is_the_answer(resources: Path) -> None:
    problem = read_instance(resources / "bench" / "vrp" / "R104.txt").problem
    told: list[tuple[Plan, Evaluation]] = []
    found = plan(problem, 2, 1, lambda p, e: told.append((p, e)), threading.Event())
    ranks = [evaluation.rank for _, evaluation in told]
    assert ranks == sorted(ranks, reverse=True)
    assert told[-1][0] == found
    assert all(evaluation == evaluate(problem, one) for one, evaluation in told)


def test_a_stop_ends_the_search_at_once_with_the_best_so_far(resources: Path) -> None:
    problem = read_instance(resources / "bench" / "vrp" / "X-n200-k36.vrp").problem
    stop_now = threading.Event()
    stopped_at: list[float] = []

    def better(_plan: Plan, _evaluation: Evaluation) -> None:
        if not stopped_at:
            stopped_at.append(time.monotonic())
            stop_now.set()

    found = plan(problem, 120, 1, better, stop_now)
    # Far more than it takes, far less than the search would: the machine may be busy.
    assert time.monotonic() - stopped_at[0] < 5
    assert found.served() == len(problem.stops)


def test_stopped_before_the_first_answer_nothing_is_planned() -> None:
    stop_now = threading.Event()
    stop_now.set()
    found = plan(day([stop(), stop(weight_g=900)], [van()]), 60, 1, lambda _p, _e: None, stop_now)
    assert found.unserved == ((0, Reason.NOT_PLANNED), (1, Reason.TOO_HEAVY))


@pytest.mark.parametrize("dies", list(Kind))
def test_an_engine_that_dies_is_survived(monkeypatch: pytest.MonkeyPatch, dies: Kind) -> None:
    monkeypatch.setattr(planning, "Worker", _mortal({dies}, monkeypatch))
    found = planned(day([stop("a"), stop("b")], [van()]))
    assert sorted(found.routes[0]) == [0, 1]


def test_a_day_too_full_for_its_vans_is_planned_without_trying_to_serve_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planning, "Worker", _mortal({Kind.FIRST}, monkeypatch))
    found = planned(day([stop(f"s{at}", weight_g=30) for at in range(5)], [van(weight_g=100)]), iterations=20)
    assert found.served() == 3


def test_a_search_that_is_stuck_begins_anew_and_the_best_is_kept(
    monkeypatch: pytest.MonkeyPatch, resources: Path
) -> None:
    monkeypatch.setattr(polish, "STALE_ITERATIONS", 3)
    problem = read_instance(resources / "bench" / "vrp" / "R104.txt").problem
    share = share_of(problem, None, Locks())
    costs: list[int] = []
    best = BestPlan(share, lambda _plan, evaluation: costs.append(evaluation.cost_units))
    polisher = Polisher(share.task, STYLES[0], 1, None)
    now: list[int] = []
    for _ in range(STEPS):
        polisher.step()
        if polisher.best is not None:
            best.take(polisher.best)
            now.append(evaluate(problem, share.whole(polisher.best)).cost_units)
    assert any(later > earlier for earlier, later in pairwise(now))
    assert evaluate(problem, best.known()).cost_units == min(now) == costs[-1]


@pytest.mark.parametrize("turn", [1, -1])
def test_of_equally_good_plans_always_the_same_is_kept(turn: int) -> None:
    problem = day([stop("a"), stop("b")], [van("v"), van("w")])
    best = BestPlan(share_of(problem, None, Locks()), lambda _plan, _evaluation: None)
    for routes in (((0, 1), ()), ((), (0, 1)))[::turn]:
        best.take(routes)
    assert best.known() == Plan(((), (0, 1)))


def test_the_time_is_over_when_it_is_over(resources: Path) -> None:
    problem = read_instance(resources / "bench" / "vrp" / "X-n101-k25.vrp").problem
    begun_at = time.monotonic()
    found = plan(problem, 0.5, 1, lambda _p, _e: None, threading.Event())
    # Hundredths of a second where nothing else runs; the machine may be busy.
    assert 0.5 <= time.monotonic() - begun_at < 5
    assert not found.unserved


def test_no_engine_at_all_is_trouble_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "Worker", _mortal(set(Kind), monkeypatch))
    with pytest.raises(Trouble, match="No planning engine could run"):
        planned(day([stop()], [van()]))


def test_a_better_start_is_never_given_up() -> None:
    problem = day([stop(f"s{at}") for at in range(6)], [van("a"), van("b")])
    best = Plan(((0, 1, 2, 3, 4, 5), ()))
    found = planned(problem, best, iterations=5)
    assert evaluate(problem, found).rank <= evaluate(problem, best).rank


def _mortal(doomed: set[Kind], monkeypatch: pytest.MonkeyPatch) -> type[Worker]:
    """Workers of these kinds end as soon as they live."""

    class Mortal(Worker):
        def __init__(self, kind: Kind, orders: Orders) -> None:
            super().__init__(kind, orders)
            if kind in doomed and isinstance(self._life, workers._Process):
                self._life._process.kill()

    if Kind.POLISH in doomed:
        monkeypatch.setattr(workers, "polish_over", lambda pipe, _orders: pipe.close())
    return Mortal
