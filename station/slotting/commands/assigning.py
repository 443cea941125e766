"""A person says which bin a product is picked from."""

from dataclasses import replace

from cloud_api.wire.catalogue import Bin, BinUse
from cloud_api.wire.floor import ProductSlotted
from station.kernel.ids import Sku
from station.slotting.commands.desk import Desk
from station.slotting.model.slots import SlotRules, misfit
from station.slotting.model.standing import Standing
from station.slotting.model.verdicts import Ruling, Verdict, ruling
from station.slotting.store.codes import called
from station.slotting.store.floor import read_floor
from station.stock.moving import slot
from station.sync.outbox import Act


def assign(desk: Desk, sku: Sku, target: Bin, *, insists: bool) -> Ruling:
    """The product is picked from `target` from now on; what does not fit well is asked once.

    `insists`: the bin was scanned again after such a question.
    """
    with desk.act() as act:
        floor = read_floor(act.connection).standing()
        refusal = _refusal(act, floor, sku, target, insists=insists)
        if refusal is not None:
            return refusal
        before = floor.faces.get(sku)
        slot(act.connection, act.author, ProductSlotted(sku=sku, bin=target.code, from_bin=before))
        values = {"product": called(act.connection, sku), "bin": target.code}
        left = 0 if before is None else floor.lying(before, sku)
    if left:
        return ruling(Verdict.GOODS_LEFT_BEHIND, **values, count=left, other=before)
    return ruling(Verdict.ASSIGNED, **values)


def _refusal(act: Act, floor: Standing, sku: Sku, target: Bin, *, insists: bool) -> Ruling | None:
    product, name = floor.products.get(sku), called(act.connection, sku)
    if target.use is not BinUse.PICK or not target.active:
        return ruling(Verdict.NO_PICK_BIN, bin=target.code)
    if floor.faces.get(sku) == target.code:
        return ruling(Verdict.SAME_BIN, product=name, bin=target.code)
    if product is not None and product.zone is not target.zone:
        return ruling(Verdict.WRONG_ZONE, product=name, bin=target.code)
    if insists:
        return None
    others = [other for other in floor.picked_from.get(target.code, ()) if other != sku]
    if others:
        return ruling(Verdict.SHARED_BIN, other=called(act.connection, others[0]), bin=target.code)
    if product is None:
        return None
    load = replace(product, pieces=max(1, floor.lying(floor.faces.get(sku, ""), sku)))
    is_tight = misfit(load, target, SlotRules()) is not None
    return ruling(Verdict.TIGHT_BIN, product=name, bin=target.code) if is_tight else None
