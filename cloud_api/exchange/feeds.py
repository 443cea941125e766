"""What goes down: changes behind a cursor, and the list of refused facts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, true

from cloud_api.http.callers import Caller
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.exchange import changes, facts, refused_facts
from cloud_api.wire.exchange import Change, ChangePage
from cloud_api.wire.refusals import RefusedFact
from cloud_api.wire.stations import Role


def change_page(connection: Connection, caller: Caller, after: int, limit: int, now: datetime) -> ChangePage:
    """Changes after a cursor that concern the caller, oldest first, in the caller's one snapshot.

    An integrator gets all. A station also learns which fact of it is expected next.

    Writers number changes one after the other and hold their turn until commit (storage.changes), so a
    number below the highest one seen never turns up later.
    """
    found = [row for feed in feeds_of(caller) for row in connection.execute(feed_query(feed, after, limit))]
    rows = sorted(found, key=lambda row: row.cursor)
    page = [Change(cursor=row.cursor, kind=row.kind, body=row.body) for row in rows[:limit]]
    return ChangePage(
        changes=page,
        next_cursor=page[-1].cursor if page else after,
        more=len(rows) > limit,
        now=now,
        last_cursor=connection.scalar(select(func.max(changes.c.cursor))) or 0,
        expected_seq=None if caller.is_integrator else _expected_seq(connection, caller.station_id),
    )


def feeds_of(caller: Caller) -> list[ColumnElement[bool]]:
    """What concerns a caller, as conditions that share no row and have an index each.

    Stations of a warehouse get what everybody there gets and never the rows of a shop; those of a shop get
    the rows of that shop and no others; a station that is both gets both.
    """
    if caller.is_integrator:
        return [true()]
    told: list[ColumnElement[bool]] = []
    if caller.is_of_warehouse:
        inside = changes.c.pickup_point.is_(None)
        told.append(and_(inside, changes.c.warehouse.is_(None)))
        told.append(and_(inside, changes.c.warehouse == caller.warehouse))
    if Role.PICKUP in caller.roles:
        told.append(changes.c.pickup_point == caller.pickup_point)
    return told


def feed_query(feed: ColumnElement[bool], after: int, limit: int) -> Select[Any]:
    """The rows of one feed after a cursor; one more than asked for, to see whether there are more."""
    query = select(changes).where(feed, changes.c.cursor > after)
    return query.order_by(changes.c.cursor).limit(limit + 1)


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
