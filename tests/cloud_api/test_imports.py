"""Files over HTTP: brought, looked at, put right, taken in once however often, and what was refused."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from cloud_api.imports.run import run_import
from cloud_api.sheets import Sheet, read_tables, write_csv, write_xlsx
from cloud_api.storage.audit import broken_links
from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.hooks import Hooks, Job
from cloud_api.storage.tables.imports import import_files
from cloud_api.storage.tables.orders import order_lines, orders
from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import reading, writing
from tests.cloud_api.kit import SQLITE_ONLY, Cloud, SetClock, Shop, pickup_point, product

EXPORT = Path(__file__).parent / "data" / "kuaituantuan_export.xlsx"
HEADER = ["订单号", "自提点", "支付时间", "收货人", "联系电话", "商品编码", "数量"]
ORDERS = [
    ["A1", "P1", "2026-06-18 19:00:00", "王女士", "13800000000", "PEACH", "2"],
    ["A1", "", "", "", "", "MILK", "1"],
    ["A2", "自提点 P2", "2026/6/18 19:01", "李先生", "13900000000", "06901234567892", "1.0"],
    ["A3", "P1", "2026年6月18日 19:02", "=cmd()", "13700000000", "RICE", "0"],
    ["A4", "P9", "2026-06-18 19:03", "孙", "13600000000", "RICE", "1"],
]
FRUIT = {
    "冰淇淋黄心西瓜": ("一箱四个约14斤", "XIGUA"),
    "新奇士橙": ("1份十个", "CHENG"),
    "荔枝": ("每箱四斤", "LIZHI"),
    "雪蜜王": ("一箱七斤", "XUEMI"),
    "西柚": ("十个一份", "XIYOU"),
    "菲律宾进口香蕉": ("每箱约28斤", "JIAO"),
    "水仙芒果": ("12个/箱约九斤", "MANGO"),
    "新鲜蓝莓": ("约一斤每箱", "LANMEI"),
}


def bring(shop: Shop, data: bytes, name: str = "orders.csv") -> dict[str, Any]:
    answer = shop.call("POST", "/v1/imports", params={"name": name}, data=data)
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def run(shop: Shop, shown: dict[str, Any]) -> dict[str, Any]:
    answer = shop.call("POST", f"/v1/imports/{shown['file']['id']}/run")
    assert answer.status_code == 200, answer.text
    file: dict[str, Any] = answer.json()
    return file


def counts(file: dict[str, Any]) -> tuple[int, int, int]:
    return file["accepted"], file["repeated"], file["refused"]


def correct(shop: Shop, shown: dict[str, Any], **told: Any) -> dict[str, Any]:
    path = f"/v1/imports/{shown['file']['id']}/reading"
    answer = shop.call("PUT", path, json={**shown["reading"], **told})
    assert answer.status_code == 200, answer.text
    corrected: dict[str, Any] = answer.json()
    return corrected


def test_a_file_of_orders_is_shown_then_taken_in(shop: Shop, engine: Engine) -> None:
    shown = bring(shop, write_csv(HEADER, ORDERS))
    assert shown["reading"]["kind"] == "orders"
    assert shown["missing"] == []
    assert shown["counts"] == {"new": 1, "changed": 0, "known": 0, "refused": 3}
    first = shown["rows"][0]
    assert (first["rows"], first["verdict"]) == ([2, 3], "new")
    assert first["becomes"]["lines"] == [{"sku": "PEACH", "quantity": 2}, {"sku": "MILK", "quantity": 1}]
    assert [(each["told"], each["rows"]) for each in shown["unmatched_points"]] == [("P9", 1)]
    file = run(shop, shown)
    assert (file["state"], counts(file), file["rows_done"]) == ("done", (1, 0, 3), 5)
    with reading(engine) as connection:
        kept = connection.execute(select(orders)).one()
    assert (kept.order_no, kept.customer, kept.paid_at.hour) == ("A1", "王女士", 11)


def test_a_product_is_found_by_its_bar_code(shop: Shop) -> None:
    gtin = with_check_digit("0690123499999")
    body = {"products": [product("GRAPE", gtins=[gtin])]}
    assert shop.call("PUT", "/v1/catalogue", json=body).status_code == 200
    row = [*ORDERS[2][:5], gtin[1:], "1"]
    shown = bring(shop, write_csv(HEADER, [row]))
    assert shown["rows"][0]["becomes"]["lines"] == [{"sku": "GRAPE", "quantity": 1}]
    assert shown["rows"][0]["becomes"]["pickup_point"] == "P2"
    assert counts(run(shop, shown)) == (1, 0, 0)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_refused_rows_come_back_as_a_file_whose_second_run_takes_only_what_is_new(
    shop: Shop, form: str
) -> None:
    data = write_xlsx([Sheet("订单", HEADER, ORDERS)])
    shown = bring(shop, data, "orders.xlsx")
    assert shown["file"]["taken_before"] is None
    assert counts(run(shop, shown)) == (1, 0, 3)
    path = f"/v1/imports/{shown['file']['id']}/refusals"
    page = shop.call("GET", path, params={"limit": 1}).json()
    assert page["header"] == HEADER
    assert (page["items"][0]["row"], page["items"][0]["cells"], page["next"]) == (4, ORDERS[2], "4")
    rest = shop.call("GET", path, params={"after": page["next"]}).json()
    assert ([item["row"] for item in rest["items"]], rest["next"]) == ([5, 6], None)
    answer = shop.call("GET", f"{path}.{form}")
    assert "attachment" in answer.headers["Content-Disposition"]
    table = read_tables(answer.content, "x")[0]
    assert table.header == (*HEADER, "原因 Reason")
    assert [row.cells[:-1] for row in table.rows] == [tuple(row) for row in ORDERS[2:]]
    assert "quantity" in table.rows[1].cells[-1]
    assert "P9 is not in the catalogue" in table.rows[2].cells[-1]
    rows = [list(row.cells) for row in table.rows]
    rows[0][5], rows[1][6], rows[2][1] = "PEACH", "4", "P3"
    again = bring(shop, write_csv(table.header, rows))
    assert counts(run(shop, again)) == (3, 0, 0)
    whole = bring(shop, data, "orders.xlsx")
    assert whole["file"]["taken_before"] is not None
    assert counts(run(shop, whole)) == (0, 1, 3)


def test_a_wrong_guess_is_put_right_and_remembered(shop: Shop) -> None:
    header = ["号", "点", "何时", "谁", "货", "几", "备注"]
    rows = [["A1", "P1", "2026-06-18 19:00", "王", "PEACH", "2", "x"]]
    shown = bring(shop, write_csv(header, rows))
    assert set(shown["missing"]) >= {"quantity", "pickup_point"}
    answer = shop.call("POST", f"/v1/imports/{shown['file']['id']}/run")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:youlin:problem:reading-refused")
    columns = dict(
        zip(["order_no", "pickup_point", "paid_at", "customer", "sku", "quantity"], header, strict=False)
    )
    shown = correct(shop, shown, kind="orders", columns=columns)
    assert (shown["missing"], shown["counts"]["new"]) == ([], 1)
    assert counts(run(shop, shown)) == (1, 0, 0)
    rows.append(["A2", "P1", "2026-06-18 19:00", "王", "PEACH", "2", "x"])
    later = bring(shop, write_csv(header, rows))
    assert later["reading"]["columns"] == columns
    assert later["counts"] == {"new": 1, "changed": 0, "known": 1, "refused": 0}


def test_defaults_stand_in_for_columns_a_file_has_not(shop: Shop) -> None:
    shown = bring(shop, "订单号,商品编码,数量\nA1,PEACH,2\n".encode())
    assert shown["missing"] == ["pickup_point"]
    assert shown["reading"]["defaults"]["paid_at"].startswith("2026-06-18T20:00:00")
    shown = correct(shop, shown, defaults={**shown["reading"]["defaults"], "pickup_point": "P3"})
    assert shown["rows"][0]["becomes"]["pickup_point"] == "P3"
    assert counts(run(shop, shown)) == (1, 0, 0)


def test_readings_that_do_not_fit_are_refused(shop: Shop) -> None:
    shown = bring(shop, write_csv(HEADER, ORDERS))
    path = f"/v1/imports/{shown['file']['id']}/reading"
    for told, words in (
        ({"columns": {"colour": "数量"}}, "no field colour"),
        ({"columns": {"sku": "颜色"}}, "no column 颜色"),
        ({"defaults": {"colour": "red"}}, "no field colour"),
        ({"time_zone": "Moon/Base"}, "no time zone"),
        ({"sheet": "其他"}, "no sheet 其他"),
        ({"group": "\0"}, "NUL"),
        ({"products": {"\ud800": "x"}}, "unicode"),
        ({"kind": "cats"}, "kind"),
    ):
        answer = shop.call("PUT", path, json={**shown["reading"], **told})
        assert answer.status_code in (409, 422), told
        assert words in answer.json()["detail"]


def test_orders_that_contradict_themselves_or_are_not_paid(shop: Shop) -> None:
    header = [*HEADER, "订单状态"]
    base = ["P1", "2026-06-18 19:00", "王", "1", "PEACH", "1"]
    rows = [
        ["A1", *base, "已支付"],
        ["A1", "P2", *base[1:], "已支付"],
        ["A2", *base, "待付款"],
        ["", "P1", "2026-06-18 19:00", "李", "1", "PEACH", "1", ""],
        ["A3", *base, "已支付"],
        ["", "", "", "", "", "MILK", "2", ""],
    ]
    file = run(shop, bring(shop, write_csv(header, rows)))
    assert counts(file) == (1, 0, 3)
    items = shop.call("GET", f"/v1/imports/{file['id']}/refusals").json()["items"]
    assert [item["row"] for item in items] == [2, 3, 4, 5]
    reasons = [item["reason"] for item in items]
    assert "another pickup_point" in reasons[0]
    assert "待付款" in reasons[2]
    assert "no order number" in reasons[3]


def fruit_shop(shop: Shop) -> None:
    products = [product(sku, name=name, spec=spec) for name, (spec, sku) in FRUIT.items()]
    points = [pickup_point("K1", name="嘉怡水岸 睿府")]
    answer = shop.call("PUT", "/v1/catalogue", json={"products": products, "pickup_points": points})
    assert answer.status_code == 200, answer.text


def test_the_export_of_a_group_leader_as_it_comes(shop: Shop, engine: Engine) -> None:
    fruit_shop(shop)
    shown = bring(shop, EXPORT.read_bytes(), EXPORT.name)
    assert (shown["reading"]["sheet"], shown["reading"]["group"]) == (
        "顾客购买表",
        "大仓购惠民水果100箱起送-20220523",
    )
    assert shown["reading"]["defaults"] == {"paid_at": "2022-05-24 20:57:56"}
    told = " ".join(shown["remarks"])
    assert "冰淇淋黄心西瓜(一箱四个约14斤) 43 there, 25 here" in told
    assert "counts 164 orders, the order rows make 78" in told
    assert [each["told"] for each in shown["unmatched_points"]] == ["嘉怡水岸·睿府"]
    assert [(each["told"], each["nearest"]) for each in shown["unmatched_products"]] == [
        ("怡颗梅蓝莓(半箱六盒)", ["LANMEI"])
    ]
    shown = correct(shop, shown, points={"嘉怡水岸·睿府": "K1"}, products={"怡颗梅蓝莓(半箱六盒)": "LANMEI"})
    assert (shown["unmatched_points"], shown["unmatched_products"]) == ([], [])
    assert shown["counts"]["new"] == 78
    file = run(shop, shown)
    assert (counts(file), file["rows_done"]) == ((78, 0, 0), 119)
    with reading(engine) as connection:
        pieces = connection.scalar(select(func.sum(order_lines.c.quantity)))
        second = connection.execute(
            select(orders).where(orders.c.order_no == "大仓购惠民水果100箱起送-20220523-2")
        ).one()
    assert pieces == 119
    assert (second.customer, second.phone, second.pickup_point) == ("梁敦厦", "13812345679", "K1")


def test_a_later_export_of_the_same_group_takes_only_what_is_new(shop: Shop, engine: Engine) -> None:
    fruit_shop(shop)
    reading_told = {"points": {"嘉怡水岸·睿府": "K1"}, "products": {"怡颗梅蓝莓(半箱六盒)": "LANMEI"}}
    run(shop, correct(shop, bring(shop, EXPORT.read_bytes(), EXPORT.name), **reading_told))
    sheets = [
        Sheet(each.name, each.header, [row.cells for row in each.rows])
        for each in read_tables(EXPORT.read_bytes(), "x")
    ]
    width = len(sheets[0].header)
    more = [
        ["新人", "", "", "999", "荔枝(每箱四斤)", "每箱四斤", "1", *[""] * 6, "嘉怡水岸·睿府"],
        ["坏人", "", "", "998", "榴莲(一个)", "一个", "1", *[""] * 6, "嘉怡水岸·睿府"],
    ]
    rows = [*sheets[0].rows, *([*row, *[""] * (width - len(row))] for row in more)]
    notes = [["下单时间：2022-05-23 10:40:59至2022-05-25 21:00:00"]]
    later = write_xlsx(
        [Sheet("顾客购买表", sheets[0].header, rows), *sheets[1:3], Sheet("说明", ["说明"], notes)]
    )
    shown = bring(shop, later, "later.xlsx")
    assert shown["reading"]["products"] == reading_told["products"]
    assert shown["counts"] == {"new": 1, "changed": 0, "known": 78, "refused": 1}
    file = run(shop, shown)
    assert counts(file) == (1, 78, 1)
    fixed = shop.call("GET", f"/v1/imports/{file['id']}/refusals.xlsx").content
    again = bring(shop, fixed, "later-refused.xlsx")
    again = correct(shop, again, products={"榴莲(一个)": "XIYOU"})
    assert counts(run(shop, again)) == (1, 0, 0)
    assert shop.call("GET", "/v1/orders/大仓购惠民水果100箱起送-20220523-998").status_code == 200


def test_forms_raw_bodies_and_bodies_that_are_no_file(shop: Shop) -> None:
    data = write_csv(HEADER, ORDERS)
    answer = shop.call("POST", "/v1/imports", files={"file": ("..\\..\\单 1.csv", data)})
    assert (answer.status_code, answer.json()["file"]["name"]) == (201, "单 1.csv")
    for status, told, rest in (
        (409, "is empty", {"data": b""}),
        (422, "form holds no file", {"files": {"note": (None, "x")}}),
        (409, "a PDF", {"data": b"%PDF-1.4"}),
        (409, "no time zone", {"data": data, "params": {"time_zone": "Moon"}}),
        (400, "", {"data": b"--x\r\nbroken", "headers": {"Content-Type": "multipart/form-data; boundary=y"}}),
        (400, "", {"data": b"x", "headers": {"Content-Type": "multipart/form-data"}}),
    ):
        answer = shop.call("POST", "/v1/imports", **rest)
        assert answer.status_code == status, answer.text
        assert told in answer.json()["detail"]


def test_files_are_listed_the_latest_first(shop: Shop) -> None:
    for number in range(5):
        bring(shop, write_csv(HEADER, ORDERS), f"{number}.csv")
    page = shop.call("GET", "/v1/imports", params={"limit": 2}).json()
    assert [file["name"] for file in page["items"]] == ["4.csv", "3.csv"]
    rest = shop.call("GET", "/v1/imports", params={"after": page["next"]}).json()
    assert ([file["name"] for file in rest["items"]], rest["next"]) == (["2.csv", "1.csv", "0.csv"], None)
    assert shop.call("GET", "/v1/imports", params={"after": "x"}).status_code == 422


def test_unknown_files_and_callers_that_may_not(shop: Shop, cloud: Cloud) -> None:
    unknown = "/v1/imports/01976b1e-5f00-7000-8000-000000000001"
    for method, path in (
        ("GET", unknown),
        ("GET", f"{unknown}/preview"),
        ("POST", f"{unknown}/run"),
        ("GET", f"{unknown}/refusals"),
        ("GET", f"{unknown}/refusals.csv"),
    ):
        answer = shop.call(method, path)
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:youlin:problem:file-unknown")
    desk = cloud.desk()
    for method, path in (("GET", "/v1/imports"), ("POST", "/v1/imports"), ("GET", "/v1/exports/vans.csv")):
        assert desk.call(method, path).status_code == 403
        assert cloud.call(method, path).status_code == 401


def test_what_people_did_with_files_is_noted(shop: Shop, engine: Engine) -> None:
    shown = correct(shop, bring(shop, write_csv(HEADER, ORDERS[:2])))
    run(shop, shown)
    with reading(engine) as connection:
        acts = connection.execute(select(audit.c.action, audit.c.actor_kind).order_by(audit.c.number)).all()
        assert list(broken_links(connection)) == []
    told = [
        (act.action, act.actor_kind)
        for act in acts
        if "file" in act.action or "import" in act.action or "reading" in act.action
    ]
    assert told == [
        ("bring file", "station"),
        ("correct reading", "station"),
        ("run import", "station"),
        ("take file in", "service"),
    ]


class _Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


def _large(shop: Shop, rows: int) -> UUID:
    data = [[f"B{number}", "P1", "2026-06-18 19:00", "王", "1", "PEACH", "1"] for number in range(rows)]
    data[7][1] = "P9"
    return UUID(bring(shop, write_csv(HEADER, data))["file"]["id"])


def _start(engine: Engine, file_id: UUID, clock: SetClock) -> None:
    with writing(engine) as connection:
        connection.execute(
            update(import_files).where(import_files.c.id == file_id).values(started_at=clock())
        )


def test_a_run_that_was_killed_goes_on_behind_its_last_batch(
    shop: Shop, engine: Engine, clock: SetClock
) -> None:
    file_id = _large(shop, 2_500)
    _start(engine, file_id, clock)

    def killed(done: int, _total: int) -> None:
        if done >= 2_000:
            raise _Killed

    with pytest.raises(_Killed):
        run_import(engine, clock, file_id, killed)
    file = shop.call("GET", f"/v1/imports/{file_id}").json()
    assert (file["state"], file["rows_done"], counts(file)) == ("running", 2_000, (1_999, 0, 1))
    answer = shop.call(
        "PUT", f"/v1/imports/{file_id}/reading", json={"sheet": "orders.csv", "kind": "orders", "columns": {}}
    )
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:youlin:problem:file-busy")
    seen: list[int] = []
    run_import(engine, clock, file_id, lambda done, _total: seen.append(done))
    assert seen == [2_500]
    run_import(engine, clock, file_id)
    file = shop.call("GET", f"/v1/imports/{file_id}").json()
    assert (file["state"], counts(file)) == ("done", (2_499, 0, 1))
    items = shop.call("GET", f"/v1/imports/{file_id}/refusals").json()["items"]
    assert [item["row"] for item in items] == [9]


def test_a_large_file_is_left_to_the_worker(
    shop: Shop, cloud: Cloud, engine: Engine, clock: SetClock
) -> None:
    file_id = _large(shop, 2_001)
    answer = shop.call("POST", f"/v1/imports/{file_id}/run")
    assert (answer.status_code, answer.json()["state"]) == (202, "running")
    run_import(engine, clock, file_id)
    assert counts(shop.call("GET", f"/v1/imports/{file_id}").json()) == (2_000, 0, 1)


def test_a_start_and_its_job_are_one_transaction(shop: Shop, engine: Engine, clock: SetClock) -> None:
    from cloud_api.imports.service import Person, begin
    from cloud_api.storage.audit import SERVICE

    file_id = _large(shop, 2_001)
    jobs: list[tuple[Job, str]] = []

    def enqueue(_connection: Connection, job: Job, key: str) -> None:
        jobs.append((job, key))

    file = begin(engine, clock, Hooks(enqueue=enqueue).enqueue, Person(SERVICE), file_id)
    assert file is not None
    assert (jobs, file.state) == ([(Job.RUN_IMPORT, str(file_id))], "running")
    assert begin(engine, clock, enqueue, Person(SERVICE, "W1"), file_id) is None


@SQLITE_ONLY
def test_a_second_run_of_a_file_repeats_nothing(shop: Shop, engine: Engine) -> None:
    shown = bring(shop, write_csv(HEADER, ORDERS))
    assert counts(run(shop, shown)) == (1, 0, 3)
    assert counts(run(shop, shown)) == (0, 1, 3)
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(orders)) == 1
