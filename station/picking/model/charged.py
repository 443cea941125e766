"""How many grams of weight goods each order of a crate gets, by the rule it is charged by; pure.

Portions stand in the order in which they were put, orders in the order in which they were paid: each takes as
many portions as it gets pieces, so what lacks, lacks those who paid last. A bag holds its very own portions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from station.kernel.ids import OrderId, Sku
from station.picking.model.plan import PackedLine
from station.picking.model.work import Crate, Put, WaveWork


def grams_by_order(
    work: WaveWork, crate: Crate, lines: Sequence[PackedLine], paid: Sequence[OrderId]
) -> Mapping[OrderId, int]:
    """Grams by order, of weight goods only; `paid` names the orders, who paid first before the others."""
    grams: Counter[OrderId] = Counter()
    for sku in crate.slots:
        if work.products[sku].by_weight:
            puts = [put for put in work.puts if put.crate_id == crate.id and put.sku == sku]
            grams.update(_of_product(puts, work.products[sku].weight_g, _wanted(lines, sku), paid))
    return grams


def _wanted(lines: Sequence[PackedLine], sku: Sku) -> Counter[OrderId]:
    wanted: Counter[OrderId] = Counter()
    for line in lines:
        if line.sku == sku:
            wanted[line.order_id] += line.quantity
    return wanted


def _of_product(
    puts: Sequence[Put], piece_g: int, wanted: Mapping[OrderId, int], paid: Sequence[OrderId]
) -> Counter[OrderId]:
    grams: Counter[OrderId] = Counter()
    own = [put for put in puts if put.order_id is not None]
    for put in own:
        if put.order_id is not None:
            grams[put.order_id] += sum(portions_in(put, piece_g))
    if own:
        return grams
    portions = [each for put in puts for each in portions_in(put, piece_g)]
    for order_id in paid:
        mine, portions = portions[: wanted.get(order_id, 0)], portions[wanted.get(order_id, 0) :]
        grams[order_id] += sum(mine)
    return grams


def portions_in(put: Put, piece_g: int) -> list[int]:
    """A put of several shares its grams evenly, odd ones to the first; what nobody weighed is as planned."""
    if not put.weight_g:
        return [piece_g] * put.quantity
    even, odd = divmod(put.weight_g, put.quantity)
    return [even + (place < odd) for place in range(put.quantity)]
