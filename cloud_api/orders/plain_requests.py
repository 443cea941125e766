"""Reads a request for orders by hand where it is plain: FastAPI's way costs more than storing the order."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from fastapi.security.utils import get_authorization_scheme_param

from cloud_api.http.callers import Caller, as_integrator, caller_of_token
from cloud_api.http.idempotency import RequestKey, request_key

_MEDIA_TYPE = "application/json"
_LONGEST_KEY = 255


@dataclass(frozen=True)
class _Plain:
    token: str
    key: str | None
    message: dict[str, Any]


Take = Callable[[Caller, Any, RequestKey | None, dict[str, Any]], Awaitable[Response]]
"""The endpoint: caller, intake, key and body to an answer."""


class PlainRoute(APIRoute):
    """A route of integrators for JSON objects, described as any other.

    Whatever is not plain (no bearer, another kind of body, a broken one) goes FastAPI's way and is refused or
    taken there.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What handles a request."""
        by_fastapi = super().get_route_handler()
        take: Take = self.endpoint

        async def handle(request: Request) -> Response:
            plain = await _read(request)
            if plain is None:
                return await by_fastapi(request)
            state = request.app.state
            caller = as_integrator(await caller_of_token(state.context, request, plain.token))
            key = await request_key(request, caller, plain.key)
            return await take(caller, state.intake, key, plain.message)

        return handle


async def _read(request: Request) -> _Plain | None:
    """What a plain request says; None for any other."""
    headers = request.headers
    scheme, token = get_authorization_scheme_param(headers.get("authorization"))
    keys = headers.getlist("idempotency-key")
    if scheme.lower() != "bearer" or not token or headers.get("content-type") != _MEDIA_TYPE:
        return None
    if len(keys) > 1 or any(not 0 < len(key) <= _LONGEST_KEY for key in keys):
        return None
    try:
        message = await request.json()
    except (ValueError, RecursionError):
        return None
    return _Plain(token, keys[0] if keys else None, message) if isinstance(message, dict) else None
