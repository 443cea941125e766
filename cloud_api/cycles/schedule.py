"""Cuts cycles off at their moment without anybody there, catching up after any outage."""

import logging
import threading
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from cloud_api.cycles.cut_off import cut_off_due, next_cut_off
from cloud_api.storage.clock import Clock
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.transaction import reading

_LOG = logging.getLogger(__name__)
_LOOK_AGAIN_AFTER = timedelta(seconds=5)
"""Another process may open or freeze a cycle, so a look is never further off than this."""


class CutOffSchedule:
    """A thread that wakes at each cut-off; several processes may run one each, a cycle freezes once."""

    def __init__(self, engine: Engine, clock: Clock, hooks: Hooks) -> None:
        self._engine = engine
        self._clock = clock
        self._hooks = hooks
        self._wake = threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="cut-off schedule", daemon=True)

    def start(self) -> None:
        """Begin; cycles overdue are cut off at once."""
        self._thread.start()

    def wake(self) -> None:
        """Look again now: a cycle was opened."""
        self._wake.set()

    def stop(self, timeout_s: float = 10.0) -> None:
        """End after the cut-off under way, if any."""
        self._ending = True
        self._wake.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._ending:
            self._wake.wait(self._look())
            self._wake.clear()

    def _look(self) -> float:
        """Cut off what is due; answers for how many seconds to wait."""
        try:
            for result in cut_off_due(self._engine, self._clock(), self._hooks):
                _LOG.info("cycle %s cut off into %d waves", result.cycle_id, result.waves)
            with reading(self._engine) as connection:
                moment = next_cut_off(connection)
        except SQLAlchemyError as error:
            _LOG.error("the cut-off could not be done, trying again: %s", type(error).__name__)
            moment = None
        wait = _LOOK_AGAIN_AFTER
        if moment is not None:
            wait = max(min(wait, moment - self._clock()), timedelta(milliseconds=10))
        return wait.total_seconds()
