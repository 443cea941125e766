"""What goes down: changes behind a cursor, and the list of refused facts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.exchange import changes, facts, refused_facts
from cloud_api.wire.exchange import Change, ChangePage
from cloud_api.wire.refusals import RefusedFact


def change_page(
    connection: Connection,
    warehouse: str | None,
    after: int,
    limit: int,
    now: datetime,
    station_id: UUID | None = None,
) -> ChangePage:
    """Changes after a cursor for one warehouse (None: for all), oldest first.

    With `station_id` also which fact of that station is expected next.

    Writers number changes one after the other and hold their turn until commit (storage.changes), so a
    number below the highest one seen never turns up later.
    """
    query = select(changes).where(changes.c.cursor > after).order_by(changes.c.cursor).limit(limit + 1)
    if warehouse is not None:
        query = query.where(or_(changes.c.warehouse.is_(None), changes.c.warehouse == warehouse))
    rows = connection.execute(query).all()
    page = [Change(cursor=row.cursor, kind=row.kind, body=row.body) for row in rows[:limit]]
    return ChangePage(
        changes=page,
        next_cursor=page[-1].cursor if page else after,
        more=len(rows) > limit,
        now=now,
        last_cursor=connection.scalar(select(func.max(changes.c.cursor))) or 0,
        expected_seq=None if station_id is None else _expected_seq(connection, station_id),
    )


def _expected_seq(connection: Connection, station_id: UUID) -> int:
    last = connection.scalar(select(func.max(facts.c.seq)).where(facts.c.station_id == station_id))
    return (last or 0) + 1


def list_refused(connection: Connection, station_id: UUID | None, limit: int) -> list[RefusedFact]:
    """Refused facts, the latest first; of one station, or of all when None."""
    query = (
        select(refused_facts, stations.c.name)
        .join(stations, stations.c.id == refused_facts.c.station_id)
        .order_by(refused_facts.c.refused_at.desc(), refused_facts.c.id.desc())
        .limit(limit)
    )
    if station_id is not None:
        query = query.where(refused_facts.c.station_id == station_id)
    return [
        RefusedFact(
            station_id=row.station_id,
            station_name=row.name,
            reason=row.reason,
            refused_at=row.refused_at,
            fact=row.fact,
        )
        for row in connection.execute(query)
    ]
