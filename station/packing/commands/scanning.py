"""Scans at the packing desk: each is answered once, and its answer is on the disk before it is shown."""

from cloud_api.wire.base import ScanRule
from hardware.codes import Refusal, RefusedCode, ScannedCode
from station.kernel.ids import ScanId, Sku, new_uuid
from station.kernel.scan import Scan
from station.packing.commands import choosing, finishing, lots
from station.packing.commands.desk import Desk
from station.packing.model.box import Box, Need, Portion, Recipe, open_needs
from station.packing.model.ruling import Ruling, ruling
from station.packing.model.verdicts import Verdict
from station.packing.store import boxes
from station.packing.store.goods import called, product_of, recipe_of
from station.sync.outbox import Act

DOUBLE_READ_S = 0.07
"""A hand scanner reads no second piece within this."""
LONGEST_SHOWN = 40


def answer_scan(desk: Desk, scan: Scan, code: ScannedCode | RefusedCode) -> Ruling:
    """Answer a scan, durably. The very same scan again changes nothing."""
    with desk.act() as act:
        if boxes.was_scanned(act.connection, scan):
            return ruling(Verdict.REPEATED)
        begun = boxes.box_under_work(act.connection)
        ruled = _rule(desk, act, scan, code, begun)
        if ruled.portion is not None:
            begun = _begun(desk, act, begun)
        boxes.log_scan(act.connection, scan, ruled, begun.id if begun else None, act.author)
        if ruled.portion is not None:
            ruled = _put_in(desk, act, scan, ruled)
        act.then(lambda: setattr(desk, "asked", None))
    return ruled


def _rule(desk: Desk, act: Act, scan: Scan, code: ScannedCode | RefusedCode, begun: Box | None) -> Ruling:
    if isinstance(code, RefusedCode):
        if code.why is Refusal.BAD_CHECK_DIGIT:
            return ruling(Verdict.BAD_CHECK_DIGIT)
        return ruling(Verdict.UNKNOWN_CODE, code=code.text[:LONGEST_SHOWN])
    sku = product_of(act.connection, code)
    if sku is None:
        return ruling(Verdict.UNKNOWN_CODE, code=(code.gtin or code.text).lstrip("0")[:LONGEST_SHOWN])
    recipe = recipe_of(act.connection, desk.job[1]) if desk.job else None
    if recipe is None:
        return choosing.choose_scanned(desk, act, sku)
    if recipe.sku == sku:
        return finishing.finish_scanned(desk, act, recipe, begun)
    return _part(desk, act, scan, code, recipe, begun, sku)


def _part(
    desk: Desk,
    act: Act,
    scan: Scan,
    code: ScannedCode,
    recipe: Recipe,
    begun: Box | None,
    sku: Sku,
) -> Ruling:
    """A product was scanned while a box is packed."""
    left, need = open_needs(recipe, begun), recipe.need(sku)
    if begun is not None and begun.label is not None and not left:
        return _at_full_box(act, recipe, sku)
    if need is None:
        return ruling(Verdict.WRONG_PRODUCT, scanned=called(act.connection, sku), box=recipe.name)
    if _is_double(desk, scan, need):
        return ruling(Verdict.REPEATED)
    wanted = left.get(sku, 0)
    if wanted <= 0:
        return ruling(Verdict.TOO_MANY, product=need.name, quantity=need.quantity)
    quantity = wanted if need.rule is ScanRule.ONCE else 1
    tag = lots.told(code)
    refusal = lots.judged(desk, act.connection, need, quantity, tag, begun)
    if refusal is not None:
        return refusal
    parts = lots.taken_for(desk, act.connection, sku, quantity, tag, begun)
    values = {
        "product": need.name,
        "count": need.quantity - wanted + quantity,
        "quantity": need.quantity,
    }
    return Ruling(Verdict.PART_OK, values, Portion(ScanId(scan.id), sku, parts))


def _at_full_box(act: Act, recipe: Recipe, sku: Sku) -> Ruling:
    """Only the box's own label is wanted now."""
    if recipe_of(act.connection, sku) is not None:
        return ruling(Verdict.OTHER_BOX, other=called(act.connection, sku), box=recipe.name)
    return ruling(Verdict.BOX_IS_FULL)


def _is_double(desk: Desk, scan: Scan, need: Need) -> bool:
    if need.rule is not ScanRule.EACH or desk.last_part is None:
        return False
    sku, at = desk.last_part
    return sku == need.sku and 0 <= scan.at - at < DOUBLE_READ_S


def _begun(desk: Desk, act: Act, begun: Box | None) -> Box:
    """The box the first part goes into."""
    if begun is not None:
        return begun
    assert desk.job is not None
    made = Box(new_uuid(), *desk.job)
    boxes.begin(act.connection, made)
    return made


def _put_in(desk: Desk, act: Act, scan: Scan, ruled: Ruling) -> Ruling:
    """What was scanned is in; the last part prints the label."""
    portion = ruled.portion
    assert portion is not None

    def apply() -> None:
        desk.last_part = (portion.sku, scan.at)
        desk.lot_insisted = None

    act.then(apply)
    return finishing.label_if_full(desk, act) or ruled
