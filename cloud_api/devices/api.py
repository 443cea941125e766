"""Enrolment over HTTP: the only address besides /healthz that asks for no token."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body, Request
from fastapi.openapi.models import Example

from cloud_api.devices.service import MISS_WINDOW, EnrolmentVerdict, enrol
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.transaction import writing
from cloud_api.wire.stations import Enrolled, Enrolment

_EXAMPLES: dict[str, Example] = {
    "desk": {"summary": "A desk of the warehouse", "value": {"code": "12345678", "name": "工位 1"}}
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["stations"])
    router.post(
        "/v1/enrolment",
        summary="Turn a one-time code into a token",
        responses=problem_responses(
            HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.TOO_MANY_REQUESTS
        ),
    )(enrol_station)
    return router


def enrol_station(
    service: Service,
    request: Request,
    enrolment: Annotated[Enrolment, Body(openapi_examples=_EXAMPLES)],
) -> Enrolled:
    """Use up a code from `python -m cloud_api enrol-code`; the token is shown this once.

    After five misses from one address, or fifty in all, nobody is let in for a quarter of an hour.
    """
    address = request.client.host if request.client else "unknown"
    settings = service.settings
    with writing(service.engine) as connection:
        verdict, enrolled = enrol(
            connection, enrolment, address, settings.brand, service.now(), settings.code_key
        )
    if enrolled is None:
        raise _refusal(verdict)
    return enrolled


def _refusal(verdict: EnrolmentVerdict) -> ProblemError:
    if verdict is EnrolmentVerdict.TOO_MANY_MISSES:
        return ProblemError(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too-many-misses",
            "Too many wrong codes were tried. Wait a quarter of an hour, then type the code with care.",
            retry_after_s=int(MISS_WINDOW.total_seconds()),
        )
    return ProblemError(
        HTTPStatus.FORBIDDEN,
        "wrong-code",
        "This code is wrong, used up or too old. Ask IT for a new one: `python -m cloud_api enrol-code`.",
    )
