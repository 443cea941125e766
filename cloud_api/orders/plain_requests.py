"""Takes single orders in by hand where they come plain: FastAPI's way costs more than storing the order."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Response
from fastapi.security.utils import get_authorization_scheme_param
from starlette.types import ASGIApp, Receive, Scope, Send

from cloud_api.http.bodies import replay
from cloud_api.http.callers import Sender, release_of
from cloud_api.http.idempotency import request_hash
from cloud_api.http.problems import answer_of
from cloud_api.http.watching import note_caller, note_route
from cloud_api.orders.api import PATH, single_answer, told_response
from cloud_api.orders.intake import Intake, ShownKey

_MEDIA_TYPE = b"application/json"
_BATCH = b'"orders"'
_LONGEST_KEY = 255


@dataclass(frozen=True)
class _Plain:
    sender: Sender
    key: ShownKey | None
    order: dict[str, Any]


class PlainOrders:
    """ASGI middleware behind the one that reads bodies: takes plain single orders, hands all else on.

    Whatever is not plain (a batch, no bearer, another kind of body, a broken one) goes FastAPI's way and is
    refused or taken there, in the same words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        body = (await receive())["body"]
        plain = _read(scope, body)
        if plain is None:
            await self._app(scope, replay(body, receive), send)
            return
        note_route(scope, PATH)
        answer = await _taken(scope["app"].state.intake, plain, scope)
        await answer(scope, receive, send)


async def _taken(intake: Intake, plain: _Plain, scope: Scope) -> Response:
    try:
        told = await intake.take_from(
            plain.sender, [plain.order], partial(single_answer, plain.order), plain.key
        )
        return told_response(told, None if plain.key is None else plain.key.request_hash)
    except Exception as error:
        answer = answer_of(error)
        if answer is None:
            raise
        return answer
    finally:
        if plain.sender.seen is not None:
            note_caller(scope, plain.sender.seen.caller.name)


def _read(scope: Scope, body: bytes) -> _Plain | None:
    """What a plain request says; None for any other."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    said_twice = len(headers) < len(scope["headers"])
    if said_twice or headers.get(b"content-type") != _MEDIA_TYPE or _BATCH in body:
        return None
    scheme, token = get_authorization_scheme_param(headers.get(b"authorization", b"").decode("latin-1"))
    key = headers.get(b"idempotency-key")
    if scheme.lower() != "bearer" or not token or (key is not None and not 0 < len(key) <= _LONGEST_KEY):
        return None
    order = _order(body)
    if order is None:
        return None
    shown = None if key is None else ShownKey(key.decode("latin-1"), request_hash(scope, body))
    return _Plain(Sender(token, release_of(headers.get(b"user-agent", b"").decode("latin-1"))), shown, order)


def _order(body: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) and "orders" not in message else None
