"""Promises jobs in the transaction that writes the rows they are about."""

import logging
import math
import threading
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from cloud_api.jobs.queues import POLLED_EVERY_S, QUEUES, queue_of
from cloud_api.jobs.tables import APPLICATION, is_waiting, prefix, tables_there
from cloud_api.storage.engine import BEGIN_MODE
from cloud_api.storage.hooks import Job
from cloud_api.storage.ids import new_uuid

if TYPE_CHECKING:
    from dbos import DBOSClient

_LOG = logging.getLogger(__name__)
_TRY_AGAIN_S = 5.0


class Promises:
    """Gives `enqueue` for Hooks. Until DBOS's tables are seen the rows themselves wait for the sweep.

    DBOS takes a fifth of a second to load, so that is done beside the first requests.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._client: DBOSClient | None = None
        self._ending = threading.Event()
        self._opening = threading.Lock()
        self._thread = threading.Thread(target=self._keep_trying, name="job promises", daemon=True)

    def start(self) -> None:
        """Open as soon as a worker, or the verb migrate, has made the tables."""
        self._thread.start()

    def open(self) -> bool:
        """Be able to promise from now on; False while the tables are missing."""
        with self._opening:
            if self._client is None and tables_there(self._engine):
                from dbos import DBOSClient

                self._client = DBOSClient(
                    system_database_engine=_begins_as_writer(self._engine),
                    application_name=APPLICATION,
                    lazy=True,
                )
        return self._client is not None

    def declare_queues(self) -> None:
        """Say how much of each kind of work one worker does at once; the tables are there."""
        assert self.open()
        assert self._client is not None
        for queue in QUEUES:
            self._client.register_queue(
                queue.name, worker_concurrency=queue.at_once, polling_interval_sec=POLLED_EVERY_S
            )

    def enqueue(self, connection: Connection, job: Job, key: str) -> None:
        """Promise a job with the caller's transaction, unless an equal one waits already."""
        if self._client is None or is_waiting(connection, job, key):
            return
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": job.value,
                "queue_name": queue_of(job).name,
                "workflow_id": f"{prefix(job, key)}{new_uuid()}",
            },
            key,
        )

    def enqueue_at(self, connection: Connection, job: Job, key: str, moment: datetime, now: datetime) -> None:
        """Promise a job for a moment to come, once however often it is promised for that moment.

        It begins up to two seconds after it, never before. One that is past is left to the sweep.
        """
        begin_s = math.ceil(moment.timestamp())
        if self._client is None or begin_s <= now.timestamp():
            return
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": job.value,
                "queue_name": queue_of(job).name,
                "workflow_id": f"{prefix(job, key)}at-{begin_s}",
                "delay_seconds": begin_s - now.timestamp(),
            },
            key,
        )

    def stop(self) -> None:
        """End; what is not promised yet is found by the sweep."""
        self._ending.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _keep_trying(self) -> None:
        while not self._ending.is_set():
            try:
                if self.open():
                    return
            except SQLAlchemyError as error:
                _LOG.warning("jobs cannot be promised yet: %s", type(error).__name__)
            self._ending.wait(_TRY_AGAIN_S)


def _begins_as_writer(engine: Engine) -> Engine:
    """The same engine for DBOS, which reads before it writes: on SQLite a transaction that begins as a reader
    fails at once when another writer was faster, one that begins as a writer waits for its turn."""
    return (
        engine.execution_options(**{BEGIN_MODE: "IMMEDIATE"}) if engine.dialect.name == "sqlite" else engine
    )
