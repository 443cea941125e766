"""Buttons of the put-wall: undo, short, later, how many are in the hand."""

from dataclasses import replace

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from station.picking.commands import damage, lots, substituting
from station.picking.commands.desk import Desk
from station.picking.model import rules
from station.picking.model.parcels import bag_name
from station.picking.model.rules import Ruling, called
from station.picking.model.verdicts import Verdict
from station.picking.model.work import CrateState, Product, Put, WaveWork
from station.picking.store import work as rows


def undo(desk: Desk) -> Ruling:
    """Take the last step back: what was scanned since the last put, else the last put itself."""
    work = desk.working()
    desk.short_asked = desk.offered = None
    not_damaged = damage.take_back(desk)
    if not_damaged is not None:
        return not_damaged
    if work.hand.fresh:
        desk.load.clear()
        return _change_hand(desk, rules.hand_emptied(work))
    not_exchanged = substituting.take_back(desk)
    if not_exchanged is not None:
        return not_exchanged
    put = put_to_undo(work)
    if put is None:
        return Ruling(Verdict.NOTHING_TO_UNDO)
    crate = work.crate(put.crate_id)
    if crate.state is CrateState.CLOSED:
        return Ruling(Verdict.CRATE_IS_CLOSED, {"crate": crate.number})
    _take_back(desk, put)
    values = {"quantity": put.quantity, "product": called(work.products[put.sku]), "crate": crate.number}
    bag = crate.bag_of(put.order_id)
    if bag is None:
        return Ruling(Verdict.UNDONE, values)
    return Ruling(Verdict.UNDONE_BAG, {**values, "bag": bag_name(crate.number, bag)})


def set_hand(desk: Desk, quantity: int) -> Ruling:
    """Fewer pieces are in the hand than one scan assumed (or all of them again)."""
    ruling = rules.hand_set(desk.working(), quantity)
    return _change_hand(desk, ruling) if ruling.hand is not None else ruling


def put_off(desk: Desk) -> Ruling:
    """The product shown comes later; nothing of it may be in the hand."""
    work = desk.working()
    product = work.current()
    desk.short_asked = desk.offered = None
    if product is None:
        return Ruling(Verdict.NOT_NOW)
    if work.hand.quantity:
        return Ruling(Verdict.HAND_NOT_EMPTY, {"quantity": work.hand.quantity, "product": called(product)})
    if product.sku in work.put_off:
        work.put_off.remove(product.sku)
    work.put_off.append(product.sku)
    return Ruling(Verdict.PUT_OFF, {"product": called(product)})


def declare_short(desk: Desk) -> Ruling:
    """The bin is empty: asked back once, then the rest of the product is recorded as short."""
    work = desk.working()
    product = work.current()
    if product is None:
        return Ruling(Verdict.NOT_NOW)
    if work.hand.quantity:
        return Ruling(Verdict.HAND_NOT_EMPTY, {"quantity": work.hand.quantity, "product": called(product)})
    quantity = work.wanted(product.sku)
    if desk.short_asked != product.sku:
        desk.short_asked = product.sku
        return _asked_back(desk, product, quantity)
    missing = rules.missing_of(work, product.sku)
    with desk.act() as act:
        rows.add_short(act.connection, product.sku, missing)
        for wave_id, of_wave in work.by_wave(missing).items():
            lacking = tuple(facts.Missing(crate_id=crate_id, quantity=pieces) for crate_id, pieces in of_wave)
            body = facts.ProductShort(wave_id=wave_id, sku=product.sku, missing=lacking)
            act.fact(FactKind.PRODUCT_SHORT, body)
        lots.ask_for_count(act, product.sku)
        act.then(lambda: work.apply_short(product.sku, missing))
    desk.short_asked = desk.offered = None
    return Ruling(Verdict.SHORT_DECLARED, {"quantity": quantity, "product": called(product)})


def _asked_back(desk: Desk, product: Product, quantity: int) -> Ruling:
    """Is the bin really empty? And where the book has an allowed substitute, that is offered."""
    values = {"bin": product.bin, "quantity": quantity, "product": called(product)}
    offer = desk.offered = substituting.offer_for(desk, product)
    if offer is None:
        return Ruling(Verdict.CONFIRM_SHORT, values)
    more = {"instead": called(offer.instead), "replaced": offer.quantity}
    return Ruling(Verdict.OFFER_SUBSTITUTE, {**values, **more})


def _change_hand(desk: Desk, ruling: Ruling) -> Ruling:
    work, hand = desk.working(), ruling.hand
    assert hand is not None
    with desk.act() as act:
        rows.set_hand(act.connection, work.wave_ids, hand)
        act.then(lambda: setattr(work, "hand", hand))
    return ruling


def put_to_undo(work: WaveWork) -> Put | None:
    """The put that undo takes back: of a crate opened again, else the last one made here."""
    return _in_reopened(work) or work.last_own_put()


def _in_reopened(work: WaveWork) -> Put | None:
    """The newest put of a crate that was opened again: until it is closed, what is put right lies there.

    All of it can go back into its bin, whatever else was in the hand when it was put.
    """
    opened = {crate.id for crate in work.crates if crate.was_reopened and crate.state is CrateState.OPEN}
    put = next((put for put in reversed(work.puts) if put.crate_id in opened), None)
    if put is None or work.hand.sku not in (None, put.sku):
        return None
    return replace(put, fresh=put.quantity)


def _take_back(desk: Desk, put: Put) -> None:
    work = desk.working()
    with desk.act() as act:
        rows.undo_put(act.connection, put, act.at)
        rows.set_hand(act.connection, work.wave_ids, work.hand.after_undo(put))
        lots.tell_undone(desk, act, put)
        act.then(lambda: work.apply_undo(put))
    desk.just_used = None
