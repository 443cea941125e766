"""The box under work and those that were made, as rows: a begun box outlives the program."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, delete, insert, select, update

from cloud_api.wire.gift_boxes import BoxPart, GiftBoxMade
from station.kernel.ids import ScanId, Sku
from station.kernel.scan import Scan
from station.packing.model.box import Box, MadeBox, Portion
from station.packing.model.ruling import Ruling
from station.storage import tables
from station.sync.outbox import Author

_PARTS: TypeAdapter[tuple[BoxPart, ...]] = TypeAdapter(tuple[BoxPart, ...])


def box_under_work(connection: Connection) -> Box | None:
    """The box that was begun here and is not done; None while there is none."""
    row = connection.execute(select(tables.gift_box).where(tables.gift_box.c.made_at.is_(None))).first()
    if row is None:
        return None
    scan = tables.gift_box_scan
    mine = (scan.c.box_id == row.id, scan.c.quantity > 0, scan.c.undone_at.is_(None))
    rows = connection.execute(select(scan).where(*mine).order_by(scan.c.ordinal))
    portions = tuple(
        Portion(ScanId(each.id), Sku(each.sku), _PARTS.validate_json(each.parts)) for each in rows
    )
    return Box(row.id, row.cycle_id, Sku(row.sku), portions, row.label)


def begin(connection: Connection, box: Box) -> None:
    """The first part goes into a box."""
    row = {"id": box.id, "cycle_id": box.cycle_id, "sku": box.sku, "copies": 0, "body": ""}
    connection.execute(insert(tables.gift_box).values(**row))


def was_scanned(connection: Connection, scan: Scan) -> bool:
    """Whether this very scan was answered already."""
    known = select(tables.gift_box_scan.c.id).where(tables.gift_box_scan.c.id == scan.id)
    return connection.execute(known).first() is not None


def log_scan(connection: Connection, scan: Scan, ruling: Ruling, box_id: UUID | None, author: Author) -> None:
    """Keep a scan with its answer, and what it put into the box."""
    portion = ruling.portion
    row = {
        "id": scan.id,
        "box_id": box_id,
        "operator_id": author.operator_id,
        "at": author.at,
        "verdict": ruling.verdict.value,
        "sku": portion.sku if portion else None,
        "quantity": portion.quantity if portion else 0,
        "parts": _PARTS.dump_json(portion.parts if portion else ()).decode(),
    }
    connection.execute(insert(tables.gift_box_scan).values(**row))


def undo_portion(connection: Connection, portion: Portion, at: datetime) -> None:
    """What one scan put in is out again."""
    scan = tables.gift_box_scan
    connection.execute(update(scan).where(scan.c.id == portion.scan_id).values(undone_at=at))


def keep_label(connection: Connection, box_id: UUID, label: int | None, copy: int | None = None) -> None:
    """The place of the box's newest label in the print queue; None: what was printed counts no more."""
    this = tables.gift_box.c.id == box_id
    copies = {} if copy is None else {"copies": copy}
    connection.execute(update(tables.gift_box).where(this).values(label=label, **copies))


def finish(connection: Connection, author: Author, body: GiftBoxMade, seq: int) -> None:
    """The box is done, told by this fact."""
    done = {
        "made_at": author.at,
        "made_seq": seq,
        "operator_id": author.operator_id,
        "body": body.model_dump_json(),
    }
    connection.execute(update(tables.gift_box).where(tables.gift_box.c.id == body.box_id).values(**done))


def drop(connection: Connection, box_id: UUID, at: datetime) -> None:
    """A begun box is not packed after all; its scans stay, taken back."""
    connection.execute(delete(tables.gift_box).where(tables.gift_box.c.id == box_id))
    _take_back_scans(connection, box_id, at)


def last_made(connection: Connection, since: datetime) -> MadeBox | None:
    """The box that was made here last and not undone; None where that is longer ago than `since`."""
    box = tables.gift_box
    query = select(box).where(box.c.made_at >= since, box.c.undone_at.is_(None))
    row = connection.execute(query.order_by(box.c.made_seq.desc()).limit(1)).first()
    return None if row is None else _made(row)


def told_of(connection: Connection, box_id: UUID) -> GiftBoxMade:
    """What was told of a box that was made here."""
    query = select(tables.gift_box.c.body).where(tables.gift_box.c.id == box_id)
    return GiftBoxMade.model_validate_json(connection.execute(query).scalar_one())


def undo(connection: Connection, box_id: UUID, at: datetime, seq: int) -> None:
    """A box was taken apart again, told by this fact."""
    undone = {"undone_at": at, "undone_seq": seq}
    connection.execute(update(tables.gift_box).where(tables.gift_box.c.id == box_id).values(**undone))
    _take_back_scans(connection, box_id, at)


def copies_of(connection: Connection, box_id: UUID) -> int:
    """How many labels were queued for a box."""
    query = select(tables.gift_box.c.copies).where(tables.gift_box.c.id == box_id)
    return int(connection.execute(query).scalar() or 0)


def _take_back_scans(connection: Connection, box_id: UUID, at: datetime) -> None:
    scan = tables.gift_box_scan
    still_in = (scan.c.box_id == box_id, scan.c.quantity > 0, scan.c.undone_at.is_(None))
    connection.execute(update(scan).where(*still_in).values(undone_at=at))


def _made(row: Row[Any]) -> MadeBox:
    told = GiftBoxMade.model_validate_json(row.body)
    return MadeBox(row.id, Sku(row.sku), told.expiry, row.made_at)
