"""The rules of the put-wall: what a scan means for the wave under work, decided without touching it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cloud_api.wire.base import ScanRule
from station.kernel.ids import CrateId, PutId, Sku, new_uuid
from station.picking.model.cancelled import CancelledLine
from station.picking.model.parcels import Bag, bag_name
from station.picking.model.verdicts import Verdict
from station.picking.model.work import Crate, CrateState, Hand, Product, Put, WaveWork

_OF_BAGS = {Verdict.PRODUCT_OK: Verdict.PRODUCT_OK_BAGS, Verdict.WEIGHED: Verdict.WEIGHED_BAGS}


@dataclass(frozen=True)
class Ruling:
    """A verdict with the values its words need, and the one change that follows from it, if any."""

    verdict: Verdict
    values: dict[str, Any] = field(default_factory=dict)
    hand: Hand | None = None
    """The operator's hand from now on."""
    put: Put | None = None
    """Pieces that go from the hand into a crate."""
    close: Crate | None = None
    """A crate to be closed."""


def called(product: Product) -> str:
    """The product's name as it is said: with its specification."""
    return f"{product.name} {product.spec}".strip()


def meant(work: WaveWork, skus: Sequence[Sku]) -> Sku | None:
    """Which of the products that bear a scanned GTIN is meant: the one shown, else one still wanted."""
    shown = work.current()
    if shown is not None and shown.sku in skus:
        return shown.sku
    return next((sku for sku in skus if work.wanted(sku)), skus[0] if skus else None)


def product_scanned(work: WaveWork, sku: Sku, name: str, *, weighed: bool = False) -> Ruling:
    """A product was scanned; `name` says what it is when the wave does not know it.

    Of a product that is `weighed` one portion at a time is in the hand, so that each crate gets its grams.
    """
    product, current = work.products.get(sku), work.current()
    if current is not None and any(sku == other.sku for other in work.look_alikes.get(current.sku, ())):
        scanned = called(product) if product else name
        return Ruling(Verdict.LOOK_ALIKE, {"scanned": scanned, "wanted": called(current)})
    if product is None:
        return Ruling(Verdict.NOT_WANTED, {"scanned": name})
    hand, wanted = work.hand, work.wanted(sku)
    if hand.sku not in (None, sku):
        return _hand_not_empty(work)
    if weighed and hand.quantity:
        return _hand_not_empty(work)
    if hand.quantity and product.rule is ScanRule.ONCE:
        return Ruling(Verdict.SCANNED_ONCE, {"quantity": hand.quantity})
    if hand.quantity >= wanted:
        return Ruling(Verdict.TOO_MANY, {"product": called(product)})
    if current is not None and current.sku != sku:
        return Ruling(Verdict.WRONG_PRODUCT, {"scanned": called(product), "wanted": called(current)})
    taken = wanted if product.rule is ScanRule.ONCE and not weighed else 1
    held = Hand(sku, hand.quantity + taken, hand.fresh + taken, hand.tag)
    return Ruling(Verdict.PRODUCT_OK, {"quantity": held.quantity}, hand=held)


def crate_scanned(work: WaveWork, crate: Crate | None, just_used: CrateId | str | None) -> Ruling:
    """A crate was scanned; None is a crate of another wave.

    `just_used` is the crate of the last put or closing when that was a moment ago: a scanner that reads
    its label twice must neither be scolded nor close it.
    """
    if crate is None:
        return Ruling(Verdict.FOREIGN_CRATE)
    ruling = _into_crate(work, crate)
    return Ruling(Verdict.REPEATED) if crate.id == just_used and ruling.put is None else ruling


def parcel_scanned(work: WaveWork, code: str, just_used: CrateId | str | None) -> Ruling:
    """The label of an order's bag was scanned; `just_used` as for crates."""
    found = work.parcel(code)
    if found is None:
        return Ruling(Verdict.FOREIGN_BAG)
    ruling = _into_bag(work, *found)
    return Ruling(Verdict.REPEATED) if code == just_used and ruling.put is None else ruling


def of_bags(work: WaveWork | None, ruling: Ruling) -> Ruling:
    """The ruling in the words of a wave whose crates hold bags, which are scanned instead of them."""
    verdict = _OF_BAGS.get(ruling.verdict)
    if verdict is None or work is None or not any(crate.bags for crate in work.crates):
        return ruling
    return replace(ruling, verdict=verdict)


def crate_closed(crate: Crate, cancelled: Sequence[CancelledLine] = ()) -> Ruling:
    """The operator wants to close a crate; what it has of `cancelled` lines must be out of it first."""
    if crate.state is CrateState.CLOSED:
        return Ruling(Verdict.CRATE_IS_CLOSED, {"crate": crate.number})
    if crate.wanted:
        return Ruling(Verdict.CRATE_NOT_FULL, {"crate": crate.number, "quantity": crate.wanted})
    if any(line.crate_id == crate.id for line in cancelled):
        return Ruling(Verdict.TAKE_OUT_FIRST, {"crate": crate.number})
    values = {"crate": crate.number, "orders": crate.orders, "pieces": crate.put}
    return Ruling(Verdict.CRATE_CLOSED, values, close=crate)


def hand_set(work: WaveWork, quantity: int) -> Ruling:
    """The operator says how many pieces of a once-scanned product are in the hand."""
    sku = work.hand.sku
    if sku is None or work.products[sku].rule is not ScanRule.ONCE or work.hand.weight_g is not None:
        return Ruling(Verdict.NOT_NOW)
    held = min(max(quantity, 1), work.wanted(sku))
    fresh = max(0, work.hand.fresh + held - work.hand.quantity)
    return Ruling(Verdict.PRODUCT_OK, {"quantity": held}, hand=Hand(sku, held, fresh, work.hand.tag))


def hand_emptied(work: WaveWork) -> Ruling:
    """What was scanned since the last put goes back into its bin."""
    hand = work.hand
    assert hand.sku is not None
    product = work.products[hand.sku]
    left = hand.quantity - hand.fresh
    return Ruling(
        Verdict.HAND_EMPTIED,
        {"quantity": hand.fresh, "product": called(product), "bin": product.bin},
        hand=Hand(hand.sku, left, tag=hand.tag) if left else Hand(),
    )


def missing_of(work: WaveWork, sku: Sku) -> list[tuple[CrateId, int]]:
    """Which crates go without how many pieces when `sku` is not to be had."""
    return [(crate.id, crate.wants(sku)) for crate in work.crates if crate.wants(sku)]


def _into_crate(work: WaveWork, crate: Crate) -> Ruling:
    if crate.state is CrateState.CLOSED:
        return Ruling(Verdict.CRATE_IS_CLOSED, {"crate": crate.number})
    hand = work.hand
    if hand.sku is None:
        if crate.wanted:
            return Ruling(Verdict.SCAN_PRODUCT_FIRST, {"crate": crate.number})
        return crate_closed(crate, work.cancelled)
    if hand.waits_for_weight:
        return Ruling(Verdict.WEIGH_IT, {"product": called(work.products[hand.sku])})
    quantity = min(hand.quantity, crate.wants(hand.sku))
    if not quantity:
        return _not_this_crate(work, crate, hand.sku)
    if crate.bags:
        return Ruling(Verdict.SCAN_BAG, {"crate": crate.number, "lit": _lit(work)})
    put = _put(crate, hand, quantity)
    values = {"crate": crate.number, "quantity": quantity, "product": called(work.products[hand.sku])}
    last = quantity == work.wanted(hand.sku)
    return Ruling(Verdict.PRODUCT_DONE if last else Verdict.PUT_OK, values, put=put)


def _into_bag(work: WaveWork, crate: Crate, bag: Bag) -> Ruling:
    name, hand = bag_name(crate.number, bag), work.hand
    if crate.state is CrateState.CLOSED:
        return Ruling(Verdict.CRATE_IS_CLOSED, {"crate": crate.number})
    if hand.sku is None:
        return Ruling(Verdict.SCAN_PRODUCT_FOR_BAG, {"bag": name})
    product = called(work.products[hand.sku])
    if hand.waits_for_weight:
        return Ruling(Verdict.WEIGH_IT, {"product": product})
    share = next((each for each in work.lit_bags() if each.bag is bag), None)
    if share is None:
        values = {"bag": name, "order": bag.order_no, "product": product, "lit": _lit(work)}
        return Ruling(Verdict.BAG_HAS_ENOUGH if hand.sku in bag.planned else Verdict.WRONG_BAG, values)
    put = replace(_put(crate, hand, share.quantity), order_id=bag.order_id)
    last = share.quantity == work.wanted(hand.sku)
    told = {"bag": name, "quantity": share.quantity, "product": product}
    return Ruling(Verdict.BAG_PRODUCT_DONE if last else Verdict.BAG_PUT, told, put=put)


def _put(crate: Crate, hand: Hand, quantity: int) -> Put:
    assert hand.sku is not None
    weight_g = hand.weight_g or 0
    return Put(PutId(new_uuid()), crate.id, hand.sku, quantity, hand.fresh, hand.tag, weight_g=weight_g)


def _lit(work: WaveWork) -> str:
    """What takes the product in hand, as it is called: bags where there are bags, else crates."""
    names = [share.name for share in work.lit_bags()]
    return ", ".join(names or [str(crate.number) for crate, _ in work.lit()])


def _not_this_crate(work: WaveWork, crate: Crate, sku: Sku) -> Ruling:
    verdict = Verdict.CRATE_HAS_ENOUGH if sku in crate.slots else Verdict.WRONG_CRATE
    return Ruling(verdict, {"crate": crate.number, "product": called(work.products[sku]), "lit": _lit(work)})


def _hand_not_empty(work: WaveWork) -> Ruling:
    assert work.hand.sku is not None
    product = work.products[work.hand.sku]
    return Ruling(Verdict.HAND_NOT_EMPTY, {"quantity": work.hand.quantity, "product": called(product)})
