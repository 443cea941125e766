"""Takes what desks report of counts: asked, taken without seeing the book, settled by a supervisor."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from cloud_api.stock.below_zero import ask_counts
from cloud_api.stock.entries import Amount, Entry, lot_place
from cloud_api.stock.known import bin_fault, known_bins, known_skus, sku_fault, supervisor_fault
from cloud_api.stock.ledger import enter
from cloud_api.stock.looking_back import Compared, Counted, compare, counted_of, differing
from cloud_api.stock.telling import count_news
from cloud_api.storage.changes import write_changes
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.floor import counts
from cloud_api.wire.floor import CountAsked, CountedLot, CountReason, CountSettled, CountState, CountTaken

_TO_COUNT = (CountState.ASKED, CountState.REJECTED)
_TO_SETTLE = (CountState.TAKEN, CountState.AGREED)
"""The supervisor may have seen a difference that late facts have explained since."""


def apply_asked(report: Report[CountAsked]) -> str | None:
    """Somebody is to count a bin."""
    body = report.body
    if _find(report) is not None:
        return f"The count {body.count_id} is known from another fact; each has an id of its own."
    fault = _place_fault(report, body.sku)
    if fault is not None:
        return fault
    _add(report, body.why)
    _tell(report)
    return None


def apply_taken(report: Report[CountTaken]) -> str | None:
    """Somebody counted: held against the book as of that moment (see looking_back).

    A count nobody here was asked for, as after a restore, counts as asked by whoever took it.
    """
    body, row = report.body, _find(report)
    fault = _taken_fault(report, row) or _place_fault(report, body.sku) or _found_fault(report)
    if fault is not None:
        return fault
    if row is None:
        _add(report, CountReason.ASKED)
    at = report.happened_at
    compared = compare(report.connection, report.warehouse, Counted(body.bin, body.sku, at), body.found)
    told = {
        "counted_at": at,
        "counted_by": report.operator_id,
        "station_id": report.station_id,
        "found": [lot.model_dump(mode="json") for lot in body.found],
    }
    _write(report, told | compared.columns())
    _tell(report, body.bin)
    return None


def apply_settled(report: Report[CountSettled]) -> str | None:
    """A supervisor approves a difference, and the book follows what was found; or has it counted again."""
    body, row = report.body, _find(report)
    fault = supervisor_fault(report.connection, body.supervisor_id, report.warehouse)
    if fault is not None:
        return f"The count does not count as settled: {fault}"
    if row is None or row.warehouse != report.warehouse:
        return f"There is no count {body.count_id} in this warehouse."
    if row.state not in _TO_SETTLE:
        return f"The count of bin {row.bin} is {row.state}: there is nothing to settle."
    settled = {"settled_at": report.happened_at, "settled_by": body.supervisor_id, "reason": body.reason}
    if not body.approved:
        _write(report, {**settled, "state": str(CountState.REJECTED)})
    elif row.state == CountState.TAKEN:
        _approve(report, row, settled)
    _tell(report, row.bin)
    return None


def _approve(report: Report[CountSettled], row: Row[Any], settled: dict[str, Any]) -> None:
    connection, warehouse = report.connection, report.warehouse
    found = [CountedLot.model_validate(each) for each in row.found]
    compared = compare(connection, warehouse, counted_of(row), found)
    columns = {**settled, **compared.columns(), "state": str(CountState.APPROVED)}
    _write(report, columns)
    approved = connection.execute(select(counts).where(counts.c.id == row.id)).one()
    enter(connection, warehouse, _adjusting(approved, compared), report.now)


def _adjusting(count: Row[Any], compared: Compared) -> list[Entry]:
    """What makes the book what was found."""
    entries = []
    for each in compared.differences:
        more = Amount(each.found - each.book, each.found_weight_g - each.book_weight_g)
        place = lot_place(count.bin, each)
        entries += differing(count, place, more, "\x1f".join(place))
    return entries


def _find(report: Report[Any]) -> Row[Any] | None:
    return report.connection.execute(select(counts).where(counts.c.id == report.body.count_id)).first()


def _add(report: Report[Any], why: CountReason) -> None:
    report.connection.execute(
        insert(counts).values(
            id=report.body.count_id,
            warehouse=report.warehouse,
            bin=report.body.bin,
            sku=report.body.sku,
            why=str(why),
            state=str(CountState.ASKED),
            asked_at=report.happened_at,
            asked_by=report.operator_id,
        )
    )


def _write(report: Report[Any], told: dict[str, Any]) -> None:
    report.connection.execute(update(counts).where(counts.c.id == report.body.count_id).values(told))


def _tell(report: Report[Any], *bin_codes: str) -> None:
    """Of bins whose count has ended here: what is below zero by later movements is to be counted again."""
    asked = ask_counts(report.connection, report.warehouse, bin_codes, report.now) if bin_codes else []
    news = count_news(report.connection, [report.body.count_id, *asked])
    write_changes(report.connection, news, report.now)


def _place_fault(report: Report[Any], sku: str | None) -> str | None:
    connection, warehouse, bin_code = report.connection, report.warehouse, report.body.bin
    fault = bin_fault(bin_code, known_bins(connection, warehouse, [bin_code]), warehouse)
    return fault or (None if sku is None else sku_fault(sku, known_skus(connection, [sku])))


def _found_fault(report: Report[CountTaken]) -> str | None:
    body = report.body
    known = known_skus(report.connection, {lot.sku for lot in body.found})
    for lot in body.found:
        if body.sku not in (None, lot.sku):
            return f"The count of bin {body.bin} is of product {body.sku}, not of {lot.sku}."
        fault = sku_fault(lot.sku, known)
        if fault is not None:
            return fault
    return None


def _taken_fault(report: Report[CountTaken], row: Row[Any] | None) -> str | None:
    body = report.body
    if row is None:
        return None
    if row.warehouse != report.warehouse:
        return f"There is no count {body.count_id} in this warehouse."
    if (row.bin, row.sku) != (body.bin, body.sku):
        what = row.sku or "all that lies there"
        return f"The count {body.count_id} is of bin {row.bin}, {what}, not of bin {body.bin}."
    if row.state not in _TO_COUNT:
        return f"Bin {row.bin} was counted already, and the count is {row.state}. Nothing more is to do."
    if row.state == CountState.REJECTED and report.operator_id in (row.counted_by, None):
        return f"Bin {row.bin} is to be counted again by somebody else than who counted it before."
    return None
