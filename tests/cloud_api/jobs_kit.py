"""A worker for tests, with small real steps of the test's own."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, text

from cloud_api.jobs.promises import Promises
from cloud_api.jobs.tables import workflows
from cloud_api.jobs.worker import Again, Duties, Step, Worker
from cloud_api.storage.clock import Clock, system_clock
from cloud_api.storage.hooks import Job
from cloud_api.storage.transaction import reading, writing
from tests.cloud_api.kit import DEADLINE_S

_LOOK_AGAIN_S = 0.01
Do = Callable[[str], object]


@dataclass
class Heard:
    """What steps did, and a way to wait for it."""

    done: list[tuple[str, str]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def step(self, name: str, do: Do = lambda _key: None) -> Step:
        """A step that is noted when it has done what it does."""

        def run(key: str) -> None:
            do(key)
            with self.changed:
                self.done.append((name, key))
                self.changed.notify_all()

        return Step(name, run)

    def wait(self, *wanted: tuple[str, str]) -> None:
        """Until all of these were done."""
        with self.changed:
            assert self.changed.wait_for(lambda: set(wanted) <= set(self.done), DEADLINE_S), self.done


@dataclass
class Working:
    """A worker at work."""

    engine: Engine
    promises: Promises
    stopping: threading.Event

    def promise(self, job: Job, *keys: str) -> None:
        with writing(self.engine) as connection:
            for key in keys:
                self.promises.enqueue(connection, job, key)

    def settle(self) -> None:
        """Until no job waits or runs."""
        deadline = time.monotonic() + DEADLINE_S
        while {"ENQUEUED", "PENDING"} & set(self.statuses()):
            assert time.monotonic() < deadline, self.statuses()
            time.sleep(_LOOK_AGAIN_S)

    def statuses(self) -> list[str]:
        return statuses(self.engine)


def statuses(engine: Engine) -> list[str]:
    """How far each job is, in DBOS's words."""
    jobs = workflows(engine.dialect)
    with reading(engine) as connection:
        return sorted(row.status for row in connection.execute(jobs.select()) if row.name in set(Job))


@contextmanager
def working(
    engine: Engine,
    steps: Mapping[Job, Sequence[Step]],
    find: Callable[[Connection, datetime], Sequence[tuple[Job, str]]] = lambda _connection, _now: [],
    nightly: Callable[[], object] = lambda: None,
    clock: Clock = system_clock,
    name: str = "tester",
    again: Again = lambda _job, _key: None,
) -> Iterator[Working]:
    """A worker over a prepared database until the block ends."""
    promises, stopping = Promises(engine), threading.Event()
    worker = Worker(engine, clock, Duties(steps, find, nightly, again), promises, name, stopping)
    worker.start()
    try:
        yield Working(engine, promises, stopping)
    finally:
        ended = worker.stop(DEADLINE_S)
        promises.stop()
    assert ended


def journal_mode(engine: Engine) -> str:
    """How a SQLite file is written."""
    with engine.connect() as connection:
        return str(connection.execute(text("PRAGMA journal_mode")).scalar())
