"""Large files are checked behind the request: true numbers on the way, all refused rows before a run."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
import requests
from sqlalchemy import Connection, Engine, func, select

from cloud_api.imports.checking import check_file, go_on
from cloud_api.imports.names import Names
from cloud_api.imports.service import Person, upload
from cloud_api.jobs.sweep import left_to_do
from cloud_api.sheets import Sheet, glance_at, read_tables, write_csv, write_xlsx
from cloud_api.storage.audit import SERVICE
from cloud_api.storage.hooks import Job
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.transaction import reading
from tests.cloud_api.console_kit import BADGE, PIN, with_people
from tests.cloud_api.kit import DEADLINE_S, SQLITE_ONLY, SetClock, Shop

HEADER = ["订单号", "自提点", "支付时间", "收货人", "联系电话", "商品编码", "数量"]
ROWS = 2_500
BAD_ROWS = [9, 1_202, 2_501]
"""As the file counts them, its headings being row 1."""


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


def order_rows(count: int = ROWS) -> list[list[str]]:
    rows = [[f"B{number}", "P1", "2026-06-18 19:00", "王", "1", "PEACH", "1"] for number in range(count)]
    for row in BAD_ROWS:
        if row - 2 < count:
            rows[row - 2][1] = "P9"
    return rows


def bring(shop: Shop, data: bytes, name: str = "orders.csv") -> dict[str, Any]:
    answer = shop.call("POST", "/v1/imports", params={"name": name}, data=data)
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def preview(shop: Shop, file_id: UUID) -> dict[str, Any]:
    shown: dict[str, Any] = shop.call("GET", f"/v1/imports/{file_id}/preview").json()
    return shown


def refused_rows(shop: Shop, file_id: UUID) -> list[int]:
    page = shop.call("GET", f"/v1/imports/{file_id}/refusals", params={"limit": 1000}).json()
    assert page["next"] is None
    return [item["row"] for item in page["items"]]


def large_file(shop: Shop) -> UUID:
    return UUID(bring(shop, write_csv(HEADER, order_rows()))["file"]["id"])


def test_a_large_file_answers_with_its_reading_and_is_checked_behind(
    shop: Shop, engine: Engine, clock: SetClock
) -> None:
    shown = bring(shop, write_xlsx([Sheet("订单", HEADER, order_rows())]), "orders.xlsx")
    file = shown["file"]
    assert (file["state"], file["rows"], file["rows_done"], file["checked_at"]) == ("checking", None, 0, None)
    assert (shown["reading"]["columns"]["order_no"], shown["missing"]) == ("订单号", [])
    assert shown["sheets"] == [{"name": "订单", "header": HEADER, "rows": None}]
    file_id = UUID(file["id"])
    with reading(engine) as connection:
        assert (Job.RUN_IMPORT, str(file_id)) in left_to_do(connection, clock())
    go_on(engine, clock, file_id)
    shown = preview(shop, file_id)
    assert (shown["file"]["state"], shown["file"]["rows"], shown["sheets"][0]["rows"]) == (
        "waiting",
        ROWS,
        ROWS,
    )
    assert shown["counts"] == {"new": ROWS - 3, "changed": 0, "known": 0, "refused": 3}
    assert [(each["told"], each["rows"]) for each in shown["unmatched_points"]] == [("P9", 3)]
    assert refused_rows(shop, file_id) == BAD_ROWS
    kept = shop.call("GET", f"/v1/imports/{file_id}/refusals.csv").content
    assert [row.cells[0] for row in read_tables(kept, "x")[0].rows] == [f"B{row - 2}" for row in BAD_ROWS]
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(orders)) == 0
        assert left_to_do(connection, clock()) == []


def test_what_is_shown_during_a_check_is_true_and_a_killed_one_begins_anew(
    shop: Shop, engine: Engine, clock: SetClock
) -> None:
    file_id = large_file(shop)

    def killed(done: int, total: int) -> None:
        assert total == ROWS
        if done >= 2_000:
            raise Killed

    with pytest.raises(Killed):
        check_file(engine, clock, file_id, killed)
    shown = preview(shop, file_id)
    assert (shown["file"]["state"], shown["file"]["rows"], shown["file"]["rows_done"]) == (
        "checking",
        ROWS,
        2_000,
    )
    assert (shown["counts"]["new"], shown["counts"]["refused"], len(shown["rows"])) == (1_998, 2, 20)
    assert refused_rows(shop, file_id) == BAD_ROWS[:2]
    seen: list[int] = []
    check_file(engine, clock, file_id, lambda done, _total: seen.append(done))
    check_file(engine, clock, file_id, lambda done, _total: seen.append(done))
    assert seen == [1_000, 2_000, ROWS]
    assert preview(shop, file_id)["counts"]["refused"] == 3
    assert refused_rows(shop, file_id) == BAD_ROWS


@SQLITE_ONLY
def test_a_check_that_is_overtaken_stops(shop: Shop, engine: Engine, clock: SetClock) -> None:
    file_id = large_file(shop)
    seen: list[int] = []

    def put_right(done: int, _total: int) -> None:
        seen.append(done)
        told = {**preview(shop, file_id)["reading"], "points": {"P9": "P2"}}
        answer = shop.call("PUT", f"/v1/imports/{file_id}/reading", json=told)
        assert (answer.status_code, answer.json()["file"]["rows_done"]) == (200, 0)

    check_file(engine, clock, file_id, put_right)
    assert seen == [1_000]
    assert (preview(shop, file_id)["file"]["state"], refused_rows(shop, file_id)) == ("checking", [])
    check_file(engine, clock, file_id)
    assert preview(shop, file_id)["counts"] == {"new": ROWS, "changed": 0, "known": 0, "refused": 0}


@SQLITE_ONLY
def test_who_knows_a_file_need_not_wait_for_its_check(shop: Shop, engine: Engine, clock: SetClock) -> None:
    file_id = large_file(shop)

    def run(_done: int, _total: int) -> None:
        answer = shop.call("POST", f"/v1/imports/{file_id}/run")
        assert (answer.status_code, answer.json()["state"]) == (202, "running")

    check_file(engine, clock, file_id, run)
    assert refused_rows(shop, file_id) == []
    go_on(engine, clock, file_id)
    file = shop.call("GET", f"/v1/imports/{file_id}").json()
    assert (file["state"], file["rows"], file["accepted"], file["refused"]) == ("done", ROWS, ROWS - 3, 3)
    assert refused_rows(shop, file_id) == BAD_ROWS


@pytest.mark.parametrize("started", [False, True], ids=["checked", "started at once"])
@SQLITE_ONLY
def test_a_file_that_cannot_be_read_to_its_end_says_so(
    shop: Shop, engine: Engine, clock: SetClock, started: bool
) -> None:
    rows = order_rows()
    rows[2_400][3] = "x" * 40_000
    path = f"/v1/imports/{bring(shop, write_csv(HEADER, rows))['file']['id']}"
    if started:
        assert shop.call("POST", f"{path}/run").status_code == 202
    go_on(engine, clock, UUID(path.rpartition("/")[2]))
    file = shop.call("GET", path).json()
    assert (file["state"], file["accepted"], file["rows"]) == ("waiting", 0, None)
    assert "Cell D2402 holds 40,000 characters" in file["fault"]
    answer = shop.call("POST", f"{path}/run")
    assert (answer.status_code, answer.json()["detail"]) == (409, file["fault"])


@SQLITE_ONLY
def test_refused_rows_of_a_small_file_can_be_had_before_it_is_run(shop: Shop) -> None:
    shown = bring(shop, write_csv(HEADER, order_rows(10)))
    assert (shown["file"]["state"], shown["file"]["rows"], shown["counts"]["refused"]) == ("waiting", 10, 1)
    assert refused_rows(shop, shown["file"]["id"]) == [9]


@SQLITE_ONLY
def test_rows_are_held_against_those_of_slices_before(engine: Engine, shop: Shop, clock: SetClock) -> None:
    gtin = "06901234567892"
    rows = [
        [f"N{number}", f"新品 {number}", "ambient", "500", "800", "A-1", "1", ""] for number in range(2_200)
    ]
    rows[5][-1] = rows[2_100][-1] = gtin
    header = ["商品编码", "名称", "温层", "单件重量（克）", "单件体积（毫升）", "库位", "拣货顺序", "条码"]
    file = upload(engine, clock, Person(SERVICE), "products.csv", write_csv(header, rows)).file
    assert file is not None
    check_file(engine, clock, file.id)
    shown = preview(shop, file.id)
    assert shown["rows"][0]["reason"] is None
    assert shown["counts"] == {"new": 2_199, "changed": 0, "known": 0, "refused": 1}
    assert refused_rows(shop, file.id) == [2_102]


@SQLITE_ONLY
def test_a_job_is_promised_with_the_file_for_large_files_only(
    engine: Engine, shop: Shop, clock: SetClock
) -> None:
    jobs: list[tuple[Job, str]] = []

    def enqueue(_connection: Connection, job: Job, key: str) -> None:
        jobs.append((job, key))

    small = write_csv(HEADER, order_rows(2_000))
    assert upload(engine, clock, Person(SERVICE), "small.csv", small, enqueue=enqueue).counts
    assert jobs == []
    large = upload(
        engine, clock, Person(SERVICE), "large.csv", write_csv(HEADER, order_rows(2_001)), enqueue=enqueue
    )
    assert large.file is not None
    assert jobs == [(Job.RUN_IMPORT, str(large.file.id))]


@SQLITE_ONLY
def test_the_console_shows_how_far_a_check_is_then_asks(shop: Shop, engine: Engine, clock: SetClock) -> None:
    with_people(shop)
    session, url = requests.Session(), f"{shop.cloud.url}/console"
    session.post(f"{url}/sign-in", {"badge": BADGE, "pin": PIN}, timeout=DEADLINE_S)
    told = {"file": ("orders.csv", write_csv(HEADER, order_rows()))}
    guard = {"Sec-Fetch-Site": "same-origin"}
    page = session.post(f"{url}/imports", files=told, headers=guard, timeout=DEADLINE_S)
    assert page.status_code == 200
    assert "正在读整个文件" in page.text
    file_id = UUID(page.url.rpartition("/")[2])
    assert f"/console/imports/{file_id}/run" not in page.text

    def look(_done: int, _total: int) -> None:
        pages.append(session.get(page.url, timeout=DEADLINE_S).text)

    pages: list[str] = []
    check_file(engine, clock, file_id, look)
    assert "1,000 / 2,500 行" in pages[0]
    assert "会被拒收 1" in pages[0]
    done = session.get(page.url, timeout=DEADLINE_S).text
    assert f"/console/imports/{file_id}/run" in done
    assert "会被拒收的行" in done
    assert all(f'data-label="行">{row}<' in done for row in BAD_ROWS)


def _written(form: str, rows: Sequence[Sequence[str]]) -> bytes:
    return write_csv(HEADER, rows) if form == "csv" else write_xlsx([Sheet("订单", HEADER, rows)])


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_glance_reads_the_first_rows_and_says_whether_there_are_more(form: str) -> None:
    rows = order_rows(100)
    whole = read_tables(_written(form, rows), "x")
    for most, is_whole in ((200, True), (101, True), (100, False), (10, False)):
        glanced = glance_at(_written(form, rows), "x", most)
        assert glanced.is_whole is is_whole
        assert glanced.tables[0].header == whole[0].header
        assert glanced.tables[0].rows == whole[0].rows[: most - 1]


def test_the_nearest_names_are_found_among_many() -> None:
    names = Names()
    for number in range(2_000):
        names.add(f"其他商品 {number}", f"SKU{number}")
    names.add("新鲜蓝莓(约一斤每箱)", "LANMEI")
    assert names.nearest("怡颗梅蓝莓(半箱六盒)") == ["LANMEI"]
    assert names.nearest("zzz") == []
