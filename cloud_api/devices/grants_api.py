"""Enrolment by a code on the screen over HTTP: as RFC 8628 has it, form or JSON."""

import json
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Body, Depends, Path, Request
from fastapi.openapi.models import Example
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError

from cloud_api.devices.decisions import Decided, DecisionVerdict, decide, waiting_grants
from cloud_api.devices.grants import CODE_LASTS, INTERVAL_S, MOST_OF_ADDRESS, ask, poll
from cloud_api.devices.placing import CodeRefusedError
from cloud_api.devices.tokens import terms_of
from cloud_api.http.callers import Manager
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import ProblemError, explain, problem_responses
from cloud_api.http.schemas import schema_of
from cloud_api.http.sessions import client_address
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.stations import (
    DEVICE_CODE_GRANT,
    Decision,
    DeviceAuthorization,
    DeviceRequest,
    Enrolled,
    Granted,
    GrantError,
    GrantProblem,
    Role,
    TokenQuestion,
    WaitingDevice,
)

VERIFY_PATH = "/console/device"
"""The page where a person types the code; `?code=` fills it in."""
_FORM = "application/x-www-form-urlencoded"
_ROLE = "|".join(Role)
_ROLES = f"^(({_ROLE})( ({_ROLE})){{0,3}})?$"
_SECRET = {"Cache-Control": "no-store"}
_DEVICE: dict[str, Any] = {"name": "工位 1", "roles": ["warehouse"], "release": "0.1.0"}
_QUESTION: dict[str, Any] = {
    "grant_type": DEVICE_CODE_GRANT,
    "device_code": "Jm9uZS10aW1lLWRldmljZS1jb2RlLW9mLWEtUEMtMTI",
}
_DECISION: dict[str, Example] = {
    "desk": {
        "summary": "A desk of the warehouse",
        "value": {"allow": True, "roles": ["warehouse"], "warehouse": "W1"},
    },
    "till": {
        "summary": "A till of a shop",
        "value": {"allow": True, "roles": ["pickup"], "pickup_point": "P001"},
    },
    "again": {
        "summary": "The same station again, with its unsent records",
        "value": {"allow": True, "station_id": "01976b1e-5f00-7000-8000-000000000001"},
    },
    "no": {"summary": "Nobody knows this PC", "value": {"allow": False}},
}
_WORDS = {
    GrantError.AUTHORIZATION_PENDING: "Nobody has decided yet. Ask again after the interval.",
    GrantError.SLOW_DOWN: "Asked too soon. Wait five seconds longer between two questions.",
    GrantError.ACCESS_DENIED: "A person refused this PC. Ask for a new code when that was a mistake.",
    GrantError.EXPIRED_TOKEN: "The code is too old. Ask for a new one.",
    GrantError.INVALID_GRANT: "This device code is unknown or used. Ask for a new one.",
    GrantError.UNSUPPORTED_GRANT_TYPE: f"Only the grant type {DEVICE_CODE_GRANT} is known here.",
}


def routes() -> APIRouter:
    """The addresses of enrolment by a code on the screen."""
    router = APIRouter(tags=["stations"])
    router.post(
        "/v1/device-authorization",
        summary="Ask to become a station",
        responses=problem_responses(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.TOO_MANY_REQUESTS),
        openapi_extra=_body_of(DeviceRequest, _DEVICE),
    )(authorize_device)
    router.post(
        "/v1/token",
        summary="Ask whether a person has allowed it",
        responses={400: {"model": GrantProblem, "description": "No token yet, or none at all"}},
        openapi_extra=_body_of(TokenQuestion, _QUESTION),
        response_model=Granted,
    )(give_token)
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    answers = problem_responses(*refusals)
    router.get("/v1/device-authorization", summary="PCs that wait to be allowed", responses=answers)(
        read_waiting
    )
    router.post(
        "/v1/device-authorization/{user_code}/decision",
        status_code=HTTPStatus.NO_CONTENT,
        summary="Allow or refuse a PC",
        responses=answers
        | problem_responses(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS),
    )(take_decision)
    return router


async def _told(request: Request) -> dict[str, Any]:
    """The fields of a form or of a JSON object; a form names roles as OAuth does, `scope` with blanks."""
    body = await request.body()
    try:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM:
            told: Any = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=50))
            if "scope" in told:
                told["roles"] = told["scope"].split()
            elif "roles" in told:
                told["roles"] = told["roles"].replace(",", " ").split()
        else:
            told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {}


Told = Annotated[dict[str, Any], Depends(_told)]


def authorize_device(service: Service, request: Request, told: Told) -> DeviceAuthorization:
    """Codes for a PC that wants to be a station: show `user_code`, then ask POST /v1/token again and again.

    A manager or integrator types the code on the page `verification_uri`, or scans the QR.
    """
    try:
        wanted = DeviceRequest.model_validate(told)
    except ValidationError as error:
        detail = f"The message does not fit: {explain(error)}. Put it right and send it again."
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "message-does-not-fit", detail) from None
    with writing(service.engine) as connection:
        grant = ask(connection, wanted, client_address(request), service.now(), service.settings.code_key)
    if grant is None:
        raise ProblemError(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too-many-waiting",
            f"Too many PCs wait to be allowed ({MOST_OF_ADDRESS} from one address at most). Decide on those "
            "first, or wait a quarter of an hour.",
            retry_after_s=60,
        )
    page = f"{service.settings.public_url.rstrip('/') or str(request.base_url).rstrip('/')}{VERIFY_PATH}"
    return DeviceAuthorization(
        device_code=grant.device_code,
        user_code=grant.user_code,
        verification_uri=page,
        verification_uri_complete=f"{page}?code={grant.user_code}",
        expires_in=int(CODE_LASTS.total_seconds()),
        interval=INTERVAL_S,
    )


def give_token(service: Service, told: Told) -> JSONResponse:
    """The token once a person has allowed it, as RFC 8628 says; errors carry its words in `error`.

    An answer that was lost is given again for five minutes, until the token was used.
    """
    if "grant_type" in told and told["grant_type"] != DEVICE_CODE_GRANT:
        return _grant_problem(GrantError.UNSUPPORTED_GRANT_TYPE)
    try:
        question = TokenQuestion.model_validate(told)
    except ValidationError as error:
        return _grant_problem(GrantError.INVALID_REQUEST, words=f"{explain(error)}. Put it right.")
    with writing(service.engine) as connection:
        answer = poll(connection, question.device_code, service.now(), terms_of(service.settings))
    if isinstance(answer, Enrolled):
        return _granted(service, answer)
    trouble, interval_s = answer
    return _grant_problem(trouble, retry_after_s=interval_s or None)


def _granted(service: Context, enrolled: Enrolled) -> JSONResponse:
    left = enrolled.token_expires_at - service.now() if enrolled.token_expires_at else None
    granted = Granted(
        **enrolled.model_dump(),
        access_token=enrolled.token,
        expires_in=0 if left is None else int(left.total_seconds()),
    )
    return JSONResponse(granted.model_dump(mode="json"), headers=_SECRET)


def _grant_problem(trouble: GrantError, *, words: str = "", retry_after_s: int | None = None) -> JSONResponse:
    """RFC 6749, 5.2, asks for application/json."""
    detail = words or _WORDS[trouble]
    problem = GrantProblem(
        type=f"urn:youlin:problem:{trouble.value.replace('_', '-')}",
        title=HTTPStatus.BAD_REQUEST.phrase,
        status=int(HTTPStatus.BAD_REQUEST),
        detail=detail,
        retry_after_s=retry_after_s,
        error=trouble,
        error_description=detail,
    )
    headers = _SECRET if retry_after_s is None else {**_SECRET, "Retry-After": str(retry_after_s)}
    content = problem.model_dump(mode="json", exclude_none=True)
    return JSONResponse(content, int(HTTPStatus.BAD_REQUEST), headers=headers)


def read_waiting(service: Service, _caller: Manager) -> list[WaitingDevice]:
    """PCs that show a code at this moment. Which code belongs to which, only their screens tell."""
    with reading(service.engine) as connection:
        return waiting_grants(connection, service.now())


def take_decision(
    service: Service,
    caller: Manager,
    user_code: Annotated[str, Path(max_length=40)],
    decision: Annotated[Decision, Body(openapi_examples=_DECISION)],
) -> None:
    """Allow the PC that shows this code, and say what it is for; or refuse it.

    A manager gives away places of the own warehouse. `station_id` lets a PC be its former station again.
    """
    try:
        with writing(service.engine) as connection:
            decided = decide(
                connection, caller, user_code, decision, service.now(), service.settings.code_key
            )
    except CodeRefusedError as refusal:
        raise ProblemError(HTTPStatus.CONFLICT, "place-refused", str(refusal)) from refusal
    if decided.verdict not in (DecisionVerdict.ALLOWED, DecisionVerdict.DENIED):
        raise decision_problem(decided)


def decision_problem(decided: Decided) -> ProblemError:
    """What to tell whoever decided and was not understood."""
    status, slug, detail = _DECISION_WORDS[decided.verdict]
    wait_s = max(1, round(decided.wait.total_seconds())) if decided.wait else None
    return ProblemError(status, slug, detail, retry_after_s=wait_s)


_DECISION_WORDS = {
    DecisionVerdict.UNKNOWN_CODE: (
        HTTPStatus.NOT_FOUND,
        "code-unknown",
        "No PC shows this code now: it is mistyped, too old, or decided already. Compare it with the screen.",
    ),
    DecisionVerdict.TOO_MANY_MISSES: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-misses",
        "Too many wrong codes were tried. Wait, then type the code with care.",
    ),
    DecisionVerdict.NOT_YOURS: (
        HTTPStatus.FORBIDDEN,
        "not-yours",
        "You may let in stations of your own warehouse and its shops only. Ask an integrator for others.",
    ),
    DecisionVerdict.UNSENT_RECORDS: (
        HTTPStatus.CONFLICT,
        "unsent-records",
        "This PC holds records it could not send, and only its former station can. Name that in station_id, "
        "so that it is the same station again.",
    ),
    DecisionVerdict.NOT_THAT_STATION: (
        HTTPStatus.CONFLICT,
        "not-that-station",
        "This PC was not that station. Leave station_id away, or name the one the PC tells.",
    ),
}


def _body_of(message: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    """The request body in the OpenAPI document: JSON or a form."""
    schema = schema_of(message)
    content = {"application/json": {"schema": schema, "example": example}}
    form = {name: " ".join(value) if isinstance(value, list) else value for name, value in example.items()}
    fields = {**schema["properties"], "roles": {"type": "string", "pattern": _ROLES}}
    told = {"type": "object", "required": schema["required"], "properties": {n: fields[n] for n in form}}
    content[_FORM] = {"schema": told, "example": form}
    return {"requestBody": {"required": True, "content": content}}
