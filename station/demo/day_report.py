"""The accounts of a demo day: what became of everything it was built from, and how its orders are spread."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from cloud_api.wire.orders import Order
from station.demo.day_orders import Drawn
from station.demo.day_places import Places
from station.demo.day_products import Assortment, Barcodes
from station.demo.day_source import Basket, Baskets, Reason, RefusedRow, Sorted, refused_baskets


@dataclass(frozen=True)
class DayReport:
    """What became of the source: every row, basket, barcode and place is in exactly one of its counts.

    rows_read = rows_refused (by reason) + rows_merged + lines_available; baskets_read = baskets_refused
    (by reason, `several_reasons` where rows differ) + baskets_available.
    """

    rows_read: int
    rows_refused: dict[str, int]
    rows_merged: int
    lines_available: int
    baskets_read: int
    baskets_refused: dict[str, int]
    baskets_available: int
    barcodes_read: int
    barcodes_refused: dict[str, int]
    barcodes_used: int
    places_read: int
    places_refused: dict[str, int]
    products: int
    products_by_zone: dict[str, int]
    products_by_scan_rule: dict[str, int]
    sizes_stated: int
    sizes_by_default: int
    pickup_points: int
    orders: int
    lines: int
    pieces: int
    weight_g: int
    shoppers: int
    baskets_used: int
    """Different baskets behind the orders."""
    rows_used: int
    """Source rows in these baskets."""
    orders_from_repeated_baskets: int
    """Orders whose basket had made an order before, for other shoppers at another pickup point."""
    uses_of_a_basket: int
    """How often the basket used most was used."""
    orders_a_point: dict[str, float]
    """Fewest, median and most orders of a pickup point (points without any count as 0)."""


@dataclass(frozen=True)
class Made:
    """What a day was made from, and the orders that were made."""

    source: Sorted
    barcodes: Barcodes
    assortment: Assortment
    filled: Baskets
    places: Places
    refused: Sequence[RefusedRow]
    drawn: Sequence[Drawn]
    orders: Sequence[Order]


def report_of(made: Made) -> DayReport:
    """The accounts of a day."""
    baskets, products, orders = made.filled.baskets, made.assortment.products, made.orders
    uses = Counter(pick.basket for pick in made.drawn)
    weights = {product.sku: product.weight_g for product in products}
    lines = [line for order in orders for line in order.lines]
    available = frozenset(basket.number for basket in baskets)
    return DayReport(
        rows_read=made.source.read,
        rows_refused=_by_reason(row.reason for row in made.refused),
        rows_merged=made.filled.merged,
        lines_available=sum(len(basket.lines) for basket in baskets),
        baskets_read=made.source.baskets_read,
        baskets_refused=dict(refused_baskets(made.refused, available)),
        baskets_available=len(baskets),
        barcodes_read=made.barcodes.read,
        barcodes_refused={reason.value: count for reason, count in made.barcodes.refused.items()},
        barcodes_used=len(products),
        places_read=made.places.read,
        places_refused={"whole_city": made.places.cities},
        products=len(products),
        products_by_zone=dict(Counter(product.zone.value for product in products)),
        products_by_scan_rule=dict(Counter(product.scan_rule.value for product in products)),
        sizes_stated=made.assortment.sizes_stated,
        sizes_by_default=len(products) - made.assortment.sizes_stated,
        pickup_points=len(made.places.points),
        orders=len(orders),
        lines=len(lines),
        pieces=sum(line.quantity for line in lines),
        weight_g=sum(weights[line.sku] * line.quantity for line in lines),
        shoppers=len({order.phone for order in orders}),
        baskets_used=len(uses),
        rows_used=_rows(baskets, uses),
        orders_from_repeated_baskets=len(orders) - len(uses),
        uses_of_a_basket=max(uses.values()),
        orders_a_point=_spread(orders, made.places),
    )


def _rows(baskets: Sequence[Basket], used: Iterable[int]) -> int:
    return sum(baskets[place].rows for place in used)


def _by_reason(reasons: Iterable[Reason]) -> dict[str, int]:
    counts = Counter(reasons)
    return {reason.value: counts[reason] for reason in Reason}


def _spread(orders: Iterable[Order], places: Places) -> dict[str, float]:
    counts = Counter(order.pickup_point for order in orders)
    each = [counts[point.code] for point in places.points]
    return {"fewest": min(each), "median": median(each), "most": max(each)}
