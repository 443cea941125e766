"""Whatever was done before: what goes out serves each stop once or names it, and keeps every hard rule."""

import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_api.wire.catalogue import Van
from cloud_api.wire.routes import Route, RoutePlan, Stop
from station.dispatch.commands.planning import OnBetter
from station.dispatch.model.evaluator import evaluate, evaluate_route
from station.dispatch.model.plan import Plan, Reason
from station.dispatch.model.problem import Locks, Problem
from station.dispatch.model.verdicts import Verdict
from tests.station.dispatch.night_kit import ZONE, NightDesk, in_turn, left, stop, van
from tests.station.dispatch.test_edit import STOPS, Gesture, do, gestures

TIGHT = (
    van(1, weight_g=250_000),
    van(2, weight_g=900_000, max_stops=3),
    van(3, weight_g=900_000, volume_ml=1_000_000, shift_until="05:30"),
)
"""Two stops by weight; three by their number; two by volume, and no time for the far ones."""

numbers, codes = st.integers(1, STOPS), st.integers(1, len(TIGHT))
likely = st.one_of(
    st.builds(Gesture, st.just("move"), numbers, codes, st.integers(1, 4)),
    st.builds(Gesture, st.just("take_off"), numbers),
    st.builds(Gesture, st.just("swap"), numbers, other=numbers),
)
acts = st.lists(st.tuples(st.one_of(likely, gestures), st.booleans()), min_size=3, max_size=10)
"""Each with whether somebody tries to publish what it leads to."""


def shops() -> list[Stop]:
    """The fifth closes before any van can be there; the seventh has no position."""
    special: dict[int, dict[str, Any]] = {
        5: {"receive_until": "04:05"},
        7: {"latitude": None, "longitude": None},
    }
    return [stop(number, **special.get(number, {})) for number in range(1, STOPS + 1)]


def fitting(
    problem: Problem,
    seconds: float,
    on_better: OnBetter,
    stop: threading.Event,
    start: Plan | None,
    locks: Locks,
) -> Plan:
    """The plain planner of the kit, and what a van cannot carry in time is left: most plans can go out."""
    found = in_turn(problem, seconds, lambda _plan, _evaluation: None, stop, start, locks)
    routes, left_over = [list(route) for route in found.routes], list(found.unserved)
    for at, route in enumerate(routes):
        while at not in locks.vans and not evaluate_route(problem, at, route).feasible:
            left_over.append((route.pop(), Reason.NO_ROOM))
    plan = Plan(tuple(map(tuple, routes)), tuple(left_over))
    on_better(plan, evaluate(problem, plan))
    return plan


@settings(max_examples=25, deadline=None)
@given(acts)
def test_no_sequence_of_acts_publishes_a_broken_hard_rule(tried: list[tuple[Gesture, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "night"
        base.mkdir()
        night = NightDesk(base, stops=shops(), vans=TIGHT, plan_routes=fitting)
        for act, then_publish in [(Gesture("plan"), True), *tried]:
            view = do(night, act)
            on_routes = [int(each.code[1:]) for route in view.routes for each in route.stops]
            assert sorted([*on_routes, *left(view)]) == list(range(1, STOPS + 1))
            if then_publish:
                publish_twice(night)
        check_all(night)
        night.close()


def publish_twice(night: NightDesk) -> None:
    """At the first press nothing goes out that is late anywhere; what is wrong goes out at no press."""
    verdicts = []
    for press in (1, 2):
        before = len(night.facts("RoutesPublished"))
        answer = night.flow.publish().answer
        assert answer is not None
        verdicts.append(answer.verdict)
        went_out = len(night.facts("RoutesPublished")) > before
        assert went_out == (answer.verdict is Verdict.PUBLISHED)
        asked = press == 2 and verdicts[0] is Verdict.CONFIRM_WINDOWS
        assert asked or not (went_out and late(newest(night)))


def newest(night: NightDesk) -> RoutePlan:
    return RoutePlan.model_validate_json(night.facts("RoutesPublished")[-1])


def check_all(night: NightDesk) -> None:
    """Each version that went out, by the rules as the papers of vans and shops have them."""
    plans = [RoutePlan.model_validate_json(body) for body in night.facts("RoutesPublished")]
    assert [plan.version for plan in plans] == list(range(1, len(plans) + 1))
    known, vans = {each.wave_id: each for each in shops()}, {each.code: each for each in TIGHT}
    for plan in plans:
        told = [each.wave_id for route in plan.routes for each in route.stops]
        told += [each.wave_id for each in plan.unserved]
        assert Counter(told) == Counter(list(known))
        assert len({route.van for route in plan.routes}) == len(plan.routes)
        for route in plan.routes:
            check_route(route, [known[each.wave_id] for each in route.stops], vans[route.van])


def check_route(route: Route, served: list[Stop], driven: Van) -> None:
    assert served
    assert sum(each.weight_g for each in served) <= driven.weight_g
    assert sum(each.volume_ml for each in served) <= driven.volume_ml
    assert not driven.max_stops or len(served) <= driven.max_stops
    assert all(each.pickup_point.latitude is not None for each in served)
    clock = f"{route.departs_at.astimezone(ZONE):%H:%M}", f"{route.returns_at.astimezone(ZONE):%H:%M}"
    assert driven.shift_from <= clock[0] <= clock[1] <= driven.shift_until
    times = [moment for each in route.stops for moment in (each.arrives_at, each.leaves_at)]
    assert [route.departs_at, *times, route.returns_at] == sorted(
        [route.departs_at, *times, route.returns_at]
    )


def late(plan: RoutePlan) -> bool:
    """The shop that closes early is on a route: no van can be there in time."""
    fifth = shops()[4].wave_id
    return any(each.wave_id == fifth for route in plan.routes for each in route.stops)
