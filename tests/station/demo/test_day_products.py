from pathlib import Path

import pytest

from cloud_api.wire.base import ScanRule, Zone
from station.demo.day_products import (
    BAYS,
    LEVELS,
    Barcode,
    BarcodeReason,
    Demand,
    assign_bins,
    check_digit,
    read_barcodes,
    stock,
    zone_of,
)
from station.demo.day_source import Kind

CHOCOLATE = "6901668005755"
PASTA = "8003170023499"


def demand(
    product: str, category: str = "SOUP", *, size: str = "10 OZ", rows: int = 1, pieces: int = 1
) -> Demand:
    return Demand(product, Kind("GROCERY", category, "", size), rows, pieces)


@pytest.mark.parametrize("code", ["6901010117440", "6901668005755", "0614141123452", "7700000019"])
def test_check_digit_agrees_with_real_codes(code: str) -> None:
    assert check_digit(code[:-1]) == int(code[-1])


def test_bad_barcodes_are_refused_and_chinas_come_first(tmp_path: Path) -> None:
    path = tmp_path / "barcodes.csv"
    names = [
        (PASTA, "pasta"),
        (CHOCOLATE, "奥利奥"),
        (CHOCOLATE, "again"),
        ("6901668005756", "wrong digit"),
        ("12345", "short"),
        ("0219745027290", "in-store cheese"),
        ("6901010117440", "Huile d\\"),
        ("6901012021387", "Noodel \ufffdchiken"),
    ]
    lines = "".join(f"{gtin},{name}\n" for gtin, name in names)
    path.write_text(f"gtin13,name\n{lines}", encoding="utf-8")
    barcodes = read_barcodes(path)
    assert barcodes.usable == [Barcode(CHOCOLATE, "奥利奥"), Barcode(PASTA, "pasta")]
    assert barcodes.refused == {
        BarcodeReason.REPEATED: 1,
        BarcodeReason.CHECK_DIGIT: 2,
        BarcodeReason.RESTRICTED: 1,
        BarcodeReason.NAME_CUT: 1,
        BarcodeReason.NAME_UNPRINTABLE: 1,
    }
    assert barcodes.read == 8


@pytest.mark.parametrize(
    ("department", "category", "zone"),
    [
        ("GROCERY", "FRZN NOVELTIES/WTR ICE", Zone.FROZEN),
        ("GROCERY", "FROZEN PIZZA", Zone.FROZEN),
        ("SEAFOOD-PCKGD", "SEAFOOD - FROZEN", Zone.FROZEN),
        ("GROCERY", "ICE CREAM/MILK/SHERBTS", Zone.FROZEN),
        ("GROCERY", "FLUID MILK PRODUCTS", Zone.CHILLED),
        ("MEAT", "BEEF", Zone.CHILLED),
        ("PRODUCE", "APPLES", Zone.CHILLED),
        ("TRAVEL & LEISURE", "APPLES", Zone.CHILLED),
        ("PRODUCE", "NUTS", Zone.AMBIENT),
        ("GROCERY", "MEAT - SHELF STABLE", Zone.AMBIENT),
        ("GROCERY", "SOUP", Zone.AMBIENT),
    ],
)
def test_zone_follows_department_and_category(department: str, category: str, zone: Zone) -> None:
    assert zone_of(Kind(department, category, "", "")) is zone


def test_the_walk_is_a_serpentine_and_each_zone_begins_an_aisle() -> None:
    aisle = BAYS * LEVELS
    many = [demand(str(number)) for number in range(aisle + 1)]
    bins = assign_bins([*many, demand("milk", "FLUID MILK PRODUCTS")])
    assert bins["0"] == ("A-01-01", 0)
    assert bins[str(LEVELS)] == ("A-02-01", LEVELS)
    assert bins[str(aisle - 1)] == ("A-20-06", aisle - 1)
    assert bins[str(aisle)] == ("B-20-01", aisle)
    assert bins["milk"] == ("C-01-01", 2 * aisle)


@pytest.mark.parametrize(
    ("size", "rows", "pieces", "rule"),
    [
        ("3 OZ", 4, 12, ScanRule.ONCE),
        ("3 OZ", 4, 11, ScanRule.EACH),
        ("2 LB", 4, 40, ScanRule.EACH),
    ],
)
def test_light_goods_bought_in_numbers_are_scanned_once(
    size: str, rows: int, pieces: int, rule: ScanRule
) -> None:
    wanted = demand("noodles", size=size, rows=rows, pieces=pieces)
    assert stock([wanted], [Barcode(CHOCOLATE, "奥利奥")]).products[0].scan_rule is rule


def test_there_are_no_more_products_than_barcodes() -> None:
    assortment = stock([demand("a"), demand("b")], [Barcode(CHOCOLATE, "奥利奥")])
    assert assortment.skus == {"a": "100001"}
    assert assortment.products[0].gtins == (CHOCOLATE.zfill(14),)
