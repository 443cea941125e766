"""Portions get their real weight: from the code of a weight label, or from the scale of this PC."""

from dataclasses import replace

from hardware.protocols import Reading, ReadingState
from station.picking.commands import lots
from station.picking.commands.desk import Desk
from station.picking.model.rules import Ruling, called
from station.picking.model.verdicts import Verdict
from station.picking.model.weights import Band, Weighing, is_empty, steady_weight_g, told_weight
from station.picking.model.work import Hand, Product
from station.picking.store import work as rows

_NO_WEIGHT_IN = {
    ReadingState.OVERLOAD: Verdict.OVERLOADED,
    ReadingState.UNDERLOAD: Verdict.EMPTY_SCALE,
    ReadingState.STALE: Verdict.SCALE_SILENT,
}


def weighs(desk: Desk, product: Product | None) -> bool:
    """Whether each portion wants its weight here: where there is a scale, or its packs tell it."""
    return product is not None and product.by_weight and (product.has_plu or desk.has_scale())


def band_of(desk: Desk, product: Product) -> Band:
    """What a portion is to weigh."""
    percent = product.tolerance_percent
    return Band.around(product.weight_g, desk.tolerance_percent if percent is None else percent)


def judged(desk: Desk, ruling: Ruling, told_g: int | None) -> Ruling:
    """A scanned portion with its weight: told by its code, else what came to rest on the scale.

    One whose code tells a wrong weight is not taken; one the scale does not like waits in the hand.
    """
    hand = ruling.hand
    assert hand is not None
    assert hand.sku is not None
    product = desk.working().products[hand.sku]
    if not weighs(desk, product):
        return ruling
    waiting = replace(hand, weight_g=0)
    if told_g:
        weighed = _within(desk, product, waiting, told_g)
        return weighed if weighed.verdict is Verdict.WEIGHED else replace(weighed, hand=None)
    weight_g = steady_weight_g(desk.scale())
    if weight_g is None or desk.load.taken_g is not None:
        return Ruling(Verdict.WEIGH_IT, {"product": called(product)}, hand=waiting)
    return _of_load(desk, product, waiting, weight_g)


def weigh(desk: Desk) -> Ruling:
    """Take what lies on the scale as the weight of the portion in hand; loose goods need no scan."""
    work = desk.working()
    product, hand = work.current(), work.hand
    if product is None or not product.by_weight:
        return Ruling(Verdict.NOT_NOW)
    if not hand.quantity and not product.is_loose:
        return Ruling(Verdict.SCAN_TO_WEIGH, {"product": called(product)})
    if hand.quantity and hand.weight_g is None:
        return Ruling(Verdict.NOT_NOW)
    fault = _fault(desk)
    if fault is not None:
        return Ruling(fault)
    weight_g = steady_weight_g(desk.scale())
    if weight_g is None:
        return Ruling(Verdict.NOT_STEADY)
    if weight_g == desk.load.taken_g and not desk.load.asked:
        desk.load.asked = True
        return Ruling(Verdict.SAME_LOAD, {"weight": told_weight(weight_g)})
    return _take(desk, product, weight_g)


def scale_told(desk: Desk) -> Ruling | None:
    """The scale said something new; None where that changes nothing but what the card shows."""
    reading = desk.scale()
    if reading is not None and is_empty(reading):
        desk.load.clear()
    work = desk.working()
    weight_g = steady_weight_g(reading)
    if not work.hand.waits_for_weight or weight_g is None or desk.load.taken_g is not None:
        return None
    if weight_g == desk.load.refused_g:
        return None
    assert work.hand.sku is not None
    return _take(desk, work.products[work.hand.sku], weight_g)


def shown(desk: Desk, product: Product | None) -> Weighing | None:
    """What the card shows of a portion: its own weight, else what the scale says now."""
    if product is None or not weighs(desk, product):
        return None
    hand, band = desk.working().hand, band_of(desk, product)
    if hand.weight_g:
        return Weighing(band, hand.weight_g, settled=True)
    reading = desk.scale()
    lies = reading is not None and reading.weight_g is not None and not is_empty(reading)
    counted = desk.load.taken_g is not None and not hand.waits_for_weight
    return Weighing(band, reading.weight_g if reading and lies and not counted else None, settled=False)


def _take(desk: Desk, product: Product, weight_g: int) -> Ruling:
    """The load is the portion's weight, durably; or why not."""
    work = desk.working()
    hand = work.hand if work.hand.quantity else Hand(product.sku, 1, 1)
    waiting = replace(hand, weight_g=0)
    with desk.act() as act:
        ruling = Ruling(Verdict.WEIGHED, hand=waiting)
        if not work.hand.quantity:
            ruling = lots.checked(desk, act.connection, ruling, None)
        if ruling.hand is not None:
            ruling = _of_load(desk, product, ruling.hand, weight_g)
            held = ruling.hand
            assert held is not None
            rows.set_hand(act.connection, work.wave_ids, held)
            act.then(lambda: setattr(work, "hand", held))
    return ruling


def _of_load(desk: Desk, product: Product, waiting: Hand, weight_g: int) -> Ruling:
    ruling = _within(desk, product, waiting, weight_g)
    if ruling.verdict is Verdict.WEIGHED:
        desk.load.taken_g, desk.load.asked = weight_g, False
    else:
        desk.load.refused_g = weight_g
    return ruling


def _within(desk: Desk, product: Product, waiting: Hand, weight_g: int) -> Ruling:
    band = band_of(desk, product)
    off_g = band.off_by_g(weight_g)
    values = {"weight": told_weight(weight_g), "product": called(product)}
    if not off_g:
        return Ruling(Verdict.WEIGHED, values, hand=replace(waiting, weight_g=weight_g))
    bounds = {
        "off": told_weight(abs(off_g)),
        "low": told_weight(band.low_g),
        "high": told_weight(band.high_g),
    }
    verdict = Verdict.TOO_HEAVY if off_g > 0 else Verdict.TOO_LIGHT
    return Ruling(verdict, {**values, **bounds}, hand=waiting)


def _fault(desk: Desk) -> Verdict | None:
    if not desk.has_scale():
        return Verdict.NO_SCALE
    reading: Reading | None = desk.scale()
    if reading is None:
        return Verdict.SCALE_SILENT
    if reading.state is ReadingState.STABLE and is_empty(reading):
        return Verdict.EMPTY_SCALE
    return _NO_WEIGHT_IN.get(reading.state)
