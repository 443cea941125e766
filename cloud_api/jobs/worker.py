"""Does jobs: DBOS hands them out, remembers which steps are done, and goes on after a crash."""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from cloud_api.jobs.dbos_setup import JobFailedError, make_job_tables, quieten
from cloud_api.jobs.promises import Promises
from cloud_api.jobs.sweep import Find, sweep
from cloud_api.jobs.tables import APPLICATION, FORM, tables_there
from cloud_api.jobs.turns import Turns, WorkerPlace
from cloud_api.storage.clock import Clock
from cloud_api.storage.hooks import Job
from cloud_api.storage.transaction import writing

if TYPE_CHECKING:
    from dbos import DBOSConfig

_LOG = logging.getLogger(__name__)
_EVERY_MINUTE = "* * * * *"
_QUIET_HOUR = "10 6 * * *"
"""06:10 UTC is 14:10 in China: the goods are handed out, and the evening's orders have not begun."""
_KEPT_FOR = timedelta(days=3)
"""How long it can be seen which jobs ran."""
_DELETED_AT_ONCE = 500
_POLL_SELF_S = 0.2
_LEAST_S = 1.0
"""What DBOS has to end, also after a step that took all the grace."""
_OURS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Step:
    """A part of a job that is done whole or again; it may be done twice, so it looks at rows first."""

    name: str
    run: Callable[[str], object]
    """Takes the job's key; what it answers is not kept."""


Steps = Mapping[Job, Sequence[Step]]
Again = Callable[[Job, str], datetime | None]


@dataclass(frozen=True)
class Duties:
    """All a worker does."""

    steps: Steps
    find: Find
    """Which jobs the rows call for: asked at the start and every minute."""
    nightly: Callable[[], object]
    """Once a day in the quiet hour."""
    again: Again = lambda _job, _key: None
    """When a job that has ended is to be done again; the sweep finds what this does not tell."""


class Worker:
    """The jobs of one process. DBOS has one instance a process, so there is one worker in each."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        duties: Duties,
        promises: Promises,
        name: str,
        stopping: threading.Event,
    ) -> None:
        """`name` is this worker's own: under it jobs it had begun when it was killed go on at its return.

        Once `stopping` is set no step begins.
        """
        self._engine = engine
        self._clock = clock
        self._duties = duties
        self._promises = promises
        self._name = name
        self._place = WorkerPlace(engine, name)
        self._turns = Turns(engine)
        self._stopping = stopping
        self._idle = threading.Condition()
        self._running = 0
        self._left: set[tuple[Job, str]] = set()

    def start(self) -> None:
        """Take the place, go on with what was begun, and look what is left; blocks half a second.

        Raises WorkerTakenError when another worker has the place.
        """
        self._place.take()
        try:
            self._launch()
            self._sweep()
        except BaseException:
            _end_dbos()
            self._place.leave()
            raise

    def stop(self, grace_s: float) -> bool:
        """End between steps; False when a step, or DBOS over a busy database, is still not done after
        `grace_s`: leave the process then.

        What was begun is promised anew; a step that is cut off is done again by the next worker.
        """
        self._stopping.set()
        over = time.monotonic() + grace_s
        with self._idle:
            idle = self._idle.wait_for(lambda: self._running == 0, grace_s)
        ending = threading.Thread(target=_end_dbos, name="job end", daemon=True)
        ending.start()
        ending.join(max(_LEAST_S, over - time.monotonic()))
        if ending.is_alive():
            return False
        self._promise_left()
        self._place.leave()
        return idle

    def _launch(self) -> None:
        if not tables_there(self._engine):
            make_job_tables(self._engine)
        quieten()
        from dbos import DBOS

        DBOS(config=_config(self._engine, self._name))
        for job, steps in self._duties.steps.items():
            DBOS.workflow(name=job.value)(self._workflow(job, steps))
        scheduled = {"sweep": (_EVERY_MINUTE, self._sweep), "nightly": (_QUIET_HOUR, self._nightly)}
        workflows = {name: DBOS.workflow(name=name)(_at_moments(run)) for name, (_, run) in scheduled.items()}
        self._promises.declare_queues()
        DBOS.launch()
        DBOS.apply_schedules(
            [
                {"schedule_name": name, "workflow_fn": workflows[name], "schedule": when}
                for name, (when, _) in scheduled.items()
            ]
        )

    def _workflow(self, job: Job, steps: Sequence[Step]) -> Callable[[str], None]:
        def run(key: str) -> None:
            with self._idle:
                self._running += 1
            try:
                with self._turns.taken(f"{job.value}:{key}"):
                    self._take_steps(job, steps, key)
            finally:
                with self._idle:
                    self._running -= 1
                    self._idle.notify_all()

        return run

    def _take_steps(self, job: Job, steps: Sequence[Step], key: str) -> None:
        from dbos import DBOS

        begun = time.monotonic()
        for step in steps:
            if self._stopping.is_set():
                self._left.add((job, key))
                return
            DBOS.run_step({"name": step.name}, _guarded(job, step), key)
        if self._stopping.is_set():
            # The last step may have ended early because of it.
            self._left.add((job, key))
            return
        _LOG.info("job %s %s done in %.0f ms", job, key, 1000 * (time.monotonic() - begun))
        self._promise_again(job, key)

    def _promise_again(self, job: Job, key: str) -> None:
        try:
            moment = self._duties.again(job, key)
            if moment is not None:
                with writing(self._engine) as connection:
                    self._promises.enqueue_at(connection, job, key, moment, self._clock())
        except SQLAlchemyError as error:
            _LOG.warning("what is to be done later waits for the sweep: %s", type(error).__name__)

    def _promise_left(self) -> None:
        if not self._left:
            return
        try:
            with writing(self._engine) as connection:
                for job, key in sorted(self._left):
                    self._promises.enqueue(connection, job, key)
        except SQLAlchemyError as error:
            _LOG.warning("what is left waits for the sweep: %s", type(error).__name__)

    def _sweep(self) -> None:
        try:
            found = sweep(self._engine, self._clock, self._duties.find, self._promises.enqueue)
        except SQLAlchemyError as error:
            _LOG.warning("the sweep is tried again: %s", type(error).__name__)
            return
        if found:
            _LOG.info("sweep: %d jobs called for", found)

    def _nightly(self) -> None:
        try:
            self._duties.nightly()
        except Exception as error:
            _LOG.error("nightly cleaning failed: %s", where_of(error))
            raise
        finally:
            forget_old_jobs(self._clock() - _KEPT_FOR)


def _config(engine: Engine, name: str) -> "DBOSConfig":
    """SQLite: DBOS opens the file itself, in the WAL mode it has; PostgreSQL: it shares our pool."""
    config: DBOSConfig = {
        "name": APPLICATION,
        "application_version": FORM,
        "executor_id": name,
        "log_level": "WARNING",
        "enable_otlp": False,
        "notification_listener_polling_interval_sec": _POLL_SELF_S,
    }
    if engine.dialect.name == "sqlite":
        config["system_database_url"] = engine.url.render_as_string(hide_password=False)
    else:
        config["system_database_engine"] = engine
    return config


def _end_dbos() -> None:
    from dbos import DBOS

    DBOS.destroy(destroy_registry=True)


def _at_moments(run: Callable[[], None]) -> Callable[[datetime, Any], None]:
    def at_moment(_moment: datetime, _context: Any) -> None:
        run()

    return at_moment


def _guarded(job: Job, step: Step) -> Callable[[str], None]:
    """Keeps out of DBOS's tables and log what a step answers or says: rows tell the one, and error texts
    may repeat what a customer wrote."""

    def guarded(key: str) -> None:
        try:
            step.run(key)
        except Exception as error:  # noqa: BLE001 - of whatever kind, the row stays as it was
            where = where_of(error)
            _LOG.error("job %s %s failed in %s, the next sweep tries again: %s", job, key, step.name, where)
            raise JobFailedError(where) from None

    return guarded


def forget_old_jobs(before: datetime) -> None:
    """Delete what is known of jobs promised before a moment; `before` is one in UTC.

    Also those a worker that never came back had begun: what they left was found by the sweep.
    """
    from dbos import DBOS

    ended = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "PENDING"]
    while True:
        old = DBOS.list_workflows(
            status=ended,
            end_time=before.isoformat(),
            limit=_DELETED_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        if not old:
            return
        DBOS.delete_workflows([job.workflow_id for job in old])


def where_of(error: BaseException) -> str:
    """The kind of an error and its place in our code; not its words: a customer may have written them."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _OURS in Path(frame.filename).parents]
    last = (ours or frames)[-1:]
    return type(error).__name__ + "".join(f" at {frame.filename}:{frame.lineno}" for frame in last)
