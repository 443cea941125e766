"""Signing in and out, PINs and the audit trail over HTTP."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.openapi.models import Example
from starlette.concurrency import run_in_threadpool

from cloud_api.http.callers import Caller, Manager, WarehouseDesk, known_caller
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.http.sessions import (
    clear_cookie,
    client_address,
    refuse_foreign_sign_in,
    session_expiry,
    set_cookie,
    shown_token,
)
from cloud_api.people.overrides import PinVerdict, check_supervisor
from cloud_api.people.pins import PinKeeper, TooManyPinsError
from cloud_api.people.service import (
    SignInResult,
    SignInVerdict,
    WeakPinError,
    check_pin,
    find_operator,
    keep_pin,
    sign_in,
    sign_out,
)
from cloud_api.people.trail import TrailFilter, acts
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.base import Moment
from cloud_api.wire.floor import Supervisor, SupervisorCheck
from cloud_api.wire.people import ActPage, PinChange, Session, SignIn

_SIGN_IN: dict[str, Example] = {
    "browser": {
        "summary": "A person at the console",
        "value": {"badge": "7700000019", "pin": "704916"},
    },
    "program": {
        "summary": "A program of a manager",
        "value": {"badge": "7700000019", "pin": "704916", "bearer": True},
    },
}
_SUPERVISOR: dict[str, Example] = {
    "supervisor": {"summary": "At a desk", "value": {"badge": "7700000019", "pin": "704916"}}
}
_PIN: dict[str, Example] = {"six": {"summary": "Six digits", "value": {"pin": "704916"}}}
_MOST_NUMBER = 2**62


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["people"])
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    answers = problem_responses(*refusals)
    router.post(
        "/v1/session",
        status_code=HTTPStatus.CREATED,
        summary="Sign in with badge and PIN",
        responses=answers | problem_responses(HTTPStatus.TOO_MANY_REQUESTS),
    )(start_session)
    router.get("/v1/session", summary="Who is signed in", responses=answers)(read_session)
    router.delete("/v1/session", status_code=HTTPStatus.NO_CONTENT, summary="Sign out", responses=answers)(
        end_session
    )
    router.put(
        "/v1/operators/{operator_id}/pin",
        status_code=HTTPStatus.NO_CONTENT,
        summary="Set an operator's PIN",
        responses=answers
        | problem_responses(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS),
    )(set_pin)
    router.post(
        "/v1/supervisor",
        summary="Compare a supervisor's badge and PIN, for a desk",
        responses=answers | problem_responses(HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS),
    )(compare_supervisor)
    router.get("/v1/audit", summary="Who did what, the latest first", responses=answers)(read_audit)
    return router


def _pins(request: Request) -> PinKeeper:
    return cast(PinKeeper, request.app.state.pins)


Pins = Annotated[PinKeeper, Depends(_pins)]
"""The keeper of PINs of this process."""


async def start_session(
    service: Service,
    pins: Pins,
    request: Request,
    response: Response,
    told: Annotated[SignIn, Body(openapi_examples=_SIGN_IN)],
) -> Session:
    """Sign a manager in for twelve hours; an hour without a request ends the session.

    The fifth wrong PIN of a badge or of an address shuts it for 30 seconds, each further one twice as long.
    """
    refuse_foreign_sign_in(request)
    result = await sign_in_or_refuse(service, pins, request, told)
    assert result.operator_id is not None
    assert result.expires_at is not None
    if not told.bearer:
        set_cookie(request, response, result.token)
    return Session(
        operator_id=result.operator_id,
        name=result.name,
        warehouse=result.warehouse,
        expires_at=result.expires_at,
        token=result.token if told.bearer else None,
    )


async def sign_in_or_refuse(
    service: Context, pins: PinKeeper, request: Request, told: SignIn
) -> SignInResult:
    """A session that has begun. Raises ProblemError with words for whoever tried."""
    where = client_address(request)
    try:
        result = await sign_in(service.engine, pins, service.clock, told.badge, told.pin, where)
    except TooManyPinsError:
        raise _busy() from None
    if result.verdict is SignInVerdict.SHUT:
        raise _shut(result.wait)
    if result.verdict is SignInVerdict.WRONG:
        raise ProblemError(
            HTTPStatus.UNAUTHORIZED,
            "wrong-badge-or-pin",
            "Badge and PIN do not fit, or this badge may not sign in here. Try again, "
            "or ask another manager for a new PIN.",
        )
    return result


def read_session(
    service: Service, caller: Annotated[Caller, Depends(known_caller)], request: Request
) -> Session:
    """The person this request's session belongs to."""
    token = shown_token(request)
    with reading(service.engine) as connection:
        expires_at = session_expiry(connection, token)
    if not caller.is_person or caller.warehouse is None or expires_at is None:
        raise _nobody()
    return Session(
        operator_id=caller.station_id, name=caller.name, warehouse=caller.warehouse, expires_at=expires_at
    )


def end_session(
    service: Service,
    caller: Annotated[Caller, Depends(known_caller)],
    request: Request,
    response: Response,
) -> None:
    """Sign out; the token and the cookie are worth nothing afterwards."""
    if not caller.is_person:
        raise _nobody()
    with writing(service.engine) as connection:
        sign_out(connection, shown_token(request), service.now())
    clear_cookie(request, response)


async def set_pin(
    service: Service,
    pins: Pins,
    caller: Manager,
    operator_id: UUID,
    told: Annotated[PinChange, Body(openapi_examples=_PIN)],
) -> None:
    """Give an operator a PIN; sessions begun with the old one end.

    Easy PINs are refused: 1234, 0000, birthdays, the badge's own digits.
    """
    operator_badge = await run_in_threadpool(_badge_of, service, caller, operator_id)
    try:
        check_pin(told.pin, operator_badge)
        hashed = await pins.hash_aside(told.pin)
    except WeakPinError as refusal:
        raise ProblemError(HTTPStatus.CONFLICT, "pin-too-easy", str(refusal)) from None
    except TooManyPinsError:
        raise _busy() from None
    await run_in_threadpool(_keep_pin, service, caller, operator_id, hashed)


async def compare_supervisor(
    service: Service,
    pins: Pins,
    caller: WarehouseDesk,
    told: Annotated[SupervisorCheck, Body(openapi_examples=_SUPERVISOR)],
) -> Supervisor:
    """Whose badge and PIN they are, of the supervisors of the caller's warehouse.

    The fifth wrong PIN of a badge shuts it for 30 seconds, each further one twice as long.
    """
    try:
        found = await check_supervisor(
            service.engine, pins, service.clock, told.badge, told.pin, caller.warehouse
        )
    except TooManyPinsError:
        raise _busy() from None
    if found.verdict is PinVerdict.SHUT:
        raise _shut(found.wait)
    if found.operator_id is None:
        raise ProblemError(
            HTTPStatus.CONFLICT,
            "no-such-supervisor",
            "Badge and PIN do not fit, or this is no supervisor of this warehouse. Try again with care; "
            "a manager gives a new PIN at the console.",
        )
    return Supervisor(operator_id=found.operator_id, name=found.name)


def _badge_of(service: Context, caller: Caller, operator_id: UUID) -> str:
    with reading(service.engine) as connection:
        operator = find_operator(connection, operator_id, None if caller.is_integrator else caller.warehouse)
    if operator is None:
        raise ProblemError(
            HTTPStatus.NOT_FOUND,
            "operator-unknown",
            f"There is no operator {operator_id} here. Send it with the catalogue first.",
        )
    return str(operator.badge)


def _keep_pin(service: Context, caller: Caller, operator_id: UUID, hashed: str) -> None:
    with writing(service.engine) as connection:
        keep_pin(connection, operator_id, hashed, caller.actor, service.now())


def read_audit(
    service: Service,
    _caller: Manager,
    actor_id: UUID | None = None,
    action: Annotated[str | None, Query(max_length=64)] = None,
    about: Annotated[str | None, Query(max_length=200)] = None,
    since: Moment | None = None,
    until: Moment | None = None,
    after: Annotated[int | None, Query(ge=1, le=_MOST_NUMBER)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> ActPage:
    """Rows of the audit trail, for managers and integrators: of the whole company, without customers' data.

    `python -m cloud_api audit verify` proves that none was changed or left out.
    """
    wanted = TrailFilter(actor_id, action, about, since, until)
    with reading(service.engine) as connection:
        return acts(connection, wanted, after, limit)


def _busy() -> ProblemError:
    return ProblemError(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-at-once",
        "Too many people sign in at this moment. Try again in a few seconds.",
        retry_after_s=3,
    )


def _shut(wait: timedelta) -> ProblemError:
    return ProblemError(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-misses",
        "Too many wrong tries with this badge or from this place. Wait, then try again with care.",
        retry_after_s=max(1, round(wait.total_seconds())),
    )


def _nobody() -> ProblemError:
    return ProblemError(
        HTTPStatus.FORBIDDEN,
        "nobody-signed-in",
        "This token is of a station or a shop system, not of a person. Sign in with POST /v1/session.",
    )
