"""Goods leave a bin: to another one, to the blocked one of their zone, or out of the book."""

from uuid import UUID

from cloud_api.wire.catalogue import Bin, BinUse
from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import MoveReason, StockMoved
from station.counting.commands.desk import Desk
from station.counting.model.carry import WHY, Carry, Errand, weight_of
from station.counting.model.ruling import Ruling, ruling
from station.counting.model.verdicts import Verdict
from station.counting.store.goods import blocked_bin, goods_of
from station.kernel.ids import new_uuid
from station.people.override import Override
from station.stock.book import place
from station.stock.moving import move


def move_to(desk: Desk, carry: Carry, to: Bin) -> Ruling:
    """The goods stand in another bin."""
    if to.code == carry.bin:
        return ruling(Verdict.SAME_BIN, bin=carry.bin)
    with desk.database.look() as connection:
        why = _way(place(connection, carry.bin), to)
    return _write(desk, carry, new_uuid(), to.code, why, None, Verdict.MOVED)


def set_apart(desk: Desk, carry: Carry) -> Ruling:
    """Damaged or expired: into the blocked bin of the zone, or out of the book where there is none."""
    with desk.database.look() as connection:
        here = place(connection, carry.bin)
        to = None if here is not None and here.use is BinUse.BLOCKED else blocked_bin(connection, carry.bin)
    verdict = Verdict.WRITTEN_OFF if to is None else Verdict.SET_APART
    return _write(desk, carry, new_uuid(), to, WHY[carry.errand], None, verdict)


def write_off(desk: Desk, carry: Carry, movement_id: UUID, override: Override) -> Ruling:
    """Lost: out of the book, with the supervisor's word in the same act."""
    assert carry.errand is Errand.LOST, "only losses need a supervisor"
    return _write(desk, carry, movement_id, None, WHY[carry.errand], override, Verdict.WRITTEN_OFF)


def _write(
    desk: Desk,
    carry: Carry,
    movement_id: UUID,
    to: str | None,
    why: MoveReason,
    override: Override | None,
    verdict: Verdict,
) -> Ruling:
    lot = carry.lot
    if lot is None or not carry.quantity:
        return ruling(Verdict.NOT_NOW)
    with desk.act() as act:
        goods = goods_of(act.connection, [lot.sku])[lot.sku]
        if override is not None:
            act.fact(FactKind.OVERRIDE_GIVEN, override.body())
        body = StockMoved(
            movement_id=movement_id,
            sku=lot.sku,
            lot=lot.lot,
            expiry=lot.expiry,
            from_bin=carry.bin,
            to_bin=to,
            quantity=carry.quantity,
            weight_g=weight_of(carry) if goods.by_weight else 0,
            why=why,
            note=_note(carry, override),
            supervisor_id=override.supervisor_id if override else None,
        )
        move(act.connection, act.author, body)
    return ruling(verdict, product=goods.words, count=carry.quantity, bin=carry.bin, to=to or "")


def _note(carry: Carry, override: Override | None) -> str:
    if override is not None:
        return override.reason
    return carry.reason.value if carry.reason else ""


def _way(here: Bin | None, to: Bin) -> MoveReason:
    """What the ledger calls it."""
    if here is not None and here.use is BinUse.RECEIVING:
        return MoveReason.PUT_AWAY
    if here is not None and here.use is BinUse.RESERVE and to.use is BinUse.PICK:
        return MoveReason.REFILL
    return MoveReason.RESLOT
