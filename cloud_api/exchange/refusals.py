"""Refused facts: found by station and warehouse, settled once by a person, whoever comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, select, update

from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.roles import read_roles
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.exchange import facts, refused_facts
from cloud_api.storage.tables.pickup import conflicts
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.refusals import FactSettlement, RefusedFact, RefusedFactPage
from cloud_api.wire.stations import Role


@dataclass(frozen=True)
class WantedRefusals:
    """Which refused facts somebody asks for; None: whichever."""

    station_id: UUID | None = None
    warehouse: str | None = None
    settled: bool | None = None


def list_refused(
    connection: Connection, wanted: Sequence[WantedRefusals], limit: int, after: UUID | None = None
) -> RefusedFactPage:
    """Refused facts for which all of `wanted` holds, the latest first; `after` is the last one seen."""
    query = _wanted(select_refused(), wanted).order_by(refused_facts.c.id.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(refused_facts.c.id < after)
    rows = connection.execute(query).all()
    items = tuple(told_refusal(row) for row in rows[:limit])
    return RefusedFactPage(items=items, next=items[-1].id if len(rows) > limit else None)


def count_open(connection: Connection, warehouse: str) -> int:
    """How many wait in this warehouse and its shops."""
    wanted = WantedRefusals(warehouse=warehouse, settled=False)
    counted = _wanted(_of_stations(select(func.count(refused_facts.c.id))), [wanted])
    return connection.scalar(counted) or 0


def stations_refused(connection: Connection, warehouse: str) -> list[tuple[UUID, str]]:
    """The stations of a warehouse and its shops that any fact was ever refused of, by name."""
    found = _of_stations(select(stations.c.id, stations.c.name)).where(_home() == warehouse)
    return [(row.id, row.name) for row in connection.execute(found.distinct().order_by(stations.c.name))]


def hold_refused(connection: Connection, refusal_id: UUID, warehouse: str | None) -> Row[Any] | None:
    """The row of one refusal, of this warehouse where one is named; nobody else settles it meanwhile."""
    query = select_refused().where(refused_facts.c.id == refusal_id)
    if warehouse is not None:
        query = query.where(_home() == warehouse)
    return connection.execute(query.with_for_update(of=refused_facts)).first()


def settle_by_hand(
    connection: Connection, refusal_id: UUID, warehouse: str | None, by: Actor, note: str, now: datetime
) -> RefusedFact | None:
    """A person put things right; a repeat keeps the first word. None where there is no such refusal."""
    row = hold_refused(connection, refusal_id, warehouse)
    if row is None or row.settled_at is not None:
        return None if row is None else told_refusal(row)
    note_act(connection, by, "fact settled", about(row), now, {**named(row), "note": note})
    settle(connection, row, Settled(FactSettlement.BY_HAND, by, now, note))
    return reread(connection, row)


def settle_of_fact(
    connection: Connection, fact_id: UUID, warehouse: str | None, by: Actor, note: str, now: datetime
) -> None:
    """The same for whoever knows only the fact; nothing where it is not among the refused."""
    same = and_(refused_facts.c.station_id == facts.c.station_id, refused_facts.c.hash == facts.c.hash)
    query = select(refused_facts.c.id).join(facts, same).where(facts.c.id == fact_id)
    for refusal_id in connection.scalars(query).all():
        settle_by_hand(connection, refusal_id, warehouse, by, note, now)


@dataclass(frozen=True)
class Settled:
    """How a refusal came to its end."""

    how: FactSettlement
    by: Actor
    at: datetime
    note: str


def settle(connection: Connection, row: Row[Any], settled: Settled) -> None:
    """Write down that a refusal, and the conflict it may be about, need nobody; then tell the station.

    The caller has noted the act: the trail is taken before changes are written.
    """
    by = settled.by.name[:200]
    connection.execute(
        update(refused_facts)
        .where(refused_facts.c.id == row.id)
        .values(settled_at=settled.at, settled_by=by, settled_how=settled.how.value, note=settled.note)
    )
    connection.execute(
        update(conflicts)
        .where(conflicts.c.fact_id == UUID(row.fact["id"]), conflicts.c.settled_at.is_(None))
        .values(settled_at=settled.at, settled_by=by, settled_how=settled.note)
    )
    _tell_station(connection, row, settled)


def _tell_station(connection: Connection, row: Row[Any], settled: Settled) -> None:
    """So that it takes the fact off its own list."""
    body = {
        "station_id": str(row.station_id),
        "fact_id": row.fact["id"],
        "kind": row.fact["kind"],
        "how": settled.how.value,
        "by": settled.by.name,
        "note": settled.note,
    }
    in_shop = read_roles(row.roles) == {Role.PICKUP}
    where = (None, row.pickup_point) if in_shop else (row.warehouse, None)
    write_changes(connection, [NewChange(ChangeKind.FACT_SETTLED, body, *where)], settled.at)


def about(row: Row[Any]) -> str:
    """What the trail says an act was done to."""
    return f"fact {row.fact['id']}"


def named(row: Row[Any]) -> dict[str, Any]:
    """What the trail keeps of a refused fact: whose, which, and why it was refused."""
    return {
        "station": row.station_name,
        "seq": row.fact["seq"],
        "kind": row.fact["kind"],
        "because": row.reason,
    }


def reread(connection: Connection, row: Row[Any]) -> RefusedFact:
    """A refusal as it is now."""
    return told_refusal(connection.execute(select_refused().where(refused_facts.c.id == row.id)).one())


def told_refusal(row: Row[Any]) -> RefusedFact:
    """A row of `select_refused` as the message."""
    return RefusedFact.model_validate(dict(row._mapping))


def select_refused() -> Select[Any]:
    """Refused facts, each with its station and the warehouse it stands in now."""
    return _of_stations(
        select(
            refused_facts,
            stations.c.name.label("station_name"),
            stations.c.roles,
            stations.c.pickup_point,
            _home().label("warehouse"),
        )
    )


def _home() -> ColumnElement[str]:
    """Where a station stands: a till goes with its shop when that moves to another warehouse."""
    return case(
        (stations.c.roles == Role.PICKUP.value, pickup_points.c.warehouse), else_=stations.c.warehouse
    )


def _of_stations(query: Select[Any]) -> Select[Any]:
    return (
        query.select_from(refused_facts)
        .join(stations, stations.c.id == refused_facts.c.station_id)
        .outerjoin(pickup_points, pickup_points.c.code == stations.c.pickup_point)
    )


def _wanted(query: Select[Any], wanted: Sequence[WantedRefusals]) -> Select[Any]:
    for each in wanted:
        if each.station_id is not None:
            query = query.where(refused_facts.c.station_id == each.station_id)
        if each.warehouse is not None:
            query = query.where(_home() == each.warehouse)
        if each.settled is not None:
            is_open = refused_facts.c.settled_at.is_(None)
            query = query.where(~is_open if each.settled else is_open)
    return query
