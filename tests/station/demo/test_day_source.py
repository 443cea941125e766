import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from station.demo.day_source import COLUMNS, Reason, fill_baskets, read_rows, refused_baskets


def row(
    basket: str = "b1",
    product: str = "p1",
    quantity: str = "1",
    *,
    household: str = "h1",
    store: str = "s1",
    department: str = "GROCERY",
    category: str = "SOUP",
) -> list[str]:
    where = ["2017-01-01T12:30:27Z", store, household, basket, product, quantity, "1.5"]
    return [*where, department, category, "SOUP", "10 OZ"]


def write(folder: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = COLUMNS) -> Path:
    path = folder / "baskets.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([header, *rows])
    return path


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (["only", "three", "fields"], Reason.UNREADABLE),
        ([], Reason.UNREADABLE),
        (row(quantity="1.5"), Reason.UNREADABLE),
        (row(quantity=""), Reason.UNREADABLE),
        (row(household=""), Reason.NO_HOUSEHOLD),
        (row(store=""), Reason.NO_HOUSEHOLD),
        (row(basket=""), Reason.NO_HOUSEHOLD),
        (row(quantity="0"), Reason.QUANTITY_BELOW_ONE),
        (row(quantity="-2"), Reason.QUANTITY_BELOW_ONE),
        (row(quantity="1000"), Reason.QUANTITY_TOO_LARGE),
        (row(quantity="14523", department="FUEL"), Reason.QUANTITY_TOO_LARGE),
        (row(category=""), Reason.NO_CATEGORY),
        (row(department="FUEL"), Reason.NOT_GOODS),
        (row(category="COUPON/MISC ITEMS"), Reason.NOT_GOODS),
        (row(category="CIGARETTES"), Reason.TOBACCO),
    ],
)
def test_an_unusable_row_is_refused_with_its_reason(tmp_path: Path, raw: list[str], reason: Reason) -> None:
    found = read_rows(write(tmp_path, [raw]))
    assert found.usable == []
    assert [(one.line, one.reason, list(one.fields)) for one in found.refused] == [(2, reason, raw)]
    assert found.read == 1


def test_the_largest_quantity_of_an_order_line_is_usable(tmp_path: Path) -> None:
    found = read_rows(write(tmp_path, [row(quantity="999")]))
    assert [one.quantity for one in found.usable] == [999]


def test_another_header_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"baskets\.csv\.gz: the header"):
        read_rows(write(tmp_path, [], header=("a", "b")))


def test_rows_of_one_product_in_one_basket_are_merged(tmp_path: Path) -> None:
    rows = [row(quantity="2"), row(product="p2"), row(quantity="3"), row(basket="b2")]
    filled = fill_baskets(read_rows(write(tmp_path, rows)).usable, frozenset({"p1", "p2"}))
    assert [(one.number, one.lines, one.rows) for one in filled.baskets] == [
        ("b1", (("p1", 5), ("p2", 1)), 3),
        ("b2", (("p1", 1),), 1),
    ]
    assert filled.merged == 1
    assert filled.refused == []


def test_a_merge_beyond_an_order_line_is_refused(tmp_path: Path) -> None:
    rows = [row(quantity="998"), row(quantity="2"), row(quantity="1")]
    filled = fill_baskets(read_rows(write(tmp_path, rows)).usable, frozenset({"p1"}))
    assert filled.baskets[0].lines == (("p1", 999),)
    assert [(one.line, one.reason) for one in filled.refused] == [(3, Reason.QUANTITY_TOO_LARGE)]
    assert filled.merged == 1


def test_a_basket_without_any_row_left_is_counted_by_its_reason(tmp_path: Path) -> None:
    rows = [
        row("b1"),
        row("b1", quantity="0"),
        row("b2", quantity="0"),
        row("b3", quantity="0"),
        row("b3", "p9"),
        row("b4", "p9"),
        row("b4", "p8"),
    ]
    found = read_rows(write(tmp_path, rows))
    filled = fill_baskets(found.usable, frozenset({"p1"}))
    gone = refused_baskets([*found.refused, *filled.refused], frozenset({"b1"}))
    assert gone == {"quantity_below_1": 1, "several_reasons": 1, "outside_assortment": 1}
    assert found.baskets_read == 4
