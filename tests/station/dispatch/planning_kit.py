"""Small days to plan, and what must hold for every plan of any day."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from station.dispatch.model.evaluation import Fault
from station.dispatch.model.evaluator import evaluate
from station.dispatch.model.plan import Plan
from station.dispatch.model.problem import UNREACHABLE, Locks, Matrix, PlanStop, PlanVan, Problem

MORNING_S = 4 * 3600
NOON_S = 12 * 3600
TIME_FAULTS = {Fault.LATE, Fault.OVERTIME}


def stop(key: str = "s", weight_g: int = 10, **more: int | bool) -> PlanStop:
    return PlanStop(key=key, name=key, weight_g=weight_g, volume_ml=1, **more)  # type: ignore[arg-type]  # by name


def van(key: str = "v", weight_g: int = 100, **more: int) -> PlanVan:
    rules = {
        "volume_ml": 100,
        "shift_from_s": MORNING_S,
        "shift_until_s": NOON_S,
        "cost_km_fen": 150,
        "cost_hour_fen": 4_000,
    }
    return PlanVan(key=key, weight_g=weight_g, **{**rules, **more})


def day(stops: Sequence[PlanStop], vans: Sequence[PlanVan], seconds: Matrix | None = None) -> Problem:
    """Stops along a road, 600 s and 5,000 m from each to the next, the depot at its beginning."""
    line = np.arange(len(stops) + 1, dtype=np.int64)
    steps = np.abs(line[:, None] - line)
    lasts = steps * 600 if seconds is None else seconds
    metres = np.where(lasts == UNREACHABLE, UNREACHABLE, steps * 5_000)
    return Problem(tuple(stops), tuple(vans), metres, lasts)


@st.composite
def days(draw: st.DrawFn) -> tuple[Problem, Locks, Plan | None]:
    """Any small day: too few vans, windows that cannot be kept, holes, pins, locked routes."""
    count, vans = draw(st.integers(0, 7)), draw(st.integers(0, 3))
    stops = [_any_stop(draw, at) for at in range(count)]
    fleet = [_any_van(draw, at) for at in range(vans)]
    size = count + 1
    minutes = draw(st.lists(st.integers(-1, 60), min_size=size * size, max_size=size * size))
    seconds = np.array(minutes, dtype=np.int64).reshape(size, size)
    seconds = np.where(seconds == -1, UNREACHABLE, seconds * 60)
    np.fill_diagonal(seconds, 0)
    problem = day(stops, fleet, seconds)
    if not count or not vans:
        return problem, Locks(), None
    return problem, *_any_locks(draw, count, vans)


def _any_stop(draw: st.DrawFn, at: int) -> PlanStop:
    early = draw(st.integers(MORNING_S - 3600, NOON_S))
    return PlanStop(
        key=f"s{at}",
        name=f"s{at}",
        weight_g=draw(st.integers(0, 120)),
        volume_ml=draw(st.integers(0, 120)),
        early_s=early,
        late_s=early + draw(st.integers(0, 4 * 3600)),
        service_s=draw(st.integers(0, 1200)),
        has_position=draw(st.integers(0, 9)) > 0,
    )


def _any_van(draw: st.DrawFn, at: int) -> PlanVan:
    return PlanVan(
        key=f"v{at}",
        weight_g=draw(st.integers(1, 300)),
        volume_ml=draw(st.integers(1, 300)),
        shift_from_s=MORNING_S + draw(st.integers(0, 3600)),
        shift_until_s=NOON_S - draw(st.integers(0, 3600)),
        max_stops=draw(st.integers(0, 4)),
        fixed_cost_fen=draw(st.sampled_from([0, 5_000])),
        cost_km_fen=draw(st.integers(0, 200)),
        cost_hour_fen=draw(st.integers(0, 5_000)),
    )


def _any_locks(draw: st.DrawFn, count: int, vans: int) -> tuple[Locks, Plan | None]:
    locked: frozenset[int] = frozenset(draw(st.lists(st.integers(0, vans - 1), max_size=1)))
    homes = draw(st.lists(st.integers(-1, vans - 1), min_size=count, max_size=count))
    pinned = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    pins = tuple((at, home) for at, home in enumerate(homes) if home >= 0 and pinned[at])
    routes = tuple(tuple(at for at, home in enumerate(homes) if home == one) for one in range(vans))
    has_start = draw(st.booleans())
    start = Plan(routes) if locked or has_start else None
    return Locks(vans=locked, stops=pins if not locked else ()), start


def assert_holds(problem: Problem, plan: Plan, locks: Locks, start: Plan | None) -> None:
    """Each stop once or named; loads, windows, shifts, limits and locks hold."""
    times = [stop for route in plan.routes for stop in route] + [stop for stop, _ in plan.unserved]
    assert sorted(times) == list(range(len(problem.stops)))
    for one, route in enumerate(plan.routes):
        if one in locks.vans:
            assert route == (start.routes[one] if start else ())
        else:
            _assert_route_holds(problem, one, route)
    pins = dict(locks.stops)
    assert all(pins.get(stop, one) == one for one, route in enumerate(plan.routes) for stop in route)
    broken = {violation.van for violation in evaluate(problem, plan).violations}
    assert broken <= locks.vans


def _assert_route_holds(problem: Problem, one: int, route: Sequence[int]) -> None:
    """Checked by a clock of its own, not by the evaluator."""
    rules = problem.vans[one]
    assert sum(problem.stops[stop].weight_g for stop in route) <= rules.weight_g or not route
    assert sum(problem.stops[stop].volume_ml for stop in route) <= rules.volume_ml or not route
    assert not rules.max_stops or len(route) <= rules.max_stops
    now, here = rules.shift_from_s, 0
    for at in route:
        lasts = int(problem.seconds[here, at + 1])
        assert lasts != UNREACHABLE
        now = max(now + lasts, problem.stops[at].early_s)
        assert now <= problem.stops[at].late_s
        now, here = now + problem.stops[at].service_s, at + 1
    if route:
        assert problem.seconds[here, 0] != UNREACHABLE
        assert now + int(problem.seconds[here, 0]) <= rules.shift_until_s
