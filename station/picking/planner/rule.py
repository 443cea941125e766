"""The fast rule: a good packing in milliseconds, whatever the wave looks like."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from station.kernel.ids import Sku
from station.picking.model.plan import CrateLimits, ItemSize
from station.picking.planner.parts import Packing, Part, part_of

MANY_PARTS = 1_000
"""Beyond this, trying every measure would take seconds."""

Share = Callable[[int, int], float]
"""How much of a crate a weight and a volume take, by some measure."""


@dataclass
class _Crate:
    weight_left_g: int
    volume_left_ml: int
    orders_left: float
    parts: list[Part] = field(default_factory=list)
    skus: set[Sku] = field(default_factory=set)

    def takes(self, part: Part) -> bool:
        return (
            part.weight_g <= self.weight_left_g
            and part.volume_ml <= self.volume_left_ml
            and self.orders_left >= 1
        )

    def put(self, part: Part) -> None:
        self.weight_left_g -= part.weight_g
        self.volume_left_ml -= part.volume_ml
        self.orders_left -= 1
        self.parts.append(part)
        self.skus.update(sku for sku, _ in part.lines)

    def known(self, part: Part) -> int:
        return sum(sku in self.skus for sku, _ in part.lines)


def touches(packing: Packing) -> int:
    """How many times a crate is scanned while picking: pairs of a crate and a product in it."""
    return sum(len({sku for part in parts for sku, _ in part.lines}) for parts in packing)


def pack_by_rule(parts: Sequence[Part], limits: CrateLimits) -> Packing:
    """Parts, each within the limits, into few crates; among equals the packing with the fewest touches.

    Largest first by several measures (by one, if there are very many parts), each into the fullest crate
    that takes it and once more into the crate that knows most of its products.
    """
    shares = _shares(limits) if len(parts) <= MANY_PARTS else _shares(limits)[:1]
    packings = [
        _pack(sorted(parts, key=lambda part: -share(part.weight_g, part.volume_ml)), limits, share, akin)
        for share in shares
        for akin in (False, True)
    ]
    return min(packings, key=lambda packing: (len(packing), touches(packing)))


def split_by_rule(part: Part, items: Mapping[Sku, ItemSize], limits: CrateLimits) -> list[Part]:
    """A part larger than a crate, divided into parts that fit; full ones first, the remainder last."""
    splits = [
        _split(part, sorted(part.lines, key=lambda line: -_piece_share(line[0], items, share)), items, limits)
        for share in _shares(limits)
    ]
    return min(splits, key=len)


def _shares(limits: CrateLimits) -> list[Share]:
    room_g, room_ml = max(limits.weight_g, 1), max(limits.volume_ml, 1)
    return [
        lambda weight_g, volume_ml: max(weight_g / room_g, volume_ml / room_ml),
        lambda weight_g, volume_ml: weight_g / room_g + volume_ml / room_ml,
        lambda weight_g, volume_ml: weight_g / room_g,
        lambda weight_g, volume_ml: volume_ml / room_ml,
    ]


def _pack(parts: Iterable[Part], limits: CrateLimits, share: Share, akin: bool) -> Packing:
    crates: list[_Crate] = []
    for part in parts:
        crate = _best_crate(crates, part, share, akin)
        if crate is None:
            crate = _Crate(limits.weight_g, limits.volume_ml, limits.max_orders or float("inf"))
            crates.append(crate)
        crate.put(part)
    return [crate.parts for crate in crates]


def _best_crate(crates: Iterable[_Crate], part: Part, share: Share, akin: bool) -> _Crate | None:
    return min(
        (crate for crate in crates if crate.takes(part)),
        key=lambda crate: (
            -crate.known(part) if akin else 0,
            share(crate.weight_left_g, crate.volume_left_ml),
        ),
        default=None,
    )


def _piece_share(sku: Sku, items: Mapping[Sku, ItemSize], share: Share) -> float:
    return share(items[sku].weight_g, items[sku].volume_ml)


def _split(
    part: Part, lines: Iterable[tuple[Sku, int]], items: Mapping[Sku, ItemSize], limits: CrateLimits
) -> list[Part]:
    """Crate by crate, each taking as many pieces of each product in turn as still fit."""
    left = dict(lines)
    splits = []
    while left:
        taken = _fill(left, items, limits)
        splits.append(part_of(part.order, sorted(taken.items()), items))
        left = {sku: count - taken.get(sku, 0) for sku, count in left.items() if count > taken.get(sku, 0)}
    return splits


def _fill(left: Mapping[Sku, int], items: Mapping[Sku, ItemSize], limits: CrateLimits) -> dict[Sku, int]:
    weight_g, volume_ml, taken = 0, 0, {}
    for sku, count in left.items():
        size = items[sku]
        room = count
        if size.weight_g:
            room = min(room, (limits.weight_g - weight_g) // size.weight_g)
        if size.volume_ml:
            room = min(room, (limits.volume_ml - volume_ml) // size.volume_ml)
        if room > 0:
            taken[sku] = room
            weight_g += room * size.weight_g
            volume_ml += room * size.volume_ml
    assert taken, "a piece larger than a crate came to be split"
    return taken
