"""Promises and does jobs beside a running service, without holding up its start."""

import logging
import threading

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from cloud_api.jobs.promises import Promises
from cloud_api.jobs.turns import WorkerTakenError
from cloud_api.jobs.worker import Duties, Worker, where_of
from cloud_api.storage.clock import Clock

_LOG = logging.getLogger(__name__)
TRY_AGAIN_S = 5.0


class Background:
    """The jobs of a service: it promises them always, and does them too where `duties` are given."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        promises: Promises,
        stopping: threading.Event,
        name: str,
        try_again_s: float = TRY_AGAIN_S,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._promises = promises
        self._stopping = stopping
        self._name = name
        self._try_again_s = try_again_s
        self._duties: Duties | None = None
        self._worker: Worker | None = None
        self._told = ""
        self._thread = threading.Thread(target=self._run, name="job start", daemon=True)

    def start(self, duties: Duties | None) -> None:
        """Begin beside the caller; without duties other processes do the jobs."""
        self._duties = duties
        self._thread.start()

    def wind_down(self) -> None:
        """Begin nothing more; does not wait."""
        self._stopping.set()

    def stop(self, grace_s: float) -> bool:
        """End; False when a step of a job is still under way after `grace_s`: leave the process then.

        So is a start that waits for a busy database.
        """
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(grace_s)
            if self._thread.is_alive():
                return False
        ended = self._worker is None or self._worker.stop(grace_s)
        self._promises.stop()
        return ended

    def _run(self) -> None:
        """Until the worker has begun. One that cannot is tried again: the database may come back, or the
        process that does the jobs of this file may end."""
        if self._duties is None:
            self._promises.start()
            return
        while not self._stopping.is_set():
            worker = Worker(
                self._engine, self._clock, self._duties, self._promises, self._name, self._stopping
            )
            if self._begin(worker):
                self._worker = worker
                return
            self._stopping.wait(self._try_again_s)

    def _begin(self, worker: Worker) -> bool:
        try:
            worker.start()
        except WorkerTakenError as taken:
            self._tell(logging.INFO, f"no jobs are done here: {taken}")
            self._promises.open()
            return False
        except OperationalError:
            self._tell(
                logging.WARNING,
                "the jobs have not begun yet: the database is busy or does not answer. Requests are served, "
                f"and the jobs are tried again every {self._try_again_s:g} s",
            )
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, requests are served and jobs tried again
            self._tell(logging.ERROR, f"the jobs could not begin, trying again: {where_of(error)}")
            return False
        self._tell(logging.INFO, "the jobs have begun")
        return True

    def _tell(self, level: int, words: str) -> None:
        """Once: the same reason every few seconds tells nobody anything new."""
        if words != self._told:
            _LOG.log(level, "%s", words)
            self._told = words
