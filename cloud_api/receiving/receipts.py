"""Takes what desks report of goods that came in, and of receipts that were a slip of the hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from cloud_api.receiving.purchases import Papers, find_papers, purchase_news
from cloud_api.storage.changes import write_changes
from cloud_api.storage.key_lists import among
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import bins, products
from cloud_api.storage.tables.receiving import goods_receipts
from cloud_api.wire.inbound import Condition, GoodsReceiptUndone, GoodsReceived

OnReceived = Callable[[Sequence[Report[GoodsReceived]]], None]
"""Told receipts that stand, in the transaction that keeps them."""
OnUndone = Callable[[Report[GoodsReceiptUndone], GoodsReceived], None]
"""Told a receipt that was taken back, and what it had said."""


@dataclass(frozen=True)
class Listeners:
    """Who else hears of goods that come in."""

    received: OnReceived
    undone: OnUndone


@dataclass(frozen=True)
class Receiving:
    """The handlers of receipts."""

    listeners: Listeners

    def apply(self, report: Report[GoodsReceived]) -> str | None:
        """As apply_run, for one."""
        return self.apply_run([report])[0]

    def apply_run(self, reports: Sequence[Report[GoodsReceived]]) -> list[str | None]:
        """Keep the receipts that fit and answer why the others are refused; stations are told once.

        A receipt that is known already, with the same words, is a success and changes nothing.
        """
        run = _Run(reports)
        faults = [run.take(report) for report in reports]
        connection, now = reports[0].connection, reports[0].now
        if run.rows:
            connection.execute(insert(goods_receipts), run.rows)
            self.listeners.received(run.taken)
        write_changes(connection, purchase_news(connection, run.concerned), now)
        return faults

    def undo(self, report: Report[GoodsReceiptUndone]) -> str | None:
        """A receipt was a slip: it counts no more. Again is a success and changes nothing."""
        connection, receipt_id = report.connection, report.body.receipt_id
        query = select(goods_receipts).where(
            goods_receipts.c.id == receipt_id, goods_receipts.c.warehouse == report.warehouse
        )
        row = connection.execute(query).first()
        if row is None:
            return f"There is no receipt {receipt_id} in warehouse {report.warehouse}."
        if row.undone_at is not None:
            return None
        connection.execute(
            update(goods_receipts)
            .where(goods_receipts.c.id == receipt_id)
            .values(undone_at=report.happened_at)
        )
        self.listeners.undone(report, body_of(row))
        papers = None if row.document_id is None else find_papers(connection, row.document_id)
        if papers is not None:
            write_changes(connection, purchase_news(connection, [papers]), report.now)
        return None


class _Run:
    """What a run of receipts is checked against, and what of it is to be kept."""

    def __init__(self, reports: Sequence[Report[GoodsReceived]]) -> None:
        self._connection, self._warehouse = reports[0].connection, reports[0].warehouse
        bodies = [report.body for report in reports]
        self._bins = _known_bins(self._connection, self._warehouse, {body.bin for body in bodies})
        asked = {body.sku for body in bodies}
        known_skus = select(products.c.sku).where(among(self._connection, products.c.sku, asked))
        self._skus = set(self._connection.scalars(known_skus))
        ids = [body.receipt_id for body in bodies]
        known = select(goods_receipts).where(among(self._connection, goods_receipts.c.id, ids))
        self._known: dict[UUID, Any] = {row.id: row._mapping for row in self._connection.execute(known)}
        self._papers: dict[UUID, Papers | None] = {}
        self.rows: list[dict[str, Any]] = []
        self.taken: list[Report[GoodsReceived]] = []
        self._concerned: dict[UUID, Papers] = {}

    @property
    def concerned(self) -> list[Papers]:
        """Purchase orders of which something came."""
        return list(self._concerned.values())

    def take(self, report: Report[GoodsReceived]) -> str | None:
        """Why a receipt is refused; one that is not is kept with the run."""
        body = report.body
        known = self._known.get(body.receipt_id)
        if known is not None:
            same = known["warehouse"] == report.warehouse and all(
                known[name] == value for name, value in _said(body).items()
            )
            return None if same else f"The receipt {body.receipt_id} is known with other words."
        papers = None if body.document_id is None else self._find(body.document_id)
        fault = self._fault(body, papers)
        if fault is None:
            row = _row(report, papers)
            self._known[body.receipt_id] = row
            self.rows.append(row)
            self.taken.append(report)
            if papers is not None:
                self._concerned[papers.first.id] = papers
        return fault

    def _find(self, document_id: UUID) -> Papers | None:
        if document_id not in self._papers:
            self._papers[document_id] = find_papers(self._connection, document_id)
        return self._papers[document_id]

    def _fault(self, body: GoodsReceived, papers: Papers | None) -> str | None:
        if body.document_id is not None and (papers is None or papers.first.warehouse != self._warehouse):
            return f"There is no purchase order {body.document_id} in warehouse {self._warehouse}."
        if body.sku not in self._skus:
            return f"There is no product {body.sku}. Add it to the catalogue, or scan again."
        if body.condition is not Condition.GOOD:
            return None if body.reason.strip() else f"Goods that came {body.condition} want a reason."
        if body.bin is None:
            return f"The receipt {body.receipt_id} of product {body.sku} wants the bin the goods stand in."
        if body.bin not in self._bins:
            return f"There is no bin {body.bin} in warehouse {self._warehouse}. Add it to the catalogue."
        return None


def _known_bins(connection: Connection, warehouse: str, codes: set[str | None]) -> set[str]:
    asked = {code for code in codes if code is not None}
    here = select(bins.c.code).where(bins.c.warehouse == warehouse, among(connection, bins.c.code, asked))
    return set(connection.scalars(here))


def _said(body: GoodsReceived) -> dict[str, Any]:
    return {
        "sku": body.sku,
        "lot": body.lot,
        "expiry": body.expiry.isoformat() if body.expiry else "",
        "quantity": body.quantity,
        "weight_g": body.weight_g,
        "condition": str(body.condition),
        "bin": body.bin,
    }


def _row(report: Report[GoodsReceived], papers: Papers | None) -> dict[str, Any]:
    body = report.body
    return {
        "id": body.receipt_id,
        "warehouse": report.warehouse,
        "document_id": None if papers is None else papers.first.id,
        **_said(body),
        "reason": body.reason,
        "photo": body.photo,
        "station_id": report.station_id,
        "operator_id": report.operator_id,
        "happened_at": report.happened_at,
    }


def body_of(row: Row[Any]) -> GoodsReceived:
    """What a receipt that is kept had said."""
    return GoodsReceived(**told_of(row))


def told_of(row: Row[Any]) -> dict[str, Any]:
    """The fields of a receipt as messages have them."""
    return {
        "receipt_id": row.id,
        "document_id": row.document_id,
        "sku": row.sku,
        "lot": row.lot,
        "expiry": date.fromisoformat(row.expiry) if row.expiry else None,
        "quantity": row.quantity,
        "weight_g": row.weight_g,
        "condition": row.condition,
        "reason": row.reason,
        "photo": row.photo,
        "bin": row.bin,
    }
