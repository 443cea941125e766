"""Gift boxes that are wanted, as rows: what the cloud told, and own boxes its word does not contain yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.gift_boxes import GiftBoxJob
from station.kernel.ids import Sku
from station.packing.model.jobs import Job
from station.stock.book import told_up_to
from station.storage import tables
from station.sync.inbox import Apply

KEPT = timedelta(days=3)
"""What was told longer ago, by orders or by boxes, is of sales that are over."""


def jobs(connection: Connection, now: datetime) -> list[Job]:
    """All that are wanted or were made, those with boxes to pack first, by cycle."""
    job = tables.gift_box_job
    rows = connection.execute(select(job).where(job.c.body != "", job.c.told_at >= now - KEPT))
    own = _own_boxes(connection)
    told = [(GiftBoxJob.model_validate_json(row.body), row.missing) for row in rows]
    found = [_job(body, missing, own.get((body.cycle_id, body.sku), 0)) for body, missing in told]
    wanted = (job for job in found if job.wanted or job.made)
    return sorted(wanted, key=lambda job: (not job.left, job.cycle_name, job.cycle_id, job.sku))


def job_of(connection: Connection, now: datetime, cycle_id: UUID, sku: str) -> Job | None:
    """One of them; None where it was never told, or is wanted no more."""
    return next((job for job in jobs(connection, now) if (job.cycle_id, job.sku) == (cycle_id, sku)), None)


def keep_missing(connection: Connection, job: Job, sku: Sku | None) -> None:
    """This part was not to be found; None: somebody begins anew."""
    row = tables.gift_box_job.c
    this = (row.cycle_id == job.cycle_id) & (row.sku == job.sku)
    connection.execute(update(tables.gift_box_job).where(this).values(missing=sku))


def apply_job(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    """What the cloud tells of a gift box; it counts with the last page (see `boxes_told`)."""
    told = GiftBoxJob.model_validate(body)
    job = tables.gift_box_job
    connection.execute(delete(job).where(job.c.told_at < at - KEPT))
    place = {"cycle_id": told.cycle_id, "sku": told.sku}
    news = {"news": told.model_dump_json(), "told_at": at}
    statement = upsert(job).values(**place, body="", **news)
    connection.execute(statement.on_conflict_do_update(index_elements=list(place), set_=news))


APPLY: Mapping[str, Apply] = {ChangeKind.GIFT_BOX: apply_job}


def boxes_told(connection: Connection, _expected_seq: int | None) -> set[str]:
    """Behind the last page: what was told counts from now on.

    To be called after `station.stock.applying.stock_told`, which keeps how far own facts are in it. Returns
    the kinds that are to be seen only now.
    """
    job = tables.gift_box_job
    told = update(job).where(job.c.news.is_not(None)).values(body=job.c.news, news=None)
    return {str(ChangeKind.GIFT_BOX)} if connection.execute(told).rowcount else set()


def _own_boxes(connection: Connection) -> Mapping[tuple[UUID, str], int]:
    """What own boxes add to the told numbers, and what undone ones take away."""
    known_to = told_up_to(connection)
    box = tables.gift_box.c
    own: dict[tuple[UUID, str], int] = {}
    for seq, more in ((box.made_seq, 1), (box.undone_seq, -1)):
        query = select(box.cycle_id, box.sku, func.count()).where(seq >= known_to)
        for cycle_id, sku, count in connection.execute(query.group_by(box.cycle_id, box.sku)):
            own[cycle_id, sku] = own.get((cycle_id, sku), 0) + more * count
    return own


def _job(told: GiftBoxJob, missing: str | None, own: int) -> Job:
    made = max(0, told.made + own)
    left_out = None if missing is None else Sku(missing)
    return Job(told.cycle_id, told.cycle_name, Sku(told.sku), told.wanted, made, left_out)
