"""Cycles over HTTP: open, list, totals as orders come, cut-off."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.openapi.models import Example
from sqlalchemy import Connection

from cloud_api.cycles.cut_off import cut_off_now
from cloud_api.cycles.schedule import CutOffSchedule
from cloud_api.cycles.service import (
    CycleRefusedError,
    find_cycle,
    list_cycles,
    open_cycle,
)
from cloud_api.cycles.totals import TotalsBy, cycle_totals
from cloud_api.http.callers import Caller, Insider, Manager
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.cycles import CutOffResult, Cycle, CyclesPage, NewCycle, Total

_NEW_CYCLE: dict[str, Example] = {
    "tonight": {
        "summary": "Tonight's cycle, cut off at 23:00 Beijing time",
        "value": {"warehouse": "W1", "name": "端午团", "cut_off_at": "2036-06-18T23:00:00+08:00"},
    }
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["cycles"])
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    one = problem_responses(*refusals, HTTPStatus.NOT_FOUND)
    router.post(
        "/v1/cycles",
        status_code=HTTPStatus.CREATED,
        summary="Open a cycle",
        responses=problem_responses(*refusals, HTTPStatus.CONFLICT)
        | {200: {"model": Cycle, "description": "It was open already"}},
    )(create_cycle)
    router.get(
        "/v1/cycles", summary="Cycles, latest cut-off first, by page", responses=problem_responses(*refusals)
    )(read_cycles)
    router.get("/v1/cycles/{cycle_id}", summary="One cycle and what it holds now", responses=one)(read_cycle)
    router.get(
        "/v1/cycles/{cycle_id}/totals",
        summary="Totals as orders come",
        responses=one,
        response_model_exclude_none=True,
    )(read_totals)
    router.post("/v1/cycles/{cycle_id}/cut-off", summary="Freeze a cycle into waves", responses=one)(
        freeze_cycle
    )
    return router


def create_cycle(
    service: Service,
    request: Request,
    response: Response,
    caller: Manager,
    new: Annotated[NewCycle, Body(openapi_examples=_NEW_CYCLE)],
) -> Cycle:
    """Open a cycle. The same warehouse, name and cut-off again answer the same cycle with status 200.

    A manager opens those of the own warehouse.
    """
    if not caller.may_see(new.warehouse):
        detail = f"{caller.name} runs warehouse {caller.warehouse}. Name it, or ask an integrator."
        raise ProblemError(HTTPStatus.FORBIDDEN, "other-warehouse", detail)
    try:
        with writing(service.engine) as connection:
            cycle, opened = open_cycle(connection, new, service.now())
    except CycleRefusedError as refusal:
        raise ProblemError(HTTPStatus.CONFLICT, "cycle-refused", str(refusal)) from refusal
    schedule: CutOffSchedule | None = getattr(request.app.state, "schedule", None)
    if schedule is not None:
        schedule.wake()
    if not opened:
        response.status_code = HTTPStatus.OK
    return cycle


def read_cycles(
    service: Service,
    caller: Insider,
    after: Annotated[UUID | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> CyclesPage:
    """All cycles for an integrator, those of its own warehouse for a manager or desk."""
    warehouse = None if caller.is_integrator else caller.warehouse
    with reading(service.engine) as connection:
        found = list_cycles(connection, warehouse, after=after, limit=limit + 1)
    items = found[:limit]
    return CyclesPage(items=items, next=items[-1].id if len(found) > limit else None)


def read_cycle(service: Service, caller: Insider, cycle_id: UUID) -> Cycle:
    """A cycle with its orders, lines and pieces, counted now."""
    with reading(service.engine) as connection:
        return _visible_cycle(connection, caller, cycle_id)


def read_totals(service: Service, caller: Insider, cycle_id: UUID, by: TotalsBy) -> list[Total]:
    """Orders, lines and pieces still to be picked for each point, product or zone, counted now; all at once.

    Cancelled orders are in none of them. An order with goods of two zones counts in each.
    """
    with reading(service.engine) as connection:
        _visible_cycle(connection, caller, cycle_id)
        return cycle_totals(connection, cycle_id, by)


def freeze_cycle(service: Service, caller: Manager, cycle_id: UUID) -> CutOffResult:
    """Cut the cycle off now. Repeating it answers the same with `already_frozen`."""
    with reading(service.engine) as connection:
        _visible_cycle(connection, caller, cycle_id)
    result = cut_off_now(service.engine, cycle_id, service.now(), service.hooks, caller.actor)
    if result is None:
        raise _unknown(cycle_id)
    return result


def _visible_cycle(connection: Connection, caller: Caller, cycle_id: UUID) -> Cycle:
    cycle = find_cycle(connection, cycle_id)
    if cycle is None or not caller.may_see(cycle.warehouse):
        raise _unknown(cycle_id)
    return cycle


def _unknown(cycle_id: UUID) -> ProblemError:
    return ProblemError(
        HTTPStatus.NOT_FOUND, "cycle-unknown", f"There is no cycle {cycle_id}. GET /v1/cycles lists them."
    )
