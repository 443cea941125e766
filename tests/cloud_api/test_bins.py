"""Bins as master data: one text names each, the cloud numbers them, products are held against them."""

import json
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from cloud_api.exchange.snapshot import snapshot
from cloud_api.sheets import write_csv
from cloud_api.storage.tables.catalogue import bins
from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import reading
from cloud_api.wire.catalogue import BIN_NUMBERS
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.stations import Role
from tests.cloud_api.bins_kit import place
from tests.cloud_api.kit import EVENING, SQLITE_ONLY, Shop, product
from tests.cloud_api.night_kit import changes_of
from tests.cloud_api.test_imports import bring, counts, run
from tests.cloud_api.test_scopes import CALLERS
from tests.cloud_api.test_snapshot import take
from tests.cloud_api.together import all_at_once


def put(shop: Shop, code: str, **other: Any) -> dict[str, Any]:
    row = place(code, **other)
    answer = shop.call("PUT", f"/v1/bins/{row['warehouse']}:{code}", json=row)
    assert answer.ok, answer.text
    kept: dict[str, Any] = answer.json()
    return kept


def refusal(shop: Shop, row: dict[str, Any]) -> str:
    answer = shop.call("PUT", f"/v1/bins/{row['warehouse']}:{row['code']}", json=row)
    assert answer.status_code == 409, answer.text
    detail: str = answer.json()["detail"]
    return detail


def numbers(shop: Shop) -> dict[str, int]:
    """The number of each bin that is kept, by its key."""
    with reading(shop.cloud.engine) as connection:
        return {row.key: row.number for row in connection.execute(select(bins.c.key, bins.c.number))}


def test_a_bin_is_given_a_number_and_keeps_it(shop: Shop) -> None:
    assert put(shop, "A-1")["row"]["number"] == 1
    assert put(shop, "A-2", number=40)["row"]["number"] == 40
    assert put(shop, "A-3")["row"]["number"] == 41
    again = put(shop, "A-1", path=99)
    assert (again["verdict"], again["row"]["number"]) == ("changed", 1)
    assert put(shop, "A-1", path=99)["verdict"] == "unchanged"
    assert put(shop, "A-1", path=99, number=2)["row"]["number"] == 2
    patched = shop.call("PATCH", "/v1/bins/W1:A-1", json={"number": None, "level": 0}).json()["row"]
    assert (patched["number"], patched["level"]) == (2, 0)


def test_numbers_stay_within_the_digits_of_a_label(shop: Shop) -> None:
    put(shop, "A-1", number=BIN_NUMBERS - 1)
    assert [put(shop, code)["row"]["number"] for code in ("A-2", "A-3")] == [1, 2]
    row = place("A-4", number=BIN_NUMBERS)
    assert shop.call("PUT", "/v1/bins/W1:A-4", json=row).status_code == 422


def test_bins_made_at_the_same_moment_get_different_numbers(shop: Shop) -> None:
    codes = [f"A-{number}" for number in range(8)]
    made = all_at_once([partial(put, shop, code) for code in codes])
    assert sorted(each["row"]["number"] for each in made) == list(range(1, 9))
    assert sorted(numbers(shop).values()) == list(range(1, 9))


def test_a_catalogue_gives_no_number_that_it_tells_further_on(shop: Shop) -> None:
    rows = [place("A-1"), place("A-2", number=1), place("A-3"), place("A-1", warehouse="W2")]
    answer = shop.call("PUT", "/v1/catalogue", json={"bins": rows})
    assert (answer.status_code, answer.json()["bins"]) == (200, 4), answer.text
    assert numbers(shop) == {"W1:A-1": 2, "W1:A-2": 1, "W1:A-3": 3, "W2:A-1": 4}
    assert shop.call("PUT", "/v1/catalogue", json={"bins": rows}).json()["bins"] == 0


def test_what_does_not_fit_is_refused_in_words(shop: Shop) -> None:
    put(shop, "A-1", number=7)
    taken = refusal(shop, place("A-2", number=7))
    assert taken.startswith("Bin W1:A-2: number 7 belongs to bin W1:A-1. Send 0 to be given a free one")
    assert "there is no warehouse W9" in refusal(shop, place("A-1", warehouse="W9"))
    assert "path 4294967296 is above" in refusal(shop, place("A-2", path=2**32))
    colon = {"code": "W:1", "name": "冒号仓"}
    assert shop.call("PUT", "/v1/warehouses/W:1", json=colon).status_code == 201
    told = shop.call("PUT", "/v1/catalogue", json={"bins": [place("A-1", warehouse="W:1")]})
    assert (told.status_code, "holds a colon" in told.json()["detail"]) == (409, True)
    moved = shop.call("PATCH", "/v1/bins/W1:A-1", json={"warehouse": "W2"})
    assert (moved.status_code, "A key is not changed" in moved.json()["detail"]) == (409, True)
    assert shop.call("GET", "/v1/bins/W1").status_code == 422
    assert shop.call("GET", "/v1/bins/W1:A-9").status_code == 404
    assert numbers(shop) == {"W1:A-1": 7}


@pytest.mark.parametrize(
    "other", [{"zone": "hot"}, {"use": "x"}, {"turnover": "D"}, {"x_cm": -1}, {"level": 31}, {"number": "7"}]
)
@SQLITE_ONLY
def test_what_is_no_bin_is_refused(shop: Shop, other: dict[str, Any]) -> None:
    answer = shop.call("PUT", "/v1/bins/W1:A-1", json=place("A-1", **other))
    assert (answer.status_code, next(iter(other)) in answer.json()["detail"]) == (422, True)


def test_only_stations_of_the_warehouse_are_told(shop: Shop) -> None:
    here, there, till = shop.cloud.desk(), shop.cloud.desk("工位 2", "W2"), shop.cloud.till("P1")
    first = put(shop, "A-1")["row"]
    put(shop, "A-1", path=13)
    other = put(shop, "A-1", warehouse="W2")["row"]
    taken_out = shop.call("DELETE", "/v1/bins/W1:A-1").json()
    assert taken_out == {"key": "W1:A-1", "outcome": "deactivated", "referred_by": []}
    last = {**first, "path": 13, "active": False}
    assert changes_of(here, ChangeKind.BIN) == [first, {**first, "path": 13}, last]
    assert changes_of(there, ChangeKind.BIN) == [other]
    assert changes_of(till, ChangeKind.BIN) == []
    for station, told in ((here, [last]), (there, [other]), (till, [])):
        assert [line["body"] for line in take(station)[1] if line["kind"] == "bin"] == told


def test_a_snapshot_for_all_warehouses_holds_bins_of_one_code_apart(shop: Shop) -> None:
    rows = [put(shop, "A-1", warehouse=warehouse)["row"] for warehouse in ("W1", "W2")]
    with reading(shop.cloud.engine) as connection:
        told = snapshot(connection, CALLERS["integrator"][0], EVENING).splitlines()[1:-1]
    lines = [json.loads(line) for line in told]
    assert [line["body"] for line in lines if line["kind"] == "bin"] == rows


@SQLITE_ONLY
def test_bins_are_found_by_what_people_know_of_them(shop: Shop) -> None:
    put(shop, "A-1", aisle="冷区东", zone="chilled")
    put(shop, "A-2", use="reserve")
    put(shop, "B-1", warehouse="W2", active=False)

    def found(**wanted: Any) -> list[str]:
        rows = shop.call("GET", "/v1/bins", params=wanted).json()["items"]
        return [f"{row['warehouse']}:{row['code']}" for row in rows]

    assert found() == ["W1:A-1", "W1:A-2", "W2:B-1"]
    assert found(zone="chilled") == found(text="冷区") == ["W1:A-1"]
    assert found(use="reserve") == found(text="2") == ["W1:A-2"]
    assert found(warehouse="W2") == found(active=False) == ["W2:B-1"]
    page = shop.call("GET", "/v1/bins", params={"limit": 1}).json()
    assert page["next"] == "W1:A-1"
    assert found(after=page["next"]) == ["W1:A-2", "W2:B-1"]
    desk = shop.cloud.station(Role.WAREHOUSE)
    assert [row["code"] for row in desk.call("GET", "/v1/bins").json()["items"]] == ["A-1", "A-2"]
    assert desk.call("GET", "/v1/bins/W2:B-1").status_code == 404
    assert desk.call("PUT", "/v1/bins/W1:A-1", json=place("A-1")).status_code == 403


def test_a_product_in_no_bin_is_doubted_once_there_are_bins(shop: Shop) -> None:
    def warnings(**other: Any) -> list[str]:
        answer = shop.call("PUT", "/v1/products/PEACH", json=product("PEACH", **other))
        assert answer.status_code == 200, answer.text
        told: list[str] = answer.json()["warnings"]
        return told

    assert warnings(bin="Z-9") == []
    put(shop, "A-01-2")
    assert warnings(bin="A-01-2") == []
    assert warnings(bin="Z-9") == [
        "Product PEACH: no warehouse has a bin Z-9 in use. "
        "Correct it, or add the bin, so that pickers find the product."
    ]
    put(shop, "B-1")
    shop.call("DELETE", "/v1/bins/W1:A-01-2")
    assert len(warnings(bin="A-01-2")) == 1


def test_what_became_of_bins_is_in_the_trail(shop: Shop) -> None:
    with reading(shop.cloud.engine) as connection:
        before = connection.scalar(select(func.max(audit.c.number))) or 0
    put(shop, "A-1")
    put(shop, "A-1", path=13)
    shop.call("DELETE", "/v1/bins/W1:A-1")
    with reading(shop.cloud.engine) as connection:
        query = select(audit).where(audit.c.number > before).order_by(audit.c.number)
        told = [(row.action, row.about, row.detail) for row in connection.execute(query)]
    assert told == [
        ("create bin", "bin W1:A-1", {}),
        ("change bin", "bin W1:A-1", {"path": [12, 13]}),
        ("change bin", "bin W1:A-1", {"active": [True, False]}),
    ]


HEADER = ["库位", "仓库", "温层", "用途", "巷道", "层", "承重(kg)", "容积(L)", "动销", "拣货顺序", "启用"]
SHEET = [
    ["A-01-1", "W1", "常温", "拣货", "A", "1", "150", "240", "快", "1", "是"],
    ["A-01-2", "W1", "冷藏", "存储", "A", "2", "80.5", "200", "C", "2", "否"],
    ["A-01-1", "W2", "冷冻", "收货暂存", "A", "1", "", "", "b", "3", ""],
    ["A-01-1", "W1", "常温", "拣货", "A", "1", "150", "240", "快", "1", "是"],
    ["A-01-3", "W1", "常温", "游戏", "A", "1", "150", "240", "快", "1", "是"],
    ["", "W1", "常温", "拣货", "A", "1", "150", "240", "快", "1", "是"],
]


@SQLITE_ONLY
def test_a_list_of_bins_is_read_as_people_keep_it(shop: Shop) -> None:
    shown = bring(shop, write_csv(HEADER, SHEET), "库位.csv")
    assert (shown["reading"]["kind"], shown["missing"]) == ("bins", [])
    assert [row["verdict"] for row in shown["rows"]] == ["new"] * 3 + ["refused"] * 3
    reasons = [row["reason"] for row in shown["rows"][3:]]
    assert reasons[0] == "Row 2 has the same code W1:A-01-1. Keep one of them."
    assert reasons[1].startswith("use: write 拣货, 存储, 收货 or 封存 (pick, reserve, receiving or blocked)")
    assert reasons[2].startswith("code: Field required")
    assert counts(run(shop, shown)) == (3, 0, 3)
    first, second = (shop.call("GET", f"/v1/bins/W1:A-01-{n}").json() for n in (1, 2))
    assert (first["most_weight_g"], first["volume_ml"], first["turnover"]) == (150_000, 240_000, "A")
    assert (second["use"], second["most_weight_g"], second["active"]) == ("reserve", 80_500, False)
    assert shop.call("GET", "/v1/bins/W2:A-01-1").json()["zone"] == "frozen"
    assert numbers(shop) == {"W1:A-01-1": 1, "W1:A-01-2": 2, "W2:A-01-1": 3}


@SQLITE_ONLY
def test_numbers_a_file_tells_are_given_to_no_other_row(shop: Shop) -> None:
    rows = [["A-1", "W1", "常温", ""], ["A-2", "W1", "常温", "1"], ["A-3", "W1", "常温", "1"]]
    shown = bring(shop, write_csv(["库位", "仓库", "温层", "标签号"], rows), "bins.csv")
    done = run(shop, shown)
    assert counts(done) == (2, 0, 1)
    assert numbers(shop) == {"W1:A-1": 2, "W1:A-2": 1}
