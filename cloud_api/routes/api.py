"""Routes over HTTP: what is published for a cycle."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection, select

from cloud_api.http.callers import Caller, Insider
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.routes import route_plans
from cloud_api.storage.transaction import reading
from cloud_api.wire.routes import RoutePlan


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["routes"])
    router.get(
        "/v1/routes",
        summary="The routes of a cycle",
        responses=problem_responses(
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.UNPROCESSABLE_ENTITY,
        ),
    )(read_routes)
    return router


def read_routes(service: Service, caller: Insider, cycle_id: UUID) -> RoutePlan:
    """The newest published plan of a cycle, whole; 404 while none is published."""
    with reading(service.engine) as connection:
        plan = _newest_plan(connection, caller, cycle_id)
    if plan is None:
        detail = f"No routes are published for cycle {cycle_id}. Plan and publish them at the dispatch desk."
        raise ProblemError(HTTPStatus.NOT_FOUND, "routes-not-published", detail)
    return plan


def _newest_plan(connection: Connection, caller: Caller, cycle_id: UUID) -> RoutePlan | None:
    query = (
        select(route_plans.c.body, cycles.c.warehouse)
        .join(cycles, cycles.c.id == route_plans.c.cycle_id)
        .where(route_plans.c.cycle_id == cycle_id)
        .order_by(route_plans.c.version.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None or not caller.may_see(row.warehouse):
        return None
    return RoutePlan.model_validate(row.body)
