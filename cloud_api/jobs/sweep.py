"""Finds rows with work left that no job was told of: rows are the truth, jobs only make them move sooner."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, Select, select

from cloud_api.deliveries.rules import is_due
from cloud_api.storage.clock import Clock
from cloud_api.storage.hooks import Enqueue, Job
from cloud_api.storage.tables.deliveries import deliveries
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.imports import import_files
from cloud_api.storage.tables.orders import amendments, cycles
from cloud_api.storage.tables.receiving import purchases
from cloud_api.storage.transaction import reading, writing

_LOOKED_BACK = timedelta(days=30)
_TURNS = 60
"""Of cycles older than that a sixtieth is looked at each minute, so that each of them is once an hour."""
Find = Callable[[Connection, datetime], Sequence[tuple[Job, str]]]
"""Answers the jobs that rows call for at a moment."""


def left_to_do(connection: Connection, now: datetime) -> Sequence[tuple[Job, str]]:
    """Jobs that rows call for now, most urgent first."""
    return list(_left(connection, now))


def _left(connection: Connection, now: datetime) -> Iterator[tuple[Job, str]]:
    for job, query in (
        (Job.FILL_DOCUMENTS, _cycles_with_documents_left(now, _old_in_turn(connection, now))),
        (Job.SHARE_OUT, _purchases_to_share()),
        (Job.MAKE_SLIPS, _cycles_without_slips()),
        (Job.DELIVER, _cycles_to_deliver(now)),
        (Job.RUN_IMPORT, _files_to_import()),
    ):
        for key in sorted(map(str, connection.scalars(query))):
            yield job, key


def _old_in_turn(connection: Connection, now: datetime) -> list[UUID]:
    """Old cycles whose minute it is: to look at all of them each time would take longer every day."""
    old = select(cycles.c.id).where(cycles.c.frozen_at <= now - _LOOKED_BACK)
    return [each for each in connection.scalars(old) if each.int % _TURNS == now.minute]


def _cycles_with_documents_left(now: datetime, old: Sequence[UUID]) -> Select[UUID]:
    """Each document of a cut-off goes to somebody, or lies ready for download: one without any delivery is
    not written, or not told of."""
    told = select(deliveries.c.id).where(deliveries.c.document_id == documents.c.id)
    left = (documents.c.revision == 0) & ~told.exists()
    of_cycle = select(documents.c.id).where(documents.c.cycle_id == cycles.c.id, left)
    looked_at = (cycles.c.frozen_at > now - _LOOKED_BACK) | cycles.c.id.in_(old)
    return select(cycles.c.id).where(looked_at, of_cycle.exists())


def _cycles_without_slips() -> Select[UUID]:
    return select(amendments.c.cycle_id).where(amendments.c.slipped_at.is_(None)).distinct()


def _purchases_to_share() -> Select[UUID]:
    """Purchase orders that were closed or reopened, with what follows still to do."""
    return select(purchases.c.document_id).where(purchases.c.settled_at.is_(None))


def _cycles_to_deliver(now: datetime) -> Select[UUID]:
    return (
        select(documents.c.cycle_id)
        .join(deliveries, deliveries.c.document_id == documents.c.id)
        .where(is_due(now))
        .distinct()
    )


def _files_to_import() -> Select[UUID]:
    """Files that wait to be checked, or were started."""
    waits = import_files.c.checked_at.is_(None) | import_files.c.started_at.is_not(None)
    return select(import_files.c.id).where(waits, import_files.c.done_at.is_(None))


def sweep(engine: Engine, clock: Clock, find: Find, enqueue: Enqueue) -> int:
    """Promise a job for whatever is left; answers how many were called for."""
    with reading(engine) as connection:
        left = find(connection, clock())
    if left:
        with writing(engine) as connection:
            for job, key in left:
                enqueue(connection, job, key)
    return len(left)
