"""What goods that come in add to the book, as the docks tell of receipts that stand."""

from collections.abc import Sequence

from cloud_api.stock.entries import Entry, written
from cloud_api.stock.ledger import enter
from cloud_api.storage.reports import Report
from cloud_api.wire.floor import MoveReason
from cloud_api.wire.inbound import Condition, GoodsReceiptUndone, GoodsReceived


def note_receipts(reports: Sequence[Report[GoodsReceived]]) -> None:
    """Receipts that stand, in the transaction that keeps them: goods in good condition come into the book.

    Damaged and refused goods are no goods of ours.
    """
    entries = [_entry(report) for report in reports if _is_booked(report.body)]
    if entries:
        enter(reports[0].connection, reports[0].warehouse, entries, reports[0].now)


def note_receipt_undone(report: Report[GoodsReceiptUndone], told: GoodsReceived) -> None:
    """A receipt was taken back: what it had said is gone from the bin it had said."""
    if not _is_booked(told):
        return
    back = Entry(
        movement_id=report.fact_id,
        sku=told.sku,
        lot=told.lot,
        expiry=written(told.expiry),
        from_bin=told.bin,
        to_bin=None,
        quantity=told.quantity,
        weight_g=told.weight_g,
        why=MoveReason.RECEIPT,
        station_id=report.station_id,
        operator_id=report.operator_id,
        happened_at=report.happened_at,
        ref=told.receipt_id,
    )
    enter(report.connection, report.warehouse, [back], report.now)


def _is_booked(body: GoodsReceived) -> bool:
    return body.condition is Condition.GOOD and body.bin is not None


def _entry(report: Report[GoodsReceived]) -> Entry:
    body = report.body
    return Entry(
        movement_id=body.receipt_id,
        sku=body.sku,
        lot=body.lot,
        expiry=written(body.expiry),
        from_bin=None,
        to_bin=body.bin,
        quantity=body.quantity,
        weight_g=body.weight_g,
        why=MoveReason.RECEIPT,
        station_id=report.station_id,
        operator_id=report.operator_id,
        happened_at=report.happened_at,
        ref=body.document_id,
        photo=body.photo,
    )
