"""The exact word on every plan, whoever made it: independent of all engines, integers only."""

from collections import Counter
from collections.abc import Iterator, Sequence

from station.dispatch.model.evaluation import (
    Difference,
    Evaluation,
    Fault,
    RouteEvaluation,
    Violation,
    Visit,
)
from station.dispatch.model.plan import Plan
from station.dispatch.model.problem import (
    METRE_UNITS,
    SECOND_UNITS,
    UNITS_A_FEN,
    UNREACHABLE,
    PlanVan,
    Problem,
)


def evaluate(problem: Problem, plan: Plan) -> Evaluation:
    """What a plan comes to. Raises ValueError if it has not one route for each van of the problem."""
    if len(plan.routes) != len(problem.vans):
        raise ValueError(f"{len(problem.vans)} vans, but {len(plan.routes)} routes")
    routes = tuple(evaluate_route(problem, van, stops) for van, stops in enumerate(plan.routes))
    broken = [violation for route in routes for violation in route.violations]
    return Evaluation(
        routes=routes,
        unserved=len(plan.unserved),
        metres=sum(route.metres for route in routes),
        seconds=sum(route.seconds for route in routes),
        cost_units=sum(route.cost_units for route in routes),
        violations=(*broken, *_coverage(problem, plan)),
    )


def evaluate_route(problem: Problem, van: int, stops: Sequence[int]) -> RouteEvaluation:
    """What one van's route comes to. A van that is late anywhere still serves the stop, late."""
    rules = problem.vans[van]
    if not stops:
        return RouteEvaluation(van, (), rules.shift_from_s, rules.shift_from_s, 0, 0, 0, 0, ())
    metres, seconds, holes = _legs(problem, stops)
    depart_s = _latest_departure(problem, rules.shift_from_s, stops, seconds)
    visits = tuple(_visits(problem, stops, metres, seconds, depart_s))
    return_s = visits[-1].leave_s + seconds[-1]
    weight_g = sum(problem.stops[stop].weight_g for stop in stops)
    volume_ml = sum(problem.stops[stop].volume_ml for stop in stops)
    over = (
        (Fault.OVERWEIGHT, None, weight_g - rules.weight_g),
        (Fault.OVER_VOLUME, None, volume_ml - rules.volume_ml),
        (Fault.TOO_MANY_STOPS, None, len(stops) - (rules.max_stops or len(stops))),
        *((Fault.LATE, visit.stop, _late_s(problem, visit)) for visit in visits),
        (Fault.OVERTIME, None, return_s - rules.shift_until_s),
        (Fault.NO_WAY, None, holes),
    )
    return RouteEvaluation(
        van=van,
        visits=visits,
        depart_s=depart_s,
        return_s=return_s,
        metres=sum(metres),
        weight_g=weight_g,
        volume_ml=volume_ml,
        cost_units=_cost_units(rules, sum(metres), return_s - depart_s),
        violations=tuple(Violation(fault, van, stop, by) for fault, stop, by in over if by > 0),
    )


def place_cost(problem: Problem, plan: Plan, stop: int, van: int, position: int) -> Difference:
    """What changes if `stop` goes to `position` of a van's route (counted without that stop).

    Evaluates only the two routes concerned: fast enough to be asked at each movement of a hand.
    """
    after = plan.with_stop(stop, van, position)
    left = plan.van_of(stop)
    touched = {van} if left is None else {van, left}
    before = [evaluate_route(problem, one, plan.routes[one]) for one in sorted(touched)]
    become = {one: evaluate_route(problem, one, after.routes[one]) for one in sorted(touched)}
    known = {_cause(violation): violation.by for route in before for violation in route.violations}
    broken = [violation for route in become.values() for violation in route.violations]
    return Difference(
        cost_units=sum(r.cost_units for r in become.values()) - sum(r.cost_units for r in before),
        metres=sum(r.metres for r in become.values()) - sum(r.metres for r in before),
        seconds=sum(r.seconds for r in become.values()) - sum(r.seconds for r in before),
        target=become[van],
        source=become[left] if left is not None and left != van else None,
        new_violations=tuple(v for v in broken if v.by > known.get(_cause(v), 0)),
    )


def best_place(problem: Problem, plan: Plan, stop: int, van: int) -> tuple[int, Difference]:
    """The position on a van's route where `stop` breaks the fewest rules, then costs least."""
    length = len(plan.without(stop).routes[van])
    tried = ((spot, place_cost(problem, plan, stop, van, spot)) for spot in range(length + 1))
    return min(tried, key=lambda place: (_harm(place[1]), place[1].cost_units, place[0]))


def reachable(problem: Problem, one: int, other: int) -> bool:
    """Whether there is a way from one location of the matrices to another."""
    return UNREACHABLE not in (problem.metre_rows[one][other], problem.second_rows[one][other])


def _cause(violation: Violation) -> tuple[Fault, int | None, int | None]:
    return violation.fault, violation.van, violation.stop


def _harm(difference: Difference) -> tuple[int, int]:
    return len(difference.new_violations), sum(violation.by for violation in difference.new_violations)


def _legs(problem: Problem, stops: Sequence[int]) -> tuple[list[int], list[int], int]:
    """Metres and seconds of each leg, the way back last, and how many legs have no way."""
    metre_rows, second_rows = problem.metre_rows, problem.second_rows
    metres, seconds, holes = [], [], 0
    here = 0
    for there in (*(stop + 1 for stop in stops), 0):
        length, lasts = metre_rows[here][there], second_rows[here][there]
        if UNREACHABLE in (length, lasts):
            length, lasts, holes = 0, 0, holes + 1
        metres.append(length)
        seconds.append(lasts)
        here = there
    return metres, seconds, holes


def _latest_departure(problem: Problem, shift_from_s: int, stops: Sequence[int], seconds: list[int]) -> int:
    """Forward as early as can be, then backward as late as that return and all windows allow.

    A stop that is late even so becomes no later.
    """
    now, begins = shift_from_s, []
    for stop, lasts in zip(stops, seconds, strict=False):
        now = max(now + lasts, problem.stops[stop].early_s)
        begins.append(now)
        now += problem.stops[stop].service_s
    latest = now + seconds[-1]
    for at in range(len(stops) - 1, -1, -1):
        here = problem.stops[stops[at]]
        latest = min(latest - seconds[at + 1] - here.service_s, max(here.late_s, begins[at]))
    return latest - seconds[0]


def _visits(
    problem: Problem, stops: Sequence[int], metres: list[int], seconds: list[int], depart_s: int
) -> Iterator[Visit]:
    now = depart_s
    for stop, length, lasts in zip(stops, metres, seconds, strict=False):
        arrive_s = now + lasts
        begin_s = max(arrive_s, problem.stops[stop].early_s)
        now = begin_s + problem.stops[stop].service_s
        yield Visit(stop, length, arrive_s, begin_s - arrive_s, now)


def _late_s(problem: Problem, visit: Visit) -> int:
    return visit.arrive_s + visit.wait_s - problem.stops[visit.stop].late_s


def _cost_units(van: PlanVan, metres: int, seconds: int) -> int:
    return (
        van.fixed_cost_fen * UNITS_A_FEN
        + van.cost_km_fen * METRE_UNITS * metres
        + van.cost_hour_fen * SECOND_UNITS * seconds
    )


def _coverage(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Each stop is on one route or named, not both, and only once."""
    served = {stop: van for van, route in enumerate(plan.routes) for stop in route}
    times = Counter(stop for route in plan.routes for stop in route)
    times.update(stop for stop, _ in plan.unserved)
    for stop in range(len(problem.stops)):
        if times[stop] == 0:
            yield Violation(Fault.FORGOTTEN, None, stop, 1)
        elif times[stop] > 1:
            yield Violation(Fault.TWICE, served.get(stop), stop, times[stop] - 1)
