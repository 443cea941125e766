"""Rows of a sheet: cells read as people write them, one bad row never fails the others."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from cloud_api.catalogue.cells import cells_of, row_from_cells
from cloud_api.catalogue.kinds import SHAPES, Kind
from cloud_api.catalogue.rows import put_rows
from cloud_api.catalogue.service import put_catalogue
from cloud_api.storage.audit import SERVICE
from cloud_api.storage.tables.catalogue import operators, products
from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.base import ScanRule, Zone
from cloud_api.wire.catalogue import Catalogue, Goods, PickupPoint, Product, RowResult, Unit
from tests.cloud_api.kit import EVENING, catalogue, gtin_of, operator

PEAR = {
    "sku": "PEAR",
    "name": "鸭梨",
    "zone": "冷藏",
    "weight_g": "1,050.0",
    "volume_ml": "900",
    "bin": "B-02",
    "path": "7.0",
}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=20)


@pytest.fixture
def stocked(engine: Engine) -> Engine:
    with writing(engine) as connection:
        put_catalogue(connection, Catalogue.model_validate(catalogue()), EVENING)
    return engine


def _put(engine: Engine, kind: Kind, *rows: dict[str, str]) -> list[RowResult]:
    with writing(engine) as connection:
        return put_rows(connection, kind, rows, datetime(2026, 6, 18, 13, tzinfo=UTC), SERVICE)


def test_each_row_is_judged_by_itself(stocked: Engine) -> None:
    peach = cells_of(Product.model_validate(catalogue()["products"][0]))
    results = _put(
        stocked,
        Kind.PRODUCT,
        PEAR,
        {**PEAR, "sku": "BAD", "zone": "暖"},
        {**PEAR, "sku": "TWIN", "gtins": gtin_of("MILK")},
        {**PEAR, "name": "雪梨"},
        peach,
        {"sku": "PEACH", "name": "桃"},
        {"sku": ""},
        {"sku": "a\0b", "name": "x"},
        {**PEAR, "sku": "ROUNDED", "gtins": "6.90123E+12"},
    )
    assert [(row.key, row.verdict.value) for row in results] == [
        ("PEAR", "created"),
        ("BAD", "refused"),
        ("TWIN", "refused"),
        ("PEAR", "changed"),
        ("PEACH", "unchanged"),
        ("PEACH", "changed"),
        ("", "refused"),
        ("ab", "refused"),
        ("ROUNDED", "refused"),
    ]
    reasons = [row.reason or "" for row in results]
    assert "zone: write 常温, 冷藏 or 冷冻 (ambient, chilled or frozen), not 暖" in reasons[1]
    assert "belongs to product MILK" in reasons[2]
    assert "Format the column as text" in reasons[8]
    with reading(stocked) as connection:
        rows = connection.execute(select(products.c.sku, products.c.name))
        names = {row.sku: row.name for row in rows}
        noted = connection.scalars(select(audit.c.action)).all()
    assert (names["PEAR"], names["PEACH"], "BAD" in names) == ("雪梨", "桃", False)
    assert noted == ["change catalogue", "change catalogue"]
    assert _put(stocked, Kind.PRODUCT) == []


def test_a_column_that_is_not_there_keeps_what_was_told(stocked: Engine) -> None:
    full = {**PEAR, "gtins": f"{gtin_of('PEAR')}、96385074", "units": "箱=12; 托=144", "active": "停用"}
    assert [row.verdict.value for row in _put(stocked, Kind.PRODUCT, full)] == ["created"]
    (kept,) = _put(stocked, Kind.PRODUCT, {"sku": "PEAR", "spec": "1 kg", "active": "是"})
    assert kept.verdict.value == "changed"
    with reading(stocked) as connection:
        row = connection.execute(select(products).where(products.c.sku == "PEAR")).one()
    assert (row.gtins, row.spec, row.active) == ([gtin_of("PEAR"), "00000096385074"], "1 kg", True)
    assert [unit["pieces"] for unit in row.units] == [12, 144]
    (emptied,) = _put(stocked, Kind.PRODUCT, {"sku": "PEAR", "gtins": " ", "name": ""})
    assert (emptied.verdict.value, emptied.reason is not None) == ("refused", True)
    _put(stocked, Kind.PRODUCT, {"sku": "PEAR", "gtins": " "})
    with reading(stocked) as connection:
        assert connection.scalar(select(products.c.gtins).where(products.c.sku == "PEAR")) == []


def test_people_know_operators_by_their_badges(stocked: Engine) -> None:
    new = {"name": "孙师傅", "badge": "7700000026", "warehouse": "W1"}
    (known, made, again) = _put(
        stocked,
        Kind.OPERATOR,
        {"badge": operator()["badge"], "name": "李班长"},
        new,
        {**new, "supervisor": "是"},
    )
    assert [row.verdict.value for row in (known, made, again)] == ["changed", "created", "changed"]
    assert (known.key, made.key == again.key) == (operator()["id"], True)
    (bad, none) = _put(stocked, Kind.OPERATOR, {**new, "id": "x"}, {"name": "无"})
    assert {bad.verdict.value, none.verdict.value} == {"refused"}
    with reading(stocked) as connection:
        assert sorted(connection.scalars(select(operators.c.name))) == ["孙师傅", "李班长"]


def test_the_last_manager_of_a_sheet_stays(stocked: Engine) -> None:
    badge = {"badge": operator()["badge"]}
    results = _put(stocked, Kind.OPERATOR, {**badge, "manager": "是"}, {**badge, "active": "否"})
    assert [row.verdict.value for row in results] == ["changed", "refused"]
    assert "last manager" in (results[1].reason or "")


def test_places_are_read_as_maps_give_them(stocked: Engine) -> None:
    cells = {
        "code": "P1",
        "latitude": "39.908823",
        "longitude": "116.39747",
        "datum": "高德",
        "receive_from": "5:00",
        "receive_until": "10:30:00",
        "most_crates": "40",
    }
    (kept,) = _put(stocked, Kind.PICKUP_POINT, cells)
    assert (kept.verdict.value, kept.warnings) == ("changed", ())
    (swapped,) = _put(stocked, Kind.PICKUP_POINT, {"code": "P1", "latitude": "116.39", "longitude": "39.9"})
    assert swapped.verdict.value == "refused"


@pytest.mark.parametrize(
    ("name", "text"),
    [("active", "perhaps"), ("units", "箱"), ("units", "箱=12=1=2"), ("gtins", "6.9E+12")],
)
def test_a_cell_that_cannot_be_read_is_told(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=name):
        row_from_cells(Kind.PRODUCT, {**PEAR, name: text}, None)


@st.composite
def _products(draw: st.DrawFn) -> Product:
    gtins = st.integers(0, 10**14 - 1).map(lambda number: f"{number:014d}")
    names = WORDS.filter(lambda text: not set(text) & set("=＝;；"))
    units = st.builds(Unit, name=names, pieces=st.integers(1, 1_000), gtin=st.none() | gtins)
    numbers = {name: draw(st.integers(1, 9_999)) for name in ("weight_g", "volume_ml", "path", "cost_fen")}
    told: dict[str, Any] = {
        "sku": draw(WORDS),
        "name": draw(WORDS),
        "spec": draw(st.just("") | WORDS),
        "bin": draw(WORDS),
        "category": draw(WORDS),
        "supplier": draw(st.none() | WORDS),
        "gtins": tuple(draw(st.lists(gtins, max_size=3))),
        "units": tuple(draw(st.lists(units, max_size=3))),
        "zone": draw(st.sampled_from(Zone)),
        "goods": draw(st.sampled_from(Goods)),
        "scan_rule": draw(st.sampled_from(ScanRule)),
        "active": draw(st.booleans()),
    }
    return Product(**told, **numbers)


@given(_products())
def test_what_is_written_reads_the_same(product: Product) -> None:
    cells = cells_of(product)
    assert all(isinstance(cell, str) for cell in cells.values())
    assert Product.model_validate(row_from_cells(Kind.PRODUCT, cells, None)) == product


@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.none() | st.sampled_from(["05:00", "23:59"]),
)
def test_a_place_reads_the_same(latitude: float, longitude: float, until: str | None) -> None:
    point = PickupPoint(
        code="P", name="店", warehouse="W", latitude=latitude, longitude=longitude, receive_until=until
    )
    assert PickupPoint.model_validate(row_from_cells(Kind.PICKUP_POINT, cells_of(point), None)) == point


def test_every_kind_has_its_columns() -> None:
    for shape in SHAPES.values():
        assert set(shape.columns) <= set(shape.table.c.keys())
        assert set(shape.key_fields) <= set(shape.columns)
        assert shape.key in shape.table.c
