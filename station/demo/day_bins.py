"""The floor of the day's warehouse: a bin for every board of every rack that the products lie in.

- Racks stand in parallel aisles, one aisle a letter, `AISLE_CM` from the middle of one to that of the next,
  A in the west. Bays are `BAY_CM` wide; bay 1 is the southernmost and begins `CROSS_CM` from the wall, which
  leaves room to go from one aisle into the next at both ends.
- A bin is one board of one bay, `DEPTH_CM` deep and `BOARD_CM` high; board 1 of a code stands on the floor.
- A bin's position is where somebody stands who reaches into it: the middle of its aisle, before its bay.
- All boards of an aisle are of its zone, those without a product too: a product can be moved there.
- `path` counts bins along the serpentine of `day_products`, as the products' own does.
- Turnover: the first fifth of the bins of a zone along the walk is A, the next three tenths B, the rest C.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, Product, Turnover
from station.demo.day_products import AISLES, walk

AISLE_CM = 300
"""A rack of 50 cm on each side and 2 m between them, in which two trolleys pass."""
BAY_CM = 90
CROSS_CM = 200
DEPTH_CM = 50
BOARD_CM = 35
BOARD_WEIGHT_G = 150_000
A_SHARE = 0.2
B_SHARE = 0.3


def floor_bins(products: Iterable[Product], warehouse: str) -> tuple[Bin, ...]:
    """All bins of the aisles the products lie in, in the order of the walk, without numbers of labels.

    Takes products with bins as `day_products.assign_bins` gives them.
    """
    zones = {product.bin.split("-")[0]: product.zone for product in products}
    places = [(code, path) for code, path in walk() if code.split("-")[0] in zones]
    of_zone = Counter(zones[code.split("-")[0]] for code, _path in places)
    passed: Counter[Zone] = Counter()
    bins = []
    for code, path in places:
        zone = zones[code.split("-")[0]]
        bins.append(_bin(warehouse, code, path, zone, _turnover(passed, of_zone, zone)))
        passed[zone] += 1
    return tuple(bins)


def _bin(warehouse: str, code: str, path: int, zone: Zone, turnover: Turnover) -> Bin:
    aisle, bay, board = code.split("-")
    return Bin(
        warehouse=warehouse,
        code=code,
        zone=zone,
        aisle=aisle,
        level=int(board) - 1,
        x_cm=AISLE_CM // 2 + AISLE_CM * AISLES.index(aisle),
        y_cm=CROSS_CM + BAY_CM // 2 + BAY_CM * (int(bay) - 1),
        path=path,
        most_weight_g=BOARD_WEIGHT_G,
        volume_ml=BAY_CM * DEPTH_CM * BOARD_CM,
        turnover=turnover,
    )


def _turnover(passed: Mapping[Zone, int], of_zone: Mapping[Zone, int], zone: Zone) -> Turnover:
    share = passed[zone] / of_zone[zone]
    if share < A_SHARE:
        return Turnover.A
    return Turnover.B if share < A_SHARE + B_SHARE else Turnover.C
