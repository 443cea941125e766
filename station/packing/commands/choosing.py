"""Which gift box is packed: by its own number, or by its row."""

from uuid import UUID

from sqlalchemy import Connection

from station.kernel.ids import Sku
from station.packing.commands.desk import Desk
from station.packing.documents import number_of
from station.packing.model.jobs import Job
from station.packing.model.ruling import Ruling, ruling
from station.packing.model.verdicts import Verdict
from station.packing.store import boxes
from station.packing.store import jobs as rows
from station.packing.store.goods import called, recipe_of
from station.sync.outbox import Act


def choose_scanned(desk: Desk, act: Act, sku: Sku) -> Ruling:
    """A gift box's number: of several cycles that want it the first of the list."""
    recipe = recipe_of(act.connection, sku)
    if recipe is None:
        return ruling(Verdict.NOT_A_GIFT_BOX, product=called(act.connection, sku))
    job = next((job for job in rows.jobs(act.connection, act.at) if job.sku == sku), None)
    if job is None:
        return ruling(Verdict.NO_JOB, box=recipe.name)
    return _begin(desk, act, job)


def choose(desk: Desk, cycle_id: UUID, sku: Sku) -> Ruling:
    """A row of the list."""
    with desk.act() as act:
        job = rows.job_of(act.connection, act.at, cycle_id, sku)
        if job is None:
            return ruling(Verdict.NO_JOB, box=called(act.connection, sku))
        return _begin(desk, act, job)


def resume(desk: Desk) -> None:
    """Take up the box that was begun here, after a start."""
    with desk.database.look() as connection:
        begun = boxes.box_under_work(connection)
    desk.job = (begun.cycle_id, begun.sku) if begun else None


def _begin(desk: Desk, act: Act, job: Job) -> Ruling:
    refusal = _refusal(act.connection, job)
    if refusal is not None:
        return refusal
    rows.keep_missing(act.connection, job, None)
    act.then(lambda: setattr(desk, "job", (job.cycle_id, job.sku)))
    return ruling(Verdict.JOB_CHOSEN, box=called(act.connection, job.sku))


def _refusal(connection: Connection, job: Job) -> Ruling | None:
    name = called(connection, job.sku)
    begun = boxes.box_under_work(connection)
    if begun is not None:
        if (begun.cycle_id, begun.sku) == (job.cycle_id, job.sku):
            return None
        return ruling(Verdict.FINISH_FIRST, box=called(connection, begun.sku))
    recipe = recipe_of(connection, job.sku)
    if recipe is None:
        return ruling(Verdict.NOT_A_GIFT_BOX, product=name)
    if not number_of(recipe):
        return ruling(Verdict.NO_NUMBER, box=name)
    return None if job.left else ruling(Verdict.ALL_MADE, wanted=job.wanted, box=name)
