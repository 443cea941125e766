"""Pickup points at real places, and which of them a household walks to.

- Every named place of the source becomes a pickup point, in its order, but for places of kind `place=city`
  (a whole city is nowhere to hand goods out). P001 upwards; the address is "北京市 · name", as the source
  gives no district; positions are WGS-84. Delivery windows and the minutes a van stands there are invented.
- A household's home store is the store it bought in most often. The stores' baskets stand for how much a
  neighbourhood orders: each store gets one point, then each further point goes to the store with most
  baskets a point (highest averages), and the households of a store are spread over its points by checksum.
  With fewer points than stores, the stores are dealt to the points in turn.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import heapify, heapreplace
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from cloud_api.wire.catalogue import Datum, PickupPoint
from station.demo.day_people import shop_phone, shopper_name
from station.demo.day_source import Basket

_WHOLE_CITY = "place=city"
_WINDOWS = ((None, "11:00"), ("05:30", "11:00"), ("06:00", "10:00"), ("06:30", "10:30"))
"""When shops take deliveries, in turn; all open to shoppers at 11:00."""
_SERVICE_S = 300


class Places(NamedTuple):
    """The pickup points, the number of places read, and of those left out as whole cities."""

    points: tuple[PickupPoint, ...]
    read: int
    cities: int


def read_places(path: Path, warehouse: str) -> Places:
    """Read `name,lat_wgs84,lon_wgs84,kind` rows as pickup points of a warehouse.

    Raises OSError when the file is missing, KeyError on another header.
    """
    with path.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    fit = [row for row in rows if row["kind"] != _WHOLE_CITY]
    points = tuple(_point(number, row, warehouse) for number, row in enumerate(fit, start=1))
    return Places(points, len(rows), len(rows) - len(fit))


def _point(number: int, row: Mapping[str, str], warehouse: str) -> PickupPoint:
    window = _WINDOWS[number % len(_WINDOWS)]
    return PickupPoint(
        code=f"P{number:03d}",
        name=row["name"],
        warehouse=warehouse,
        address=f"北京市 · {row['name']}",
        phone=shop_phone(number),
        latitude=float(row["lat_wgs84"]),
        longitude=float(row["lon_wgs84"]),
        datum=Datum.WGS_84,
        contact=f"{shopper_name(f'shop P{number:03d}')}（店长）",
        receive_from=window[0],
        receive_until=window[1],
        service_s=_SERVICE_S,
    )


def home_points(baskets: Iterable[Basket], points: int) -> dict[str, int]:
    """The place (0 to points - 1) of each household's pickup point."""
    homes = _home_stores(baskets)
    weights: Counter[str] = Counter()
    for store, visits in homes.values():
        weights[store] += visits
    shares = share_points(weights, points)
    return {
        household: shares[store][crc32(household.encode()) % len(shares[store])]
        for household, (store, _) in homes.items()
    }


def _home_stores(baskets: Iterable[Basket]) -> dict[str, tuple[str, int]]:
    """Each household's most visited store, and how many baskets the household has in all."""
    visits: dict[str, Counter[str]] = {}
    for basket in baskets:
        visits.setdefault(basket.household, Counter())[basket.store] += 1
    return {
        household: (min(stores, key=lambda store: (-stores[store], store)), stores.total())
        for household, stores in visits.items()
    }


def share_points(weights: Mapping[str, int], points: int) -> dict[str, list[int]]:
    """Share pickup points 0 to points - 1 out to stores by their weight; each store gets at least one."""
    stores = sorted(weights)
    if points <= len(stores):
        return {store: [place % points] for place, store in enumerate(stores)}
    shares = {store: [place] for place, store in enumerate(stores)}
    heap = [(-weights[store] / 2, store) for store in stores]
    heapify(heap)
    for place in range(len(stores), points if stores else 0):
        store = heap[0][1]
        shares[store].append(place)
        heapreplace(heap, (-weights[store] / (len(shares[store]) + 1), store))
    return shares
