"""Where goods that came in are put: beside what lies there of them, else where they are walked to least."""

from collections.abc import Sequence
from dataclasses import replace

from cloud_api.wire.catalogue import Bin, BinUse
from station.kernel.ids import Sku
from station.kernel.messages import Message
from station.slotting.model.advice import AdvisedBin, PutAwayAdvice
from station.slotting.model.demand import Demand
from station.slotting.model.results import RankedBin
from station.slotting.model.slots import SlotProduct, SlotRules, misfit, without_bin
from station.slotting.model.standing import Standing
from station.slotting.model.walking import floor_plan
from station.slotting.planner.proposing import propose_bin

MOST = 3
"""The best bin and two others."""

_LIES_THERE = Message("It is picked from there, and some lies there already")
_PICKED_THERE = Message("It is picked from there")
_UNKNOWN = Message("Nothing is known of what is ordered: the bin it is picked from")
_NEAREST = Message(
    "Nothing is known of what is ordered: the nearest empty bin of its temperature zone along the path"
)
_NO_BIN_FREE = Message("No pick bin is free for it")
_MORE_OF_IT = Message("A reserve bin where more of it lies")
_RESERVE = Message("An empty reserve bin near the bin it is picked from")


def advise(
    product: SlotProduct, quantity: int, floor: Standing, demand: Demand, rules: SlotRules | None = None
) -> PutAwayAdvice:
    """The best bin for `quantity` pieces of a product that stand at the dock, and two others.

    Goods of one product stay together: as long as some lies in its pick bin, that bin comes first and then
    reserve bins near to it. With an empty one, or none, the bins that save most walking come first.
    """
    rules = rules or SlotRules()
    face = floor.by_code.get(floor.faces.get(product.sku, ""))
    if face is not None and misfit(replace(product, pieces=1), face, rules) is not None:
        face = None
    if face is not None and floor.lying(face.code, product.sku):
        ranked = _beside(product, quantity, face, floor, rules, _LIES_THERE)
    elif not demand.tours:
        ranked = _unknown(product, quantity, face, floor, rules)
    else:
        ranked = _walked_least(product, quantity, face, floor, demand, rules)
    if ranked:
        return PutAwayAdvice(product.sku, tuple(ranked[:MOST]))
    return PutAwayAdvice(product.sku, (), without_bin(product, _open_to(product, floor), rules).why)


def _beside(
    product: SlotProduct, quantity: int, face: Bin, floor: Standing, rules: SlotRules, why: Message
) -> list[AdvisedBin]:
    """The pick bin as far as it has room, then reserve bins near to it."""
    room = floor.room_for(face, product)
    found = [AdvisedBin(face.code, min(room, quantity), None, (why,))] if room else []
    for place, spare in floor.nearest(product, BinUse.RESERVE, face.path, rules)[:MOST]:
        reason = _MORE_OF_IT if floor.lying(place.code, product.sku) else _RESERVE
        found.append(AdvisedBin(place.code, min(spare, quantity), None, (reason,)))
    return found


def _unknown(
    product: SlotProduct, quantity: int, face: Bin | None, floor: Standing, rules: SlotRules
) -> list[AdvisedBin]:
    if face is not None and not floor.has_others(face.code, product.sku):
        return _beside(product, quantity, face, floor, rules, _UNKNOWN)
    near = floor.nearest(product, BinUse.PICK, 0, rules)
    return [AdvisedBin(place.code, min(room, quantity), None, (_NEAREST,)) for place, room in near[:MOST]]


def _walked_least(
    product: SlotProduct,
    quantity: int,
    face: Bin | None,
    floor: Standing,
    demand: Demand,
    rules: SlotRules,
) -> list[AdvisedBin]:
    one, open_bins = replace(product, pieces=1), _open_to(product, floor)
    rooms = [floor.room_for(place, product) for place in open_bins if misfit(one, place, rules) is None]
    pieces = min(quantity, max(rooms, default=0))
    if not pieces:
        spare = floor.nearest(product, BinUse.RESERVE, face.path if face else 0, rules)
        return [AdvisedBin(place.code, min(room, quantity), None, (_NO_BIN_FREE,)) for place, room in spare]
    wanted = replace(product, pieces=pieces)
    taken = _taken(product, floor)
    ranked = propose_bin(wanted, floor.bins, taken, demand, rules=rules, most=len(floor.bins)).ranked
    here = next((each for each in ranked if face is not None and each.bin == face.code), None)
    if here is None:
        return [AdvisedBin(each.bin, pieces, each.saved_m, each.reasons) for each in ranked[:MOST]]
    return _against(here, ranked, pieces, floor.bins)


def _against(
    here: RankedBin, ranked: Sequence[RankedBin], pieces: int, bins: Sequence[Bin]
) -> list[AdvisedBin]:
    """Beside the empty pick bin of now: another comes first only if one night pays the way of its sign."""
    plan = floor_plan(bins)
    best = ranked[0]
    saved_m = here.walked_m - best.walked_m
    order = [each for each in ranked[:MOST] if each is not here]
    stays = best is here or saved_m <= plan.between_cm(here.bin, best.bin) / 100
    order.insert(0 if stays else MOST - 1, here)
    return [
        AdvisedBin(
            each.bin,
            pieces,
            None if each is here else round(here.walked_m - each.walked_m, 2),
            (_PICKED_THERE, *each.reasons) if each is here else each.reasons,
        )
        for each in order[:MOST]
    ]


def _taken(product: SlotProduct, floor: Standing) -> dict[Sku, str]:
    """Bins others are picked from, and those in which other goods lie though nobody picks them there."""
    lying = {
        Sku(f"?{place.code}"): place.code for place in floor.bins if floor.has_others(place.code, product.sku)
    }
    return lying | dict(floor.faces)


def _open_to(product: SlotProduct, floor: Standing) -> list[Bin]:
    """All bins but those in which goods of another product lie."""
    return [place for place in floor.bins if not floor.has_others(place.code, product.sku)]
