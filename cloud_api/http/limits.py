"""Keeps one caller from taking the service away from all others: a bucket of requests for each.

Counted in the memory of a process: with four processes a caller gets four times as much, which is still far
from harm. Guesses at codes and PINs are counted in the database instead (storage.misses).
"""

import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from cloud_api.http.problems import problem_response
from cloud_api.http.sessions import COOKIE
from cloud_api.http.watching import caller_name

MOST_BUCKETS = 20_000
"""Beyond, the one not used for longest is forgotten: it is full again anyway."""


@dataclass(frozen=True)
class Rate:
    """So many requests at once, then so many a second."""

    burst: int
    a_second: float


WITH_TOKEN = Rate(burst=2_000, a_second=200.0)
"""Generous: a station that was offline for a night sends all it has, and a shop system its whole evening."""
WITHOUT_TOKEN = Rate(burst=600, a_second=60.0)
"""Pages of customers, and signing in; a shop's phones may all come from one address."""
_SESSION = re.compile(rf"(?:^|;\s*){COOKIE}=([^;]+)")
UNLIMITED = frozenset({"/healthz", "/metrics"})


class Buckets:
    """A token bucket for each caller; one thread, the event loop, uses it."""

    def __init__(self, rate: Rate, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._monotonic = monotonic
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, caller: str) -> float:
        """0 for a request that may pass, which is counted; else the seconds until one may."""
        now = self._monotonic()
        left, at = self._left.pop(caller, (float(self._rate.burst), now))
        left = min(float(self._rate.burst), left + (now - at) * self._rate.a_second)
        passes = left >= 1.0
        self._left[caller] = (left - 1.0 if passes else left, now)
        if len(self._left) > MOST_BUCKETS:
            self._left.popitem(last=False)
        return 0.0 if passes else (1.0 - left) / self._rate.a_second


class Limits:
    """ASGI middleware: answers 429 with Retry-After to whoever asks far too often.

    A token or session that was let in before counts by itself, so that the PCs of one warehouse behind one
    address do not wait for each other. All else counts for the address: anybody can make up tokens.
    """

    def __init__(
        self,
        app: ASGIApp,
        with_token: Rate = WITH_TOKEN,
        without_token: Rate = WITHOUT_TOKEN,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._tokens = Buckets(with_token, monotonic)
        self._addresses = Buckets(without_token, monotonic)
        self._known: OrderedDict[str, None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or refuse it before anything is read."""
        if scope["type"] != "http" or scope["path"] in UNLIMITED:
            await self._app(scope, receive, send)
            return
        token = _token_of(scope)
        known = token is not None and token in self._known
        wait_s = self._tokens.wait_s(token) if known and token else self._addresses.wait_s(_address(scope))
        if wait_s > 0:
            await _refusal(wait_s)(scope, receive, send)
            return
        await self._app(scope, receive, self._watched(scope, send, token))

    def _watched(self, scope: Scope, send: Send, token: str | None) -> Send:
        """A token that was let in once has a bucket of its own from then on.

        An answer alone proves nothing: open pages answer 200 to any token.
        """

        async def watch(message: MutableMapping[str, Any]) -> None:
            if token is not None and message["type"] == "http.response.start":
                if message["status"] == HTTPStatus.UNAUTHORIZED:
                    self._known.pop(token, None)
                elif caller_name(scope) is not None:
                    self._known[token] = None
                    self._known.move_to_end(token)
                if len(self._known) > MOST_BUCKETS:
                    self._known.popitem(last=False)
            await send(message)

        return watch


def _token_of(scope: Scope) -> str | None:
    """The token as its hash: no secret is kept longer than its request."""
    headers = Headers(scope=scope)
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        found = _SESSION.search(headers.get("cookie", ""))
        token = found.group(1) if found else ""
    return hashlib.sha256(token.strip().encode()).hexdigest() if token else None


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def _refusal(wait_s: float) -> ASGIApp:
    return problem_response(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-requests",
        "Too many requests came from here. Wait, then send the same again; nothing was done.",
        retry_after_s=max(1, round(wait_s + 0.5)),
    )
