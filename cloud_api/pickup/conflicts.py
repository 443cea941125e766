"""Keeps handovers that were refused although their goods may have gone out, until a person settles them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from cloud_api.storage.ids import new_uuid
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.pickup import conflicts
from cloud_api.wire.facts import CollectionUndone, OrderCollected
from cloud_api.wire.pickup import Collection, Conflict, ConflictKind


def keep_conflict(
    report: Report[OrderCollected], order_no: str, refused: Collection, standing: Sequence[Collection]
) -> None:
    """Keep a second handover beside those that count."""
    body = {
        "order_no": order_no,
        "refused": refused.model_dump(mode="json"),
        "standing": [each.model_dump(mode="json") for each in standing],
    }
    report.connection.execute(
        insert(conflicts).values(
            id=new_uuid(),
            kind=ConflictKind.COLLECTED_TWICE,
            order_id=refused.order_id,
            station_id=report.station_id,
            fact_id=report.fact_id,
            body=body,
            found_at=report.now,
        )
    )


def settle_conflict(report: Report[CollectionUndone], order_id: UUID) -> bool:
    """The station takes a refused handover back; True when there was one of it."""
    query = select(conflicts.c.id, conflicts.c.body).where(
        conflicts.c.order_id == order_id, conflicts.c.station_id == report.station_id
    )
    mine = str(report.body.collection_id)
    found = [
        row.id for row in report.connection.execute(query) if row.body["refused"]["collection_id"] == mine
    ]
    report.connection.execute(
        update(conflicts)
        .where(conflicts.c.id.in_(found), conflicts.c.settled_at.is_(None))
        .values(settled_at=report.now)
    )
    return bool(found)


def list_conflicts(connection: Connection, pickup_point: str | None, limit: int) -> list[Conflict]:
    """Conflicts of one shop, or of all when None: open ones first, the latest first."""
    query = (
        select(conflicts, orders.c.pickup_point)
        .join(orders, orders.c.id == conflicts.c.order_id)
        .order_by(conflicts.c.settled_at.is_not(None), conflicts.c.found_at.desc(), conflicts.c.id.desc())
        .limit(limit)
    )
    if pickup_point is not None:
        query = query.where(orders.c.pickup_point == pickup_point)
    return [
        Conflict(
            conflict_id=row.id,
            kind=row.kind,
            order_no=row.body["order_no"],
            pickup_point=row.pickup_point,
            refused=row.body["refused"],
            standing=row.body["standing"],
            found_at=row.found_at,
            settled_at=row.settled_at,
        )
        for row in connection.execute(query)
    ]
