"""Crates off the van: each scanned crate is received once, what does not belong here is kept apart."""

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from station.kernel.ids import WaveId
from station.pickup.commands.desk import Desk
from station.pickup.model.records import StoredCrate, StoredDelivery, StoredSurplus
from station.pickup.model.rules import Ruling, numbers
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Step
from station.pickup.model.words import PLACES
from station.pickup.store import crates, orders
from station.sync.outbox import Act

JUST_USED_S = 1.5
"""Within this the same crate again is a slip of the trigger."""
TAIL = 4
"""Digits of a crate's long number that people compare."""


def crate_scanned(desk: Desk, act: Act, sscc: str, scanned_at: float) -> Ruling:
    """A crate was scanned, off the van or while goods are fetched for a customer."""
    crate = crates.crate_by_sscc(act.connection, sscc)
    if crate is None:
        return _foreign(desk, act, sscc)
    if _just_used(desk, crate, scanned_at):
        return Ruling(Verdict.REPEATED)
    act.then(lambda: setattr(desk, "just_used", (crate.id, scanned_at)))
    if crate.received_at is None:
        return _receive(desk, act, crate)
    if desk.step is Step.CUSTOMER and desk.serving is not None:
        return _fetched(desk, crate)
    return _again(desk, act, crate)


def undo_receipt(desk: Desk) -> Ruling:
    """Take this desk's last scan off the van back: a crate received, or one that does not belong here."""
    with desk.act() as act:
        crate = crates.last_received(act.connection)
        surplus = _last_surplus(desk, act)
        if surplus is not None and (
            crate is None or crate.received_at is None or surplus.at > crate.received_at
        ):
            crates.undo_surplus(act.connection, surplus.id, act.at)
            return Ruling(Verdict.SURPLUS_UNDONE, {"tail": surplus.sscc[-TAIL:]})
        if crate is None:
            return Ruling(Verdict.NOTHING_TO_UNDO)
        if orders.pieces_taken_out(act.connection, crate.id):
            return Ruling(Verdict.GOODS_GONE, {"crate": crate.number})
        crates.set_not_received(act.connection, crate.id)
        crates.note_own_move(act.connection, crate.id, act.at)
        act.fact(FactKind.RECEIPT_UNDONE, facts.ReceiptUndone(crate_id=crate.id))
        act.then(lambda: _forget(desk))
    return Ruling(Verdict.RECEIPT_UNDONE, {"crate": crate.number})


def complete_receipt(desk: Desk) -> Ruling:
    """The van is empty: asked back once when crates are missing."""
    with desk.act() as act:
        wave_id = desk.receiving or crates.open_delivery(act.connection)
        if wave_id is None:
            return Ruling(Verdict.NOT_NOW)
        delivery = crates.delivery(act.connection, wave_id)
        if delivery.head.completed_at is not None:
            return Ruling(Verdict.NOT_NOW)
        missing = delivery.missing()
        if missing and desk.complete_asked != wave_id:
            act.then(lambda: setattr(desk, "complete_asked", wave_id))
            return Ruling(Verdict.CONFIRM_MISSING, {"crates": numbers([each.number for each in missing])})
        ruling = _complete(act, delivery)
        act.then(lambda: desk.go(Step.DAY))
        act.then(lambda: setattr(desk, "receiving", None))
    return ruling


def _complete(act: Act, delivery: StoredDelivery) -> Ruling:
    wave_id, received = delivery.head.wave_id, delivery.received()
    away = [crate.id for crate in delivery.crates if crate.received_at is None]
    surplus = crates.surplus_of(act.connection, wave_id)
    crates.complete(act.connection, wave_id, away, act.at)
    body = facts.ReceiptCompleted(
        wave_id=wave_id,
        received=tuple(crate.id for crate in received),
        missing=tuple(away),
        surplus=tuple(facts.SurplusCrate(sscc=each.sscc, pickup_point=each.pickup_point) for each in surplus),
    )
    act.fact(FactKind.RECEIPT_COMPLETED, body)
    values = {"received": len(received), "missing": len(away), "surplus": len(surplus)}
    return Ruling(Verdict.RECEIPT_COMPLETED, values)


def _just_used(desk: Desk, crate: StoredCrate, scanned_at: float) -> bool:
    if desk.just_used is None or desk.just_used[0] != crate.id:
        return False
    return 0 <= scanned_at - desk.just_used[1] < JUST_USED_S


def _receive(desk: Desk, act: Act, crate: StoredCrate) -> Ruling:
    crates.set_received(act.connection, crate.id, act.at, desk.station_name)
    crates.note_own_move(act.connection, crate.id, act.at)
    act.fact(FactKind.CRATE_RECEIVED, facts.CrateReceived(crate_id=crate.id))
    for surplus in crates.surplus_by_sscc(act.connection, crate.sscc):
        crates.undo_surplus(act.connection, surplus.id, act.at)
    act.then(lambda: _show(desk, crate.wave_id))
    delivery = crates.delivery(act.connection, crate.wave_id)
    values = {"crate": crate.number, "place": PLACES[crate.zone]}
    if crate.left_behind or delivery.head.completed_at is not None:
        return Ruling(Verdict.LATE_RECEIVED, {**values, "cycle": delivery.head.cycle})
    values |= {"received": len(delivery.received()), "expected": len(delivery.due())}
    return Ruling(Verdict.CRATE_RECEIVED if delivery.missing() else Verdict.LAST_RECEIVED, values)


def _again(desk: Desk, act: Act, crate: StoredCrate) -> Ruling:
    assert crate.received_at is not None
    head = crates.heads(act.connection, [crate.wave_id])[crate.wave_id]
    at = desk.moments().say(crate.received_at)
    if head.completed_at is not None:
        return Ruling(Verdict.OLD_CRATE, {"crate": crate.number, "cycle": head.cycle, "at": at})
    act.then(lambda: _show(desk, crate.wave_id))
    values = {"crate": crate.number, "at": at, "station": crate.received_by}
    return Ruling(Verdict.RECEIVED_ALREADY, values)


def _fetched(desk: Desk, crate: StoredCrate) -> Ruling:
    """A crate taken from the shelf for the customer at the counter."""
    assert desk.serving is not None
    here, lines = desk.serving.goods.here(), desk.serving.goods.lines()
    pieces = sum(quantity for key, quantity in here.items() if key.crate_id == crate.id)
    if pieces:
        return Ruling(Verdict.RIGHT_CRATE, {"crate": crate.number, "pieces": pieces})
    wanted = numbers([lines[key][1].crate_number for key in here])
    return Ruling(Verdict.WRONG_CRATE, {"crate": crate.number, "crates": wanted})


def _foreign(desk: Desk, act: Act, sscc: str) -> Ruling:
    wave_id = desk.receiving or crates.open_delivery(act.connection)
    shop = crates.shop_of(act.connection, sscc)
    known = crates.surplus_by_sscc(act.connection, sscc)
    act.then(lambda: _show(desk, desk.receiving))
    if shop is not None and shop[0] == desk.pickup_point:
        return Ruling(Verdict.NOT_TOLD_YET, {"tail": sscc[-TAIL:]})
    if known:
        return Ruling(Verdict.SURPLUS_ALREADY)
    crates.add_surplus(act.connection, wave_id, sscc, shop[0] if shop else None, act.at)
    if shop is not None:
        return Ruling(Verdict.SHOP_CRATE, {"tail": sscc[-TAIL:], "shop": shop[1]})
    return Ruling(Verdict.FOREIGN_CRATE, {"tail": sscc[-TAIL:]})


def _last_surplus(desk: Desk, act: Act) -> StoredSurplus | None:
    wave_id = desk.receiving or crates.open_delivery(act.connection)
    return next(reversed(crates.surplus_of(act.connection, wave_id)), None)


def _show(desk: Desk, wave_id: WaveId | None) -> None:
    """The receipt comes on the screen, unless somebody waits at the counter."""
    desk.receiving = wave_id
    if desk.step in (Step.CUSTOMER, Step.NOT_HERE, Step.CHOOSE):
        return
    desk.go(Step.RECEIVING)


def _forget(desk: Desk) -> None:
    desk.just_used = None
    desk.complete_asked = None
