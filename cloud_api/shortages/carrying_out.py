"""Makes a change of very many orders real once: worked out beside all others, written in their turn."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from cloud_api.shortages.planning import ShortageRefusal, Why
from cloud_api.shortages.rewriting import (
    Rewritten,
    Told,
    lay_out,
    laying_out,
    write_amendments_laid_out,
    write_lines_laid_out,
)
from cloud_api.storage.amendments import count_amended, recount_waves
from cloud_api.storage.changes import write_changes
from cloud_api.storage.gift_boxes import gift_job_news
from cloud_api.storage.hooks import Hooks, Job
from cloud_api.storage.parts import parts
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import Lock, begin_reading, begin_writing, lock_exclusive, writing
from cloud_api.storage.wave_parts import complete_emptied
from cloud_api.wire.shortages import Shortage

_TRIES = 3
_POINTS_AT_ONCE = 5
_NOTHING_WRITTEN_S = 0.02
_LOOKED_AGAIN_S = 0.1
"""Who waits for SQLite looks so often whether it is free; who begins again sooner keeps it from everybody."""


@dataclass(frozen=True)
class Ready:
    """A change that is worked out and only has to be written."""

    orders: Sequence[Rewritten]
    holds: Callable[[Connection], bool]
    """Whether it would be worked out the same now."""
    record: Callable[[Connection], None]
    """Writes what is known of it besides the orders, with its act in the audit trail."""

    @cached_property
    def points(self) -> list[str]:
        """Pickup points whose orders change."""
        return sorted({each.order.pickup_point for each in self.orders})


@dataclass(frozen=True)
class Change:
    """A shortage to apply or to take back."""

    cycle_id: UUID
    told: Told
    done: Callable[[Connection], Shortage | None]
    """The shortage, once that was done."""
    prepare: Callable[[Connection], Ready | ShortageRefusal]


def carry_out(engine: Engine, change: Change, hooks: Hooks) -> Shortage | ShortageRefusal:
    """Do it once, however often it is asked for; refused where what it rests on changed each time."""
    with laying_out(engine) as connection:
        for _ in range(_TRIES):
            ready = _prepare(connection, change)
            if not isinstance(ready, Ready):
                return ready
            _keep_papers(engine, change.cycle_id, ready.points, hooks)
            done = _write(connection, change, ready, hooks)
            if done is not None:
                return done
    return ShortageRefusal(
        Why.CHANGED_MEANWHILE,
        "Orders of this cycle are changing at this moment, so nothing was changed here. Do it again.",
    )


def _prepare(connection: Connection, change: Change) -> Ready | Shortage | ShortageRefusal:
    """Reads what was there at one moment, and lays rows out in tables nobody else sees."""
    with begin_reading(connection):
        done = change.done(connection)
        if done is not None:
            return done
        ready = change.prepare(connection)
        if isinstance(ready, Ready):
            lay_out(connection, change.cycle_id, ready.orders, change.told)
            return ready
    with begin_reading(connection):
        # Whoever did it since that moment is the reason why it cannot be done again.
        return change.done(connection) or ready


def _keep_papers(engine: Engine, cycle_id: UUID, points: Sequence[str], hooks: Hooks) -> None:
    """Papers not written yet are written a few at a time, so that none is left when everybody waits."""
    for some in parts(points, _POINTS_AT_ONCE):
        begun = time.monotonic()
        with writing(engine) as connection:
            hooks.amending(connection, cycle_id, some)
        if time.monotonic() - begun > _NOTHING_WRITTEN_S:
            time.sleep(_LOOKED_AGAIN_S)


def _write(connection: Connection, change: Change, ready: Ready, hooks: Hooks) -> Shortage | None:
    """None where it does not hold any more; then nothing is written."""
    cycle_id, now = change.cycle_id, change.told.at
    with begin_writing(connection) as transaction:
        write_amendments_laid_out(connection)
        lock_exclusive(connection, Lock.WAVES, _warehouse(connection, cycle_id))
        done = change.done(connection)
        if done is not None or not ready.holds(connection):
            transaction.rollback()
            return done
        hooks.amending(connection, cycle_id, ready.points)
        write_lines_laid_out(connection, cycle_id)
        count_amended(connection, [cycle_id])
        recount_waves(connection, cycle_id, ready.points)
        complete_emptied(connection, cycle_id, ready.points, hooks, now)
        hooks.enqueue(connection, Job.MAKE_SLIPS, str(cycle_id))
        ready.record(connection)
        concerned = (waves.c.cycle_id == cycle_id) & waves.c.pickup_point.in_(ready.points)
        news = [*gift_job_news(connection, cycle_id), *stop_news(connection, concerned)]
        write_changes(connection, news, now)
        return change.done(connection)


def _warehouse(connection: Connection, cycle_id: UUID) -> str:
    warehouse: str = connection.scalars(select(cycles.c.warehouse).where(cycles.c.id == cycle_id)).one()
    return warehouse
