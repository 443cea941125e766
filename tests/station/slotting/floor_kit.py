"""Small floors, products and demands for the slotting tests."""

from dataclasses import dataclass

from hypothesis import strategies as st

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse
from station.kernel.ids import Sku
from station.slotting.model.demand import Demand
from station.slotting.model.slots import SlotProduct, SlotRules

RULES = SlotRules(heavy_g=5_000, heavy_level=1, lift_cm=1)


def a_bin(
    code: str,
    x_cm: int,
    y_cm: int,
    path: int,
    *,
    aisle: str = "",
    level: int = 0,
    zone: Zone = Zone.AMBIENT,
    use: BinUse = BinUse.PICK,
    active: bool = True,
    most_weight_g: int = 0,
    volume_ml: int = 0,
) -> Bin:
    return Bin(
        warehouse="W1",
        code=code,
        zone=zone,
        use=use,
        aisle=aisle,
        level=level,
        x_cm=x_cm,
        y_cm=y_cm,
        path=path,
        most_weight_g=most_weight_g,
        volume_ml=volume_ml,
        active=active,
    )


def two_aisles(bays: int = 3) -> list[Bin]:
    """Aisle A upwards at x = 2 m, aisle B downwards at x = 5 m; bays a metre apart from y = 3 m on."""
    up = [a_bin(f"A{n}", 200, 300 + 100 * n, n, aisle="A") for n in range(bays)]
    down = [a_bin(f"B{n}", 500, 300 + 100 * (bays - 1 - n), bays + n, aisle="B") for n in range(bays)]
    return up + down


def product(
    sku: str, zone: Zone = Zone.AMBIENT, weight_g: int = 500, volume_ml: int = 500, pieces: int = 1
) -> SlotProduct:
    return SlotProduct(Sku(sku), zone, weight_g, volume_ml, pieces)


def demand(*tours: str, nights: int = 1) -> Demand:
    """Tours told as words of one-letter products."""
    return Demand(tuple(frozenset(map(Sku, tour)) for tour in tours), nights)


@dataclass(frozen=True)
class Place:
    """A small warehouse with everything in it that may go wrong."""

    bins: tuple[Bin, ...]
    products: tuple[SlotProduct, ...]
    demand: Demand


@st.composite
def places(draw: st.DrawFn) -> Place:
    bins = []
    for path in range(draw(st.integers(0, 12))):
        bins.append(
            a_bin(
                f"B{path:02}",
                draw(st.sampled_from((0, 200, 500, 900))),
                draw(st.sampled_from((0, 100, 300, 700))),
                draw(st.integers(0, 14)),
                aisle=draw(st.sampled_from(("", "1", "2"))),
                level=draw(st.integers(0, 3)),
                zone=draw(st.sampled_from((Zone.AMBIENT, Zone.AMBIENT, Zone.CHILLED))),
                use=draw(st.sampled_from((BinUse.PICK, BinUse.PICK, BinUse.PICK, BinUse.RESERVE))),
                active=draw(st.sampled_from((True, True, True, False))),
                most_weight_g=draw(st.sampled_from((0, 0, 1_000, 8_000))),
                volume_ml=draw(st.sampled_from((0, 0, 1_000, 8_000))),
            )
        )
    products = [
        product(
            sku,
            draw(st.sampled_from((Zone.AMBIENT, Zone.AMBIENT, Zone.CHILLED))),
            draw(st.sampled_from((200, 900, 6_000))),
            draw(st.sampled_from((200, 900, 6_000))),
            draw(st.integers(1, 3)),
        )
        for sku in draw(st.sets(st.sampled_from("abcdefgh"), max_size=8))
    ]
    tours = draw(st.lists(st.frozensets(st.sampled_from([Sku(sku) for sku in "abcdefghz"])), max_size=6))
    return Place(tuple(bins), tuple(products), Demand(tuple(tours), draw(st.integers(0, 3))))
