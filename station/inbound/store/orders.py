"""Purchase orders as rows: what the cloud told, and own receipts its word does not contain yet."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.inbound import Condition, Purchase
from station.inbound.model.orders import OrderLine, PurchaseOrder
from station.inbound.store.goods import goods_of
from station.stock.book import told_up_to
from station.storage import tables
from station.sync.inbox import Apply

Own = Mapping[UUID, Mapping[tuple[str, str], int]]
"""Pieces by purchase order, product and condition; below zero where a told receipt was undone."""


@dataclass
class OrderBook:
    """Reads purchase orders; what was not told anew is not read anew."""

    _read: dict[UUID, tuple[str, Purchase]] = field(default_factory=dict)

    def load(self, connection: Connection) -> list[PurchaseOrder]:
        """All that were told, those still open first, each kind by number."""
        rows = connection.execute(select(tables.purchase).where(tables.purchase.c.body != "")).all()
        told = {row.document_id: self._told(row) for row in rows}
        self._read = {each: self._read[each] for each in told}
        own = own_receipts(connection)
        skus = {line.sku for each in told.values() for line in each.lines}
        skus |= {sku for each in own.values() for sku, _ in each}
        goods = goods_of(connection, skus)
        orders = [_order(row, told[row.document_id], own.get(row.document_id, {}), goods) for row in rows]
        numbers = {row.document_id: row.number for row in rows}
        return sorted(orders, key=lambda each: (each.closed_at is not None, numbers[each.id]))

    def _told(self, row: Row[Any]) -> Purchase:
        known = self._read.get(row.document_id)
        if known is None or known[0] != row.body:
            known = self._read[row.document_id] = row.body, Purchase.model_validate_json(row.body)
        return known[1]


def own_receipts(connection: Connection) -> Own:
    """What own receipts add to the told numbers, and what undone ones take away."""
    known_to = told_up_to(connection)
    receipt = tables.goods_receipt.c
    recent = (receipt.seq >= known_to) | (receipt.undone_seq >= known_to)
    own: defaultdict[UUID, defaultdict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    query = select(tables.goods_receipt).where(recent, receipt.document_id.is_not(None))
    for row in connection.execute(query):
        key = (row.sku, row.condition)
        if row.seq >= known_to:
            own[row.document_id][key] += row.quantity
        if row.undone_seq is not None and row.undone_seq >= known_to:
            own[row.document_id][key] -= row.quantity
    return own


def _order(
    row: Row[Any], told: Purchase, own: Mapping[tuple[str, str], int], goods: Mapping[str, Any]
) -> PurchaseOrder:
    lines = {line.sku: line for line in told.lines}
    extra = sorted({sku for sku, _ in own} - lines.keys())
    is_own = row.own_seq is not None
    return PurchaseOrder(
        id=told.document_id,
        code=told.code,
        codes=(told.code, *told.slip_codes),
        supplier=told.supplier_name,
        cycle=told.cycle_name,
        lines=tuple(
            OrderLine(
                goods[sku],
                lines[sku].ordered if sku in lines else 0,
                *(
                    (getattr(lines[sku], str(condition)) if sku in lines else 0)
                    + own.get((sku, str(condition)), 0)
                    for condition in (Condition.GOOD, Condition.DAMAGED, Condition.REFUSED)
                ),
            )
            for sku in [*lines, *extra]
        ),
        closed_at=row.closed_at,
        settled=not is_own and told.settled_at is not None,
        shared=() if is_own else told.shared,
    )


def close_order(connection: Connection, document_id: UUID, closed_at: datetime | None, seq: int) -> None:
    """This desk's own word, with the number of its fact: it holds until the cloud's contains it."""
    this = tables.purchase.c.document_id == document_id
    connection.execute(update(tables.purchase).where(this).values(closed_at=closed_at, own_seq=seq))


def apply_purchase(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """A purchase order as the cloud tells it; it counts with the last page (see `purchases_told`)."""
    told = Purchase.model_validate(body)
    heads = {"code": told.code, "number": told.number, "supplier_name": told.supplier_name}
    news = told.model_dump_json()
    statement = upsert(tables.purchase).values(document_id=told.document_id, body="", news=news, **heads)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["document_id"], set_={"news": news, **heads})
    )


APPLY: Mapping[str, Apply] = {ChangeKind.PURCHASE: apply_purchase}


def purchases_told(connection: Connection, expected_seq: int | None) -> set[str]:
    """Behind the last page: what was told counts from now on, and own facts below `expected_seq` are in it.

    To be called after `station.stock.applying.stock_told`. Returns the kinds that are to be seen only now.
    """
    purchase = tables.purchase.c
    rows = connection.execute(select(tables.purchase).where(purchase.news.is_not(None))).all()
    for row in rows:
        this = purchase.document_id == row.document_id
        connection.execute(update(tables.purchase).where(this).values(body=row.news, news=None))
    ended = _end_own_words(connection, expected_seq)
    told = [row for row in rows if row.own_seq is None or row.document_id in ended]
    for row in told:
        closed_at = Purchase.model_validate_json(row.news).closed_at
        this = purchase.document_id == row.document_id
        connection.execute(update(tables.purchase).where(this).values(closed_at=closed_at))
    return {str(ChangeKind.PURCHASE)} if rows or ended else set()


def _end_own_words(connection: Connection, expected_seq: int | None) -> set[UUID]:
    if expected_seq is None:
        return set()
    purchase = tables.purchase.c
    told = (purchase.own_seq.is_not(None)) & (purchase.own_seq < expected_seq)
    rows = connection.execute(select(tables.purchase).where(told)).all()
    for row in rows:
        closed_at = Purchase.model_validate_json(row.body).closed_at
        this = purchase.document_id == row.document_id
        connection.execute(update(tables.purchase).where(this).values(own_seq=None, closed_at=closed_at))
    return {row.document_id for row in rows}
