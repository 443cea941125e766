"""Keeps handovers that were refused although their goods may have gone out, until a person settles them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, insert, or_, select, update

from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.pickup import conflicts
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.facts import CollectionUndone, OrderCollected
from cloud_api.wire.pickup import Collection, Conflict, ConflictKind, ConflictPage


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
        .values(
            settled_at=report.now, settled_by=report.station_name, settled_how="The handover was taken back."
        )
    )
    return bool(found)


def list_conflicts(
    connection: Connection, whose: ColumnElement[bool], limit: int, after: tuple[bool, UUID] | None = None
) -> ConflictPage:
    """Conflicts for which `whose` holds: open ones first, the latest first.

    `after` is the last one seen: whether it was settled, and its id (ids grow with time).
    """
    settled = conflicts.c.settled_at.is_not(None)
    query = select_conflicts().where(whose).order_by(settled, conflicts.c.id.desc()).limit(limit + 1)
    if after is not None:
        behind = and_(settled == after[0], conflicts.c.id < after[1])
        query = query.where(or_(behind, settled) if not after[0] else behind)
    rows = connection.execute(query).all()
    items = tuple(_conflict(row) for row in rows[:limit])
    return ConflictPage(items=items, next=_place(items[-1]) if len(rows) > limit else None)


def find_conflict(connection: Connection, conflict_id: UUID, whose: ColumnElement[bool]) -> Conflict | None:
    """The conflict with this id, when `whose` holds for it."""
    row = connection.execute(select_conflicts().where(conflicts.c.id == conflict_id, whose)).first()
    return None if row is None else _conflict(row)


def settle(connection: Connection, conflict_id: UUID, by: Actor, how: str, now: datetime) -> bool:
    """A person looked at both handovers and put things right; False when it was settled before."""
    # Whoever tries a refused handover again holds the trail before this row (exchange.applying_again).
    lock_exclusive(connection, Lock.AUDIT)
    settled = (
        update(conflicts)
        .where(conflicts.c.id == conflict_id, conflicts.c.settled_at.is_(None))
        .values(settled_at=now, settled_by=by.name[:200], settled_how=how)
    )
    if not connection.execute(settled).rowcount:
        return False
    note_act(connection, by, "conflict settled", str(conflict_id), now, {"how": how})
    return True


def read_place(text: str) -> tuple[bool, UUID]:
    """The place in the list a `next` names. Raises ValueError."""
    state, _, conflict_id = text.partition(".")
    if state not in _STATES:
        raise ValueError(text)
    return state == _STATES[1], UUID(conflict_id)


_STATES = ("open", "settled")


def _place(conflict: Conflict) -> str:
    return f"{_STATES[conflict.settled_at is not None]}.{conflict.conflict_id}"


def select_conflicts() -> Select[Any]:
    """Conflicts with the shop of their order and its warehouse."""
    return (
        select(conflicts, orders.c.pickup_point)
        .join(orders, orders.c.id == conflicts.c.order_id)
        .join(pickup_points, pickup_points.c.code == orders.c.pickup_point)
    )


def _conflict(row: Row[Any]) -> Conflict:
    return Conflict(
        conflict_id=row.id,
        kind=row.kind,
        order_no=row.body["order_no"],
        pickup_point=row.pickup_point,
        refused=row.body["refused"],
        standing=row.body["standing"],
        found_at=row.found_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        settled_how=row.settled_how,
    )
