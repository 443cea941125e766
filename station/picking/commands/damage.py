"""A piece in the hand turns out to be damaged: it leaves the hand and its bin, and another one is taken."""

from sqlalchemy import Connection

from cloud_api.wire import floor
from cloud_api.wire.catalogue import BinUse
from station.kernel.ids import new_uuid
from station.picking.commands import lots
from station.picking.commands.desk import Desk
from station.picking.model.rules import Ruling, called
from station.picking.model.verdicts import Verdict
from station.picking.model.work import Hand, Product
from station.picking.store import work as rows
from station.stock import book, moving


def declare_damaged(desk: Desk) -> Ruling:
    """The piece scanned last is not fit to be sold."""
    work = desk.working()
    hand = work.hand
    if hand.sku is None or not hand.fresh:
        return Ruling(Verdict.SCAN_DAMAGED)
    product = work.products[hand.sku]
    left = Hand(hand.sku, hand.quantity - 1, hand.fresh - 1, hand.tag) if hand.quantity > 1 else Hand()
    with desk.act() as act:
        rows.set_hand(act.connection, work.wave_ids, left)
        moved = _movement(desk, act.connection, product)
        if moved is not None:
            moving.move(act.connection, act.author, moved)
        act.then(lambda: setattr(work, "hand", left))
        act.then(lambda: setattr(desk, "damaged", (hand, moved)))
    return Ruling(Verdict.DAMAGED, {"product": called(product)})


def take_back(desk: Desk) -> Ruling | None:
    """It was not damaged after all: the step before the last one is undone; None where that was another."""
    if desk.damaged is None:
        return None
    hand, moved = desk.damaged
    assert hand.sku is not None
    work = desk.working()
    with desk.act() as act:
        rows.set_hand(act.connection, work.wave_ids, hand)
        if moved is not None:
            moving.move(act.connection, act.author, _reversed(moved))
        act.then(lambda: setattr(work, "hand", hand))
        act.then(lambda: setattr(desk, "damaged", None))
    return Ruling(Verdict.NOT_DAMAGED, {"product": called(work.products[hand.sku])})


def _movement(desk: Desk, connection: Connection, product: Product) -> floor.StockMoved | None:
    """Out of its bin into the bin for blocked goods; None where the warehouse keeps no book of it."""
    tag = desk.working().hand.tag
    taken = lots.taken_from(desk, connection, product.sku, 1, tag)
    if not taken:
        return None
    (one,) = taken
    return floor.StockMoved(
        movement_id=new_uuid(),
        sku=product.sku,
        lot=one.lot,
        expiry=one.expiry,
        from_bin=one.bin,
        to_bin=_blocked_bin(connection, product, one.bin),
        quantity=1,
        weight_g=desk.working().hand.weight_g or 0,
        why=floor.MoveReason.DAMAGE,
    )


def _blocked_bin(connection: Connection, product: Product, away_from: str) -> str | None:
    places = book.places(connection, BinUse.BLOCKED)
    return next((each.code for each in places if each.zone is product.zone and each.code != away_from), None)


def _reversed(moved: floor.StockMoved) -> floor.StockMoved:
    sides = {"from_bin": moved.to_bin, "to_bin": moved.from_bin}
    news = {"movement_id": new_uuid(), "why": floor.MoveReason.PUT_BACK, "ref": moved.movement_id}
    return moved.model_copy(update={**sides, **news})
