"""Shares a few threads among many receivers, so that a slow one holds up nobody but itself."""

import threading
from collections import deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")

_MOST_STUCK = 3


@dataclass
class _Lane(Generic[Item]):
    """What waits for one host."""

    most: int
    waiting: deque[Item] = field(default_factory=deque)
    under_way: int = 0
    stuck: int = 0
    """Tries in a row the host did not answer."""


class Lanes(Generic[Item]):
    """A queue for each host; hosts take turns, and no more than `most` items of one are under way at once."""

    def __init__(self) -> None:
        self._lanes: dict[Hashable, _Lane[Item]] = {}
        self._turn: deque[Hashable] = deque()
        self._changed = threading.Condition()
        self._ended = False

    def fill(self, host: Hashable, most: int, items: Iterable[Item]) -> None:
        """Put items at the end of a host's lane."""
        with self._changed:
            if host not in self._lanes:
                self._lanes[host] = _Lane(most)
                self._turn.append(host)
            self._lanes[host].waiting.extend(items)
            self._changed.notify_all()

    def take(self) -> tuple[Hashable, Item] | None:
        """The next item whose host has room, waiting for one; None when nothing is left or all is ended."""
        with self._changed:
            while not self._ended and any(lane.waiting for lane in self._lanes.values()):
                taken = self._next()
                if taken is not None:
                    return taken
                self._changed.wait()
            return None

    def done(self, host: Hashable, *, stuck: bool, at_once: bool) -> list[Item]:
        """An item of `host` is done; answers what need not be tried because the host is stuck.

        That is after three items in a row it did not answer, or `at_once`.
        """
        with self._changed:
            lane = self._lanes[host]
            lane.under_way -= 1
            lane.stuck = lane.stuck + 1 if stuck else 0
            left: list[Item] = []
            if at_once or lane.stuck >= _MOST_STUCK:
                left = list(lane.waiting)
                lane.waiting.clear()
            self._changed.notify_all()
            return left

    def end(self) -> None:
        """Give out nothing more."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _next(self) -> tuple[Hashable, Item] | None:
        for _ in range(len(self._turn)):
            host = self._turn[0]
            self._turn.rotate(-1)
            lane = self._lanes[host]
            if lane.waiting and lane.under_way < lane.most:
                lane.under_way += 1
                return host, lane.waiting.popleft()
        return None
