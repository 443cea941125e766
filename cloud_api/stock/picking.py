"""What picking takes from bins and brings back to them, as the waves tell of puts that stand."""

from collections.abc import Sequence

from sqlalchemy import select

from cloud_api.stock.entries import Entry, entry_of_put
from cloud_api.stock.known import known_bins
from cloud_api.stock.ledger import enter
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.floor import movements
from cloud_api.wire.facts import ItemPut, PutUndone
from cloud_api.wire.floor import MoveReason


def note_puts(reports: Sequence[Report[ItemPut]]) -> None:
    """Puts that stand, in the transaction that keeps them: those that tell their bin leave its book.

    A put is never refused for its bin. One the warehouse does not have (any more) has no book to change.
    """
    told = [report for report in reports if report.body.bin is not None]
    if not told:
        return
    connection, warehouse = told[0].connection, told[0].warehouse
    here = known_bins(connection, warehouse, (report.body.bin for report in told))
    taken = [entry_of_put(report) for report in told if report.body.bin in here]
    enter(connection, warehouse, taken, told[0].now)


def note_put_undone(report: Report[PutUndone]) -> None:
    """A put that was taken back: the same lot is in its bin again."""
    query = select(movements).where(
        movements.c.id == report.body.put_id,
        movements.c.warehouse == report.warehouse,
        movements.c.why == str(MoveReason.PICK),
    )
    row = report.connection.execute(query).first()
    if row is None:
        return
    back = Entry(
        movement_id=report.fact_id,
        sku=row.sku,
        lot=row.lot,
        expiry=row.expiry,
        from_bin=None,
        to_bin=row.from_bin,
        quantity=row.quantity,
        weight_g=row.weight_g,
        why=MoveReason.PUT_BACK,
        station_id=report.station_id,
        operator_id=report.operator_id,
        happened_at=report.happened_at,
        ref=report.body.put_id,
    )
    enter(report.connection, report.warehouse, [back], report.now)
