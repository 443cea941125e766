"""Stations over HTTP: enrolled by a code of IT, listed, renamed, shut out; their tokens renewed."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request
from fastapi.openapi.models import Example

from cloud_api.devices.service import MISS_WINDOW, EnrolmentVerdict, enrol
from cloud_api.devices.stations import (
    StationVerdict,
    find_station,
    list_stations,
    rename,
    revoke,
)
from cloud_api.devices.tokens import rotate, terms_of, token_state
from cloud_api.http.callers import Anyone, Caller, Manager
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.http.sessions import client_address, shown_token
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.stations import (
    Enrolled,
    Enrolment,
    KnownStation,
    NewToken,
    Rotation,
    StationPage,
    StationRename,
    TokenState,
)

_EXAMPLES: dict[str, Example] = {
    "desk": {"summary": "A desk of the warehouse", "value": {"code": "12345678", "name": "工位 1"}},
    "careful": {
        "summary": "One that gets a lost answer again",
        "value": {
            "code": "12345678",
            "name": "工位 1",
            "proof": "Jm9uZS10aW1lLXByb29mLW9mLWEtc3RhdGlvbi0xMjM",
        },
    },
}
_ROTATION: dict[str, Example] = {
    "station": {
        "summary": "A station with 256 random bits",
        "value": {"proof": "Jm9uZS10aW1lLXByb29mLW9mLWEtc3RhdGlvbi0xMjM"},
    }
}
_RENAME: dict[str, Example] = {"desk": {"summary": "Another name", "value": {"name": "工位 7"}}}


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
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    answers = problem_responses(*refusals)
    one = problem_responses(*refusals, HTTPStatus.NOT_FOUND)
    router.get("/v1/token", summary="How long the caller's token is good", responses=answers)(read_token)
    router.post("/v1/token/rotation", summary="A new token for the one shown", responses=answers)(
        rotate_token
    )
    router.get("/v1/stations", summary="Stations, page by page", responses=answers)(read_stations)
    router.get("/v1/stations/{station_id}", summary="One station", responses=one)(read_station)
    router.patch("/v1/stations/{station_id}", summary="Rename a station", responses=one)(rename_station)
    router.post(
        "/v1/stations/{station_id}/revocation",
        summary="Shut a station out at once",
        responses=one | problem_responses(HTTPStatus.CONFLICT),
    )(revoke_station)
    return router


def enrol_station(
    service: Service,
    request: Request,
    enrolment: Annotated[Enrolment, Body(openapi_examples=_EXAMPLES)],
) -> Enrolled:
    """Use up a code from `python -m cloud_api enrol-code`; the token is shown this once.

    After five misses from one address, or fifty in all, nobody is let in for a quarter of an hour.
    """
    settings = service.settings
    with writing(service.engine) as connection:
        verdict, enrolled = enrol(
            connection,
            enrolment,
            client_address(request),
            terms_of(settings),
            service.now(),
            settings.code_key,
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


def read_token(service: Service, caller: Anyone, request: Request) -> TokenState:
    """Of a station or shop system; sessions of people end after twelve hours and are not renewed."""
    _refuse_person(caller)
    with reading(service.engine) as connection:
        return token_state(connection, shown_token(request))


def rotate_token(
    service: Service,
    caller: Anyone,
    request: Request,
    rotation: Annotated[Rotation, Body(openapi_examples=_ROTATION)],
) -> NewToken:
    """Replace the token shown; both are good for 24 hours, so that no power cut locks a station out.

    The same proof gets the same token again. A third token that nobody ever received is revoked.
    """
    _refuse_person(caller)
    lasts = terms_of(service.settings).token_lasts
    with writing(service.engine) as connection:
        return rotate(
            connection, caller.station_id, shown_token(request), rotation.proof, service.now(), lasts
        )


def read_stations(
    service: Service,
    caller: Manager,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> StationPage:
    """All for an integrator; for a manager those of the own warehouse and its shops."""
    scope = None if caller.is_integrator else caller.warehouse
    with reading(service.engine) as connection:
        return list_stations(connection, scope, after, limit, service.now())


def read_station(service: Service, caller: Manager, station_id: UUID) -> KnownStation:
    """A station with its place, its release, and when it was seen last."""
    return _station(service, caller, station_id)


def rename_station(
    service: Service,
    caller: Manager,
    station_id: UUID,
    told: Annotated[StationRename, Body(openapi_examples=_RENAME)],
) -> KnownStation:
    """Give a station another name in lists and reports."""
    with writing(service.engine) as connection:
        verdict = rename(connection, caller, station_id, told.name, service.now())
    if verdict is StationVerdict.UNKNOWN:
        raise _unknown(station_id)
    return _station(service, caller, station_id)


def revoke_station(service: Service, caller: Manager, station_id: UUID) -> KnownStation:
    """Its tokens are worth nothing from now on; the shop of a till gets a new key for its codes.

    The PC keeps working with what it holds, keeps its records, and asks to be enrolled again.
    """
    with writing(service.engine) as connection:
        verdict = revoke(connection, caller, station_id, service.now(), service.hooks)
    if verdict is StationVerdict.UNKNOWN:
        raise _unknown(station_id)
    if verdict is StationVerdict.YOURSELF:
        raise ProblemError(
            HTTPStatus.CONFLICT,
            "would-shut-itself-out",
            "This is the caller itself. Let another integrator or a manager do it.",
        )
    return _station(service, caller, station_id)


def _station(service: Context, caller: Caller, station_id: UUID) -> KnownStation:
    scope = None if caller.is_integrator else caller.warehouse
    with reading(service.engine) as connection:
        station = find_station(connection, station_id, scope, service.now())
    if station is None:
        raise _unknown(station_id)
    return station


def _refuse_person(caller: Caller) -> None:
    if caller.is_person:
        raise ProblemError(
            HTTPStatus.FORBIDDEN,
            "no-station",
            "A session of a person is not renewed. Sign in again with POST /v1/session.",
        )


def _unknown(station_id: UUID) -> ProblemError:
    return ProblemError(
        HTTPStatus.NOT_FOUND,
        "station-unknown",
        f"There is no station {station_id}. GET /v1/stations lists them.",
    )
