"""Turns refusals and faults into RFC 9457 problem details, so that every error says what to do."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi import HTTPException as RouteError
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.routing import iter_route_contexts
from pydantic import ValidationError
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from cloud_api.wire.base import NO_NUL, NOT_BLANK
from cloud_api.wire.problems import Problem

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger(__name__)
_MAX_ERRORS_TOLD = 5
_PATTERNS = {
    NO_NUL: "must not hold the character NUL",
    NOT_BLANK: "must not be blank or hold the character NUL",
}
"""What a person is told where a rule is written as a pattern."""
_OBJECT = "an object with fields is wanted, not a text, number or list"
_OF_OBJECTS = ("model_type", "model_attributes_type", "dict_type", "dataclass_type")
_VALUE_ERROR = "Value error, "


class ProblemError(Exception):
    """Raised by an endpoint to answer a refusal; `slug` names the kind for programs."""

    def __init__(
        self, status: HTTPStatus, slug: str, detail: str, *, retry_after_s: int | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.retry_after_s = retry_after_s


class SignInWanted(Exception):  # noqa: N818 - no error: the browser is sent on
    """Raised for a page whose reader is not signed in; `path` is where to do so."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def problem_responses(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint in the OpenAPI document for the refusals it may give."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}


def explain(error: ValidationError | RequestValidationError) -> str:
    """Plain words for what does not fit; never repeats the values sent, they may be secret."""
    items = _without_echoes(error.errors())
    told = [_explain_one(item) for item in items[:_MAX_ERRORS_TOLD]]
    rest = len(items) - len(told)
    if rest:
        told.append(f"and {rest} more")
    return "; ".join(told)


def _without_echoes(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A list counts only items that fit, so it also seems too short where one of them does not."""
    lists_with_faults = {tuple(item["loc"][:length]) for item in items for length in range(len(item["loc"]))}
    return [
        item for item in items if item["type"] != "too_short" or tuple(item["loc"]) not in lists_with_faults
    ]


def _explain_one(item: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in item["loc"] if part != "body")
    words = _words_of(item)
    return f"{place}: {words}" if place else words


def _words_of(item: Mapping[str, Any]) -> str:
    """What our own rules say, or what the library says, as far as it does not speak of its own classes."""
    kind, told = item["type"], item.get("ctx", {})
    if kind in _OF_OBJECTS:
        return _OBJECT
    if kind in ("tuple_type", "list_type"):
        return "a list is wanted"
    if kind == "too_short":
        return f"{told['min_length']} or more items are wanted"
    if kind == "too_long":
        return f"{told['max_length']} items or fewer are wanted"
    return _PATTERNS.get(told.get("pattern", ""), str(item["msg"]).removeprefix(_VALUE_ERROR))


def answer_problems(app: FastAPI) -> None:
    """Make the application answer every refusal and fault as problem details."""
    app.add_exception_handler(ProblemError, lambda _request, error: _on_problem(error))
    app.add_exception_handler(SignInWanted, _on_sign_in_wanted)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(OperationalError, lambda _request, error: _on_database(error))
    app.add_exception_handler(DataError, lambda _request, error: _on_data(error))
    app.add_exception_handler(Exception, _on_bug)


def answer_of(error: Exception) -> JSONResponse | None:
    """The answer for what a request met, outside of FastAPI; None for a bug."""
    if isinstance(error, ProblemError):
        return _on_problem(error)
    if isinstance(error, OperationalError):
        return _on_database(error)
    return _on_data(error) if isinstance(error, DataError) else None


def problem_response(
    status: HTTPStatus, slug: str, detail: str, *, retry_after_s: int | None = None
) -> JSONResponse:
    """A problem details answer."""
    problem = Problem(
        type=f"urn:youlin:problem:{slug}",
        title=status.phrase,
        status=int(status),
        detail=detail,
        retry_after_s=retry_after_s,
    )
    headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    content = problem.model_dump(mode="json", exclude_none=True)
    return JSONResponse(content, int(status), headers=headers, media_type=MEDIA_TYPE)


def _on_problem(error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return problem_response(error.status, error.slug, str(error), retry_after_s=error.retry_after_s)


def _on_sign_in_wanted(_request: Request, error: Exception) -> RedirectResponse:
    assert isinstance(error, SignInWanted)
    return RedirectResponse(error.path, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})


def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        detail = "The body is no JSON: it breaks off, or holds a character JSON does not allow there."
        return _no_json(f"{detail} Correct the program that wrote it.")
    if any(fault["loc"] == ("body",) and isinstance(fault["input"], bytes) for fault in faults):
        told = request.headers.get("content-type")
        says = "no kind of body" if told is None else "another kind of body"
        return _no_json(f"The header tells {says}. Send `Content-Type: application/json`.")
    detail = f"The message does not fit: {explain(error)}. Put it right and send it again."
    return problem_response(HTTPStatus.UNPROCESSABLE_ENTITY, "message-does-not-fit", detail)


def _no_json(detail: str) -> JSONResponse:
    return problem_response(HTTPStatus.BAD_REQUEST, "no-json", detail)


def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if isinstance(error.__cause__, UnicodeError):
        return _no_json("The body is not UTF-8. Write it as UTF-8 (not as GBK), and send it again.")
    if status is HTTPStatus.BAD_REQUEST:
        return problem_response(status, "bad-request", f"{error.detail}. Correct the body and send it again.")
    detail = f"{error.detail}. See /docs for the addresses and methods this service knows."
    answer = problem_response(status, status.phrase.lower().replace(" ", "-"), detail)
    answer.headers.update(error.headers or {})
    # What is raised by a route, and not by the router, says itself what is allowed.
    if status is HTTPStatus.METHOD_NOT_ALLOWED and not isinstance(error, RouteError):
        answer.headers["Allow"] = ", ".join(_methods_of(request))
    return answer


def _methods_of(request: Request) -> list[str]:
    """All methods of an address; a route by itself knows its own only."""
    routes = list(iter_route_contexts(request.app.routes))
    path = next((route.path for route in routes if _is_at(route.path, request.scope["path"])), None)
    found = {method for route in routes if route.path == path for method in route.methods or ()}
    return sorted(found)


def _is_at(template: str | None, path: str) -> bool:
    return template is not None and compile_path(template)[0].match(path) is not None


def _on_database(error: Exception) -> JSONResponse:
    _LOG.error("the database did not answer: %s", type(error).__name__)
    detail = "The database did not answer in time. Nothing was kept; send the same again in a moment."
    return problem_response(HTTPStatus.SERVICE_UNAVAILABLE, "database-busy", detail, retry_after_s=2)


def _on_data(error: Exception) -> JSONResponse:
    _LOG.info("a value did not fit the database: %s", type(error).__name__)  # whoever sent it is at fault
    detail = (
        "A value cannot be stored (a NUL character, or a number far too large). Correct it and send again."
    )
    return problem_response(HTTPStatus.UNPROCESSABLE_ENTITY, "value-does-not-fit", detail)


def _on_bug(_request: Request, _error: Exception) -> JSONResponse:
    detail = "The service made a mistake; nothing was kept. Its log has the details for support."
    return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, "bug", detail)
