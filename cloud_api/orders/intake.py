"""Group commit: one thread writes the orders of all waiting requests together, because a commit is dear."""

import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from cloud_api.orders.service import take_orders
from cloud_api.storage.clock import Clock
from cloud_api.wire.orders import OrderResult

_MAX_GROUP_ROWS = 2_000


@dataclass(frozen=True)
class _Job:
    rows: list[Any]
    answer: Future[list[OrderResult]] = field(default_factory=Future)


class Intake:
    """The thread that takes orders in; requests wait for the commit that holds their rows."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="order intake", daemon=True)

    def start(self) -> None:
        """Begin taking orders."""
        self._thread.start()

    def stop(self, timeout_s: float = 30.0) -> None:
        """End when everything submitted so far is committed."""
        self._jobs.put(None)
        self._thread.join(timeout_s)

    def submit(self, rows: list[Any]) -> Future[list[OrderResult]]:
        """Hand rows in; the future answers after their commit, a verdict a row in their order."""
        job = _Job(rows)
        self._jobs.put(job)
        return job.answer

    def _run(self) -> None:
        going_on = True
        while going_on:
            group, going_on = self._gather()
            if group:
                self._commit(group)

    def _gather(self) -> tuple[list[_Job], bool]:
        """Wait for a job and add those that wait already; False after the last one."""
        job = self._jobs.get()
        group: list[_Job] = []
        while job is not None:
            group.append(job)
            if sum(len(member.rows) for member in group) >= _MAX_GROUP_ROWS or self._jobs.empty():
                return group, True
            job = self._jobs.get()
        return group, False

    def _commit(self, gathered: list[_Job]) -> None:
        # A request that was given up meanwhile wants no answer; its thread must not take this one along.
        group = [job for job in gathered if job.answer.set_running_or_notify_cancel()]
        rows = [row for job in group for row in job.rows]
        try:
            results = take_orders(self._engine, rows, self._clock)
        except Exception as error:  # noqa: BLE001 - whatever it is, the waiting requests must hear of it
            for job in group:
                job.answer.set_exception(error)
            return
        start = 0
        for job in group:
            job.answer.set_result(results[start : start + len(job.rows)])
            start += len(job.rows)
