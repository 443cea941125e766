"""Master data from files and back: each row judged by itself, and a file written reads just the same."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from cloud_api.catalogue.kinds import SHAPES
from cloud_api.catalogue.service import put_catalogue
from cloud_api.imports.cells import amount
from cloud_api.imports.exports import export_rows
from cloud_api.imports.fields import FIELDS
from cloud_api.imports.masters import KINDS
from cloud_api.imports.service import Person, begin, correct, upload
from cloud_api.sheets import read_tables, write_csv
from cloud_api.storage.audit import SERVICE
from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.hooks import leave_to_sweep
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.imports import ImportKind
from tests.cloud_api.bins_kit import place
from tests.cloud_api.kit import SQLITE_ONLY, SetClock, Shop, operator, pickup_point, van
from tests.cloud_api.test_imports import bring, counts, run

PERSON = Person(SERVICE)


TOLD_BY_THE_SERVICE = {"picture"}


def test_every_field_of_master_data_can_be_told_in_a_file() -> None:
    for kind, of in KINDS.items():
        assert {field.name for field in FIELDS[kind]} == set(SHAPES[of].columns) - TOLD_BY_THE_SERVICE


@pytest.mark.parametrize(
    ("field", "text", "heading", "told"),
    [
        ("weight_g", "0.5kg", "重量", "500"),
        ("weight_g", "0.5", "重量(kg)", "500"),
        ("weight_g", "1.5斤", "重量", "750"),
        ("weight_g", "1,500", "载重克 weight_g", "1500"),
        ("weight_g", "1.5", "载重/吨", "1500000"),
        ("weight_g", "heavy", "重量", "heavy"),
        ("weight_g", "0.0005", "重量(kg)", "0.0005"),
        ("volume_ml", "8", "容积（方）", "8000000"),
        ("volume_ml", "1.5L", "体积", "1500"),
        ("cost_fen", "12.80", "进价", "1280"),
        ("cost_fen", "¥12.8元", "进价分 cost_fen", "1280"),
        ("cost_fen", "1280", "进价分 cost_fen", "1280"),
        ("cost_fen", "-", "成本价", "-"),
        ("service_s", "5分钟", "停留秒 service_s", "300"),
        ("name", "0.5kg", "名称", "0.5kg"),
    ],
)
def test_amounts_in_the_units_people_use(field: str, text: str, heading: str, told: str) -> None:
    assert amount(field, text, heading) == told


PRODUCTS = """商品编码,商品名称,规格,条码,温层,重量(kg),体积(升),库位,拣货顺序,进价,是否上架
PEAR,雪梨,5 斤,6901234567892,常温,2.6,4.5,A-09-1,90,12.80,是
PLUM,李子,1 斤,,冷藏,heavy,1,A-09-2,91,3,是
FIG,无花果,1 斤,,冷冻,0.5,1,A-09-3,92,3,否
,无名,1 斤,,冷冻,0.5,1,A-09-3,92,3,否
PEAR,雪梨二,5 斤,,常温,2.6,4.5,A-09-1,90,12.80,是
"""


def test_products_of_a_supplier_s_sheet(shop: Shop) -> None:
    sheet = PRODUCTS.replace("6901234567892", with_check_digit("690123499999"))
    shown = bring(shop, sheet.encode("gb18030"), "商品.csv")
    assert (shown["reading"]["kind"], shown["missing"]) == ("products", [])
    assert [row["verdict"] for row in shown["rows"]] == ["new", "refused", "new", "refused", "refused"]
    pear = shown["rows"][0]["becomes"]
    assert (pear["weight_g"], pear["volume_ml"], pear["cost_fen"], pear["zone"]) == (
        2_600,
        4_500,
        1_280,
        "ambient",
    )
    file = run(shop, shown)
    assert counts(file) == (2, 0, 3)
    reasons = [
        item["reason"] for item in shop.call("GET", f"/v1/imports/{file['id']}/refusals").json()["items"]
    ]
    assert ["weight_g" in reasons[0], "sku" in reasons[1]] == [True, True]
    assert "Row 2 has the same sku PEAR" in reasons[2]
    assert counts(run(shop, shown)) == (0, 2, 3)
    partly = bring(shop, "商品编码,商品名称,进价\nPEAR,雪梨,13.50\nNEW,新,1\n".encode())
    assert (partly["missing"], [row["verdict"] for row in partly["rows"]]) == ([], ["changed", "refused"])
    assert counts(run(shop, partly)) == (1, 0, 1)
    kept = bring(shop, shop.call("GET", "/v1/exports/products.csv").content)["rows"]
    pear = next(row["becomes"] for row in kept if row["key"] == "PEAR")
    assert (pear["cost_fen"], pear["weight_g"]) == (1_350, 2_600)


def test_vans_of_another_warehouse_are_not_a_manager_s_to_change(
    shop: Shop, engine: Engine, clock: SetClock
) -> None:
    answer = shop.call("PUT", "/v1/vans", json=[van("V2", warehouse="W2")])
    assert answer.status_code == 200
    text = "code,plate,warehouse,weight_g,volume_ml\nV1,京A1,W1,9,9\nV2,京A2,W1,9,9\nV3,京A3,W2,9,9\n"
    manager = Person(SERVICE, "W1")
    shown = upload(engine, clock, manager, "vans.csv", text.encode())
    assert [row.verdict for row in shown.rows] == ["new", "refused", "refused"]
    assert shown.file is not None
    file = begin(engine, clock, leave_to_sweep, manager, shown.file.id)
    assert file is not None
    assert (file.accepted, file.refused) == (1, 2)
    assert correct(engine, clock, Person(SERVICE, "W2"), file.id, shown.reading) is None


def test_operators_are_known_by_their_badges(shop: Shop, engine: Engine, clock: SetClock) -> None:
    badge = f"77{with_check_digit('770000009')[2:]}"
    text = f"姓名,工牌,仓库,主管\n李师傅二,{operator()['badge']},W1,是\n赵师傅,{badge},W1,否\n坏,77,W1,否\n"
    shown = bring(shop, text.encode())
    assert shown["reading"]["kind"] == "operators"
    assert [row["verdict"] for row in shown["rows"]] == ["changed", "new", "refused"]
    assert shown["rows"][0]["becomes"]["id"] == operator()["id"]
    assert counts(run(shop, shown)) == (2, 0, 1)
    assert counts(run(shop, shown)) == (0, 2, 1)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_is_imported_again_unchanged(shop: Shop, form: str) -> None:
    body = {
        "suppliers": [{"code": "S1", "name": "=平谷果园", "phone": "+86 10 12345678"}],
        "pickup_points": [
            pickup_point(
                "P7",
                latitude=-39.5,
                longitude=116.25,
                datum="GCJ-02",
                receive_from="05:30",
                service_s=240,
                most_crates=60,
                contact="@店长",
            )
        ],
        "vans": [van("V1", active=False)],
        "bins": [place("A-03-12"), place("A-03-12", warehouse="W2", active=False), place("=B", turnover="C")],
    }
    assert shop.call("PUT", "/v1/catalogue", json=body).status_code == 200
    for kind in ("products", "suppliers", "bins", "pickup_points", "vans", "operators"):
        answer = shop.call("GET", f"/v1/exports/{kind}.{form}")
        assert answer.status_code == 200, answer.text
        rows = len(read_tables(answer.content, "x")[0].rows)
        shown = bring(shop, answer.content, f"{kind}.{form}")
        assert (shown["reading"]["kind"], shown["missing"]) == (kind, [])
        assert shown["counts"]["known"] == rows > 0, shown["rows"]
        assert counts(run(shop, shown)) == (0, rows, 0)
    assert shop.call("GET", f"/v1/exports/cats.{form}").status_code == 422


NAMES = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
CODES = st.text("ABCxyz0123456789-_/.", min_size=1, max_size=12)
POINTS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "address": NAMES | st.just(""),
        "phone": st.sampled_from(["", "13800000000", "+86 13800000000", "=1", "-5", "010-1234567"]),
        "latitude": st.floats(3, 54),
        "longitude": st.floats(73, 136),
        "datum": st.sampled_from(["WGS-84", "GCJ-02"]),
        "receive_from": st.sampled_from([None, "04:00", "23:59"]),
        "service_s": st.integers(0, 14_400),
        "most_crates": st.integers(0, 10_000),
        "active": st.booleans(),
        "route": st.none() | NAMES,
    }
)


@SQLITE_ONLY
@given(rows=st.dictionaries(CODES, POINTS, min_size=1, max_size=5), form=st.sampled_from(["csv", "xlsx"]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_pickup_points_survive_a_file(
    shop: Shop, engine: Engine, clock: SetClock, rows: dict[str, dict[str, Any]], form: str
) -> None:
    told = [{"code": code, "warehouse": "W1", **row} for code, row in rows.items()]
    with writing(engine) as connection:
        put_catalogue(connection, Catalogue.model_validate({"pickup_points": told}), clock())
    with reading(engine) as connection:
        data = export_rows(connection, ImportKind.PICKUP_POINTS, None, form)
    shown = upload(engine, clock, PERSON, f"points.{form}", data)
    assert [row for row in shown.rows if row.verdict != "known"] == []
    assert shown.reading.kind is ImportKind.PICKUP_POINTS


def test_an_export_is_of_one_s_own_warehouse(shop: Shop, engine: Engine) -> None:
    with reading(engine) as connection:
        data = export_rows(connection, ImportKind.PICKUP_POINTS, "W2", "csv")
    assert [row.cells[0] for row in read_tables(data, "x")[0].rows] == ["Q1"]


def test_a_file_without_rows_becomes_nothing(shop: Shop) -> None:
    shown = bring(shop, write_csv([field.heading for field in FIELDS[ImportKind.VANS]], []))
    assert (shown["reading"]["kind"], shown["rows"]) == ("vans", [])
    assert counts(run(shop, shown)) == (0, 0, 0)
