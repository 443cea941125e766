"""The rows of this desk that tell what people did, one query for each place where they are kept."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, func, select

from cloud_api.wire.crates import Weighed
from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import MoveReason
from cloud_api.wire.work import Task, WorkDone
from station.kernel.ids import OperatorId
from station.people.work import Event, HourKey
from station.storage import tables

_CARRIED = frozenset({MoveReason.PUT_AWAY, MoveReason.REFILL, MoveReason.RESLOT})
"""Moves for other reasons are part of picking, receiving or counting."""
_CRATE_WORK = frozenset(
    {
        FactKind.CRATE_WEIGHED,
        FactKind.CRATE_REOPENED,
        FactKind.CRATE_REPACKED,
        FactKind.CRATE_EMPTIED,
        FactKind.CRATE_EMPTYING_UNDONE,
        FactKind.BOX_USED,
        FactKind.BOX_RETURNED,
        FactKind.BOX_RETURN_UNDONE,
    }
)
"""Each is a line of the crates desk; a crate or box in the hands is a piece."""
_CRATE_UNDONE = frozenset({FactKind.CRATE_EMPTYING_UNDONE, FactKind.BOX_RETURN_UNDONE})
_TOLD = (
    FactKind.COUNT_TAKEN,
    FactKind.STOCK_MOVED,
    FactKind.PRODUCT_SLOTTED,
    FactKind.CRATE_LOADED,
    FactKind.CRATE_UNLOADED,
    *_CRATE_WORK,
)
"""Work whose rows go, or never were, beside its facts."""


def events(connection: Connection, since: datetime, until: datetime) -> list[Event]:
    """What was done from `since` on and before `until`, in no order; what nobody signed for is nobody's."""
    found: list[Event] = []
    for source in (_picked, _packed, _boxes, _received, _load_scans, _told):
        found.extend(source(connection, since, until))
    return found


def _within(table: Table, at: Any, since: datetime, until: datetime) -> Any:
    return and_(at >= since, at < until, table.c.operator_id.is_not(None))


def _picked(connection: Connection, since: datetime, until: datetime) -> Iterator[Event]:
    scan, put = tables.scan, tables.put
    query = (
        select(scan.c.at, scan.c.operator_id, scan.c.verdict, put.c.id.label("put"), put.c.quantity)
        .outerjoin(put, and_(put.c.scan_id == scan.c.id, put.c.undone_at.is_(None)))
        .where(_within(scan, scan.c.at, since, until))
    )
    for row in connection.execute(query):
        line = 0 if row.put is None else 1
        yield Event(
            row.at, OperatorId(row.operator_id), Task.PICKING, line, row.quantity or 0, 1, row.verdict
        )


def _packed(connection: Connection, since: datetime, until: datetime) -> Iterator[Event]:
    """Gift boxes are picked once before they are picked: their parts are pieces, each box is a line."""
    scan = tables.gift_box_scan
    query = select(scan.c.at, scan.c.operator_id, scan.c.quantity, scan.c.verdict, scan.c.undone_at)
    for row in connection.execute(query.where(_within(scan, scan.c.at, since, until))):
        pieces = row.quantity if row.undone_at is None else 0
        yield Event(row.at, OperatorId(row.operator_id), Task.PICKING, 0, pieces, 1, row.verdict)


def _boxes(connection: Connection, since: datetime, until: datetime) -> Iterator[Event]:
    box = tables.gift_box
    query = select(box.c.made_at, box.c.operator_id).where(
        _within(box, box.c.made_at, since, until), box.c.undone_at.is_(None)
    )
    for row in connection.execute(query):
        yield Event(row.made_at, OperatorId(row.operator_id), Task.PICKING, 1)


def _received(connection: Connection, since: datetime, until: datetime) -> Iterator[Event]:
    receipt = tables.goods_receipt
    query = select(receipt.c.at, receipt.c.operator_id, receipt.c.quantity).where(
        _within(receipt, receipt.c.at, since, until), receipt.c.undone_at.is_(None)
    )
    for row in connection.execute(query):
        yield Event(row.at, OperatorId(row.operator_id), Task.RECEIVING, 1, row.quantity)


def _load_scans(connection: Connection, since: datetime, until: datetime) -> Iterator[Event]:
    scan = tables.load_scan
    query = select(scan.c.at, scan.c.operator_id, scan.c.verdict)
    for row in connection.execute(query.where(_within(scan, scan.c.at, since, until))):
        yield Event(row.at, OperatorId(row.operator_id), Task.LOADING, scans=1, verdict=row.verdict)


def _told(connection: Connection, since: datetime, until: datetime) -> Iterator[Event]:
    fact = tables.fact
    query = select(fact.c.happened_at, fact.c.operator_id, fact.c.kind, fact.c.body).where(
        _within(fact, fact.c.happened_at, since, until), fact.c.kind.in_([kind.value for kind in _TOLD])
    )
    for row in connection.execute(query):
        done = _meaning(FactKind(row.kind), json.loads(row.body))
        if done is not None:
            yield Event(row.happened_at, OperatorId(row.operator_id), *done)


def _meaning(
    kind: FactKind, body: dict[str, Any]
) -> tuple[Task, int, int] | tuple[Task, int, int, int, str] | None:
    """Task, lines and pieces of a fact; a crate is a piece for whoever loads. None: part of other work."""
    if kind is FactKind.CRATE_LOADED:
        return Task.LOADING, 1, 1
    if kind is FactKind.CRATE_UNLOADED:
        return Task.LOADING, -1, -1
    if kind in _CRATE_UNDONE:
        return Task.CRATES, -1, -1
    if kind is FactKind.CRATE_WEIGHED:
        # Where a supervisor let it pass, the first weighing has caught it already.
        caught = _weighed_off(body) if body["override_id"] is None else ""
        return Task.CRATES, 1, 1, 0, caught
    if kind in _CRATE_WORK:
        return Task.CRATES, 1, 1
    if kind is FactKind.COUNT_TAKEN:
        found = body["found"]
        return Task.COUNTING, max(1, len(found)), sum(lot["quantity"] for lot in found)
    if kind is FactKind.PRODUCT_SLOTTED:
        return Task.SLOTTING, 1, 0
    return (Task.SLOTTING, 1, body["quantity"]) if body["why"] in _CARRIED else None


def _weighed_off(body: dict[str, Any]) -> str:
    """The verdict of a crate that is not what it should be; none of one that is."""
    if body["verdict"] != Weighed.DIFFERS.value:
        return ""
    return "too_heavy" if body["weight_g"] > body["planned_g"] else "too_light"


def first_work(connection: Connection, since: datetime) -> datetime | None:
    """When something was done for the first time since a moment; None: nothing was."""
    kinds = [kind.value for kind in _TOLD]
    looks = [
        select(func.min(table.c.at)).where(table.c.at >= since)
        for table in (tables.scan, tables.gift_box_scan, tables.goods_receipt, tables.load_scan)
    ]
    fact = tables.fact
    looks.append(
        select(func.min(fact.c.happened_at)).where(fact.c.happened_at >= since, fact.c.kind.in_(kinds))
    )
    found = [connection.execute(look).scalar() for look in looks]
    return min((at for at in found if at is not None), default=None)


def told_hours(connection: Connection, since: datetime) -> dict[HourKey, WorkDone]:
    """The hours that begin at `since` or later as this desk told each of them last."""
    fact = tables.fact
    query = (
        select(fact.c.operator_id, fact.c.body)
        .where(fact.c.kind == FactKind.WORK_DONE.value, fact.c.happened_at >= since)
        .order_by(fact.c.seq)
    )
    told: dict[HourKey, WorkDone] = {}
    for row in connection.execute(query):
        body = WorkDone.model_validate_json(row.body)
        told[HourKey(OperatorId(row.operator_id), body.hour, body.task)] = body
    return told


def last_seq(connection: Connection) -> int:
    """The number of this desk's newest fact; 0 for none."""
    return connection.execute(select(func.max(tables.fact.c.seq))).scalar() or 0


def is_wave_ended(connection: Connection, after_seq: int) -> bool:
    """Whether a wave was completed by a fact behind this number."""
    fact = tables.fact
    query = select(fact.c.seq).where(fact.c.seq > after_seq, fact.c.kind == FactKind.WAVE_COMPLETED.value)
    return connection.execute(query.limit(1)).first() is not None
