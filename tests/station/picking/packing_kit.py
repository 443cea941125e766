"""Waves for the planner's tests, and an independent check of its plans."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from hypothesis import strategies as st

from cloud_api.wire.base import Zone
from station.kernel.ids import OrderId, Sku
from station.picking.model.plan import CrateLimits, CratePlan, CratePlanned, ItemSize, OrderToPack


@dataclass(frozen=True)
class Wave:
    orders: tuple[OrderToPack, ...]
    items: dict[Sku, ItemSize]
    limits: CrateLimits


def order(number: int, **lines: int) -> OrderToPack:
    return OrderToPack(
        OrderId(UUID(int=number)), tuple((Sku(sku), quantity) for sku, quantity in lines.items())
    )


def item(weight_g: int, volume_ml: int = 1, zone: Zone = Zone.AMBIENT) -> ItemSize:
    return ItemSize(zone, weight_g, volume_ml)


def catalogue(**sizes: ItemSize) -> dict[Sku, ItemSize]:
    return {Sku(sku): size for sku, size in sizes.items()}


@st.composite
def waves(
    draw: st.DrawFn, *, most_orders: int = 12, most_pieces: int = 6, zones: tuple[Zone, ...] = tuple(Zone)
) -> Wave:
    """Small waves with everything in them: weightless and oversized pieces, large orders, order limits."""
    limits = CrateLimits(
        draw(st.integers(1, 40)), draw(st.integers(1, 40)), draw(st.sampled_from((0, 0, 1, 2, 3)))
    )
    size = st.builds(ItemSize, st.sampled_from(zones), st.integers(0, 22), st.integers(0, 22))
    items = draw(st.dictionaries(st.sampled_from([Sku(sku) for sku in "abcdef"]), size, min_size=1))
    lines = st.dictionaries(st.sampled_from(sorted(items)), st.integers(0, most_pieces), max_size=3)
    wanted = draw(st.lists(lines, max_size=most_orders))
    orders = tuple(OrderToPack(OrderId(UUID(int=n)), tuple(each.items())) for n, each in enumerate(wanted, 1))
    return Wave(orders, items, limits)


def grocery_wave(seed: int, orders: int = 250) -> Wave:
    """A wave of the usual size: some products in many orders, most in few."""
    random = Random(seed)
    items = {}
    for number in range(600):
        weight_g = max(20, min(5_000, int(random.lognormvariate(6.2, 0.8) / 10) * 10))
        zone = random.choices(list(Zone), (72, 18, 10))[0]
        items[Sku(f"S{number:03}")] = ItemSize(zone, weight_g, int(weight_g * random.uniform(0.9, 4.0)))
    demand = [1 / (rank + 8) for rank in range(len(items))]
    wanted = []
    for number in range(1, orders + 1):
        skus = set(random.choices(list(items), demand, k=random.choices((1, 2, 3, 4), (65, 21, 9, 5))[0]))
        quantities = {sku: random.choices((1, 2, 3), (80, 15, 5))[0] for sku in sorted(skus)}
        wanted.append(OrderToPack(OrderId(UUID(int=number)), tuple(quantities.items())))
    return Wave(tuple(wanted), items, CrateLimits(15_000, 45_000))


def touches(plan: CratePlan) -> int:
    return sum(len({line.sku for line in crate.lines}) for crate in plan.crates)


def pieces_wanted(wave: Wave) -> Counter[tuple[OrderId, Sku]]:
    return +Counter({(each.order_id, sku): count for each in wave.orders for sku, count in each.lines})


def pieces_planned(plan: CratePlan) -> Counter[tuple[OrderId, Sku]]:
    planned: Counter[tuple[OrderId, Sku]] = Counter()
    for crate in plan.crates:
        planned.update({(line.order_id, line.sku): line.quantity for line in crate.lines})
    return planned


def breaks_a_limit(size: ItemSize, limits: CrateLimits) -> bool:
    return size.weight_g > limits.weight_g or size.volume_ml > limits.volume_ml


def is_oversized(crate: CratePlanned, wave: Wave) -> bool:
    return breaks_a_limit(wave.items[crate.lines[0].sku], wave.limits)


Unit = tuple[OrderId, int, int]
"""Something that is not divided: whose, weight, volume."""


def units_by_order(wave: Wave, zone: Zone) -> dict[OrderId, list[Unit]]:
    """Each order's carried part of the zone: one unit, or its pieces when it is larger than a crate."""
    found = {}
    for each in wave.orders:
        pieces = [
            (each.order_id, wave.items[sku].weight_g, wave.items[sku].volume_ml)
            for sku, count in each.lines
            for _ in range(count)
            if wave.items[sku].zone is zone and not breaks_a_limit(wave.items[sku], wave.limits)
        ]
        whole = (each.order_id, sum(weight for _, weight, _ in pieces), sum(volume for *_, volume in pieces))
        if pieces:
            fits = whole[1] <= wave.limits.weight_g and whole[2] <= wave.limits.volume_ml
            found[each.order_id] = [whole] if fits else pieces
    return found


def fewest_crates(wave: Wave, zone: Zone) -> int:
    """The optimum by trying everything: first each order alone, then all together within that."""
    by_order = units_by_order(wave, zone)
    alone = {each: len(next(_smallest(units, wave.limits, {}))) for each, units in by_order.items()}
    units = [unit for each in by_order.values() for unit in each]
    return len(next(_smallest(units, wave.limits, alone)))


def _smallest(
    units: Sequence[Unit], limits: CrateLimits, most: Mapping[OrderId, int]
) -> Iterator[list[list[Unit]]]:
    for crates in range(len(units) + 1):
        yield from _fill(sorted(units, key=lambda unit: (-unit[1] - unit[2], unit)), [], crates, limits, most)


def _fill(
    units: Sequence[Unit],
    crates: list[list[Unit]],
    left: int,
    limits: CrateLimits,
    most: Mapping[OrderId, int],
) -> Iterator[list[list[Unit]]]:
    if not units:
        yield crates
        return
    unit, rest = units[0], units[1:]
    for number, crate in enumerate(crates):
        grown = [*crates[:number], [*crate, unit], *crates[number + 1 :]]
        if _allowed(grown, number, limits, most):
            yield from _fill(rest, grown, left, limits, most)
    if left and _allowed([*crates, [unit]], len(crates), limits, most):
        yield from _fill(rest, [*crates, [unit]], left - 1, limits, most)


def _allowed(
    crates: Sequence[Sequence[Unit]], changed: int, limits: CrateLimits, most: Mapping[OrderId, int]
) -> bool:
    crate = crates[changed]
    who = crate[-1][0]
    return (
        sum(weight for _, weight, _ in crate) <= limits.weight_g
        and sum(volume for *_, volume in crate) <= limits.volume_ml
        and (not limits.max_orders or len({each for each, *_ in crate}) <= limits.max_orders)
        and sum(any(each == who for each, *_ in other) for other in crates) <= most.get(who, len(crates))
    )
