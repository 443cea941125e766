"""Group commit: one thread writes the orders of all waiting requests together, because a commit is dear."""

import asyncio
import queue
import threading
from asyncio import AbstractEventLoop
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, IntegrityError

from cloud_api.http.callers import (
    Seen,
    Sender,
    as_integrator,
    callers_within,
    note_visits,
    token_not_known,
    visit_is_due,
)
from cloud_api.http.idempotency import Answer, KnownAnswer, RequestKey, claim, keep_answers
from cloud_api.http.problems import ProblemError
from cloud_api.orders.service import accept_rows, take_orders
from cloud_api.storage.clock import Clock
from cloud_api.storage.transaction import writing
from cloud_api.wire.orders import OrderResult

_MAX_GROUP_ROWS = 2_000

Told = Answer | KnownAnswer
"""What a request is answered: now, or what it was answered before under the same key."""
Wording = Callable[[list[OrderResult]], Answer]
Outcome = Told | Exception


@dataclass(frozen=True)
class ShownKey:
    """The Idempotency-Key of a request, before it is known whose it is."""

    key: str
    request_hash: str


@dataclass(eq=False)
class Job:
    """The rows of a request that waits."""

    rows: list[Any]
    wording: Wording
    answer: Future[Told] | asyncio.Future[Told]
    loop: AbstractEventLoop | None = None
    """Where `answer` lives; None for one any thread may wait for."""
    key: RequestKey | None = None
    sender: Sender | None = None
    """Whose token is looked up with the commit; None where the caller is known."""
    shown_key: ShownKey | None = None

    def is_wanted(self) -> bool:
        """False for a request that was given up meanwhile: its thread must not take this one along."""
        if isinstance(self.answer, Future):
            return self.answer.set_running_or_notify_cancel()
        return not self.answer.cancelled()

    def key_text(self) -> str | None:
        """The key as it was sent."""
        key = self.key or self.shown_key
        return None if key is None else key.key

    def admit(self, seen: Seen | None) -> None:
        """Take note of whose job it is. Raises ProblemError for strangers, and for those who may not."""
        if self.sender is None:
            return
        self.sender.seen = seen
        if seen is None:
            raise token_not_known()
        caller = as_integrator(seen.caller)
        if self.shown_key is not None:
            self.key = RequestKey(caller.station_id, self.shown_key.key, self.shown_key.request_hash)


class Intake:
    """The thread that takes orders in; requests wait for the commit that holds their rows."""

    def __init__(
        self, engine: Engine, clock: Clock, told: Callable[[Iterable[str]], None] = lambda _verdicts: None
    ) -> None:
        """`told` hears the verdicts of each group after its commit."""
        self._engine = engine
        self._clock = clock
        self._told = told
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
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
        self._jobs.put(Job(rows, wording, answer, key=key))
        return answer

    async def take(self, rows: list[Any], wording: Wording, key: RequestKey | None = None) -> Told:
        """As `submit`, for requests: all answers of a group wake the event loop once."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Told] = loop.create_future()
        self._jobs.put(Job(rows, wording, answer, loop, key))
        return await answer

    async def take_from(
        self, sender: Sender, rows: list[Any], wording: Wording, key: ShownKey | None = None
    ) -> Told:
        """As `take`, for a token nobody looked at: that is done in the very transaction of its rows.

        Raises ProblemError for a token that is not one of an integrator.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Told] = loop.create_future()
        self._jobs.put(Job(rows, wording, answer, loop, sender=sender, shown_key=key))
        return await answer

    def _run(self) -> None:
        going_on = True
        while going_on:
            group, going_on = self._gather()
            for part in _one_of_each_key(group):
                self._answer(part)
            self._note_visits(group)

    def _gather(self) -> tuple[list[Job], bool]:
        """Wait for a job and add those that wait already; False after the last one."""
        job = self._jobs.get()
        group: list[Job] = []
        rows = 0
        while job is not None:
            group.append(job)
            rows += len(job.rows)
            if rows >= _MAX_GROUP_ROWS or self._jobs.empty():
                return group, True
            job = self._jobs.get()
        return group, False

    def _answer(self, gathered: Sequence[Job]) -> None:
        group = [job for job in gathered if job.is_wanted()]
        outcomes: Mapping[Job, Outcome]
        try:
            outcomes = self._commit(group) if group else {}
        except Exception as error:  # noqa: BLE001 - whatever it is, the waiting requests must hear of it
            outcomes = dict.fromkeys(group, error)
        of_loops: defaultdict[AbstractEventLoop | None, list[tuple[Job, Outcome]]] = defaultdict(list)
        for job, outcome in outcomes.items():
            of_loops[job.loop].append((job, outcome))
        for loop, outcomes_there in of_loops.items():
            if loop is None:
                _tell(outcomes_there)
            else:
                # A loop that has ended has nobody left who waits.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(_tell, outcomes_there)

    def _note_visits(self, group: Sequence[Job]) -> None:
        """After the answers: nobody waits for it."""
        now = self._clock()
        due = [job.sender for job in group if job.sender is not None and visit_is_due(job.sender, now)]
        if due:
            note_visits(self._engine, due, now)

    def _commit(self, group: Sequence[Job]) -> Mapping[Job, Outcome]:
        """Outcomes of jobs. One whose rows the database rejects is found by halving."""
        try:
            with writing(self._engine) as connection:
                refused = admit(connection, group, self._clock())
                admitted = [job for job in group if job not in refused]
                known = claim(connection, _keys(admitted), self._clock())
                fresh = [job for job in admitted if job.key not in known]
                rows = [row for job in fresh for row in job.rows]
                results = accept_rows(connection, rows, self._clock) if rows else []
                answers = _worded(fresh, results)
                kept = {job.key: answers[job] for job in fresh if job.key is not None}
                keep_answers(connection, kept, self._clock())
        except (IntegrityError, DataError):
            if len(group) == 1:
                return {group[0]: self._row_by_row(group[0])}
            middle = len(group) // 2
            return {**self._commit(group[:middle]), **self._commit(group[middle:])}
        self._told(result.verdict for result in results)
        repeated = {job: known[job.key] for job in admitted if job.key and job.key in known}
        return {**refused, **answers, **repeated}

    def _row_by_row(self, job: Job) -> Told:
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


def admit(connection: Connection, group: Sequence[Job], now: datetime) -> dict[Job, ProblemError]:
    """Look up whose tokens the jobs show, and answer those refused.

    Within the transaction of their rows, so that a revocation counts at once.
    """
    shown = {job.sender.token for job in group if job.sender is not None}
    callers = callers_within(connection, shown, now) if shown else {}
    refused: dict[Job, ProblemError] = {}
    for job in group:
        try:
            job.admit(None if job.sender is None else callers[job.sender.token])
        except ProblemError as refusal:
            refused[job] = refusal
    return refused


def _tell(outcomes: Iterable[tuple[Job, Outcome]]) -> None:
    """Answer those who still wait; in the thread their answers live in."""
    for job, outcome in outcomes:
        if job.answer.done():
            continue
        if isinstance(outcome, Exception):
            job.answer.set_exception(outcome)
        else:
            job.answer.set_result(outcome)


def _one_of_each_key(group: Sequence[Job]) -> list[list[Job]]:
    """Jobs in rounds: a key stands in a round once, so its repeat finds the answer of the round before."""
    rounds: list[list[Job]] = [[]]
    place: dict[str, int] = {}
    for job in group:
        turn = 0
        key = job.key_text()
        if key is not None:
            turn = place[key] = place.get(key, -1) + 1
        while len(rounds) <= turn:
            rounds.append([])
        rounds[turn].append(job)
    return rounds


def _keys(group: Iterable[Job]) -> list[RequestKey]:
    return [job.key for job in group if job.key is not None]


def _worded(jobs: Sequence[Job], results: list[OrderResult]) -> dict[Job, Answer]:
    """The answer of each job."""
    answers: dict[Job, Answer] = {}
    start = 0
    for job in jobs:
        answers[job] = job.wording(results[start : start + len(job.rows)])
        start += len(job.rows)
    return answers
