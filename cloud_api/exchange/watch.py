"""Looks for new changes once for all who listen in this process, and tells those they concern."""

import asyncio
import logging
import threading
from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from cloud_api.exchange.feeds import newest_cursor
from cloud_api.http.callers import Caller
from cloud_api.http.live import LiveStream, LiveStreams
from cloud_api.storage.tables.exchange import changes
from cloud_api.storage.transaction import reading
from cloud_api.wire.stations import Role

LOOK_S = 0.15
"""A look is one question for the end of an index; LISTEN/NOTIFY would need PostgreSQL and a connection."""
AFTER_TROUBLE_S = 2.0

_Scope = tuple[str | None, str | None]
_LOG = logging.getLogger(__name__)


class ChangeWatch:
    """A thread that looks while anybody listens; listeners are told on the event loop."""

    def __init__(self, engine: Engine, streams: LiveStreams) -> None:
        self._engine = engine
        self._streams = streams
        self._listeners: dict[LiveStream[int], Caller] = {}
        self._seen = 0
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="change watch", daemon=True)

    def start(self) -> None:
        """Begin; on the event loop listeners are told on.

        Where the changes stand is learned before anybody can listen: what comes later is told.
        """
        self._loop = asyncio.get_running_loop()
        with suppress(DBAPIError), reading(self._engine) as connection:
            self._seen = newest_cursor(connection)
        self._thread.start()

    def stop(self) -> None:
        """End; a look under way is waited for."""
        self._stopping.set()
        self._wanted.set()
        self._thread.join()

    def listen(self, caller: Caller) -> LiveStream[int]:
        """A stream of cursors up to which something concerns the caller; on the event loop."""
        stream: LiveStream[int] = self._streams.open()
        self._listeners[stream] = caller
        self._wanted.set()
        return stream

    def leave(self, stream: LiveStream[int]) -> None:
        """The listener has gone; on the event loop."""
        self._listeners.pop(stream, None)
        if not self._listeners:
            self._wanted.clear()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wanted.wait()
            self._stopping.wait(self._look())

    def _look(self) -> float:
        """Look once; seconds until the next look."""
        try:
            moved = self._moved()
        except DBAPIError as error:
            _LOG.warning("no look at the changes was possible: %s", type(error).__name__)
            return AFTER_TROUBLE_S
        if moved:
            self._loop.call_soon_threadsafe(self._tell, moved)
        return LOOK_S

    def _moved(self) -> Mapping[_Scope, int]:
        """Scopes with news since the last look, and how far."""
        with reading(self._engine) as connection:
            newest = newest_cursor(connection)
            seen, self._seen = self._seen, newest
            if newest <= seen:
                return {}
            scope = (changes.c.warehouse, changes.c.pickup_point)
            query = select(*scope, func.max(changes.c.cursor)).where(changes.c.cursor > seen).group_by(*scope)
            return {(row[0], row[1]): row[2] for row in connection.execute(query)}

    def _tell(self, moved: Mapping[_Scope, int]) -> None:
        for stream, caller in self._listeners.items():
            concerned = [cursor for scope, cursor in moved.items() if concerns(caller, *scope)]
            if concerned:
                stream.tell(max(concerned))


def concerns(caller: Caller, warehouse: str | None, pickup_point: str | None) -> bool:
    """Whether changes of this scope stand in one of the caller's feeds (feeds.feeds_of)."""
    if caller.is_integrator:
        return True
    if pickup_point is not None:
        return Role.PICKUP in caller.roles and caller.pickup_point == pickup_point
    return caller.is_of_warehouse and warehouse in (None, caller.warehouse)
