import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.demo.day_sizes import size_of
from station.demo.day_source import Kind


def kind(size: str, category: str = "SOUP", department: str = "GROCERY", product_type: str = "") -> Kind:
    return Kind(department, category, product_type, size)


@pytest.mark.parametrize(
    ("product", "spec", "weight_g", "volume_ml"),
    [
        (kind("10 OZ"), "283 g", 283, 425),
        (kind(".5 OZ"), "14 g", 14, 21),
        (kind("8 1/2 OZ"), "241 g", 241, 361),
        (kind("1/2 LB"), "227 g", 227, 340),
        (kind("3/4 OZ"), "21 g", 21, 32),
        (kind("L     2 LB"), "907 g", 907, 1361),
        (kind("N   12 OZ"), "340 g", 340, 510),
        (kind("(600) 4 LB"), "1814 g", 1814, 2722),
        (kind("16 OZS"), "454 g", 454, 680),
        (kind("4 PK/4 OZ"), "4 × 113 g", 454, 680),
        (kind("4/4 OZ"), "4 × 113 g", 454, 680),
        (kind("4 PK/10.75 O"), "4 × 305 g", 1219, 1829),
        (kind("16 CT/22 OZ"), "624 g", 624, 936),
        (kind("12 OZ", "SOFT DRINKS"), "355 ml", 355, 444),
        (
            kind("12 OZ", "SOFT DRINKS", product_type="SOFT DRINKS 12/18&15PK CAN CAR"),
            "12 × 355 ml",
            4259,
            5323,
        ),
        (kind("12 OZ/12 PK", "SOFT DRINKS"), "12 × 355 ml", 4259, 5323),
        (kind("12 PK", "SOFT DRINKS"), "12 × 355 ml", 4259, 5323),
        (kind("24/16.9 OZ", "WATER - CARBONATED/FLVRD DRINK"), "24 × 500 ml", 11995, 14994),
        (kind("2 L", "SOFT DRINKS"), "2000 ml", 2000, 2500),
        (kind("750 ML", "LIQUOR"), "750 ml", 750, 938),
        (kind("GAL", "FLUID MILK PRODUCTS"), "3785 ml", 3785, 4732),
        (kind("1/2 GAL", "FLUID MILK PRODUCTS"), "1893 ml", 1893, 2366),
        (kind("1 QT", "FLUID MILK PRODUCTS"), "946 ml", 946, 1183),
        (kind("PT", "ICE CREAM/MILK/SHERBTS"), "473 ml", 473, 591),
        (kind("1 DZ", "EGGS"), "12 件", 720, 2160),
        (kind("DZ", "EGGS"), "12 件", 720, 2160),
        (kind("18 CT", "EGGS"), "18 件", 1080, 3240),
        (kind("32 LD", "LAUNDRY DETERGENTS"), "1600 ml", 1600, 2000),
        (kind("24 LOADS", "LAUNDRY DETERGENTS"), "1200 ml", 1200, 1500),
        (kind("504 SQ FT", "BATH TISSUES"), "46.8 m²", 2016, 14112),
        (kind("11 OZ", "BAG SNACKS"), "312 g", 312, 1871),
        (kind("3 LB", "APPLES", "PRODUCE"), "1361 g", 1361, 2041),
        (kind("10 LB", "POTATOES", "PRODUCE"), "4536 g", 4536, 6804),
        (kind("4 CT", "TOMATOES", "PRODUCE"), "4 件", 1200, 1800),
    ],
)
def test_a_stated_size_is_read(product: Kind, spec: str, weight_g: int, volume_ml: int) -> None:
    size = size_of(product)
    assert (size.spec, size.weight_g, size.volume_ml, size.stated) == (spec, weight_g, volume_ml, True)


@pytest.mark.parametrize(
    ("product", "weight_g"),
    [
        (kind(""), 500),
        (kind("CTN"), 500),
        (kind("75 FT"), 500),
        (kind("0 OZ"), 500),
        (kind("974246  PK"), 500),
        (kind("", "BEEF", "MEAT"), 700),
        (kind("1 CT", "CANDY - CHECKLANE", "DRUG GM"), 50),
        (kind("40 LB", "TROPICAL FRUIT", "PRODUCE"), 300),
        (kind("40 LB", "POTATOES", "PRODUCE"), 300),
        (kind("48-54 CT", "PEPPERS-ALL", "PRODUCE"), 300),
        (kind("40 CT", "MELONS", "PRODUCE"), 3_000),
        (kind("2 QT", "PWDR/CRYSTL DRNK MX"), 20),
    ],
)
def test_the_default_serves_where_nothing_usable_is_stated(product: Kind, weight_g: int) -> None:
    size = size_of(product)
    assert (size.weight_g, size.stated, size.spec) == (weight_g, False, f"约 {weight_g} g")


@given(
    st.from_regex(r"\A[LN(]?[ 0-9./()-]{0,8} ?(OZ|LB|PK|CT|GAL|L|SQ FT|/)?[ /0-9A-Z]{0,6}\Z"),
    st.sampled_from([("GROCERY", "SOFT DRINKS"), ("PRODUCE", "POTATOES"), ("", "EGGS"), ("MEAT", "")]),
)
def test_whatever_is_written_a_size_is_positive(text: str, where: tuple[str, str]) -> None:
    size = size_of(Kind(where[0], where[1], "", text))
    assert size.weight_g >= 1
    assert size.volume_ml >= 1
    assert size.spec
