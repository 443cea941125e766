"""What is packed: the part of an order that travels in one zone, in the words of the packing rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cloud_api.wire.base import Zone
from station.kernel.ids import Sku
from station.picking.model.plan import CrateLimits, ItemSize, OrderToPack


@dataclass(frozen=True)
class Pile:
    """Equal things of one size: pieces of a product, or order parts of the same size."""

    weight_g: int
    volume_ml: int
    count: int


@dataclass(frozen=True)
class Part:
    """Pieces of one order (by its position in the wave) and one zone that go into the same crate."""

    order: int
    lines: tuple[tuple[Sku, int], ...]
    weight_g: int
    volume_ml: int

    def pieces(self, items: Mapping[Sku, ItemSize]) -> list[Pile]:
        """Its pieces, one pile a product."""
        return [Pile(items[sku].weight_g, items[sku].volume_ml, count) for sku, count in self.lines]


Packing = list[list[Part]]
"""Crates, each with the parts it holds."""


@dataclass(frozen=True)
class ZoneWork:
    """What one zone has to pack.

    `whole` fits a crate part by part; each of `large` is larger than a crate though its pieces are not;
    each of `oversized` is a single piece that breaks a limit by itself.
    """

    zone: Zone
    whole: tuple[Part, ...]
    large: tuple[Part, ...]
    oversized: tuple[Part, ...]


def part_of(order: int, lines: Iterable[tuple[Sku, int]], items: Mapping[Sku, ItemSize]) -> Part:
    """The part with these lines; weight and volume from the products."""
    kept = tuple(lines)
    return Part(
        order,
        kept,
        sum(items[sku].weight_g * count for sku, count in kept),
        sum(items[sku].volume_ml * count for sku, count in kept),
    )


def fits(weight_g: int, volume_ml: int, limits: CrateLimits) -> bool:
    """Whether a crate carries this weight and this volume."""
    return weight_g <= limits.weight_g and volume_ml <= limits.volume_ml


def sort_by_zone(
    orders: Sequence[OrderToPack], items: Mapping[Sku, ItemSize], limits: CrateLimits
) -> list[ZoneWork]:
    """The wave's work in the order of the zones; a zone without pieces is left out.

    Raises KeyError for a product without a size, ValueError for a quantity below 0.
    """
    parts: dict[Zone, list[Part]] = {zone: [] for zone in Zone}
    for position, order in enumerate(orders):
        for zone, lines in _lines_by_zone(order, items).items():
            parts[zone].append(part_of(position, sorted(lines.items()), items))
    return [_zone_work(zone, found, items, limits) for zone, found in parts.items() if found]


def _lines_by_zone(order: OrderToPack, items: Mapping[Sku, ItemSize]) -> dict[Zone, dict[Sku, int]]:
    found: dict[Zone, dict[Sku, int]] = {}
    for sku, quantity in order.lines:
        if quantity < 0:
            raise ValueError(f"order {order.order_id} wants {quantity} of {sku}")
        if quantity > 0:
            lines = found.setdefault(items[sku].zone, {})
            lines[sku] = lines.get(sku, 0) + quantity
    return found


def _zone_work(
    zone: Zone, parts: Sequence[Part], items: Mapping[Sku, ItemSize], limits: CrateLimits
) -> ZoneWork:
    whole: list[Part] = []
    large: list[Part] = []
    oversized: list[Part] = []
    for part in parts:
        carried = []
        for sku, count in part.lines:
            if fits(items[sku].weight_g, items[sku].volume_ml, limits):
                carried.append((sku, count))
            else:
                oversized += [part_of(part.order, [(sku, 1)], items)] * count
        if carried:
            rest = part_of(part.order, carried, items)
            (whole if fits(rest.weight_g, rest.volume_ml, limits) else large).append(rest)
    return ZoneWork(zone, tuple(whole), tuple(large), tuple(oversized))
