"""The best bin for goods that just came in, and the next best, each with what speaks for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cloud_api.wire.catalogue import Bin
from station.kernel.ids import Sku
from station.kernel.messages import Message
from station.slotting.model.demand import Demand
from station.slotting.model.results import BinProposal, RankedBin
from station.slotting.model.slots import SlotProduct, SlotRules, without_bin
from station.slotting.planner.assignment import NOTHING, Cells, assign
from station.slotting.planner.floor import Floor, make_floor, skus
from station.slotting.planner.walks import Walks

TOGETHER = 5
"""How many of the products that are ordered with it most often are looked for at the same stop."""


@dataclass(frozen=True)
class _Choice:
    """Free bins for the products that want one: the first is the product asked about, others wait too."""

    floor: Floor
    neighbours: Mapping[Sku, int]
    """The stop of every product that has a bin."""
    free: Sequence[int]
    costs: Cells
    """Walking in centimetres over all nights, products by free bins."""
    assigned: int
    """Place among the free bins, or NOTHING."""


def propose_bin(
    product: SlotProduct,
    bins: Sequence[Bin],
    taken: Mapping[Sku, str],
    demand: Demand,
    *,
    waiting: Iterable[SlotProduct] = (),
    picks_a_night: float = 1.0,
    most: int = 5,
    rules: SlotRules | None = None,
    start: tuple[int, int] | None = None,
) -> BinProposal:
    """Free bins for one receipt, best first, at the most `most`.

    `taken` tells the bin of every product that has one; a bin named there is free only for the product
    itself. Products `waiting` for a bin are assigned together with it, so that it does not take the bin
    another needs more. `picks_a_night` is what is expected of a product that no tour of the demand picked.
    """
    wanted = {
        each.sku: each for each in (product, *waiting) if each.sku == product.sku or each.sku not in taken
    }
    floor = make_floor(wanted.values(), bins, demand, rules or SlotRules(), start)
    choice = _choose(floor, product.sku, taken, picks_a_night)
    if choice.assigned == NOTHING:
        return BinProposal(product.sku, (), without_bin(product, bins, floor.rules))
    return BinProposal(product.sku, _ranked(choice, product, picks_a_night, most))


def _choose(floor: Floor, sku: Sku, taken: Mapping[Sku, str], picks_a_night: float) -> _Choice:
    others = {other: code for other, code in taken.items() if other != sku}
    held = frozenset(others.values())
    free = [place for place, each in enumerate(floor.bins) if each.code not in held]
    neighbours = {
        other: floor.plan.stop_of[code] for other, code in others.items() if code in floor.plan.stop_of
    }
    walks = Walks(floor.plan, floor.demand, [*skus(floor), *neighbours])
    for number, stop in enumerate(neighbours.values(), len(floor.products)):
        walks.put(number, stop)
    costs = np.array([_costs(floor, walks, number, picks_a_night) for number in range(len(floor.products))])
    costs = costs[:, floor.stops[free] - 1] if free else np.zeros((len(floor.products), 0), np.int64)
    lifted = costs + floor.lifts[:, free]
    asked = skus(floor).index(sku)
    found = assign(lifted, floor.allowed[:, free], floor.picks)
    return _Choice(floor, neighbours, free, costs, found[asked])


def _costs(floor: Floor, walks: Walks, product: int, picks_a_night: float) -> Cells:
    if walks.picks(product) or not floor.demand.tours:
        return walks.costs_cm(product)
    expected = picks_a_night * max(floor.demand.nights, 1) / len(floor.demand.tours)
    anywhere: Cells = np.rint(walks.anyone_cm() * expected).astype(np.int64)
    return anywhere


def _ranked(choice: _Choice, product: SlotProduct, picks_a_night: float, most: int) -> tuple[RankedBin, ...]:
    floor = choice.floor
    asked = skus(floor).index(product.sku)
    costs = choice.costs[asked]
    weighed = costs + floor.lifts[asked][choice.free]
    fitting = [place for place in range(len(choice.free)) if floor.allowed[asked, choice.free[place]]]
    order = sorted(fitting, key=lambda place: (place != choice.assigned, weighed[place], place))[:most]
    metres = [floor.demand.metres_a_night(int(costs[place])) for place in order]
    saved = [round(behind - here, 2) for here, behind in zip(metres, [*metres[1:], metres[-1]], strict=True)]
    together = floor.demand.together_with(product.sku)[:TOGETHER]
    reasons = [_reasons(choice, product, place, picks_a_night, together) for place in order]
    if any(weighed[place] < weighed[choice.assigned] for place in fitting):
        reasons[0] += (Message("Nearer bins are left to products that are waiting and picked more often"),)
    return tuple(
        RankedBin(floor.bins[choice.free[place]].code, walked, less, why)
        for place, walked, less, why in zip(order, metres, saved, reasons, strict=True)
    )


def _reasons(
    choice: _Choice,
    product: SlotProduct,
    place: int,
    picks_a_night: float,
    together: Sequence[tuple[Sku, int]],
) -> tuple[Message, ...]:
    floor = choice.floor
    at = floor.bins[choice.free[place]]
    picked = floor.picks[skus(floor).index(product.sku)]
    told = [
        Message("Picked on {tours} tours a night", tours=round(picked / max(floor.demand.nights, 1), 1))
        if picked
        else Message("Nobody picked it yet: taken for {tours} tours a night", tours=round(picks_a_night, 1))
    ]
    stop = floor.plan.stop_of[at.code]
    told += [
        Message("Beside {product}: ordered together on {tours} tours", product=other, tours=tours)
        for other, tours in together
        if choice.neighbours.get(other) == stop
    ]
    if product.weight_g >= floor.rules.heavy_g:
        told.append(
            Message(
                "Low enough for a piece of {weight_g} g: board {level}",
                weight_g=product.weight_g,
                level=at.level,
            )
        )
    return tuple(told)
