"""Keeps a part of a page true while it is looked at."""

import json
from collections.abc import AsyncIterator, Callable, Hashable
from typing import cast

from fastapi import Request
from fastapi.responses import StreamingResponse

from cloud_api.console.visit import Visit
from cloud_api.http.live import LiveStreams, event, events, live_response, still_welcome

Drawn = tuple[str, str]
"""The part as HTML, and what the rest of the page depends on: when that changes, the page is loaded anew."""


def live_part(
    visit: Visit, request: Request, about: Hashable, draw: Callable[[], Drawn]
) -> StreamingResponse:
    """The part again whenever it changes; all who look at `about` share one drawing, made on a thread."""
    return live_response(_parts(visit, request, about, draw))


async def _parts(
    visit: Visit, request: Request, about: Hashable, draw: Callable[[], Drawn]
) -> AsyncIterator[bytes]:
    streams = cast(LiveStreams, request.app.state.live)
    shown = _Shown()
    stream = streams.watch(("console", visit.warehouse, about), draw)
    welcome = still_welcome(visit.service, request, visit.caller)
    async for part in events(streams, stream, shown.words, welcome):
        yield part


class _Shown:
    """What one page shows already."""

    def __init__(self) -> None:
        self._rest: str | None = None

    def words(self, drawn: Drawn) -> bytes:
        """The event that brings the page up to date."""
        part, rest = drawn
        before, self._rest = self._rest, rest
        if before is not None and before != rest:
            return event("reload", "changed")
        return event("part", json.dumps(part))
