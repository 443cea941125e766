"""What people read of a file they brought: what is wrong with a value, in their words and their tongue."""

from collections.abc import Iterator

import pytest
import requests

from cloud_api.sheets import read_tables, write_csv
from tests.cloud_api.console_kit import BADGE, PIN, with_people
from tests.cloud_api.kit import DEADLINE_S, SQLITE_ONLY, Shop
from tests.cloud_api.test_imports import HEADER, ORDERS, bring, correct, counts, run

pytestmark = SQLITE_ONLY
GOOD = ORDERS[0]
GARBAGE = b"\x81" * 50


def order_of(number: str, quantity: str) -> list[str]:
    return [number, *GOOD[1:6], quantity]


@pytest.fixture
def manager(shop: Shop) -> Iterator[requests.Session]:
    with_people(shop)
    with requests.Session() as session:
        session.headers["Sec-Fetch-Site"] = "same-origin"
        told = {"badge": BADGE, "pin": PIN}
        assert session.post(f"{shop.cloud.url}/console/sign-in", told, timeout=DEADLINE_S).ok
        yield session


@pytest.mark.parametrize("told", ["-3", "1.5", "1000", "0", "两个", "−3"])
def test_a_quantity_is_named_with_its_row(shop: Shop, told: str) -> None:
    shown = bring(shop, write_csv(HEADER, [order_of("Q1", "2"), order_of("Q2", told)]))
    reason = f"Row 3: the quantity {told} is none. Write a whole number from 1 to 999."
    assert [row["reason"] for row in shown["rows"]] == [None, reason]
    file = run(shop, shown)
    assert counts(file) == (1, 0, 1)
    refused = shop.call("GET", f"/v1/imports/{file['id']}/refusals").json()["items"]
    assert [each["reason"] for each in refused] == [reason]


def test_a_blank_quantity_is_told(shop: Shop) -> None:
    shown = bring(shop, write_csv(HEADER, [order_of("Q1", "")]))
    assert shown["rows"][0]["reason"] == "Row 2 has no quantity. Fill it in."


def test_a_zone_is_asked_for_in_the_words_of_the_file(shop: Shop) -> None:
    header = ["商品编码", "名称", "温层", "单件重量（克）", "单件体积（毫升）", "库位"]
    shown = bring(shop, write_csv(header, [["PLUM", "李子", "热", "520", "900", "A-01-2"]]))
    words = "zone: write 常温, 冷藏 or 冷冻 (ambient, chilled or frozen), not 热"
    assert shown["rows"][0]["reason"] == words


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_console_s_file_of_refused_rows_is_chinese(
    shop: Shop, manager: requests.Session, form: str
) -> None:
    rows = [order_of("Q1", "1.5"), ["Q2", "P9", *GOOD[2:]]]
    told = {"file": ("orders.csv", write_csv(HEADER, rows))}
    page = manager.post(f"{shop.cloud.url}/console/imports", files=told, timeout=DEADLINE_S)
    path = page.url.removeprefix(shop.cloud.url)
    assert f'href="{path}/refusals.xlsx"' in page.text
    answer = manager.get(f"{page.url}/refusals.{form}", timeout=DEADLINE_S)
    assert "attachment" in answer.headers["Content-Disposition"]
    table = read_tables(answer.content, "x")[0]
    assert table.header == (*HEADER, "原因 Reason")
    assert [row.cells[-1] for row in table.rows] == [
        "第 2 行：数量不能是“1.5”，要填 1 到 999 的整数。",
        "资料里没有自提点“P9”。请在导入页填它的编号，或者在“资料”里加上它。",
    ]
    fixed = [[*rows[0][:6], "1"], [rows[1][0], "P1", *rows[1][2:]]]
    again = [[*each, row.cells[-1]] for each, row in zip(fixed, table.rows, strict=True)]
    assert counts(run(shop, bring(shop, write_csv(table.header, again)))) == (2, 0, 0)


def test_the_file_of_another_is_not_handed_out(shop: Shop, manager: requests.Session) -> None:
    nobody = "01976b1e-5f00-7000-8000-0000000000ff"
    another_s = bring(shop, write_csv(HEADER, [order_of("Q1", "1.5")]))["file"]["id"]
    for file_id in (nobody, another_s):
        path = f"{shop.cloud.url}/console/imports/{file_id}/refusals.xlsx"
        assert manager.get(path, timeout=DEADLINE_S).status_code == 404


def test_the_preview_shows_lines_and_moments_as_people_write_them(
    shop: Shop, manager: requests.Session
) -> None:
    data = write_csv(HEADER, [ORDERS[0], ORDERS[1]])
    file = {"file": ("orders.csv", data)}
    page = manager.post(f"{shop.cloud.url}/console/imports", files=file, timeout=DEADLINE_S).text
    assert "商品行：PEACH × 2、MILK × 1" in page
    assert "支付时间：06-18 19:00" in page
    assert "{&#39;" not in page
    assert "+08:00；" not in page


def test_a_file_without_moments_of_payment_says_which_it_takes(shop: Shop) -> None:
    shown = bring(shop, "订单号,自提点,商品编码,数量\nA1,P1,PEACH,2\n".encode())
    assert shown["remarks"] == [
        "No column tells when the orders were paid: they count as paid at 2026-06-18 20:00. "
        "Give another moment as the default of paid_at if that is wrong."
    ]
    corrected = correct(shop, shown, defaults={"paid_at": "2026-06-17 09:30"})
    assert "they count as paid at 2026-06-17 09:30." in corrected["remarks"][0]
    assert bring(shop, write_csv(HEADER, [GOOD]))["remarks"] == []


def test_bytes_that_happen_to_be_letters_are_no_table(shop: Shop) -> None:
    answer = shop.call("POST", "/v1/imports", params={"name": "noise.csv"}, data=GARBAGE)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:youlin:problem:file-refused")
    assert "noise.csv holds no rows and no heading that is known" in answer.json()["detail"]
    assert shop.call("GET", "/v1/imports").json()["items"] == []
