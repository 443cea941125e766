import csv
import gzip
import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import ImageFont

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Catalogue, Turnover
from cloud_api.wire.cycles import NewCycle
from cloud_api.wire.orders import Order
from station.demo.day import Day, build_day
from station.demo.day_source import COLUMNS


def check_digit_is_right(code: str) -> bool:
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code)))
    return weighted % 10 == 0


def test_every_row_of_the_source_is_accounted_for(small_day: Day, data: Path) -> None:
    report = small_day.report
    with gzip.open(data / "baskets.csv.gz", "rt", encoding="utf-8", newline="") as text:
        source = list(csv.DictReader(text))
    assert report.rows_read == len(source) == 75_000
    assert report.rows_read == sum(report.rows_refused.values()) + report.rows_merged + report.lines_available
    assert report.baskets_read == len({row["basket_id"] for row in source})
    assert report.baskets_read == sum(report.baskets_refused.values()) + report.baskets_available
    assert report.barcodes_read >= report.barcodes_used + sum(report.barcodes_refused.values())


def test_refused_rows_are_kept_as_they_came(small_day: Day, data: Path) -> None:
    with gzip.open(data / "baskets.csv.gz", "rt", encoding="utf-8", newline="") as text:
        source = list(csv.reader(text))
    counts = Counter(row.reason.value for row in small_day.refused)
    assert {reason: count for reason, count in small_day.report.rows_refused.items() if count} == counts
    assert [row.line for row in small_day.refused] == sorted({row.line for row in small_day.refused})
    assert all(source[row.line - 1] == list(row.fields) for row in small_day.refused)


def test_dirty_quantities_are_refused_as_counted_in_the_source(small_day: Day, data: Path) -> None:
    with gzip.open(data / "baskets.csv.gz", "rt", encoding="utf-8", newline="") as text:
        quantities = [int(row["quantity"]) for row in csv.DictReader(text)]
    assert small_day.report.rows_refused["quantity_below_1"] == sum(q < 1 for q in quantities) == 416
    assert small_day.report.rows_refused["quantity_above_999"] == sum(q > 999 for q in quantities) == 692


def test_the_same_seed_makes_the_same_day_and_another_does_not(
    small_day: Day, data: Path, now: datetime
) -> None:
    assert build_day(data, orders=400, seed=7, now=now, pickup_points=8) == small_day
    other = build_day(data, orders=400, seed=8, now=now, pickup_points=8)
    assert other.catalogue == small_day.catalogue
    assert [order.lines for order in other.orders] != [order.lines for order in small_day.orders]


def test_small_day_is_valid_on_the_wire_and_knows_its_products(small_day: Day) -> None:
    skus = {product.sku for product in small_day.catalogue.products}
    points = {point.code for point in small_day.catalogue.pickup_points}
    rows = small_day.order_rows()
    assert [Order.model_validate(row) for row in rows] == small_day.orders
    assert len(rows) == 400
    assert points == {f"P{number:03d}" for number in range(1, 9)} == {row["pickup_point"] for row in rows}
    assert {line["sku"] for row in rows for line in row["lines"]} <= skus


def test_orders_are_paid_in_the_evening_before_now_and_the_cut_off_comes_after(
    small_day: Day, now: datetime
) -> None:
    paid = [order.paid_at for order in small_day.orders]
    assert paid == sorted(paid)
    assert now - timedelta(hours=5, seconds=1) <= paid[0] <= paid[-1] <= now
    assert small_day.cycle.cut_off_at == datetime(2026, 6, 18, 14, 30, tzinfo=UTC)
    assert small_day.cycle.name == "2026-06-18 晚团"


def test_reference_day_reaches_its_figures(reference_day: Day) -> None:
    report = reference_day.report
    orders = reference_day.orders
    numbers = {order.order_no for order in orders}
    assert len(orders) == len(numbers) == report.orders == 50_000
    assert all(len(number) == 16 and number.isdecimal() for number in numbers)
    assert report.pickup_points == len(reference_day.catalogue.pickup_points) == 200
    assert report.products == 2_000
    assert report.lines == sum(len(order.lines) for order in orders)
    assert report.pieces == sum(line.quantity for order in orders for line in order.lines)
    assert sum(report.products_by_zone.values()) == sum(report.products_by_scan_rule.values()) == 2_000
    assert report.sizes_stated + report.sizes_by_default == 2_000
    assert {order.pickup_point for order in orders} == {
        point.code for point in reference_day.catalogue.pickup_points
    }


def test_baskets_are_used_again_only_when_all_were_used(reference_day: Day, small_day: Day) -> None:
    report = reference_day.report
    assert report.baskets_used == report.baskets_available
    assert report.rows_used == report.lines_available + report.rows_merged
    assert report.orders_from_repeated_baskets == 50_000 - report.baskets_available
    assert report.uses_of_a_basket == 2
    assert small_day.report.orders_from_repeated_baskets == 0
    assert small_day.report.baskets_used == 400


def test_orders_spread_unevenly_over_the_pickup_points(reference_day: Day) -> None:
    spread = reference_day.report.orders_a_point
    assert 0 < spread["fewest"] < spread["median"] / 2
    assert spread["most"] > spread["median"] * 1.3


def test_a_shopper_has_one_name_one_phone_and_one_pickup_point(reference_day: Day) -> None:
    shoppers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for order in reference_day.orders:
        shoppers[order.phone].add((order.customer, order.pickup_point))
    assert all(len(identities) == 1 for identities in shoppers.values())
    assert max(Counter(order.phone for order in reference_day.orders).values()) <= 2
    assert len(shoppers) == reference_day.report.shoppers
    assert all(phone.startswith("1540") and len(phone) == 11 for phone in shoppers)


def test_products_carry_real_barcodes_and_what_a_crate_needs(reference_day: Day) -> None:
    products = reference_day.catalogue.products
    gtins = [product.gtins[0] for product in products]
    assert len(set(gtins)) == len({product.sku for product in products}) == 2_000
    assert all(check_digit_is_right(gtin) for gtin in gtins)
    china = [gtin.startswith("069") for gtin in gtins]
    assert china == sorted(china, reverse=True)
    assert sum(china) > 1_000
    assert all(product.weight_g > 0 and product.volume_ml > 0 and product.spec for product in products)
    assert all(product.name and not product.name.endswith("\\") for product in products)


def test_the_label_font_can_print_every_product_name(reference_day: Day, data: Path) -> None:
    font = ImageFont.truetype(data.parent / "fonts" / "NotoSansSC-Regular.ttf", 24)
    letters = {
        letter for product in reference_day.catalogue.products for letter in product.name + product.spec
    }
    missing = bytes(font.getmask("\uffff"))
    unprintable = {one for one in letters if not one.isspace() and bytes(font.getmask(one)) == missing}
    assert missing
    assert unprintable == set()


def test_bins_lie_by_zone_and_popularity_along_one_walk(reference_day: Day) -> None:
    products = reference_day.catalogue.products
    assert len({product.bin for product in products}) == len({product.path for product in products}) == 2_000
    for zone in Zone:
        paths = [product.path for product in products if product.zone is zone]
        assert paths == sorted(paths)
    last = {zone: max(p.path for p in products if p.zone is zone) for zone in Zone}
    assert last[Zone.AMBIENT] < last[Zone.CHILLED] < last[Zone.FROZEN]
    aisles = {zone: {p.bin[0] for p in products if p.zone is zone} for zone in Zone}
    assert sum(len(letters) for letters in aisles.values()) == len(set().union(*aisles.values()))


def test_every_product_lies_in_a_bin_of_the_floor_and_fits(reference_day: Day) -> None:
    bins = {each.code: each for each in reference_day.catalogue.bins}
    assert len(bins) == len(reference_day.catalogue.bins) == 2_160
    assert {(each.warehouse, each.number) for each in bins.values()} == {("W1", 0)}
    for product in reference_day.catalogue.products:
        place = bins[product.bin]
        assert (place.path, place.zone) == (product.path, product.zone)
        assert (product.weight_g <= place.most_weight_g, product.volume_ml <= place.volume_ml) == (True, True)


def test_the_walk_goes_from_bay_to_bay_without_a_leap(reference_day: Day) -> None:
    bins = reference_day.catalogue.bins
    assert [each.path for each in bins] == list(range(2_160))
    steps = {(abs(b.x_cm - a.x_cm), abs(b.y_cm - a.y_cm)) for a, b in pairwise(bins)}
    assert steps == {(0, 0), (0, 90), (300, 0)}
    assert len({(each.x_cm, each.y_cm, each.level) for each in bins}) == 2_160
    assert {each.level for each in bins} == set(range(6))
    for zone in Zone:
        turnovers = [each.turnover for each in bins if each.zone is zone]
        assert turnovers == sorted(turnovers)
        assert turnovers.count(Turnover.A) == len(turnovers) / 5


def test_twelve_operators_and_a_shopkeeper_a_shop_have_badges_of_their_own(small_day: Day) -> None:
    everyone = small_day.catalogue.operators
    warehouse = [one for one in everyone if one.pickup_point is None]
    shops = [one.pickup_point for one in everyone if one.pickup_point is not None]
    assert len(warehouse) == 12
    assert [one.supervisor for one in warehouse] == [False] * 11 + [True]
    assert shops == [point.code for point in small_day.catalogue.pickup_points]
    assert len({one.badge for one in everyone}) == len({one.id for one in everyone}) == len(everyone)
    assert all(check_digit_is_right(one.badge) and one.badge.startswith("77") for one in everyone)


def test_ten_vans_carry_the_reference_day(reference_day: Day) -> None:
    vans = reference_day.catalogue.vans
    volumes = {product.sku: product.volume_ml for product in reference_day.catalogue.products}
    volume_ml = sum(
        volumes[line.sku] * line.quantity for order in reference_day.orders for line in order.lines
    )
    assert len({van.code for van in vans}) == len({van.plate for van in vans}) == 10
    assert sum(van.weight_g for van in vans) > reference_day.report.weight_g
    assert sum(van.volume_ml for van in vans) > volume_ml


def test_pickup_points_are_two_hundred_places_in_wgs_84(reference_day: Day) -> None:
    points = reference_day.catalogue.pickup_points
    assert [point.code for point in points] == [f"P{number:03d}" for number in range(1, 201)]
    assert all(point.datum == "WGS-84" and point.warehouse == "W1" for point in points)
    assert all(39 < (point.latitude or 0) < 41 and 116 < (point.longitude or 0) < 117 for point in points)
    assert "北京市" not in {point.name for point in points}
    assert len({point.phone for point in points}) == 200
    assert {(point.receive_from, point.receive_until) for point in points} == {
        (None, "11:00"),
        ("05:30", "11:00"),
        ("06:00", "10:00"),
        ("06:30", "10:30"),
    }


def test_written_day_can_be_read_back(small_day: Day, tmp_path: Path) -> None:
    small_day.write(tmp_path / "day")
    day = json.loads((tmp_path / "day" / "import.json").read_text(encoding="utf-8"))
    assert Catalogue.model_validate(day["catalogue"]) == small_day.catalogue
    assert NewCycle.model_validate(day["cycle"]) == small_day.cycle
    assert [Order.model_validate(row) for row in day["orders"]] == small_day.orders
    report = json.loads((tmp_path / "day" / "report.json").read_text(encoding="utf-8"))
    assert report["rows_refused"] == small_day.report.rows_refused
    with (tmp_path / "day" / "refused_rows.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.reader(text))
    assert rows[0] == ["line", "reason", *COLUMNS]
    assert len(rows) - 1 == len(small_day.refused)


@pytest.mark.parametrize(
    ("orders", "points", "moment"),
    [
        (0, None, datetime(2026, 6, 18, tzinfo=UTC)),
        (10_000_000, None, datetime(2026, 6, 18, tzinfo=UTC)),
        (10, 0, datetime(2026, 6, 18, tzinfo=UTC)),
        (10, 201, datetime(2026, 6, 18, tzinfo=UTC)),
        (10, None, datetime(2026, 6, 18)),  # noqa: DTZ001 - a naive moment is what is refused
    ],
)
def test_impossible_wishes_are_refused(data: Path, orders: int, points: int | None, moment: datetime) -> None:
    with pytest.raises(ValueError, match=r"Ask for|time zone"):
        build_day(data, orders=orders, seed=1, now=moment, pickup_points=points)
