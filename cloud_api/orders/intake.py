"""Group commit: one thread writes the orders of all waiting requests together, because a commit is dear."""

import asyncio
import queue
import threading
from asyncio import AbstractEventLoop
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError

from cloud_api.http.idempotency import Answer, KnownAnswer, RequestKey, claim, keep_answers
from cloud_api.orders.service import accept_rows, take_orders
from cloud_api.storage.clock import Clock
from cloud_api.storage.transaction import writing
from cloud_api.wire.orders import OrderResult

_MAX_GROUP_ROWS = 2_000

Told = Answer | KnownAnswer
"""What a request is answered: now, or what it was answered before under the same key."""
Wording = Callable[[list[OrderResult]], Answer]


@dataclass(frozen=True)
class _Job:
    rows: list[Any]
    wording: Wording
    key: RequestKey | None
    answer: Future[Told] | asyncio.Future[Told]
    loop: AbstractEventLoop | None = None
    """Where `answer` lives; None for one any thread may wait for."""

    def is_wanted(self) -> bool:
        """False for a request that was given up meanwhile: its thread must not take this one along."""
        if isinstance(self.answer, Future):
            return self.answer.set_running_or_notify_cancel()
        return not self.answer.cancelled()


class Intake:
    """The thread that takes orders in; requests wait for the commit that holds their rows."""

    def __init__(
        self, engine: Engine, clock: Clock, told: Callable[[Iterable[str]], None] = lambda _verdicts: None
    ) -> None:
        """`told` hears the verdicts of each group after its commit."""
        self._engine = engine
        self._clock = clock
        self._told = told
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="order intake", daemon=True)

    def start(self) -> None:
        """Begin taking orders."""
        self._thread.start()

    def stop(self, timeout_s: float = 30.0) -> None:
        """End when everything submitted so far is committed."""
        self._jobs.put(None)
        self._thread.join(timeout_s)

    def submit(self, rows: list[Any], wording: Wording, key: RequestKey | None = None) -> Future[Told]:
        """Hand rows in; the future answers after their commit, with the verdicts put into words.

        With a key the answer is kept in the same commit, and a repeat is answered from it.
        """
        answer: Future[Told] = Future()
        self._jobs.put(_Job(rows, wording, key, answer))
        return answer

    async def take(self, rows: list[Any], wording: Wording, key: RequestKey | None = None) -> Told:
        """As `submit`, for requests: all answers of a group wake the event loop once."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Told] = loop.create_future()
        self._jobs.put(_Job(rows, wording, key, answer, loop))
        return await answer

    def _run(self) -> None:
        going_on = True
        while going_on:
            group, going_on = self._gather()
            for part in _one_of_each_key(group):
                self._answer(part)

    def _gather(self) -> tuple[list[_Job], bool]:
        """Wait for a job and add those that wait already; False after the last one."""
        job = self._jobs.get()
        group: list[_Job] = []
        rows = 0
        while job is not None:
            group.append(job)
            rows += len(job.rows)
            if rows >= _MAX_GROUP_ROWS or self._jobs.empty():
                return group, True
            job = self._jobs.get()
        return group, False

    def _answer(self, gathered: Sequence[_Job]) -> None:
        group = [job for job in gathered if job.is_wanted()]
        outcomes: Sequence[Told | Exception]
        try:
            outcomes = self._commit(group) if group else []
        except Exception as error:  # noqa: BLE001 - whatever it is, the waiting requests must hear of it
            outcomes = [error] * len(group)
        of_loops: defaultdict[AbstractEventLoop | None, list[_Outcome]] = defaultdict(list)
        for job, outcome in zip(group, outcomes, strict=True):
            of_loops[job.loop].append((job, outcome))
        for loop, outcomes_there in of_loops.items():
            if loop is None:
                _tell(outcomes_there)
            else:
                # A loop that has ended has nobody left who waits.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(_tell, outcomes_there)

    def _commit(self, group: Sequence[_Job]) -> list[Told]:
        """Answers of jobs in their order. One whose rows the database rejects is found by halving."""
        try:
            with writing(self._engine) as connection:
                known = claim(connection, _keys(group), self._clock())
                fresh = [job for job in group if job.key not in known]
                rows = [row for job in fresh for row in job.rows]
                results = accept_rows(connection, rows, self._clock) if rows else []
                answers = _worded(fresh, results)
                kept = {job.key: answers[id(job)] for job in fresh if job.key is not None}
                keep_answers(connection, kept, self._clock())
        except (IntegrityError, DataError):
            if len(group) == 1:
                return [self._row_by_row(group[0])]
            middle = len(group) // 2
            return [*self._commit(group[:middle]), *self._commit(group[middle:])]
        self._told(result.verdict for result in results)
        return [known[job.key] if job.key and job.key in known else answers[id(job)] for job in group]

    def _row_by_row(self, job: _Job) -> Told:
        """A request that cannot be stored in one piece; orders are told apart by their numbers."""
        results = take_orders(self._engine, job.rows, self._clock)
        answer = job.wording(results)
        self._told(result.verdict for result in results)
        if job.key is None:
            return answer
        with writing(self._engine) as connection:
            known = claim(connection, [job.key], self._clock())
            if job.key not in known:
                keep_answers(connection, {job.key: answer}, self._clock())
        return known.get(job.key, answer)


_Outcome = tuple[_Job, Told | Exception]


def _tell(outcomes: Iterable[_Outcome]) -> None:
    """Answer those who still wait; in the thread their answers live in."""
    for job, outcome in outcomes:
        if job.answer.done():
            continue
        if isinstance(outcome, Exception):
            job.answer.set_exception(outcome)
        else:
            job.answer.set_result(outcome)


def _one_of_each_key(group: Sequence[_Job]) -> list[list[_Job]]:
    """Jobs in rounds: a key stands in a round once, so its repeat finds the answer of the round before."""
    rounds: list[list[_Job]] = [[]]
    place: dict[tuple[UUID, str], int] = {}
    for job in group:
        turn = 0
        if job.key is not None:
            name = (job.key.caller_id, job.key.key)
            turn = place[name] = place.get(name, -1) + 1
        while len(rounds) <= turn:
            rounds.append([])
        rounds[turn].append(job)
    return rounds


def _keys(group: Iterable[_Job]) -> list[RequestKey]:
    return [job.key for job in group if job.key is not None]


def _worded(jobs: Sequence[_Job], results: list[OrderResult]) -> dict[int, Answer]:
    """The answer of each job by its identity."""
    answers: dict[int, Answer] = {}
    start = 0
    for job in jobs:
        answers[id(job)] = job.wording(results[start : start + len(job.rows)])
        start += len(job.rows)
    return answers
