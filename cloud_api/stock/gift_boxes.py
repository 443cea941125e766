"""Takes gift boxes desks packed 礼盒: parts leave their bins, a box comes into one, jobs are told anew."""

from collections import Counter
from typing import Any

from sqlalchemy import Row, insert, select, update

from cloud_api.stock.entries import Entry, written
from cloud_api.stock.known import bin_fault, known_bins
from cloud_api.stock.ledger import enter
from cloud_api.storage.changes import write_changes
from cloud_api.storage.gift_boxes import gift_job_news
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.floor import gift_boxes
from cloud_api.wire.catalogue import Component
from cloud_api.wire.floor import Lot, MoveReason
from cloud_api.wire.gift_boxes import BoxPart, GiftBoxMade, GiftBoxUndone


def apply_box_made(report: Report[GiftBoxMade]) -> str | None:
    """Keep the box and enter what moved, or answer why it is none."""
    body, connection = report.body, report.connection
    fault = _product_fault(report) or _bins_fault(report)
    if fault is not None:
        return fault
    if connection.scalar(select(gift_boxes.c.id).where(gift_boxes.c.id == body.box_id)) is not None:
        return f"The gift box {body.box_id} is known from another fact; each has an id of its own."
    row = {
        "id": body.box_id,
        "warehouse": report.warehouse,
        "cycle_id": body.cycle_id,
        "sku": body.sku,
        "body": body.model_dump(mode="json"),
        "station_id": report.station_id,
        "made_at": report.happened_at,
    }
    connection.execute(insert(gift_boxes).values(row))
    enter(connection, report.warehouse, _entries(report, body, back=False), report.now)
    _tell_job(report, body)
    return None


def apply_box_undone(report: Report[GiftBoxUndone]) -> str | None:
    """Its parts are back in their bins. The same again changes nothing."""
    connection, box_id = report.connection, report.body.box_id
    row = connection.execute(select(gift_boxes).where(gift_boxes.c.id == box_id)).first()
    if row is None or row.warehouse != report.warehouse:
        return f"There is no gift box {box_id} in this warehouse."
    if row.undone_at is not None:
        return None
    connection.execute(
        update(gift_boxes).where(gift_boxes.c.id == box_id).values(undone_at=report.happened_at)
    )
    told = GiftBoxMade.model_validate(row.body)
    enter(connection, report.warehouse, _entries(report, told, back=True), report.now)
    _tell_job(report, told)
    return None


def _product_fault(report: Report[GiftBoxMade]) -> str | None:
    body = report.body
    query = select(products.c.components).where(products.c.sku == body.sku)
    row: Row[Any] | None = report.connection.execute(query).first()
    if row is None or not row.components:
        return f"Product {body.sku} is no gift box. Give it components in the catalogue first."
    wanted = Counter({each.sku: each.quantity for each in map(Component.model_validate, row.components)})
    told: Counter[str] = Counter()
    for part in body.parts:
        told[part.sku] += part.quantity
    if told == wanted:
        return None
    sku = min(sku for sku in wanted.keys() | told.keys() if wanted[sku] != told[sku])
    return (
        f"A gift box {body.sku} takes {wanted[sku]} of product {sku}, not {told[sku]}. "
        "Take it apart and pack it anew."
    )


def _bins_fault(report: Report[GiftBoxMade]) -> str | None:
    named = [report.body.bin, *(part.bin for part in report.body.parts)]
    known = known_bins(report.connection, report.warehouse, named)
    faults = (bin_fault(code, known, report.warehouse) for code in named)
    return next((fault for fault in faults if fault is not None), None)


def _entries(report: Report[Any], told: GiftBoxMade, *, back: bool) -> list[Entry]:
    """What has no bin is in no book."""
    box = Lot(sku=told.sku, lot=told.lot, expiry=told.expiry)
    moved: list[tuple[Lot | BoxPart, str, int, bool]] = [
        (part, part.bin, part.quantity, not back) for part in told.parts if part.bin is not None
    ]
    if told.bin is not None:
        moved.append((box, told.bin, 1, back))
    return [
        Entry(
            movement_id=new_uuid(),
            sku=lot.sku,
            lot=lot.lot,
            expiry=written(lot.expiry),
            from_bin=bin_code if leaves else None,
            to_bin=None if leaves else bin_code,
            quantity=quantity,
            weight_g=0,
            why=MoveReason.PACK,
            station_id=report.station_id,
            operator_id=report.operator_id,
            happened_at=report.happened_at,
            ref=told.box_id,
        )
        for lot, bin_code, quantity, leaves in moved
    ]


def _tell_job(report: Report[Any], told: GiftBoxMade) -> None:
    if told.cycle_id is not None:
        news = gift_job_news(report.connection, told.cycle_id, [told.sku])
        write_changes(report.connection, news, report.now)
