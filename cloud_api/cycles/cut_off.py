"""The cut-off 截单: one transaction turns a cycle's orders into waves, with every writer kept out.

What dispatch is told of each stop follows in a transaction of its own: to sum it up takes as long as all
else, and no order has to wait for it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, func, select, update

from cloud_api.cycles.service import load_cycle
from cloud_api.cycles.totals import TotalsBy, cycle_totals
from cloud_api.storage.audit import SERVICE, Actor, note_act
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.many_rows import insert_rows
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.waves import IS_WHOLE, waves
from cloud_api.storage.transaction import Lock, lock_exclusive, reading, writing
from cloud_api.wire.cycles import CutOffResult
from cloud_api.wire.exchange import ChangeKind


def cut_off_now(
    engine: Engine, cycle_id: UUID, now: datetime, hooks: Hooks, by: Actor = SERVICE
) -> CutOffResult | None:
    """Cut a cycle off, then tell its stops; if that fails in between, `cut_off_due` tells them later."""
    with writing(engine) as connection:
        result = cut_off(connection, cycle_id, now, hooks, by)
    if result is not None:
        tell_stops(engine, cycle_id, now)
    return result


def cut_off(
    connection: Connection, cycle_id: UUID, now: datetime, hooks: Hooks, by: Actor = SERVICE
) -> CutOffResult | None:
    """Freeze a cycle and make a wave of each pickup point that has orders; None for an unknown cycle.

    Waves are numbered from 1 by pickup point code. A repeated cut-off answers the same and makes nothing.
    """
    lock_exclusive(connection, Lock.INTAKE)
    cycle = connection.execute(select(cycles).where(cycles.c.id == cycle_id)).first()
    if cycle is None:
        return None
    already_frozen = cycle.frozen_at is not None
    if not already_frozen:
        _freeze(connection, cycle, now, hooks, by)
    return _result(connection, cycle_id, already_frozen)


def _freeze(connection: Connection, cycle: Row[Any], now: datetime, hooks: Hooks, by: Actor) -> None:
    connection.execute(update(cycles).where(cycles.c.id == cycle.id).values(frozen_at=now))
    rows = [
        {
            "id": new_uuid(),
            "cycle_id": cycle.id,
            "warehouse": cycle.warehouse,
            "number": number,
            "pickup_point": total.key,
            "orders": total.orders,
            "lines": total.lines,
            "pieces": total.pieces,
        }
        for number, total in enumerate(cycle_totals(connection, cycle.id, TotalsBy.PICKUP_POINT), start=1)
    ]
    insert_rows(connection, waves, rows)
    hooks.frozen(connection, cycle.id, now)
    note_act(connection, by, "cut off", f"cycle {cycle.id}", now, {"waves": len(rows)})
    body = {"cycle_id": str(cycle.id), "cycle_name": cycle.name, "waves": len(rows)}
    news = hooks.cut_off_news(connection, cycle.id)
    write_changes(connection, [NewChange(ChangeKind.WAVES_READY, body, cycle.warehouse), *news], now)


def tell_stops(engine: Engine, cycle_id: UUID, now: datetime) -> None:
    """Tell dispatch of each wave of a frozen cycle as it is now, once."""
    untold = (cycles.c.id == cycle_id) & cycles.c.frozen_at.is_not(None) & cycles.c.stops_told_at.is_(None)
    with reading(engine) as connection:
        if connection.scalar(select(cycles.c.id).where(untold)) is None:
            return
    with writing(engine) as connection:
        told = connection.execute(update(cycles).where(untold).values(stops_told_at=now))
        if told.rowcount:
            write_changes(connection, stop_news(connection, waves.c.cycle_id == cycle_id), now)


def _result(connection: Connection, cycle_id: UUID, already_frozen: bool) -> CutOffResult:
    cycle = load_cycle(connection, cycle_id)
    return CutOffResult(
        cycle_id=cycle_id,
        waves=connection.scalar(select(func.count()).where(waves.c.cycle_id == cycle_id, IS_WHOLE)) or 0,
        orders=cycle.orders,
        lines=cycle.lines,
        pieces=cycle.pieces,
        already_frozen=already_frozen,
    )


def cut_off_due(engine: Engine, now: datetime, hooks: Hooks) -> list[CutOffResult]:
    """Cut off every cycle whose moment has come, however long ago; answers those this call froze.

    Tells also the stops of those that were frozen when something came in between.
    """
    with reading(engine) as connection:
        due = connection.execute(
            select(cycles.c.id)
            .where(cycles.c.frozen_at.is_(None), cycles.c.cut_off_at <= now)
            .order_by(cycles.c.cut_off_at)
        ).scalars()
        cycle_ids = list(due)
        untold = list(
            connection.scalars(
                select(cycles.c.id).where(cycles.c.frozen_at.is_not(None), cycles.c.stops_told_at.is_(None))
            )
        )
    for cycle_id in untold:
        tell_stops(engine, cycle_id, now)
    results = [cut_off_now(engine, cycle_id, now, hooks) for cycle_id in cycle_ids]
    return [result for result in results if result is not None and not result.already_frozen]


def next_cut_off(connection: Connection) -> datetime | None:
    """The moment of the next cut-off, or None when no cycle is open."""
    query = select(func.min(cycles.c.cut_off_at)).where(cycles.c.frozen_at.is_(None))
    moment: datetime | None = connection.scalar(query)
    return moment
