"""Checks a published plan against the cycle, its waves, its vans and the routes that have left."""

from collections import Counter
from collections.abc import Hashable, Iterable
from uuid import UUID

from sqlalchemy import func, select

from cloud_api.routes.rows import waves_on
from cloud_api.storage.check_digits import is_complete
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import vans
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.routes import route_plans, routes
from cloud_api.storage.tables.waves import IS_WHOLE, waves
from cloud_api.wire.routes import RoutePlan

_MOST = 10_000_000
"""Above every honest version, route number and way: 10,000 km."""


def plan_fault(report: Report[RoutePlan]) -> str | None:
    """Why a plan cannot replace the one before, or None when it can."""
    return (
        _cycle_fault(report)
        or _version_fault(report)
        or _size_fault(report.body)
        or _repeat_fault(report.body)
        or _code_fault(report.body)
        or _wave_fault(report)
        or _van_fault(report)
        or _identity_fault(report)
        or _departed_fault(report)
    )


def _cycle_fault(report: Report[RoutePlan]) -> str | None:
    query = select(cycles.c.warehouse).where(cycles.c.id == report.body.cycle_id)
    if report.connection.scalar(query) == report.warehouse:
        return None
    return f"There is no cycle {report.body.cycle_id} in this warehouse."


def _version_fault(report: Report[RoutePlan]) -> str | None:
    plan = report.body
    query = select(func.max(route_plans.c.version)).where(route_plans.c.cycle_id == plan.cycle_id)
    newest = report.connection.scalar(query) or 0
    if plan.version <= newest:
        return (
            f"Version {plan.version} of the routes is not newer than version {newest}, which is published "
            "already. Look at that one, then publish anew."
        )
    if report.connection.scalar(select(route_plans.c.id).where(route_plans.c.id == plan.plan_id)) is None:
        return None
    return f"The plan {plan.plan_id} was published before; each plan has an id of its own."


def _size_fault(plan: RoutePlan) -> str | None:
    numbers = [plan.version, *(number for route in plan.routes for number in (route.number, route.metres))]
    return f"A version, route number or way of {max(numbers)} is too large." if max(numbers) > _MOST else None


def _repeat_fault(plan: RoutePlan) -> str | None:
    return (
        _repeated("the route id", (route.route_id for route in plan.routes))
        or _repeated("the route number", (route.number for route in plan.routes))
        or _repeated("the route code", (route.code for route in plan.routes))
        or _repeated("the wave", (wave_id for wave_id, _shop in _named_waves(plan)))
    )


def _repeated(what: str, values: Iterable[Hashable]) -> str | None:
    twice = next((value for value, times in Counter(values).items() if times > 1), None)
    return None if twice is None else f"The plan names {what} {twice} more than once."


def _code_fault(plan: RoutePlan) -> str | None:
    wrong = next((route.code for route in plan.routes if not is_complete(route.code)), None)
    return None if wrong is None else f"The check digit of route code {wrong} is wrong."


def _wave_fault(report: Report[RoutePlan]) -> str | None:
    plan = report.body
    query = select(waves.c.id, waves.c.pickup_point).where(
        waves.c.cycle_id == plan.cycle_id, waves.c.warehouse == report.warehouse, IS_WHOLE
    )
    shop_of = {row.id: row.pickup_point for row in report.connection.execute(query)}
    for wave_id, told in _named_waves(plan):
        shop = shop_of.get(wave_id)
        if shop is None:
            return f"There is no wave {wave_id} in this cycle."
        if shop != told:
            return f"The wave {wave_id} is of {shop}, not of {told}."
    return None


def _named_waves(plan: RoutePlan) -> list[tuple[UUID, str]]:
    """Each wave a plan names and the shop it says it is of, served or not."""
    served = [(stop.wave_id, stop.pickup_point) for route in plan.routes for stop in route.stops]
    return served + [(stop.wave_id, stop.pickup_point) for stop in plan.unserved]


def _van_fault(report: Report[RoutePlan]) -> str | None:
    known = set(report.connection.scalars(select(vans.c.code).where(vans.c.warehouse == report.warehouse)))
    unknown = next((route.van for route in report.body.routes if route.van not in known), None)
    if unknown is None:
        return None
    return f"There is no van {unknown} in this warehouse. Send it to the cloud first."


def _identity_fault(report: Report[RoutePlan]) -> str | None:
    """A route id of another cycle must not be taken over."""
    mine = [route.route_id for route in report.body.routes]
    query = select(routes.c.id).where(routes.c.id.in_(mine), routes.c.cycle_id != report.body.cycle_id)
    foreign = report.connection.scalar(query.limit(1))
    return None if foreign is None else f"The route {foreign} is one of another cycle."


def _departed_fault(report: Report[RoutePlan]) -> str | None:
    """A route that has departed stands in every later version, with its van and its stops."""
    query = select(routes.c.id, routes.c.number, routes.c.van).where(
        routes.c.cycle_id == report.body.cycle_id,
        routes.c.departed_at.is_not(None),
    )
    told = {route.route_id: route for route in report.body.routes}
    for departed in report.connection.execute(query).all():
        route = told.get(departed.id)
        stops: list[UUID] = [] if route is None else [stop.wave_id for stop in route.stops]
        same_van = route is not None and (route.van, route.number) == (departed.van, departed.number)
        if not same_van or stops != waves_on(report.connection, departed.id):
            return f"Route {departed.number} has departed and cannot be changed or left out. Plan around it."
    return None
