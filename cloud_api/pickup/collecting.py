"""Takes handovers: each piece once, however many desks were offline while they handed it over."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from cloud_api.pickup.conflicts import keep_conflict
from cloud_api.pickup.handovers import (
    find_orders,
    operator_names,
    packed_pieces,
    standing_collections,
    told_collection,
    told_pieces,
)
from cloud_api.pickup.shops import NO_SHOP, local_time
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.goods import collected_of_orders
from cloud_api.storage.key_lists import among
from cloud_api.storage.many_rows import insert_rows
from cloud_api.storage.pickup_keys import release_codes
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.pickup import collection_lines, collections
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import OrderCollected
from cloud_api.wire.pickup import Collection


def apply_order_collected(report: Report[OrderCollected]) -> str | None:
    """As apply_orders_collected, for one."""
    return apply_orders_collected([report])[0]


def apply_orders_collected(reports: Sequence[Report[OrderCollected]]) -> list[str | None]:
    """Store handovers and tell the shop's other desks, or answer why one is refused, as if each came alone.

    What another handover took already is refused and kept as a conflict: the goods may have gone out twice.
    Nobody else hands goods of this shop over meanwhile (Lock.SHOPS), so what was read once stays true.
    """
    shop = reports[0].pickup_point
    if shop is None:
        return [NO_SHOP for _ in reports]
    run = _Run(reports, shop)
    faults = [run.take(report) for report in reports]
    run.write()
    return faults


class _Run:
    """What handovers are checked against, and what of them is to be stored."""

    def __init__(self, reports: Sequence[Report[OrderCollected]], shop: str) -> None:
        self._connection = connection = reports[0].connection
        self._now = reports[0].now
        self._shop = shop
        self._orders = find_orders(connection, {report.body.order_id for report in reports}, shop)
        self._pieces = packed_pieces(connection, self._orders)
        self._gone = collected_of_orders(connection, list(self._orders))
        told_ids = [report.body.collection_id for report in reports]
        known = select(collections.c.id).where(among(connection, collections.c.id, told_ids))
        self._known = set(connection.scalars(known))
        self._names = operator_names(
            connection, {report.operator_id for report in reports if report.operator_id is not None}
        )
        self._forget()

    def _forget(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._lines: list[dict[str, Any]] = []
        self._news: list[NewChange] = []
        self._finished: list[UUID] = []

    def take(self, report: Report[OrderCollected]) -> str | None:
        """Why a handover is refused; one that is not counts from now on."""
        order = self._orders.get(report.body.order_id)
        if order is None:
            return f"There is no order {report.body.order_id} at shop {self._shop}."
        reason = self._fault(report, order)
        if reason is None:
            self._keep(report, order)
        return reason

    def write(self) -> None:
        """Store what was taken so far."""
        insert_rows(self._connection, collections, self._rows)
        insert_rows(self._connection, collection_lines, self._lines)
        write_changes(self._connection, self._news, self._now)
        if self._finished:
            release_codes(self._connection, self._finished, self._now)
        self._forget()

    def _fault(self, report: Report[OrderCollected], order: Row[Any]) -> str | None:
        wanted, here, gone = told_pieces(report.body), self._pieces[order.id].here, self._gone[order.id]
        for sku, quantity in wanted.items():
            if quantity > here[sku]:
                return (
                    f"Order {order.order_no}: {quantity} of product {sku} handed over, but {here[sku]} were "
                    "packed and have been received here. Look whether all crates are scanned in."
                )
        if report.body.collection_id in self._known:
            return (
                f"The handover {report.body.collection_id} is known from another fact; each has its own id."
            )
        twice = sorted(sku for sku, quantity in wanted.items() if quantity > here[sku] - gone[sku])
        return self._collected_twice(report, order, twice) if twice else None

    def _collected_twice(self, report: Report[OrderCollected], order: Row[Any], skus: list[str]) -> str:
        self.write()
        standing = standing_collections(self._connection, order.id)
        touching = [each for each in standing if any(line.sku in skus for line in each.lines)]
        keep_conflict(report, order.order_no, self._told(report), touching)
        told = "; ".join(self._in_words(order, each) for each in touching)
        return f"Order {order.order_no}: product {', '.join(skus)} was handed over already: {told}."

    def _in_words(self, order: Row[Any], collection: Collection) -> str:
        at = local_time(self._connection, order.pickup_point, collection.at)
        who = f" by {collection.operator_name}" if collection.operator_name else ""
        return f"{at} at {collection.station_name}{who}"

    def _told(self, report: Report[OrderCollected]) -> Collection:
        name = "" if report.operator_id is None else self._names.get(report.operator_id, "")
        return told_collection(report, name)

    def _keep(self, report: Report[OrderCollected], order: Row[Any]) -> None:
        body, wanted = report.body, told_pieces(report.body)
        self._rows.append(
            {
                "id": body.collection_id,
                "order_id": order.id,
                "station_id": report.station_id,
                "operator_id": report.operator_id,
                "means": body.means.value,
                "collected_at": report.happened_at,
            }
        )
        self._lines += [
            {"collection_id": body.collection_id, "sku": sku, "quantity": quantity}
            for sku, quantity in wanted.items()
        ]
        told = self._told(report).model_dump(mode="json")
        self._news.append(NewChange(ChangeKind.COLLECTED, told, order.warehouse, order.pickup_point))
        self._known.add(body.collection_id)
        gone = self._gone[order.id]
        gone.update(wanted)
        if gone == self._pieces[order.id].packed:
            self._finished.append(order.id)
