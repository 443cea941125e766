"""The search for tonight's moves: aside, within a budget, with its progress told, ended by a key."""

import threading
from collections.abc import Callable
from functools import partial

from station.kernel.aside import Aside
from station.kernel.clock import Clock
from station.kernel.trouble import Trouble
from station.slotting.model.demand import Demand
from station.slotting.model.guided import NightPlan
from station.slotting.store.floor import FloorRows

BUDGET_S = 20.0
"""As long as a plan of routes may take; what was found until then is told."""

MOST_TOURS = 400
"""Two nights of 200 pickup points, taken evenly from all nights there are: seconds instead of minutes."""

Post = Callable[[Callable[[], None]], object]
"""Runs something on the store thread, from whatever thread it is asked."""


class MoveSearch:
    """One search at a time; asked for and told on the store thread."""

    def __init__(self, aside: Aside, post: Post, clock: Clock, changed: Callable[[], None]) -> None:
        """`changed` hears that there is more progress to show."""
        self._aside = aside
        self._post = post
        self._clock = clock
        self._changed = changed
        self._ended: threading.Event | None = None
        self.share = 0.0

    @property
    def is_on(self) -> bool:
        """Whether a search is under way."""
        return self._ended is not None

    def begin(
        self,
        rows: FloorRows,
        demand: Demand,
        found: Callable[[NightPlan], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """Look for moves over the floor as it stands; nothing where a search is on already."""
        if self.is_on:
            return
        ended = self._ended = threading.Event()
        self.share = 0.0

        def done(plan: NightPlan) -> None:
            self._ended = None
            found(plan)

        def not_done(trouble: Trouble) -> None:
            self._ended = None
            failed(trouble)

        self._aside(lambda: self._search(rows, demand, ended), done, not_done)

    def end(self) -> None:
        """Answer what was found until now."""
        if self._ended is not None:
            self._ended.set()

    def _search(self, rows: FloorRows, demand: Demand, ended: threading.Event) -> NightPlan:
        # The solver takes half a second to load: not before it is needed, and not on the store thread.
        from station.slotting.planner.tonight import plan_night

        deadline = self._clock.monotonic() + BUDGET_S

        def go_on(share: float) -> bool:
            self._post(partial(self._told, share))
            return not ended.is_set() and self._clock.monotonic() < deadline

        return plan_night(rows.standing(), demand.thinned(MOST_TOURS), go_on=go_on)

    def _told(self, share: float) -> None:
        self.share = share
        if self.is_on:
            self._changed()
