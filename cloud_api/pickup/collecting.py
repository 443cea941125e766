"""Takes handovers: each piece once, however many desks were offline while they handed it over."""

from typing import Any

from sqlalchemy import Row, insert, select

from cloud_api.pickup.conflicts import keep_conflict
from cloud_api.pickup.handovers import (
    find_order,
    packed,
    packed_and_here,
    standing_collections,
    told_collection,
    told_pieces,
)
from cloud_api.pickup.shops import NO_SHOP, local_time
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.goods import collected_of_order
from cloud_api.storage.pickup_keys import release_code
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.pickup import collection_lines, collections
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import OrderCollected
from cloud_api.wire.pickup import Collection


def apply_order_collected(report: Report[OrderCollected]) -> str | None:
    """Store a handover and tell the shop's other desks, or answer why it is refused.

    What another handover took already is refused and kept as a conflict: the goods may have gone out twice.
    """
    shop = report.pickup_point
    if shop is None:
        return NO_SHOP
    order = find_order(report.connection, report.body.order_id, shop)
    if order is None:
        return f"There is no order {report.body.order_id} at shop {shop}."
    reason = _fault(report, order)
    if reason is not None:
        return reason
    collection = told_collection(report)
    _store(report, order)
    body = collection.model_dump(mode="json")
    change = NewChange(ChangeKind.COLLECTED, body, order.warehouse, order.pickup_point)
    write_changes(report.connection, [change], report.now)
    if collected_of_order(report.connection, order.id) == packed(report.connection, order.id):
        release_code(report.connection, order.id, report.now)
    return None


def _fault(report: Report[OrderCollected], order: Row[Any]) -> str | None:
    connection = report.connection
    wanted = told_pieces(report.body)
    here, gone = packed_and_here(connection, order.id), collected_of_order(connection, order.id)
    for sku, quantity in wanted.items():
        if quantity > here[sku]:
            return (
                f"Order {order.order_no}: {quantity} of product {sku} handed over, but {here[sku]} were "
                "packed and have been received here. Look whether all crates are scanned in."
            )
    known = connection.execute(select(collections).where(collections.c.id == report.body.collection_id))
    if known.first() is not None:
        return f"The handover {report.body.collection_id} is known from another fact; each has its own id."
    twice = sorted(sku for sku, quantity in wanted.items() if quantity > here[sku] - gone[sku])
    return _collected_twice(report, order, twice) if twice else None


def _collected_twice(report: Report[OrderCollected], order: Row[Any], skus: list[str]) -> str:
    standing = standing_collections(report.connection, order.id)
    touching = [each for each in standing if any(line.sku in skus for line in each.lines)]
    keep_conflict(report, order.order_no, told_collection(report), touching)
    told = "; ".join(_told(report, order, each) for each in touching)
    return f"Order {order.order_no}: product {', '.join(skus)} was handed over already: {told}."


def _told(report: Report[OrderCollected], order: Row[Any], collection: Collection) -> str:
    at = local_time(report.connection, order.pickup_point, collection.at)
    who = f" by {collection.operator_name}" if collection.operator_name else ""
    return f"{at} at {collection.station_name}{who}"


def _store(report: Report[OrderCollected], order: Row[Any]) -> None:
    body = report.body
    report.connection.execute(
        insert(collections).values(
            id=body.collection_id,
            order_id=order.id,
            station_id=report.station_id,
            operator_id=report.operator_id,
            means=body.means,
            collected_at=report.happened_at,
        )
    )
    report.connection.execute(
        insert(collection_lines),
        [
            {"collection_id": body.collection_id, "sku": sku, "quantity": quantity}
            for sku, quantity in told_pieces(report.body).items()
        ],
    )
