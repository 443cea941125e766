"""Streams of server-sent events: opened by many, fed by one look for all of them, ended before the server."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from fastapi.responses import StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from cloud_api.http.callers import Caller, known_caller
from cloud_api.http.context import Context
from cloud_api.http.problems import ProblemError
from cloud_api.http.sessions import COOKIE

KEEP_ALIVE_S = 15.0
FIGURES_EVERY_S = 0.5
REST_FOR_WORK = 4.0
"""Figures that take long to count are counted less often: at most a fifth of one processor goes into them."""
MEDIA_TYPE = "text/event-stream"
HERE = b": here\n\n"
"""Sent at once, so that a listener sees whether anything between us holds events back; then kept alive."""

T = TypeVar("T")


class LiveStream(Generic[T]):
    """What one listener has still to hear: only the newest, for it tells all that came before."""

    def __init__(self) -> None:
        self._news: T | None = None
        self._stirred = asyncio.Event()
        self.ended = False

    def tell(self, news: T) -> None:
        """Have the listener hear this instead of what waits for it; on the event loop."""
        self._news = news
        self._stirred.set()

    def end(self) -> None:
        """Let the listener go; on the event loop."""
        self.ended = True
        self._stirred.set()

    async def next(self, timeout_s: float) -> T | None:
        """The newest untold news; None when none came in time or the stream ended."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._stirred.wait()
        except TimeoutError:
            return None
        if not self.ended:
            self._stirred.clear()
        news, self._news = self._news, None
        return news


@dataclass
class _Figures:
    """Figures somebody watches, counted for all of them together."""

    streams: set[LiveStream[Any]] = field(default_factory=set)
    last: Any = None
    task: "asyncio.Task[None] | None" = None


class LiveStreams:
    """The open streams of this process; used on the event loop only."""

    def __init__(self, keep_alive_s: float = KEEP_ALIVE_S) -> None:
        self.keep_alive_s = keep_alive_s
        self._open: set[LiveStream[Any]] = set()
        self._figures: dict[Hashable, _Figures] = {}
        self._ending = False

    def __len__(self) -> int:
        return len(self._open)

    def open(self) -> LiveStream[Any]:
        """A new stream; ended from the start when the service is about to end."""
        stream: LiveStream[Any] = LiveStream()
        self._open.add(stream)
        if self._ending:
            stream.end()
        return stream

    def close(self, stream: LiveStream[Any]) -> None:
        """The listener has gone."""
        self._open.discard(stream)

    def end_all(self) -> None:
        """Let every listener go, and whoever comes later: the service ends."""
        self._ending = True
        for stream in self._open:
            stream.end()

    def watch(self, about: Hashable, count: Callable[[], T]) -> LiveStream[T]:
        """A stream of what `count` answers, whenever that has changed; `count` runs on a thread.

        All who watch `about` share one count; it stops when the last of them has gone.
        """
        stream: LiveStream[T] = self.open()
        figures = self._figures.setdefault(about, _Figures())
        figures.streams.add(stream)
        if figures.task is None:
            figures.task = asyncio.create_task(self._count(about, figures, count))
        elif figures.last is not None:
            stream.tell(figures.last)
        return stream

    async def _count(self, about: Hashable, figures: _Figures, count: Callable[[], Any]) -> None:
        try:
            while figures.streams and not self._ending:
                begun = time.monotonic()
                counted = await run_in_threadpool(count)
                if counted != figures.last:
                    figures.last = counted
                    for stream in figures.streams:
                        stream.tell(counted)
                await asyncio.sleep(max(FIGURES_EVERY_S, REST_FOR_WORK * (time.monotonic() - begun)))
                figures.streams &= self._open
        finally:
            self._figures.pop(about, None)
            for stream in figures.streams:
                stream.end()  # they come again, and with them a new count


def event(name: str, data: str, cursor: int | None = None) -> bytes:
    """One event of one line; `cursor` is what a listener sends as Last-Event-ID when it comes again."""
    head = "" if cursor is None else f"id: {cursor}\n"
    return f"{head}event: {name}\ndata: {data}\n\n".encode()


async def events(
    streams: LiveStreams,
    stream: LiveStream[T],
    words: Callable[[T], bytes | None],
    still_welcome: Callable[[], Awaitable[bool]],
    first: bytes = b"",
) -> AsyncIterator[bytes]:
    """The body of a stream, to its end; with a comment whenever nothing else was said for a while.

    Whoever is not welcome any more (a token revoked) is let go with the next comment.
    """
    try:
        yield HERE + first
        quiet_since = time.monotonic()
        while not stream.ended:
            news = await stream.next(streams.keep_alive_s)
            told = None if news is None else words(news)
            if told is not None:
                yield told
            if time.monotonic() - quiet_since >= streams.keep_alive_s and not stream.ended:
                if not await still_welcome():
                    return
                yield HERE
                quiet_since = time.monotonic()
    finally:
        streams.close(stream)


def live_response(body: AsyncIterator[bytes]) -> StreamingResponse:
    """An answer that is passed on event by event, also by proxies that heed it."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(body, media_type=MEDIA_TYPE, headers=headers)


def live_answer(description: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint that answers with a stream."""
    text = {"type": "string"}
    schema = {
        "type": "object",
        "description": description,
        "required": ["event", "data"],
        "properties": {"event": text, "data": text, "id": text},
    }
    return {200: {"description": "Server-sent events", "content": {MEDIA_TYPE: {"schema": schema}}}}


def still_welcome(service: Context, request: Request, caller: Caller) -> Callable[[], Awaitable[bool]]:
    """Asks whether the request would still be answered as the same caller with the same reach."""

    async def ask() -> bool:
        return await run_in_threadpool(_again, service, request) == caller

    return ask


def _again(service: Context, request: Request) -> Caller | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    shown = HTTPAuthorizationCredentials(scheme=scheme, credentials=token) if token else None
    try:
        return known_caller(service, request, shown, request.cookies.get(COOKIE))
    except ProblemError:
        return None
