"""Which lot is taken, first expired first out; what the book of stock learns of a put and of its undoing."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from cloud_api.wire import facts, floor
from cloud_api.wire.catalogue import BinUse
from cloud_api.wire.facts import FactKind
from hardware.codes import ScannedCode
from station.kernel.ids import Sku, new_uuid
from station.picking.commands.desk import Desk
from station.picking.model.lots import LotTag, Taken
from station.picking.model.rules import Ruling, called
from station.picking.model.stopped import LotStopped
from station.picking.model.verdicts import Verdict
from station.picking.model.work import Hand, Put
from station.stock import book, fefo, moving
from station.stock.asking import ask_count
from station.stock.book import LotInBin
from station.stock.fefo import FefoVerdict
from station.sync.outbox import Act

PICKED_FROM = (BinUse.PICK,)


def checked(desk: Desk, connection: Connection, ruling: Ruling, code: ScannedCode | None) -> Ruling:
    """A product in hand, with its lot; or why this pack is not to be taken. Loose goods have no code."""
    hand, before = ruling.hand, desk.working().hand
    assert hand is not None
    assert hand.sku is not None
    tag = _told(code) if code is not None else None
    if tag is not None and before.quantity and before.tag not in (None, tag):
        return Ruling(Verdict.OTHER_LOT)
    choice = _judged(desk, connection, hand, tag)
    product = called(desk.working().products[hand.sku])
    insists = (hand.sku, tag)
    if choice.verdict is FefoVerdict.EXPIRES_TOO_SOON and insists not in desk.let_pass:
        expiry = tag.expiry if tag else _latest(lots_of(connection, hand.sku))
        desk.stopped = LotStopped(hand.sku, tag, product, str(expiry or ""))
        return Ruling(Verdict.LOT_EXPIRES, {"product": product, "expiry": desk.stopped.expiry})
    if choice.verdict is FefoVerdict.EARLIER_LOT_FIRST and desk.lot_insisted != insists:
        desk.lot_insisted = insists
        assert choice.first is not None
        return Ruling(Verdict.EARLIER_LOT_FIRST, {"first": str(choice.first.expiry), "bin": choice.first.bin})
    return replace(ruling, hand=replace(hand, tag=tag or hand.tag))


def lots_of(connection: Connection, sku: Sku) -> list[LotInBin]:
    """What there is of a product in bins that are picked from, what expires first before the others."""
    return book.lots_of(connection, sku, PICKED_FROM)


def first_lot(desk: Desk, connection: Connection, sku: Sku) -> LotInBin | None:
    """The lot to go for; None where the book tells nothing of the product, or nothing good."""
    return fefo.choose(lots_of(connection, sku), 1, _pickup_day(desk), desk.margin_days).first


def good_pieces(desk: Desk, connection: Connection, sku: Sku, at_most: int) -> int:
    """Pieces in the book that may be picked, counted up to `at_most`."""
    choice = fefo.choose(lots_of(connection, sku), at_most, _pickup_day(desk), desk.margin_days)
    return sum(take.quantity for take in choice.takes)


def taken_for(desk: Desk, connection: Connection, put: Put) -> tuple[Taken, ...]:
    """Out of which bins the pieces of a put come."""
    return taken_from(desk, connection, put.sku, put.quantity, put.tag)


def taken_from(
    desk: Desk, connection: Connection, sku: Sku, quantity: int, tag: LotTag | None
) -> tuple[Taken, ...]:
    """Out of which bins pieces come: of the lot their code told, else of what expires first.

    None where the warehouse keeps no book of the product. What the book does not have comes out of the pick
    bin all the same: its balance falls below zero, and the cloud asks for a count.
    """
    lots = lots_of(connection, sku)
    face = book.pick_face(connection, sku)
    if not lots and face is None:
        return ()
    good = [lot for lot in lots if tag is None or (lot.lot, lot.expiry) == (tag.lot, tag.expiry)]
    choice = fefo.choose(good, quantity, _pickup_day(desk), desk.margin_days)
    taken = [Taken(take.lot.bin, take.lot.lot, take.lot.expiry, take.quantity) for take in choice.takes]
    if choice.missing:
        known = tag or LotTag("", None)
        taken.append(Taken(face or lots[0].bin, known.lot, known.expiry, choice.missing))
    return tuple(taken)


def ask_for_count(act: Act, sku: Sku) -> None:
    """A picker found too little: where the warehouse keeps a book, somebody is to look what there is."""
    lots = lots_of(act.connection, sku)
    bin_code = lots[0].bin if lots else book.pick_face(act.connection, sku)
    if bin_code is not None:
        ask_count(act, bin_code, sku, floor.CountReason.SHORT)


def tell_put(desk: Desk, act: Act, put: Put) -> None:
    """The fact of a put, with its lot; of a put of several lots each is a movement of its own."""
    one = put.taken[0] if len(put.taken) == 1 else None
    body = facts.ItemPut(
        wave_id=desk.working().crate(put.crate_id).wave_id,
        crate_id=put.crate_id,
        put_id=put.id,
        sku=put.sku,
        quantity=put.quantity,
        bin=one.bin if one else None,
        lot=one.lot if one else "",
        expiry=one.expiry if one else None,
        weight_g=put.weight_g,
        order_id=put.order_id,
    )
    seq = act.fact(FactKind.ITEM_PUT, body)
    moving.note_put(act.connection, seq, body)
    if one is None:
        for part in put.taken:
            moving.move(act.connection, act.author, _moved(put, part, floor.MoveReason.PICK))


def tell_undone(desk: Desk, act: Act, put: Put) -> None:
    """The fact of a put that was taken back; its lots are in their bins again."""
    wave_id = desk.working().crate(put.crate_id).wave_id
    body = facts.PutUndone(wave_id=wave_id, crate_id=put.crate_id, put_id=put.id)
    seq = act.fact(FactKind.PUT_UNDONE, body)
    if len(put.taken) == 1:
        (one,) = put.taken
        told = facts.ItemPut(
            wave_id=body.wave_id,
            crate_id=put.crate_id,
            put_id=put.id,
            sku=put.sku,
            quantity=put.quantity,
            bin=one.bin,
            lot=one.lot,
            expiry=one.expiry,
            weight_g=put.weight_g,
        )
        moving.note_put_undone(act.connection, seq, told)
        return
    for part in put.taken:
        moving.move(act.connection, act.author, _moved(put, part, floor.MoveReason.PUT_BACK))


def _moved(put: Put, part: Taken, why: floor.MoveReason) -> floor.StockMoved:
    is_pick = why is floor.MoveReason.PICK
    return floor.StockMoved(
        movement_id=new_uuid(),
        sku=put.sku,
        lot=part.lot,
        expiry=part.expiry,
        from_bin=part.bin if is_pick else None,
        to_bin=None if is_pick else part.bin,
        quantity=part.quantity,
        why=why,
        ref=put.id,
    )


def _judged(desk: Desk, connection: Connection, hand: Hand, tag: LotTag | None) -> fefo.FefoChoice:
    assert hand.sku is not None
    lots, day = lots_of(connection, hand.sku), _pickup_day(desk)
    if tag is None:
        return fefo.choose(lots, hand.quantity, day, desk.margin_days)
    return fefo.judge(lots, tag.lot, tag.expiry, day, desk.margin_days)


def _told(code: ScannedCode) -> LotTag | None:
    expiry = code.expiry or code.best_before
    return LotTag(code.lot or "", expiry) if code.lot or expiry else None


def _latest(lots: list[LotInBin]) -> date | None:
    return max((lot.expiry for lot in lots if lot.expiry and lot.quantity > 0), default=None)


def _pickup_day(desk: Desk) -> date:
    return fefo.pickup_day_of(desk.clock.now(), desk.time_zone)
