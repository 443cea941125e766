"""Lays the facts of a conflict side by side, as their desks reported them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, or_, select

from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.exchange import facts
from cloud_api.storage.tables.pickup import conflicts
from cloud_api.wire.facts import FactKind
from cloud_api.wire.pickup import Collection, Conflict, ConflictSides, ToldHandover


def conflict_sides(connection: Connection, conflict: Conflict) -> ConflictSides:
    """A conflict with the fact that was refused and those that stand."""
    refused_id = connection.scalar(select(conflicts.c.fact_id).where(conflicts.c.id == conflict.conflict_id))
    refused = connection.execute(_facts().where(facts.c.id == refused_id)).one()
    standing = [_standing(connection, each) for each in conflict.standing]
    return ConflictSides(
        conflict=conflict,
        refused=_told(refused),
        standing=tuple(_told(row) for row in standing if row is not None),
    )


def _standing(connection: Connection, handover: Collection) -> Row[Any] | None:
    """The fact that told of a handover; its body names it, unless the body is not kept any more."""
    query = _facts().where(
        facts.c.station_id == handover.station_id,
        facts.c.kind == FactKind.ORDER_COLLECTED.value,
        facts.c.happened_at == handover.at,
        or_(facts.c.refused_because.is_(None), facts.c.applied_again_at.is_not(None)),
    )
    rows = connection.execute(query).all()
    named = [row for row in rows if row.body is None or _names(row, handover.collection_id)]
    return named[0] if named else None


def _names(row: Row[Any], collection_id: UUID) -> bool:
    return str(row.body.get("collection_id", "")).lower() == str(collection_id)


def _facts() -> Select[Any]:
    return (
        select(facts, stations.c.name.label("station_name"), operators.c.name.label("operator_name"))
        .join(stations, stations.c.id == facts.c.station_id)
        .outerjoin(operators, operators.c.id == facts.c.operator_id)
    )


def _told(row: Row[Any]) -> ToldHandover:
    return ToldHandover(
        station_id=row.station_id,
        station_name=row.station_name,
        seq=row.seq,
        happened_at=row.happened_at,
        received_at=row.received_at,
        operator_id=row.operator_id,
        operator_name=row.operator_name or "",
        body=row.body,
        refused_because=row.refused_because,
    )
