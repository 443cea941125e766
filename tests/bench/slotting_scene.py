"""The floor, the baskets and the rates the benches of slotting and sharing measure on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, Product
from cloud_api.wire.orders import Order
from station.demo.day import build_day
from station.kernel.ids import Sku
from station.slotting.model.demand import Demand
from station.slotting.model.slots import SlotProduct

DATA = Path(__file__).parents[2] / "resources" / "demo"
ORDERS = 50_000
SPARE = 1.2
"""Bins for each product: 2,400 for 2,000."""
BAYS, LEVELS, BAY_CM, AISLE_CM = 20, 6, 120, 300
"""As the demo day numbers its bins; a bay of 120 cm, aisles 3 m from middle to middle."""
ZONES = (Zone.AMBIENT, Zone.CHILLED, Zone.FROZEN)


@dataclass(frozen=True)
class Scene:
    """A floor, what is to lie on it, and a night's orders by pickup point."""

    bins: tuple[Bin, ...]
    products: tuple[SlotProduct, ...]
    waves: tuple[tuple[Order, ...], ...]

    def demand(self) -> Demand:
        """The night's waves as tours."""
        return demand_of(self.waves)


def set_slotting_scene(orders: int = ORDERS) -> Scene:
    """The real baskets as one night of 200 pickup points, over a floor with a fifth more bins than goods."""
    day = build_day(DATA, orders=orders, seed=1, now=datetime(2026, 6, 18, 8, tzinfo=UTC))
    waves: dict[str, list[Order]] = defaultdict(list)
    for order in day.orders:
        waves[order.pickup_point].append(order)
    products = day.catalogue.products
    return Scene(
        tuple(_bins(products)),
        tuple(SlotProduct(Sku(each.sku), each.zone, each.weight_g, each.volume_ml) for each in products),
        tuple(tuple(waves[point]) for point in sorted(waves)),
    )


def halves(waves: Sequence[Sequence[Order]]) -> tuple[list[list[Order]], list[list[Order]]]:
    """Every second order of each wave, and the others: what is learnt from, and what is walked."""
    return [list(wave[::2]) for wave in waves], [list(wave[1::2]) for wave in waves]


def demand_of(waves: Iterable[Iterable[Order]]) -> Demand:
    """One tour a wave."""
    return Demand(tuple(frozenset(Sku(line.sku) for order in wave for line in order.lines) for wave in waves))


def _bins(products: Sequence[Product]) -> list[Bin]:
    """Aisle by aisle, each zone in aisles of its own; the path is a snake."""
    found: list[Bin] = []
    aisle = 0
    for zone in ZONES:
        wanted = int(SPARE * sum(product.zone is zone for product in products))
        for first in range(0, wanted, BAYS * LEVELS):
            found += _aisle(zone, aisle, min(BAYS * LEVELS, wanted - first), len(found))
            aisle += 1
    return found


def _aisle(zone: Zone, aisle: int, count: int, path: int) -> list[Bin]:
    return [
        Bin(
            warehouse="W1",
            code=f"{aisle + 1:02}-{place // LEVELS + 1:02}-{place % LEVELS}",
            zone=zone,
            aisle=f"{aisle + 1:02}",
            level=place % LEVELS,
            x_cm=200 + aisle * AISLE_CM,
            y_cm=300 + BAY_CM * (place // LEVELS if aisle % 2 == 0 else BAYS - 1 - place // LEVELS),
            path=path + place,
        )
        for place in range(count)
    ]
