"""Writes what moved: the fact for the cloud, and what the desk's own book shows until the cloud tells it."""

from datetime import date

from sqlalchemy import Connection, insert
from sqlalchemy.dialects.sqlite import insert as upsert

from cloud_api.wire import facts, floor, gift_boxes, inbound
from cloud_api.wire.facts import FactKind
from station.storage import tables
from station.sync.outbox import Author, append_fact

_FROM, _TO = 0, 1
"""The sides of a movement."""


def move(connection: Connection, author: Author, body: floor.StockMoved) -> None:
    """Goods moved, in the caller's transaction: the fact, and both sides in the book of this desk."""
    seq = append_fact(connection, author, FactKind.STOCK_MOVED, body)
    if body.from_bin is not None:
        _note(connection, seq, _FROM, body.from_bin, body, -body.quantity, -body.weight_g)
    if body.to_bin is not None:
        _note(connection, seq, _TO, body.to_bin, body, body.quantity, body.weight_g)


def slot(connection: Connection, author: Author, body: floor.ProductSlotted) -> None:
    """A product is picked from another bin from now on: the fact, and this desk's own word for it."""
    append_fact(connection, author, FactKind.PRODUCT_SLOTTED, body)
    keep_face(connection, body)


def keep_face(connection: Connection, face: floor.PickFace) -> None:
    """The bin a product is picked from."""
    statement = upsert(tables.pick_face).values(sku=face.sku, bin=face.bin)
    connection.execute(statement.on_conflict_do_update(index_elements=["sku"], set_={"bin": face.bin}))


def note_put(connection: Connection, seq: int, body: facts.ItemPut) -> None:
    """The fact with this number took goods from a bin into a crate; without a bin no book changes."""
    if body.bin is not None:
        _note(connection, seq, _FROM, body.bin, _lot(body), -body.quantity, -body.weight_g)


def note_put_undone(connection: Connection, seq: int, put: facts.ItemPut) -> None:
    """The fact with this number brought back what `put` had taken: the same lot into the same bin."""
    if put.bin is not None:
        _note(connection, seq, _TO, put.bin, _lot(put), put.quantity, put.weight_g)


def note_receipt(connection: Connection, seq: int, body: inbound.GoodsReceived) -> None:
    """The fact with this number took goods in; only those in good condition come into the book."""
    if body.bin is not None and body.condition is inbound.Condition.GOOD:
        _note(connection, seq, _TO, body.bin, body, body.quantity, body.weight_g)


def note_receipt_undone(connection: Connection, seq: int, body: inbound.GoodsReceived) -> None:
    """The fact with this number took a receipt back; `body` is what it had told."""
    if body.bin is not None and body.condition is inbound.Condition.GOOD:
        _note(connection, seq, _FROM, body.bin, body, -body.quantity, -body.weight_g)


def note_box(connection: Connection, seq: int, body: gift_boxes.GiftBoxMade) -> None:
    """The fact with this number took parts out of their bins and laid one gift box down."""
    _note_box(connection, seq, body, 1)


def note_box_undone(connection: Connection, seq: int, body: gift_boxes.GiftBoxMade) -> None:
    """The fact with this number took a gift box apart; `body` is what had been told of it."""
    _note_box(connection, seq, body, -1)


def _note_box(connection: Connection, seq: int, body: gift_boxes.GiftBoxMade, boxes: int) -> None:
    """What has no bin is in no book. One fact has as many sides as it has parts, and the box's own."""
    taken = [part for part in body.parts if part.bin is not None]
    for side, part in enumerate(taken):
        assert part.bin is not None
        _note(connection, seq, side, part.bin, part, -part.quantity * boxes, 0)
    if body.bin is not None:
        box = floor.Lot(sku=body.sku, lot=body.lot, expiry=body.expiry)
        _note(connection, seq, len(taken), body.bin, box, boxes, 0)


def _lot(put: facts.ItemPut) -> floor.Lot:
    return floor.Lot(sku=put.sku, lot=put.lot, expiry=put.expiry)


def _note(
    connection: Connection, seq: int, side: int, bin_code: str, lot: floor.Lot, quantity: int, weight_g: int
) -> None:
    row = {
        "seq": seq,
        "side": side,
        "bin": bin_code,
        "sku": lot.sku,
        "lot": lot.lot,
        "expiry": written(lot.expiry),
        "quantity": quantity,
        "weight_g": weight_g,
    }
    connection.execute(insert(tables.stock_move), row)


def written(expiry: date | None) -> str:
    """A date of expiry as the tables keep it: YYYY-MM-DD, empty for none."""
    return expiry.isoformat() if expiry else ""
