"""Keeps what is known of past nights: asked of the cloud now and then, kept for the time without it."""

import zlib
from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import ValidationError

from cloud_api.wire.slotting import SlottingDemand
from station.kernel.aside import Aside
from station.kernel.clock import Clock
from station.kernel.trouble import Trouble
from station.slotting.model.known import KnownDemand, read_demand
from station.slotting.store import demand as rows
from station.slotting.store.demand import KeptDemand
from station.storage.database import Database

NIGHTS = 7
"""A week: shops order other goods on a Friday than on a Monday."""
ASKED_EVERY = timedelta(hours=1)
"""Orders withdrawn after the cut-off change little; a new cut-off is asked for at once."""


class DemandDesk:
    """What was walked for, the newest there is; all of it on the store thread but the reading."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        aside: Aside,
        ask: Callable[[int], SlottingDemand],
        told: Callable[[], None],
    ) -> None:
        """`ask` asks the cloud for so many nights, aside; `told` hears that something new is known."""
        self._database = database
        self._clock = clock
        self._aside = aside
        self._ask = ask
        self._told = told
        self._known: KnownDemand | None = None
        self._asked_at: datetime | None = None
        self._is_asking = False

    @property
    def known(self) -> KnownDemand | None:
        """None until something was told, or kept from another day."""
        return self._known

    def open(self) -> None:
        """Read what was kept."""
        with self._database.look() as connection:
            kept = rows.kept(connection)
        if kept is not None:
            self._aside(lambda: _read(kept), self._take_kept, _leave_it)

    def connected(self) -> None:
        """The cloud can be asked: it is, unless it was lately."""
        now = self._clock.now()
        if self._is_asking or (self._asked_at is not None and now - self._asked_at < ASKED_EVERY):
            return
        self._is_asking, self._asked_at = True, now
        self._aside(self._fetch, self._take, self._not_told)

    def cut_off(self) -> None:
        """There is a new night: ask with the next contact."""
        self._asked_at = None

    def _fetch(self) -> tuple[KeptDemand, KnownDemand]:
        told = self._ask(NIGHTS)
        return rows.packed(told.told_at, told.model_dump_json().encode()), read_demand(told)

    def _take(self, answer: tuple[KeptDemand, KnownDemand]) -> None:
        kept, self._known = answer
        self._is_asking = False
        with self._database.act() as connection:
            rows.keep(connection, kept)
        self._told()

    def _not_told(self, _trouble: Trouble) -> None:
        """The sync tells of a network that is gone; here it is asked again with the next contact."""
        self._is_asking, self._asked_at = False, None

    def _take_kept(self, known: KnownDemand | None) -> None:
        if known is not None and self._known is None:
            self._known = known
            self._told()


def _read(kept: KeptDemand) -> KnownDemand | None:
    """None where it cannot be read: it is asked for again."""
    try:
        return read_demand(SlottingDemand.model_validate_json(kept.json))
    except (ValidationError, zlib.error):
        return None


def _leave_it(_trouble: Trouble) -> None:
    """What cannot be read is as good as not kept; a mistake of ours was told by who ran it."""
