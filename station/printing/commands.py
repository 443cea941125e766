"""What a person does about labels: print again, say whether they came out, cancel; each one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from cloud_api.wire.facts import FactKind, LabelReprinted
from hardware.codes import crate_of_parcel
from hardware.labels import ClosingSlip, CrateLabel, Label, LabelKind, ParcelLabel
from station.kernel.ids import CrateId, JobId
from station.kernel.messages import Message, Texts
from station.printing import queue
from station.printing.queue import Job, JobState, NewJob
from station.printing.view import ReprintReason
from station.sync.outbox import Author, append_fact

CopyMark = Callable[[int], str]
"""The words on copy number n, in the language of the paper."""


def copy_marks(texts: Texts) -> CopyMark:
    """Copy marks in the language chosen when the copy is queued."""
    return lambda number: texts.say(Message("Copy {number}", number=number))


def reprint(
    connection: Connection,
    author: Author,
    crate_id: CrateId,
    document: LabelKind,
    reason: str,
    copy_mark: CopyMark,
) -> int:
    """Queue a marked copy of a crate's document, every page of it, and record it; returns the copy's number.

    Raises LookupError when this document of the crate was never queued.
    """
    pages = queue.originals(connection, crate_id, document)
    if not pages:
        raise LookupError(f"no {document.value} of crate {crate_id} was ever queued")
    return _queue_copy(connection, author, pages, reason, copy_mark)


def reprint_page(
    connection: Connection, author: Author, job_id: JobId, reason: str, copy_mark: CopyMark
) -> int:
    """Queue a marked copy of one job's label alone and record it; returns the copy's number."""
    page = (queue.job(connection, job_id), queue.label_of(connection, job_id))
    return _queue_copy(connection, author, [page], reason, copy_mark)


def came_out(connection: Connection, job_ids: Iterable[JobId], at: datetime) -> int:
    """The operator looked: these unknown labels did come out. Returns of how many that was still open."""
    return queue.settle_unknown(connection, job_ids, at)


def did_not_come_out(
    connection: Connection, author: Author, job_ids: Iterable[JobId], copy_mark: CopyMark
) -> list[int]:
    """The operator looked: these are not there. Each is cancelled, a marked copy queued and recorded.

    A label that is no longer unknown (answered already) is left alone. Returns the copies' numbers.
    """
    open_ids = [each for each in job_ids if queue.job(connection, each).state is JobState.UNKNOWN]
    for job_id in open_ids:
        queue.cancel(connection, job_id, author.at)
    return [
        reprint_page(connection, author, job_id, ReprintReason.NEVER_CAME_OUT, copy_mark)
        for job_id in open_ids
    ]


def cancel(connection: Connection, job_id: JobId, at: datetime) -> int:
    """This label is not needed. Returns 0 when it was printed, cancelled or on its way already, else 1."""
    return queue.cancel(connection, job_id, at)


def _queue_copy(
    connection: Connection,
    author: Author,
    pages: Iterable[tuple[Job, Label]],
    reason: str,
    copy_mark: CopyMark,
) -> int:
    """A second label of one crate is marked and recorded; of a badge or a shelf there may be several."""
    found = list(pages)
    first, label = found[0]
    if first.crate_id is not None and isinstance(label, ParcelLabel):
        return _queue_bag_copy(connection, author, first, label, reason, copy_mark)
    if first.crate_id is None or not isinstance(label, CrateLabel | ClosingSlip):
        again = [NewJob(job.title, None, page, job.copy_number + 1) for job, page in found]
        queue.enqueue(connection, again, author.at)
        return first.copy_number + 1
    copy = queue.next_copy(connection, first.crate_id, first.document)
    mark = copy_mark(copy)
    copies = [NewJob(job.title, job.crate_id, _marked(page, mark), copy) for job, page in found]
    queue.enqueue(connection, copies, author.at)
    body = LabelReprinted(
        crate_id=first.crate_id,
        sscc=label.sscc,
        document=first.document.value,
        reason=reason,
        copy_number=copy,
    )
    append_fact(connection, author, FactKind.LABEL_REPRINTED, body)
    return copy


def _queue_bag_copy(
    connection: Connection, author: Author, job: Job, label: ParcelLabel, reason: str, copy_mark: CopyMark
) -> int:
    """Each bag of a crate has copies of its own; recorded under the label its crate bears now."""
    assert job.crate_id is not None
    copy = queue.next_copy(connection, job.crate_id, job.document, job.title)
    again = NewJob(job.title, job.crate_id, replace(label, copy_mark=copy_mark(copy)), copy)
    queue.enqueue(connection, [again], author.at)
    body = LabelReprinted(
        crate_id=job.crate_id,
        sscc=queue.crate_label_of(connection, job.crate_id) or crate_of_parcel(label.code),
        document=job.document.value,
        reason=reason,
        copy_number=copy,
    )
    append_fact(connection, author, FactKind.LABEL_REPRINTED, body)
    return copy


def _marked(label: Label, mark: str) -> Label:
    return replace(label, copy_mark=mark) if isinstance(label, CrateLabel | ClosingSlip) else label
