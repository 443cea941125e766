"""Orders of one evening, made of real baskets that were bought over a year.

- A basket becomes one order; its household's baskets, in the order of the source, are given out two to a
  shopper, as nobody shops a year's worth in one night.
- Fewer orders than baskets: a sample without repeats, so the spread over pickup points stays. More: all
  baskets again, each time as other shoppers at another pickup point (a third of the points further on).
- Paid within the five hours before `now`, most of them towards the end (triangular, peak after 4.5 h).
- Order number, 16 digits: date in Shanghai (6), the seed's last three digits, serial in order of payment (7).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import NamedTuple

from cloud_api.wire.orders import Order, PaidLine
from station.demo.day_people import shopper_name, shopper_phone
from station.demo.day_places import home_points
from station.demo.day_source import Basket

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
EVENING_S = 5 * 3_600
_PEAK_S = 4.5 * 3_600
_ORDERS_A_SHOPPER = 2


class Drawn(NamedTuple):
    """A basket drawn for an order: its place in the list, and how often the list was gone through before."""

    basket: int
    round: int


class Shopper(NamedTuple):
    """Somebody who orders tonight: part of a real household, in one round through the baskets."""

    household: str
    part: int
    round: int


def draw(available: int, orders: int, random: Random) -> list[Drawn]:
    """Draw `orders` of `available` baskets, in the order they are paid.

    Raises ValueError when there is no basket to draw from.
    """
    if not available:
        raise ValueError("No basket is left to make orders of.")
    whole_rounds, rest = divmod(orders, available)
    drawn = [Drawn(basket, number) for number in range(whole_rounds) for basket in range(available)]
    drawn += [Drawn(basket, whole_rounds) for basket in sorted(random.sample(range(available), rest))]
    random.shuffle(drawn)
    return drawn


def make_orders(
    baskets: Sequence[Basket],
    skus: Mapping[str, str],
    points: Sequence[str],
    drawn: Sequence[Drawn],
    *,
    random: Random,
    seed: int,
    now: datetime,
) -> list[Order]:
    """One order for each drawn basket, oldest payment first.

    `skus` gives the SKU of each product number, `points` the codes of the pickup points in use.
    """
    homes = home_points(baskets, len(points))
    parts = _parts(baskets)
    serials: dict[Shopper, int] = {}
    lines = {place: _lines(baskets[place], skus) for place in {pick.basket for pick in drawn}}
    prefix = f"{now.astimezone(SHANGHAI):%y%m%d}{seed % 1000:03d}"
    orders: list[Order] = []
    for serial, (pick, paid_at) in enumerate(
        zip(drawn, _moments(now, len(drawn), random), strict=True), start=1
    ):
        basket = baskets[pick.basket]
        if pick.basket not in lines:
            lines[pick.basket] = tuple(PaidLine(sku=skus[sku], quantity=count) for sku, count in basket.lines)
        shopper = Shopper(basket.household, parts[pick.basket], pick.round)
        orders.append(
            Order(
                order_no=f"{prefix}{serial:07d}",
                pickup_point=points[_point(homes[basket.household], pick.round, len(points))],
                paid_at=paid_at,
                customer=shopper_name("/".join(map(str, shopper))),
                phone=shopper_phone(serials.setdefault(shopper, len(serials) + 1)),
                lines=lines[pick.basket],
            )
        )
    return orders


def _lines(basket: Basket, skus: Mapping[str, str]) -> tuple[PaidLine, ...]:
    return tuple(PaidLine(sku=skus[product], quantity=pieces) for product, pieces in basket.lines)


def _parts(baskets: Sequence[Basket]) -> list[int]:
    """For each basket, which of its household's shoppers buys it."""
    counts: Counter[str] = Counter()
    parts: list[int] = []
    for basket in baskets:
        parts.append(counts[basket.household] // _ORDERS_A_SHOPPER)
        counts[basket.household] += 1
    return parts


def _point(home: int, times_round: int, points: int) -> int:
    return (home + times_round * (points // 3 + 1)) % points


def _moments(now: datetime, count: int, random: Random) -> Iterator[datetime]:
    """`count` moments (UTC, whole seconds) of the evening before `now`, oldest first."""
    start = now.astimezone(UTC).replace(microsecond=0) - timedelta(seconds=EVENING_S)
    offsets = sorted(int(random.triangular(0, EVENING_S, _PEAK_S)) for _ in range(count))
    return (start + timedelta(seconds=offset) for offset in offsets)
