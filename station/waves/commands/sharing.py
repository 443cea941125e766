"""The sharing of a night over its desks: aside, with its progress told, ended by a key."""

import threading
from collections.abc import Callable
from functools import partial

from station.kernel.aside import Aside
from station.kernel.clock import Clock
from station.kernel.trouble import Trouble
from station.waves.commands.proposing import BUDGET_S, Night, share_out
from station.waves.model.proposals import SharedOut

Post = Callable[[Callable[[], None]], object]
"""Runs something on the store thread, from whatever thread it is asked."""


class NightSharing:
    """One search at a time; asked for and told on the store thread."""

    def __init__(self, aside: Aside, post: Post, clock: Clock, changed: Callable[[], None]) -> None:
        """`changed` hears that there is more progress to show."""
        self._aside = aside
        self._post = post
        self._clock = clock
        self._changed = changed
        self._ended: threading.Event | None = None
        self.share = 0.0
        """Of the time it may take."""

    @property
    def is_on(self) -> bool:
        """Whether a search is under way."""
        return self._ended is not None

    def begin(
        self, night: Night, found: Callable[[SharedOut], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Share a night out; nothing where a search is on already."""
        if self.is_on:
            return
        ended = self._ended = threading.Event()
        self.share = 0.0

        def done(shared: SharedOut) -> None:
            self._ended = None
            found(shared)

        def not_done(trouble: Trouble) -> None:
            self._ended = None
            failed(trouble)

        self._aside(lambda: self._search(night, ended), done, not_done)

    def end(self) -> None:
        """Answer what was found until now."""
        if self._ended is not None:
            self._ended.set()

    def _search(self, night: Night, ended: threading.Event) -> SharedOut:
        began = self._clock.monotonic()

        def go_on() -> bool:
            self._post(partial(self._told, (self._clock.monotonic() - began) / BUDGET_S))
            return not ended.is_set()

        return share_out(night, go_on)

    def _told(self, share: float) -> None:
        self.share = min(share, 1.0)
        if self.is_on:
            self._changed()
