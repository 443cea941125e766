"""Goods that come in, and receipts that were a slip: rows, book and fact in one act."""

from dataclasses import replace

from cloud_api.wire.facts import FactKind
from cloud_api.wire.inbound import Condition, GoodsReceiptUndone, GoodsReceived
from station.inbound.commands.desk import Desk
from station.inbound.model import rules
from station.inbound.model.card import Card, Why
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import Verdict
from station.inbound.store import bins, receipts
from station.inbound.store.goods import goods_of
from station.kernel.ids import new_uuid
from station.stock.moving import note_receipt, note_receipt_undone


def receive(desk: Desk) -> Ruling:
    """Record the goods in hand, or say what is still wanted. Asked once more, more than ordered is taken."""
    card = desk.card
    if card is None:
        return Ruling(Verdict.NOT_NOW)
    with desk.act() as act:
        line = desk.line(card.goods.sku) if card.document_id is not None else None
        wanted = rules.ready(card, line, desk.shelf)
        if wanted is not None:
            if wanted.verdict is Verdict.MORE_THAN_ORDERED:
                desk.card = replace(card, over_confirmed=True)
            return wanted
        body = _body(card)
        if card.word is not None:
            act.fact(FactKind.OVERRIDE_GIVEN, card.word.body())
        seq = act.fact(FactKind.GOODS_RECEIVED, body)
        note_receipt(act.connection, seq, body)
        receipts.insert_receipt(act.connection, seq, body, act.author.operator_id, act.at)
        act.then(lambda: setattr(desk, "card", None))
        return rules.recorded(card, line)


def undo(desk: Desk) -> Ruling:
    """Take the last receipt of this desk back; not where the goods have gone from their bin since."""
    with desk.act() as act:
        body = receipts.last_receipt(act.connection)
        if body is None:
            return Ruling(Verdict.NOTHING_TO_UNDO)
        called = goods_of(act.connection, [body.sku])[body.sku].called
        is_booked = body.condition is Condition.GOOD and body.bin is not None
        if is_booked and bins.stands_in(act.connection, body.bin or "", body) < body.quantity:
            return Ruling(Verdict.MOVED_ON, {"product": called, "bin": body.bin})
        seq = act.fact(FactKind.GOODS_RECEIPT_UNDONE, GoodsReceiptUndone(receipt_id=body.receipt_id))
        note_receipt_undone(act.connection, seq, body)
        receipts.undo_receipt(act.connection, body.receipt_id, act.at, seq)
    return Ruling(Verdict.UNDONE, {"quantity": body.quantity, "product": called})


def _body(card: Card) -> GoodsReceived:
    assert card.why is not None or card.is_good, "goods that are not good came with a reason"
    return GoodsReceived(
        receipt_id=new_uuid(),
        document_id=card.document_id,
        sku=card.goods.sku,
        lot=card.lot,
        expiry=card.expiry,
        quantity=card.quantity,
        weight_g=card.weight_g,
        condition=card.condition,
        reason="" if card.is_good else _reason(card.why),
        photo=card.photo,
        bin=card.bin if card.is_good else None,
    )


def _reason(why: Why | None) -> str:
    return "" if why is None else why.value
