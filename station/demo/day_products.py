"""The assortment of the day: real barcodes and names, put on the products that real baskets ask for most.

- Assortment: the 2,000 products with most usable rows (ties: smaller product number first).
- Barcodes: those of GS1 China (69…) first, in the order of the file. Refused: wrong check digit, a repeat,
  restricted circulation (02, 04, 05, 20–29: in-store and coupon numbers), a name cut off at a backslash,
  a name that a Chinese label font cannot print (`_PRINTABLE`: Latin-1, Cyrillic, Chinese, Japanese).
- The most ordered product gets the first barcode, and so on, one to one. The name is the barcode's;
  zone, weight, volume and scan rule are the basket product's. SKU: 100001 upwards in that order.
- Zone: category FRZN…, …FROZEN… or ice cream is frozen; fresh departments and dairy categories are chilled
  (nuts and popcorn of the produce department are not); the rest is ambient.
- Bins: A-03-04 is aisle, bay (20), level (6). Aisles are walked ambient, chilled, frozen, so that cold
  goods wait least; each zone begins a new aisle; in a zone the fastest movers lie first on the walk.
  The walk is a serpentine: bays upwards in the first aisle, downwards in the next. `path` counts bins
  along it. The letters I and O are left out.
- Scan rule: ONCE for products of at most 500 g of which an average row holds three or more, else EACH.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from cloud_api.wire.base import ScanRule, Zone
from cloud_api.wire.catalogue import Product
from station.demo.day_sizes import Size, size_of
from station.demo.day_source import Kind, Row
from station.demo.day_suppliers import category_of, supplier_of

ASSORTMENT = 2_000
AISLES = "ABCDEFGHJKLMNPQRSTUVWXYZ"
BAYS = 20
LEVELS = 6
ONCE_PIECES = 3
ONCE_WEIGHT_G = 500

_CHINA = "69"
_PRINTABLE = re.compile(
    r"[\u0020-\u007e\u00a0-\u00ff\u0152\u0153\u2010-\u2030\u20ac\u2122"  # Latin and its signs
    r"\u0410-\u044f\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]+"  # Cyrillic, kana, Chinese, full width
)
_FRESH = frozenset(("PRODUCE", "MEAT", "MEAT-PCKGD", "DELI", "SEAFOOD", "SEAFOOD-PCKGD", "SALAD BAR"))
_DRY_PRODUCE = frozenset(("NUTS", "POPCORN", "DRIED FRUIT"))
_CHILLED = frozenset(
    (
        "FLUID MILK PRODUCTS",
        "MILK BY-PRODUCTS",
        "CHEESE",
        "YOGURT",
        "EGGS",
        "BUTTER",
        "MARGARINES",
        "MISC. DAIRY",
        "REFRGRATD JUICES/DRNKS",
        "REFRGRATD DOUGH PRODUCTS",
        "REFRIGERATED",
        "APPLES",  # one apple of the source stands under TRAVEL & LEISURE
    )
)


class BarcodeReason(StrEnum):
    """Why a barcode of the source is not given to a product."""

    CHECK_DIGIT = "check_digit_wrong"
    REPEATED = "repeated"
    RESTRICTED = "restricted_circulation"
    NAME_CUT = "name_missing_or_cut_off"
    NAME_UNPRINTABLE = "name_not_printable"


class Barcode(NamedTuple):
    """A real GTIN-13 and the name it goes by."""

    gtin13: str
    name: str


@dataclass(frozen=True)
class Barcodes:
    """Barcodes fit for use, China's first, and how many were not."""

    read: int
    usable: list[Barcode]
    refused: Counter[BarcodeReason]


class Demand(NamedTuple):
    """How a product of the source is asked for."""

    product: str
    kind: Kind
    rows: int
    pieces: int


@dataclass(frozen=True)
class Assortment:
    """The products of the day, the SKU of each product of the source, and how sizes were found."""

    products: tuple[Product, ...]
    skus: Mapping[str, str]
    sizes_stated: int


def check_digit(digits: str) -> int:
    """The GS1 modulo-10 check digit (weights 3, 1 from the right) of `digits`, which lack it."""
    return -sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits))) % 10


def read_barcodes(path: Path) -> Barcodes:
    """Read `gtin13,name` rows. Raises OSError when the file is missing, KeyError on another header."""
    with path.open(encoding="utf-8", newline="") as text:
        rows = [Barcode(row["gtin13"], row["name"].strip()) for row in csv.DictReader(text)]
    seen: set[str] = set()
    usable: list[Barcode] = []
    refused: Counter[BarcodeReason] = Counter()
    for barcode in rows:
        reason = _judge(barcode, seen)
        if reason is None:
            usable.append(barcode)
            seen.add(barcode.gtin13)
        else:
            refused[reason] += 1
    usable.sort(key=lambda barcode: not barcode.gtin13.startswith(_CHINA))
    return Barcodes(len(rows), usable, refused)


def _judge(barcode: Barcode, seen: set[str]) -> BarcodeReason | None:
    gtin = barcode.gtin13
    if len(gtin) != 13 or not gtin.isdecimal() or check_digit(gtin[:-1]) != int(gtin[-1]):
        return BarcodeReason.CHECK_DIGIT
    if gtin in seen:
        return BarcodeReason.REPEATED
    if gtin[:2] in ("02", "04", "05") or gtin[0] == "2":
        return BarcodeReason.RESTRICTED
    if not barcode.name or barcode.name.endswith("\\"):
        return BarcodeReason.NAME_CUT
    return None if _PRINTABLE.fullmatch(barcode.name) else BarcodeReason.NAME_UNPRINTABLE


def rank_demand(rows: Iterable[Row]) -> list[Demand]:
    """The products asked for, those with most rows first."""
    counts: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    kinds: dict[str, Kind] = {}
    for row in rows:
        product = row.product
        counts[product] += 1
        pieces[product] += row.quantity
        if product not in kinds:
            kinds[product] = row.kind
    ranked = sorted(counts, key=lambda product: (-counts[product], len(product), product))
    return [Demand(product, kinds[product], counts[product], pieces[product]) for product in ranked]


def stock(demands: Sequence[Demand], barcodes: Sequence[Barcode]) -> Assortment:
    """Give the most wanted products (at most 2,000, or as many as there are barcodes) what a picker needs."""
    wanted = demands[: min(ASSORTMENT, len(barcodes))]
    sizes = {demand.product: size_of(demand.kind) for demand in wanted}
    bins = assign_bins(wanted)
    products = tuple(
        _product(100_001 + rank, demand, barcode, sizes[demand.product], bins[demand.product])
        for rank, (demand, barcode) in enumerate(zip(wanted, barcodes, strict=False))
    )
    skus = {demand.product: product.sku for demand, product in zip(wanted, products, strict=True)}
    return Assortment(products, skus, sum(size.stated for size in sizes.values()))


def _product(number: int, demand: Demand, barcode: Barcode, size: Size, place: tuple[str, int]) -> Product:
    return Product(
        sku=str(number),
        name=barcode.name,
        spec=size.spec,
        gtins=(barcode.gtin13.zfill(14),),
        zone=zone_of(demand.kind),
        weight_g=size.weight_g,
        volume_ml=size.volume_ml,
        bin=place[0],
        path=place[1],
        scan_rule=_scan_rule(demand, size),
        category=category_of(demand.kind),
        supplier=supplier_of(demand.kind),
    )


def _scan_rule(demand: Demand, size: Size) -> ScanRule:
    in_multiples = demand.pieces >= ONCE_PIECES * demand.rows
    return ScanRule.ONCE if in_multiples and size.weight_g <= ONCE_WEIGHT_G else ScanRule.EACH


def zone_of(kind: Kind) -> Zone:
    """The temperature zone that the source's department and category call for."""
    category = kind.category
    if category.startswith("FRZN") or "FROZEN" in category or category == "ICE CREAM/MILK/SHERBTS":
        return Zone.FROZEN
    fresh = kind.department in _FRESH and category not in _DRY_PRODUCE
    return Zone.CHILLED if fresh or category in _CHILLED else Zone.AMBIENT


def assign_bins(ranked: Sequence[Demand]) -> dict[str, tuple[str, int]]:
    """Bin and place on the walk for each product number; `ranked` has the fastest movers first."""
    places_to_go = walk()
    places: dict[str, tuple[str, int]] = {}
    for zone in (Zone.AMBIENT, Zone.CHILLED, Zone.FROZEN):
        inhabitants = [demand.product for demand in ranked if zone_of(demand.kind) is zone]
        for product in inhabitants:
            places[product] = next(places_to_go)
        for _ in range(-len(inhabitants) % (BAYS * LEVELS)):
            next(places_to_go)
    return places


def walk() -> Iterator[tuple[str, int]]:
    """Every bin of the warehouse and its place on the walk."""
    place = 0
    for number, aisle in enumerate(AISLES):
        bays = range(1, BAYS + 1) if number % 2 == 0 else range(BAYS, 0, -1)
        for bay in bays:
            for level in range(1, LEVELS + 1):
                yield f"{aisle}-{bay:02d}-{level:02d}", place
                place += 1
