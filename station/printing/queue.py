"""The print queue on disk: what is to be printed, and what is known of each job."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, func, insert, select, true, update
from sqlalchemy.engine import Row

from hardware.labels import Label, LabelKind, label_types
from hardware.protocols import PrintOutcome, PrintReport
from station.kernel.ids import CrateId, JobId, new_uuid
from station.printing.reasons import NEVER_DRAWN, StationReason
from station.storage.tables import crate, print_job


class JobState(StrEnum):
    """What is known of a job; sent is not printed."""

    WAITING = "waiting"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    """Only a person can see whether it came out."""
    FAILED = "failed"
    """Nothing came out; it is tried again when the printer is ready."""
    CANCELLED = "cancelled"
    """A person decided that it is not needed."""


QUEUED = "print jobs queued"
"""The note an act leaves: the worker need not search the queue after each scan."""

CANCELLABLE = (JobState.WAITING, JobState.UNKNOWN, JobState.FAILED)
"""Not SENT: a label on its way comes out whatever is decided meanwhile."""


@dataclass(frozen=True)
class NewJob:
    """A label to queue; `title` names it for people. It is drawn when the printer is ready for it.

    `crate_id` is None for what belongs to no crate, such as a badge.
    """

    title: str
    crate_id: CrateId | None
    label: Label
    copy_number: int = 1

    @property
    def document(self) -> LabelKind:
        """What this job prints."""
        return self.label.kind


@dataclass(frozen=True)
class Job:
    """A queued job; its label is fetched apart."""

    id: JobId
    document: LabelKind
    title: str
    crate_id: CrateId | None
    copy_number: int
    state: JobState
    reason: str
    attempts: int
    changed_at: datetime


LABELS: dict[LabelKind, TypeAdapter[Any]] = {
    kind: TypeAdapter(label_type) for kind, label_type in label_types().items()
}

OUTCOME_STATES = {
    PrintOutcome.CONFIRMED: JobState.CONFIRMED,
    PrintOutcome.UNKNOWN: JobState.UNKNOWN,
    PrintOutcome.FAILED: JobState.FAILED,
}


def enqueue(connection: Connection, jobs: Iterable[NewJob], at: datetime) -> range:
    """Queue jobs in their order, inside the caller's transaction; returns their ordinals."""
    places: list[int] = []
    for job in jobs:
        connection.info[QUEUED] = True
        kept = connection.execute(
            insert(print_job).values(
                id=new_uuid(),
                document=job.document.value,
                title=job.title,
                crate_id=job.crate_id,
                copy_number=job.copy_number,
                label=LABELS[job.document].dump_json(job.label).decode(),
                state=JobState.WAITING.value,
                reason="",
                attempts=0,
                created_at=at,
                changed_at=at,
            )
        )
        places.append(int((kept.inserted_primary_key or (0,))[0]))
    return range(places[0], places[-1] + 1) if places else range(0)


def was_queued(notes: dict[Any, Any]) -> bool:
    """Whether anything was queued since this was last asked; `notes` are the database's."""
    return bool(notes.pop(QUEUED, False))


def recover(connection: Connection, at: datetime, kinds: Collection[LabelKind]) -> None:
    """At start: a job that was being sent when its printer's thread ended is unknown; a failed one waits."""
    unknown = {"state": JobState.UNKNOWN.value, "reason": StationReason.INTERRUPTED.value}
    _of_kinds(connection, kinds, JobState.SENT, unknown | {"changed_at": at})
    _of_kinds(connection, kinds, JobState.FAILED, {"state": JobState.WAITING.value, "changed_at": at})


def _of_kinds(
    connection: Connection, kinds: Collection[LabelKind], state: JobState, values: dict[str, Any]
) -> None:
    these = print_job.c.document.in_(kinds), print_job.c.state == state.value
    connection.execute(update(print_job).where(*these).values(**values))


def send_next(
    connection: Connection, at: datetime, kinds: Collection[LabelKind], printer: str
) -> tuple[JobId, Label] | None:
    """Mark the oldest waiting job of these kinds as sent and hand out its label; None when nothing waits.

    Marked before it is sent: whatever happens then, it is not sent a second time unasked. `printer` is kept
    with it.
    """
    row = connection.execute(
        select(print_job.c.id, print_job.c.document, print_job.c.label)
        .where(print_job.c.state == JobState.WAITING.value, print_job.c.document.in_(kinds))
        .order_by(print_job.c.ordinal)
        .limit(1)
    ).first()
    if row is None:
        return None
    connection.execute(
        update(print_job)
        .where(print_job.c.id == row.id)
        .values(state=JobState.SENT.value, changed_at=at, attempts=print_job.c.attempts + 1, printer=printer)
    )
    return JobId(row.id), _label(row.document, row.label)


def record_outcome(connection: Connection, job_id: JobId, report: PrintReport, at: datetime) -> None:
    """Keep what the printer said of a sent job."""
    connection.execute(
        update(print_job)
        .where(print_job.c.id == job_id, print_job.c.state == JobState.SENT.value)
        .values(state=OUTCOME_STATES[report.outcome].value, reason=report.reason, changed_at=at)
    )


def retry_failed(connection: Connection, at: datetime, kinds: Collection[LabelKind]) -> int:
    """The printer of these kinds is ready again: jobs that surely did not print wait again. Returns how many.

    What could not be drawn for it is left: another printer must take it, or nobody can.
    """
    return connection.execute(
        update(print_job)
        .where(
            print_job.c.state == JobState.FAILED.value,
            print_job.c.document.in_(kinds),
            print_job.c.reason.not_in([reason.value for reason in NEVER_DRAWN]),
        )
        .values(state=JobState.WAITING.value, changed_at=at)
    ).rowcount


def settle_unknown(connection: Connection, job_ids: Iterable[JobId], at: datetime) -> int:
    """The operator looked: these labels did come out. Returns how many of them were unknown."""
    return connection.execute(
        update(print_job)
        .where(print_job.c.id.in_(list(job_ids)), print_job.c.state == JobState.UNKNOWN.value)
        .values(state=JobState.CONFIRMED.value, reason="", changed_at=at)
    ).rowcount


def cancel(connection: Connection, job_id: JobId, at: datetime) -> int:
    """The operator decided that this job is not needed (or is replaced by a marked copy).

    Returns 1, or 0 when it was printed, cancelled or on its way already.
    """
    return connection.execute(
        update(print_job)
        .where(print_job.c.id == job_id, print_job.c.state.in_([state.value for state in CANCELLABLE]))
        .values(state=JobState.CANCELLED.value, changed_at=at)
    ).rowcount


def cancel_for(connection: Connection, crate_ids: Iterable[CrateId], at: datetime) -> None:
    """Nothing is printed any more for crates that are no longer ours."""
    states = (JobState.WAITING.value, JobState.FAILED.value)
    connection.execute(
        update(print_job)
        .where(print_job.c.crate_id.in_(list(crate_ids)), print_job.c.state.in_(states))
        .values(state=JobState.CANCELLED.value, changed_at=at)
    )


def supersede(connection: Connection, crate_id: CrateId, document: LabelKind, at: datetime) -> None:
    """What was printed so far of this document counts no more: the next print of it is its original.

    What waits of it is cancelled. The jobs stay in the list, but belong to no crate any more.
    """
    of_crate = (print_job.c.crate_id == crate_id, print_job.c.document == document.value)
    waits = print_job.c.state.in_((JobState.WAITING.value, JobState.FAILED.value))
    off = {"state": JobState.CANCELLED.value, "changed_at": at}
    connection.execute(update(print_job).where(*of_crate, waits).values(**off))
    connection.execute(update(print_job).where(*of_crate).values(crate_id=None))


def next_copy(
    connection: Connection, crate_id: CrateId, document: LabelKind, title: str | None = None
) -> int:
    """The number the next print of this document bears; 1 is the original.

    A crate has many labels of bags: the title tells them apart.
    """
    these = [print_job.c.crate_id == crate_id, print_job.c.document == document.value]
    these += [] if title is None else [print_job.c.title == title]
    last = connection.execute(select(func.max(print_job.c.copy_number)).where(*these)).scalar()
    return int(last or 0) + 1


def crate_label_of(connection: Connection, crate_id: CrateId) -> str | None:
    """The SSCC a crate bears now; None where it is not of this station."""
    found: str | None = connection.execute(select(crate.c.sscc).where(crate.c.id == crate_id)).scalar()
    return found


def bag_states(connection: Connection, crate_ids: Iterable[CrateId]) -> dict[CrateId, set[JobState]]:
    """States of the newest label of each bag, by crate."""
    of_bags = (
        print_job.c.crate_id.in_(list(crate_ids)),
        print_job.c.document == LabelKind.PARCEL.value,
    )
    query = select(print_job.c.crate_id, print_job.c.title, print_job.c.state).where(*of_bags)
    newest = {(row.crate_id, row.title): row.state for row in connection.execute(query.order_by("ordinal"))}
    found: dict[CrateId, set[JobState]] = {}
    for (crate_id, _), state in newest.items():
        found.setdefault(CrateId(crate_id), set()).add(JobState(state))
    return found


def latest_states(connection: Connection, crate_ids: Iterable[CrateId]) -> dict[CrateId, JobState]:
    """State of the newest crate label of each crate."""
    rows = connection.execute(
        select(print_job.c.crate_id, print_job.c.state)
        .where(print_job.c.crate_id.in_(list(crate_ids)), print_job.c.document == LabelKind.CRATE.value)
        .order_by(print_job.c.ordinal)
    )
    return {CrateId(row.crate_id): JobState(row.state) for row in rows}


def originals(connection: Connection, crate_id: CrateId, document: LabelKind) -> list[tuple[Job, Label]]:
    """The first prints of a crate's document: its newest label, or every page of its slip, in order.

    The slip of a crate that was opened again is a copy from its first print on.
    """
    first = (
        select(func.min(print_job.c.copy_number))
        .where(print_job.c.crate_id == crate_id, print_job.c.document == document.value)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(print_job)
        .where(
            print_job.c.crate_id == crate_id,
            print_job.c.document == document.value,
            print_job.c.copy_number == first,
        )
        .order_by(print_job.c.ordinal)
    )
    pages = [(_job(row), _label(row.document, row.label)) for row in rows]
    return pages[-1:] if document is LabelKind.CRATE else pages


def recent(connection: Connection, limit: int = 100, search: str = "") -> list[Job]:
    """The newest jobs, newest first; with `search` those whose title holds it."""
    fitting = print_job.c.title.contains(search, autoescape=True) if search else true()
    return _jobs(connection, fitting, limit)


def unknown(connection: Connection) -> list[Job]:
    """All jobs of which only a person can see whether they came out, in the order they were queued."""
    return _jobs(connection, print_job.c.state == JobState.UNKNOWN.value)[::-1]


def counts(connection: Connection) -> dict[JobState, int]:
    """How many jobs are in each state; a state without jobs is missing."""
    rows = connection.execute(select(print_job.c.state, func.count()).group_by(print_job.c.state))
    return {JobState(row[0]): row[1] for row in rows}


def job(connection: Connection, job_id: JobId) -> Job:
    """One job."""
    return _job(connection.execute(select(*_WITHOUT_LABEL).where(print_job.c.id == job_id)).one())


def label_of(connection: Connection, job_id: JobId) -> Label:
    """The label of a job, for a look at it."""
    row = connection.execute(
        select(print_job.c.document, print_job.c.label).where(print_job.c.id == job_id)
    ).one()
    return _label(row.document, row.label)


_WITHOUT_LABEL = [column for column in print_job.c if column is not print_job.c.label]


def _jobs(connection: Connection, fitting: ColumnElement[bool], limit: int | None = None) -> list[Job]:
    query = select(*_WITHOUT_LABEL).where(fitting).order_by(print_job.c.ordinal.desc()).limit(limit)
    return [_job(row) for row in connection.execute(query)]


def _job(row: Row[Any]) -> Job:
    return Job(
        id=JobId(row.id),
        document=LabelKind(row.document),
        title=row.title,
        crate_id=None if row.crate_id is None else CrateId(row.crate_id),
        copy_number=row.copy_number,
        state=JobState(row.state),
        reason=row.reason,
        attempts=row.attempts,
        changed_at=row.changed_at,
    )


def _label(document: str, written: str) -> Label:
    label: Label = LABELS[LabelKind(document)].validate_json(written)
    return label
