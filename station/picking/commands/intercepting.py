"""Cancelled orders are intercepted 拦截: nothing more is put for them, and what was put comes out again."""

from collections.abc import Sequence
from dataclasses import replace

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from hardware.codes import RefusedCode, ScannedCode
from station.kernel.ids import CrateId, OrderId, PutId, Sku, new_uuid
from station.kernel.scan import Scan
from station.picking.commands import lots
from station.picking.commands.desk import Desk
from station.picking.model import taking_out
from station.picking.model.cancelled import CancelledLine, Leaving, leaving, leaving_bag
from station.picking.model.lots import Taken
from station.picking.model.rules import Ruling, called
from station.picking.model.taking_out import BagOut
from station.picking.model.verdicts import Verdict
from station.picking.model.work import CrateState, Hand, Put, Slot, WaveWork
from station.picking.store import cancelled, scans
from station.picking.store import work as rows
from station.sync.outbox import Act

BY_KEY = "key"
"""Stands for the scanner where a key confirmed what came out."""


def reload(desk: Desk) -> None:
    """Read the wave under work again; what was put off stays put off."""
    put_off = desk.working().put_off
    with desk.database.look() as connection:
        desk.work = rows.load_work(connection, desk.waves())
    desk.work.put_off.extend(put_off)
    desk.exchanges.clear()  # their lines may be gone: what stands in stands in for good


def settle(desk: Desk) -> Ruling | None:
    """Act on what the cloud told of the wave under work; what the operator is to hear of it, if anything."""
    if desk.wave is None or desk.work is None or desk.wave.lease.is_lost:
        return None
    wave_ids = desk.work.wave_ids
    with desk.database.look() as connection:
        told = [order for each in wave_ids for order in cancelled.unheard(connection, each)]
        lines = [line for each in wave_ids for line in cancelled.cancelled_lines(connection, each)]
    gone = _gone(desk.work, lines)
    if not told and not gone:
        return None
    with desk.act() as act:
        _leave_out(desk, act, gone)
        for wave_id in wave_ids:
            cancelled.mark_heard(act.connection, wave_id, act.at)
        act.then(lambda: reload(desk))
    too_many = _empty_hand(desk)
    return _words(desk.working(), told[0].order_no, too_many) if told else too_many


def answer(desk: Desk, act: Act, scan: Scan, code: ScannedCode | RefusedCode) -> Ruling | None:
    """What a scan means while something is to come out of a crate; None where nothing has to."""
    work = desk.working()
    line = taking_out.next_line(work)
    if line is None or isinstance(code, RefusedCode):
        return None
    bag = taking_out.bag_out(work)
    if bag is not None:
        return _bag_shown(desk, act, scan, bag, code)
    if code.sscc is not None:
        crate = work.crate_by_sscc(code.sscc)
        ruling = taking_out.crate_shown(work, line, crate, product_seen=is_scanned(desk))
        if ruling.verdict is Verdict.TAKEN_OUT:
            _take_out(desk, act, line)
            crate_id = line.crate_id
            act.then(lambda: setattr(desk, "just_used", (crate_id, scan.at)))
        return ruling
    sku, name = _shown(desk, act, line, code)
    if sku is None and not name:
        return None
    ruling = taking_out.product_shown(work, line, sku, name)
    if ruling.verdict is Verdict.TAKE_OUT_NOW:
        act.then(lambda: setattr(desk, "taking_out", (line, code.weight_g or 0)))
    return ruling


def is_scanned(desk: Desk) -> bool:
    """Whether the product that is to come out now was scanned."""
    line = taking_out.next_line(desk.working())
    return desk.taking_out is not None and desk.taking_out[0] == line


def confirm(desk: Desk) -> Ruling:
    """The pieces shown are out of their crate: a key says so where their codes cannot be read."""
    work = desk.working()
    line = taking_out.next_line(work)
    if line is None:
        return Ruling(Verdict.NOT_NOW)
    bag = taking_out.bag_out(work)
    with desk.act() as act:
        if bag is not None:
            ruling = taking_out.bag_shown(work, bag, bag.bag.code)
            _take_bag_out(desk, act, bag)
            return ruling
        ruling = taking_out.crate_shown(work, line, work.crate(line.crate_id), product_seen=True)
        _take_out(desk, act, line)
    return ruling


def _bag_shown(desk: Desk, act: Act, scan: Scan, out: BagOut, code: ScannedCode) -> Ruling:
    ruling = taking_out.bag_shown(desk.working(), out, code.parcel)
    if ruling.verdict is Verdict.BAG_TAKEN_OUT:
        _take_bag_out(desk, act, out)
        act.then(lambda: setattr(desk, "just_used", (out.bag.code, scan.at)))
    return ruling


def _take_bag_out(desk: Desk, act: Act, out: BagOut) -> None:
    """The whole bag is out of its crate; what others lack of its products is wanted again."""
    work, told = desk.working(), []
    mine = [put for put in work.puts if (put.crate_id, put.order_id) == (out.crate.id, out.bag.order_id)]
    for put in mine:
        rows.undo_put(act.connection, put, act.at)
        lots.tell_undone(desk, act, put)
    for line in out.lines:
        gone = Leaving(line.quantity, min(out.crate.slots[line.sku].short, line.quantity))
        cancelled.take_off(act.connection, line, gone)
        told.append(
            facts.InterceptedLine(
                crate_id=line.crate_id, sku=line.sku, quantity=gone.dropped, short_back=gone.short_back
            )
        )
    _tell_intercepted(desk, act, out.bag.order_id, told)
    act.then(lambda: reload(desk))


def _gone(work: WaveWork, lines: list[CancelledLine]) -> list[tuple[CancelledLine, Leaving]]:
    """What can be left out now; the lines of one product in one crate follow one another."""
    found = []
    slots: dict[tuple[object, Sku], Slot] = {}
    for line in lines:
        crate = work.crate(line.crate_id)
        if crate.state is CrateState.CLOSED:
            continue
        slot = slots.setdefault((crate.id, line.sku), replace(crate.slots[line.sku]))
        bag = crate.bag_of(line.order_id)
        told = (slot.planned, slot.put, slot.short, line.quantity)
        out = leaving_bag(*told, bag.put.get(line.sku, 0)) if bag else leaving(*told)
        slot.planned -= out.dropped
        slot.short -= out.short_back
        if out.dropped:
            found.append((line, out))
    return found


def _leave_out(desk: Desk, act: Act, gone: list[tuple[CancelledLine, Leaving]]) -> None:
    by_order: dict[OrderId, list[facts.InterceptedLine]] = {}
    for line, out in gone:
        cancelled.take_off(act.connection, line, out)
        told = facts.InterceptedLine(
            crate_id=line.crate_id, sku=line.sku, quantity=out.dropped, short_back=out.short_back
        )
        by_order.setdefault(line.order_id, []).append(told)
    for order_id, lines in by_order.items():
        _tell_intercepted(desk, act, order_id, lines)


def _tell_intercepted(
    desk: Desk, act: Act, order_id: OrderId, lines: Sequence[facts.InterceptedLine]
) -> None:
    """What of an order is not in its crates; all of them are of one wave."""
    wave_id = desk.working().crate(CrateId(lines[0].crate_id)).wave_id
    body = facts.OrderIntercepted(wave_id=wave_id, order_id=order_id, lines=tuple(lines))
    act.fact(FactKind.ORDER_INTERCEPTED, body)


def _empty_hand(desk: Desk) -> Ruling | None:
    """Pieces in the hand that nobody wants any more go back into their bin."""
    work = desk.working()
    hand = work.hand
    if hand.sku is None or hand.quantity <= work.wanted(hand.sku):
        return None
    keeps = work.wanted(hand.sku)
    left = replace(hand, quantity=keeps, fresh=min(hand.fresh, keeps)) if keeps else Hand()
    product, back = work.products[hand.sku], hand.quantity - keeps
    with desk.act() as act:
        rows.set_hand(act.connection, work.wave_ids, left)
        act.then(lambda: setattr(work, "hand", left))
    return Ruling(Verdict.HAND_EMPTIED, {"quantity": back, "product": called(product), "bin": product.bin})


def _words(work: WaveWork, order_no: str, too_many: Ruling | None) -> Ruling:
    if too_many is not None:
        return Ruling(Verdict.ORDER_CANCELLED_IN_HAND, {**too_many.values, "order": order_no})
    bag, line = taking_out.bag_out(work), taking_out.next_line(work)
    if bag is not None:
        values = {"order": bag.bag.order_no, "bag": bag.name, "quantity": bag.pieces}
        return Ruling(Verdict.ORDER_CANCELLED_BAG, {**values, "crate": bag.crate.number})
    if line is not None:
        values = {
            "order": line.order_no,
            "quantity": line.quantity,
            "product": called(work.products[line.sku]),
            "crate": work.crate(line.crate_id).number,
        }
        return Ruling(Verdict.ORDER_CANCELLED_TAKE_OUT, values)
    closed = taking_out.in_closed_crates(work, order_no)
    if closed:
        crates = ", ".join(str(number) for number in closed)
        return Ruling(Verdict.ORDER_CANCELLED_CLOSED, {"order": order_no, "crates": crates})
    return Ruling(Verdict.ORDER_CANCELLED, {"order": order_no})


def _shown(desk: Desk, act: Act, line: CancelledLine, code: ScannedCode) -> tuple[Sku | None, str]:
    """Which product a code means, the one that is to come out before others; nothing for no product."""
    skus: list[Sku] = []
    if code.gtin is not None:
        skus = list(desk.gtins.get(code.gtin, []))
    elif code.plu is not None:
        skus = scans.skus_by_plu(act.connection, code.plu)
    if line.sku in skus:
        return line.sku, ""
    if skus and skus[0] in desk.working().products:
        return skus[0], called(desk.working().products[skus[0]])
    known = scans.product_by_gtin(act.connection, code.gtin) if code.gtin is not None else None
    return (None, "") if known is None else (known.sku, f"{known.name} {known.spec}".strip())


def _take_out(desk: Desk, act: Act, line: CancelledLine) -> None:
    """Undo what was put of these pieces; a put is undone whole, so what stays of it is put anew."""
    left = line.quantity
    for put in _candidates(desk, line):
        if not left:
            break
        rows.undo_put(act.connection, put, act.at)
        lots.tell_undone(desk, act, put)
        if put.quantity > left:
            _put_rest(desk, act, put, put.quantity - left)
        left -= min(left, put.quantity)
    cancelled.take_off(act.connection, line, Leaving(line.quantity, 0))
    told = facts.InterceptedLine(crate_id=line.crate_id, sku=line.sku, quantity=line.quantity)
    _tell_intercepted(desk, act, line.order_id, [told])
    act.then(lambda: setattr(desk, "taking_out", None))
    act.then(lambda: reload(desk))


def _candidates(desk: Desk, line: CancelledLine) -> list[Put]:
    """Puts of the product into the crate: of portions the one of the weight scanned, else the last."""
    weight_g = desk.taking_out[1] if desk.taking_out is not None else 0
    puts = reversed(desk.working().puts)
    here = [put for put in puts if (put.crate_id, put.sku) == (line.crate_id, line.sku)]
    return sorted(here, key=lambda put: not weight_g or put.weight_g != weight_g)


def _put_rest(desk: Desk, act: Act, put: Put, quantity: int) -> None:
    """What stays in the crate of a put: its first pieces, out of the bins and lots they came from."""
    weight_g = put.weight_g * quantity // put.quantity
    rest = replace(
        put,
        id=PutId(new_uuid()),
        quantity=quantity,
        fresh=min(put.fresh, quantity),
        taken=_first(put.taken, quantity),
        weight_g=weight_g,
    )
    rows.insert_put(act.connection, desk.working().crate(put.crate_id).wave_id, rest, Scan("", 0.0, BY_KEY))
    lots.tell_put(desk, act, rest)


def _first(taken: tuple[Taken, ...], quantity: int) -> tuple[Taken, ...]:
    kept, left = [], quantity
    for part in taken:
        if left:
            kept.append(replace(part, quantity=min(left, part.quantity)))
        left -= min(left, part.quantity)
    return tuple(kept)
