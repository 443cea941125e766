"""Sees every request from outside: its number, how it ended and how long it took."""

import logging
import re
import time
from collections.abc import MutableMapping
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cloud_api.http.metrics import Meters
from cloud_api.storage.ids import new_uuid

REQUESTS_LOG = logging.getLogger("cloud_api.requests")
REQUEST_ID = b"x-request-id"
NO_ROUTE = "none"
_SOUND_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_STREAM = "text/event-stream"
_ROUTE = "route_path"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_UNANSWERED = 499
"""As reverse proxies write it: the caller went away first."""


class Watch:
    """ASGI middleware, the outermost: numbers, measures and logs requests."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self._app = app
        self._meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen(scope, send)
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self._meters.begin(method)
        try:
            await self._app(scope, receive, seen.send)
        except Exception:
            seen.status = HTTPStatus.INTERNAL_SERVER_ERROR
            raise
        finally:
            self._meters.end(method)
            self._note(scope, seen, method)

    def _note(self, scope: Scope, seen: "_Seen", method: str) -> None:
        took_s = time.perf_counter() - seen.begun
        route = scope["state"].get(_ROUTE) or getattr(scope.get("route"), "path", NO_ROUTE)
        if not seen.streaming:
            self._meters.request(method, route, seen.status, took_s)
        if REQUESTS_LOG.isEnabledFor(logging.INFO):
            REQUESTS_LOG.info(
                "%s %s %d",
                method,
                route,
                seen.status,
                extra={
                    "request_id": seen.request_id,
                    "caller": caller_name(scope),
                    "ms": round(1000 * took_s, 1),
                },
            )


class _Seen:
    """What passed of one request."""

    def __init__(self, scope: Scope, send: Send) -> None:
        told = Headers(scope=scope).get(REQUEST_ID.decode(), "")
        self.request_id = told if _SOUND_ID.fullmatch(told) else new_uuid().hex
        self.begun = time.perf_counter()
        self.status: int = _UNANSWERED
        self.streaming = False
        self._send = send
        scope.setdefault("state", {})["request_id"] = self.request_id

    async def send(self, message: Message) -> None:
        """Pass a message on, with the request's number in the answer's head."""
        if message["type"] == "http.response.start":
            self._begin(message)
        await self._send(message)

    def _begin(self, message: MutableMapping[str, Any]) -> None:
        self.status = message["status"]
        headers = list(message.get("headers", ()))
        message["headers"] = [*headers, (REQUEST_ID, self.request_id.encode())]
        self.streaming = Headers(raw=headers).get("content-type", "").startswith(_STREAM)


def note_route(scope: Scope, path: str) -> None:
    """Say which address this request was for, where no router found it."""
    scope.setdefault("state", {})[_ROUTE] = path


def note_caller(scope: Scope, name: str) -> None:
    """Say who sent this request, for its line in the log."""
    scope.setdefault("state", {})["caller_name"] = name


def caller_name(scope: Scope) -> str | None:
    """Who sent this request, as far as it was found out."""
    name = scope.get("state", {}).get("caller_name")
    return name if isinstance(name, str) else None
