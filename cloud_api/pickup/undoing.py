"""Takes handovers back: the order waits again, with a code that opens it."""

from typing import Any

from sqlalchemy import Row, select, update

from cloud_api.pickup.conflicts import settle_conflict
from cloud_api.pickup.handovers import find_orders
from cloud_api.pickup.shops import NO_SHOP
from cloud_api.pickup.telling import tell_order_anew
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.pickup_keys import reopen_code
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.pickup import collections
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import CollectionUndone
from cloud_api.wire.pickup import CollectionGone


def apply_collection_undone(report: Report[CollectionUndone]) -> str | None:
    """Take a handover back whole; one that is gone already stays gone.

    A desk may also take back a handover that was refused: that settles the conflict.
    """
    body, shop = report.body, report.pickup_point
    if shop is None:
        return NO_SHOP
    order = find_orders(report.connection, [body.order_id], shop).get(body.order_id)
    if order is None:
        return f"There is no order {body.order_id} at shop {shop}."
    known = report.connection.execute(select(collections).where(collections.c.id == body.collection_id))
    collection = known.first()
    if collection is None or collection.order_id != order.id:
        if settle_conflict(report, order.id):
            return None
        return f"There is no handover {body.collection_id} of order {order.order_no} to take back."
    if collection.undone_at is None:
        _undo(report, order)
    return None


def _undo(report: Report[CollectionUndone], order: Row[Any]) -> None:
    body = report.body
    report.connection.execute(
        update(collections)
        .where(collections.c.id == body.collection_id)
        .values(undone_at=report.happened_at, undone_reason=body.reason)
    )
    gone = CollectionGone(
        collection_id=body.collection_id,
        order_id=order.id,
        reason=body.reason,
        at=report.happened_at,
        station_id=report.station_id,
        station_name=report.station_name,
    )
    change = NewChange(
        ChangeKind.COLLECTION_UNDONE, gone.model_dump(mode="json"), order.warehouse, order.pickup_point
    )
    write_changes(report.connection, [change], report.now)
    if reopen_code(report.connection, order.id):
        tell_order_anew(report.connection, order.wave_id, order.id, report.now)
