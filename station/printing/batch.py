"""Labels queued together, by their places in the print queue: how far they are, what becomes of the rest."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, false, func, or_, select, update

from station.kernel.ids import JobId
from station.printing.queue import JobState, NewJob, enqueue, job, label_of
from station.storage.tables import print_job

Places = Sequence[range]
"""Ordinals in the queue; what one act queued stands together."""


def states_of(connection: Connection, places: Places) -> dict[JobState, int]:
    """How many of these labels are in each state; a state without any is missing."""
    rows = connection.execute(
        select(print_job.c.state, func.count()).where(_within(places)).group_by(print_job.c.state)
    )
    return {JobState(row[0]): row[1] for row in rows}


def cancel_rest(connection: Connection, places: Places, at: datetime) -> int:
    """What was not sent yet is not needed. Returns how many labels that were."""
    states = (JobState.WAITING.value, JobState.FAILED.value)
    return connection.execute(
        update(print_job)
        .where(_within(places), print_job.c.state.in_(states))
        .values(state=JobState.CANCELLED.value, changed_at=at)
    ).rowcount


def unknown_of(connection: Connection, places: Places) -> tuple[JobId, ...]:
    """Those of which only a person can see whether they came out, in their order."""
    query = select(print_job.c.id).where(_within(places), print_job.c.state == JobState.UNKNOWN.value)
    return tuple(JobId(each) for each in connection.execute(query.order_by(print_job.c.ordinal)).scalars())


def queue_again(connection: Connection, job_ids: Sequence[JobId], at: datetime) -> range:
    """The person looked: these did not come out, so each is queued anew. Only for labels of no crate."""
    again = []
    for job_id in job_ids:
        before = job(connection, job_id)
        assert before.crate_id is None, "a second label of a crate is marked and recorded"
        again.append(NewJob(before.title, None, label_of(connection, job_id), before.copy_number))
    connection.execute(
        update(print_job)
        .where(print_job.c.id.in_(list(job_ids)))
        .values(state=JobState.CANCELLED.value, changed_at=at)
    )
    return enqueue(connection, again, at)


def _within(places: Places) -> ColumnElement[bool]:
    spans = [print_job.c.ordinal.between(place.start, place.stop - 1) for place in places if place]
    return or_(false(), *spans)
