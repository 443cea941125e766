"""Waves over HTTP: take one on a lease, hold it, give it back, list them."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response
from fastapi.openapi.models import Example

from cloud_api.http.callers import Insider, WarehouseDesk
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.transaction import reading, writing
from cloud_api.waves.leases import LeaseRefusal, lease_wave, renew_lease, return_lease
from cloud_api.waves.listing import list_waves
from cloud_api.waves.serials import SerialsUsedUpError
from cloud_api.wire.waves import Lease, LeaseRenewal, LeaseRequest, WaveSummary

_REQUEST: dict[str, Example] = {
    "first": {
        "summary": "A desk without any serials",
        "value": {"lease_id": "01976b1e-5f00-7000-8000-000000000001", "serials_held": 0},
    }
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["waves"])
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    answers = problem_responses(*refusals, HTTPStatus.CONFLICT)
    router.post(
        "/v1/waves/lease",
        response_model=Lease,
        summary="Take the next free wave",
        responses=answers | {204: {"description": "No wave is free"}},
    )(take_wave)
    router.post(
        "/v1/waves/{wave_id}/lease/{lease_id}/renew", summary="Hold a wave longer", responses=answers
    )(hold_wave)
    router.post(
        "/v1/waves/{wave_id}/lease/{lease_id}/return",
        status_code=HTTPStatus.NO_CONTENT,
        summary="Give a wave back that was not started",
        responses=answers,
    )(give_wave_back)
    router.get("/v1/waves", summary="Waves of a cycle", responses=problem_responses(*refusals))(read_waves)
    return router


def take_wave(
    service: Service,
    desk: WarehouseDesk,
    request: Annotated[LeaseRequest, Body(openapi_examples=_REQUEST)],
) -> Lease | Response:
    """Take the next free wave on a lease, with all that is needed to pick it offline.

    204 when none is free. The same `lease_id` again answers the same wave. A desk with fewer than 200 unused
    serials, or fewer than the wave has pieces, gets fresh ones: 1,000, or as many as there are pieces.
    """
    try:
        with writing(service.engine) as connection:
            lease = lease_wave(connection, desk, request, service.settings, service.now())
    except SerialsUsedUpError as trouble:
        raise ProblemError(HTTPStatus.CONFLICT, "serials-used-up", str(trouble)) from trouble
    if lease is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    if isinstance(lease, LeaseRefusal):
        raise _conflict(lease)
    return lease


def hold_wave(service: Service, desk: WarehouseDesk, wave_id: UUID, lease_id: UUID) -> LeaseRenewal:
    """Hold a wave longer. 409 names who has it when another desk took it meanwhile."""
    with writing(service.engine) as connection:
        renewal = renew_lease(connection, desk, wave_id, lease_id, service.settings, service.now())
    if isinstance(renewal, LeaseRefusal):
        raise _conflict(renewal)
    return renewal


def give_wave_back(service: Service, desk: WarehouseDesk, wave_id: UUID, lease_id: UUID) -> None:
    """Give a wave back; 409 when it is started already."""
    with writing(service.engine) as connection:
        refusal = return_lease(connection, desk, wave_id, lease_id, service.now())
    if refusal is not None:
        raise _conflict(refusal)


def read_waves(service: Service, caller: Insider, cycle_id: UUID) -> list[WaveSummary]:
    """All waves of a cycle by number, one a pickup point, with who works on each."""
    warehouse = None if caller.is_integrator else caller.warehouse
    with reading(service.engine) as connection:
        return list_waves(connection, cycle_id, warehouse, service.now())


def _conflict(refusal: LeaseRefusal) -> ProblemError:
    return ProblemError(HTTPStatus.CONFLICT, "lease-refused", refusal.reason)
