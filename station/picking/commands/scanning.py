"""Scans at the put-wall: each is answered once, and its answer is on the disk before it is shown."""

from collections.abc import Callable
from dataclasses import replace

from cloud_api.wire.base import ScanRule
from hardware.codes import Refusal, RefusedCode, ScannedCode
from station.kernel.ids import CrateId, WaveId
from station.kernel.scan import Scan
from station.picking.commands import intercepting, lots, weighing
from station.picking.commands.closing import close
from station.picking.commands.desk import Desk
from station.picking.model import rules
from station.picking.model.rules import Ruling
from station.picking.model.verdicts import VERDICTS, Verdict
from station.picking.store import scans
from station.picking.store import work as rows
from station.picking.store.scans import KnownProduct
from station.sync.outbox import Act

DOUBLE_READ_S = 0.07
"""A hand scanner reads no second piece within this; ten scans a second stay ten."""

JUST_USED_S = 1.5
"""Within this the same crate again is a slip of the trigger, not the wish to close it."""

Answer = Callable[[Act], Ruling]


def answer_scan(desk: Desk, scan: Scan, code: ScannedCode | RefusedCode) -> Ruling:
    """Answer a scan, durably. The very same scan again changes nothing."""
    with desk.act() as act:
        if scans.was_scanned(act.connection, scan):
            return Ruling(Verdict.REPEATED)
        ruling = _rule(desk, act, scan, code)
        ruling = rules.of_bags(desk.work, _carry_out(desk, act, scan, ruling))
        wave_id = _wave_of(desk, ruling)
        tone = VERDICTS[ruling.verdict].tone
        logged = scans.LoggedScan(act.at, scan.text, tone, ruling.verdict, ruling.values)
        scans.log_scan(act.connection, scan, logged, wave_id, act.author.operator_id)
    return ruling


def _wave_of(desk: Desk, ruling: Ruling) -> WaveId | None:
    """Whose scan it was: of two waves that of the crate, else the first one's."""
    crate_id = ruling.put.crate_id if ruling.put else ruling.close.id if ruling.close else None
    if desk.work is None or crate_id is None:
        return desk.work.wave_id if desk.work else None
    return desk.work.crate(crate_id).wave_id


def _rule(desk: Desk, act: Act, scan: Scan, code: ScannedCode | RefusedCode) -> Ruling:
    if isinstance(code, RefusedCode):
        if code.why is Refusal.BAD_CHECK_DIGIT:
            return Ruling(Verdict.BAD_CHECK_DIGIT)
        return Ruling(Verdict.UNKNOWN_CODE, {"code": code.text[:40]})
    if desk.work is None:
        return Ruling(Verdict.NOT_PLANNED if desk.wave else Verdict.NO_WAVE)
    coming_out = intercepting.answer(desk, act, scan, code)
    if coming_out is not None:
        return coming_out
    if code.sscc is not None:
        return _crate(desk, scan, code.sscc)
    if code.parcel is not None:
        return rules.parcel_scanned(desk.working(), code.parcel, _just_used(desk, scan))
    if code.gtin is not None or code.plu is not None:
        ruling = _product(desk, act, scan, code)
        if ruling.hand is not None:
            ruling = lots.checked(desk, act.connection, ruling, code)
        return ruling if ruling.hand is None else weighing.judged(desk, ruling, code.weight_g)
    return Ruling(Verdict.UNKNOWN_CODE, {"code": code.text[:40]})


def _product(desk: Desk, act: Act, scan: Scan, code: ScannedCode) -> Ruling:
    work = desk.working()
    known = _known(desk, act, code)
    if known is None:
        return Ruling(Verdict.UNKNOWN_CODE, {"code": (code.gtin or code.text).lstrip("0")[:40]})
    sku, name = known.sku, f"{known.name} {known.spec}".strip()
    if work.hand.sku == sku and work.hand.waits_for_weight and code.weight_g:
        return Ruling(Verdict.PRODUCT_OK, hand=work.hand)  # the second code of the same portion
    product = work.products.get(sku)
    if product is not None and product.rule is ScanRule.EACH and desk.last_product is not None:
        last_sku, last_at = desk.last_product
        if last_sku == sku and 0 <= scan.at - last_at < DOUBLE_READ_S:
            return Ruling(Verdict.REPEATED)
    return rules.product_scanned(work, sku, name, weighed=weighing.weighs(desk, product))


def _known(desk: Desk, act: Act, code: ScannedCode) -> KnownProduct | None:
    """The product of a code: of the wave, else of the catalogue."""
    work = desk.working()
    if code.gtin is None:
        assert code.plu is not None
        sku = rules.meant(work, desk.plus.get(code.plu.lstrip("0") or "0", []))
        return KnownProduct(sku, "", "") if sku else scans.product_by_plu(act.connection, code.plu)
    sku = rules.meant(work, desk.gtins.get(code.gtin, []))
    if sku is None:
        return scans.product_by_gtin(act.connection, code.gtin)
    return KnownProduct(sku, "", "")


def _crate(desk: Desk, scan: Scan, sscc: str) -> Ruling:
    work = desk.working()
    if sscc in desk.packed:
        return Ruling(Verdict.CRATE_IS_CLOSED, {"crate": desk.packed[sscc]})
    return rules.crate_scanned(work, work.crate_by_sscc(sscc), _just_used(desk, scan))


def _just_used(desk: Desk, scan: Scan) -> CrateId | str | None:
    if desk.just_used is not None and 0 <= scan.at - desk.just_used[1] < JUST_USED_S:
        return desk.just_used[0]
    return None


def _carry_out(desk: Desk, act: Act, scan: Scan, ruling: Ruling) -> Ruling:
    """Write what follows from the ruling; closing the last crate turns it into the end of the wave."""
    if ruling.hand is not None:
        _take_in_hand(desk, act, scan, ruling)
    if ruling.put is not None:
        _put(desk, act, scan, ruling)
    if ruling.close is not None:
        crate_id = ruling.close.id
        act.then(lambda: setattr(desk, "just_used", (crate_id, scan.at)))
        ruling = close(desk, act, ruling)
    act.then(desk.moved_on)
    return ruling


def _take_in_hand(desk: Desk, act: Act, scan: Scan, ruling: Ruling) -> None:
    work, hand = desk.working(), ruling.hand
    assert hand is not None
    assert hand.sku is not None
    sku = hand.sku
    rows.set_hand(act.connection, work.wave_ids, hand)

    def apply() -> None:
        work.hand = hand
        desk.last_product = (sku, scan.at)

    act.then(apply)


def _put(desk: Desk, act: Act, scan: Scan, ruling: Ruling) -> None:
    work, chosen = desk.working(), ruling.put
    assert chosen is not None
    put = replace(chosen, taken=lots.taken_for(desk, act.connection, chosen))
    rows.insert_put(act.connection, work.crate(put.crate_id).wave_id, put, scan)
    rows.set_hand(act.connection, work.wave_ids, work.hand.after_put(put.quantity))
    lots.tell_put(desk, act, put)

    def apply() -> None:
        work.apply_put(put)
        bag = work.crate(put.crate_id).bag_of(put.order_id)
        desk.just_used = (bag.code if bag else put.crate_id, scan.at)
        desk.last_product = None  # a crate was scanned between: the same product again is the next piece

    act.then(apply)
