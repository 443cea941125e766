"""The console in a real browser: the door, live totals, the cut-off, master data, what needs a person."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.cloud_api.console_kit import (
    BADGE,
    DESK,
    OPERATOR_ID,
    PHONE,
    PIN,
    WALL,
    Console,
    open_console,
    queue_documents,
)
from tests.cloud_api.kit import (
    DEADLINE_S,
    SQLITE_ONLY,
    Shop,
    operator,
    order,
    pickup_point,
    product,
)
from tests.cloud_api.night_kit import collection, packed_night, receive

SIZES = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]
pytestmark = SQLITE_ONLY


@pytest.fixture
def console(browser: Browser, house: Shop) -> Iterator[Console]:
    opened = open_console(browser, house.cloud.url).sign_in()
    yield opened
    opened.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_door(browser: Browser, house: Shop, size: ViewportSize) -> None:
    console = open_console(browser, house.cloud.url, size)
    page = console.go("/console/stations")
    assert page.url.endswith("/console/sign-in?next=/console/stations")
    console.assert_well(f"sign-in-{size['width']}")
    page.fill("[name=badge]", BADGE)
    page.fill("[name=pin]", "999999")
    console.press("button.main")
    assert "工牌号和 PIN 不相符" in page.inner_text(".note.bad")
    assert page.input_value("[name=badge]") == BADGE
    assert page.input_value("[name=pin]") == ""
    page.fill("[name=pin]", PIN)
    console.press("button.main")
    assert page.url == f"{house.cloud.url}/console/stations"
    console.assert_well()
    console.press("text=退出")
    assert page.url.endswith("/console/sign-in")
    console.go("/console")
    assert console.heading() == "登录运营台"
    console.close()


@pytest.mark.parametrize("size", SIZES)
def test_totals_move_while_orders_come_in(browser: Browser, house: Shop, size: ViewportSize) -> None:
    console = open_console(browser, house.cloud.url, size).sign_in()
    console.assert_well(f"empty-{size['width']}")
    page = console.page
    console.press("text=看汇总")
    assert "还没有订单" in console.text()
    house.send(order("N1", "P1", PEACH=2, MILK=1))
    expect(page.locator("[data-key=orders]")).to_have_text("1", timeout=DEADLINE_S * 1000)
    house.send(order("N2", "P1", PEACH=3))
    expect(page.locator("[data-key=s-PEACH]")).to_have_text("5", timeout=DEADLINE_S * 1000)
    assert page.inner_text("[data-key=zone-chilled]") == "1"
    console.assert_well(f"totals-{size['width']}")
    console.close()


def test_a_cut_off_is_looked_at_first(console: Console, house: Shop) -> None:
    house.send(order("N1", "P1", PEACH=2), order("N2", "P2", MILK=1), order("BAD", "NOPE"))
    page = console.go(f"/console/cycles/{house.cycle_id}")
    console.press("text=截单…")
    assert "1 个订单被拒收" in console.text()
    assert page.locator("tbody tr").all_inner_texts() == ["平谷果业合作社 S1\t1\t2", "三元乳业 S2\t1\t1"]
    console.assert_well("cut-off")
    console.press("text=现在截单")
    assert "已截单" in page.inner_text(".note.ok")
    console.go(f"/console/cycles/{house.cycle_id}/cut-off")
    assert "已经截单" in console.text()
    queue_documents(house.cloud, house.cycle_id)
    console.go("/console/deliveries")
    assert page.locator("tbody .mark").all_inner_texts() == ["可下载"] * 6
    console.assert_well("deliveries")
    console.press("tbody a >> nth=0")
    assert "尝试" not in console.text()
    console.assert_well()


def test_a_cycle_is_opened_and_a_past_one_is_not(console: Console, house: Shop) -> None:
    page = console.go("/console")
    page.fill("[name=name]", "周五晚团")
    page.fill("[name=cut_off_at]", "2020-01-01T23:00")
    console.press("text=开团")
    assert "截单时间已经过去" in page.inner_text(".note.bad")
    page.fill("[name=cut_off_at]", "2026-06-19T23:00")
    console.press("text=开团")
    assert console.heading() == "周五晚团"
    assert "06-19 周五 23:00" in console.text()


def test_what_needs_a_person_stands_first_and_nothing_when_nothing_is_amiss(
    console: Console, house: Shop
) -> None:
    assert console.page.locator(".needs").count() == 0
    house.send(order("BAD", "NOPE"), order("FOREIGN", "Q1", NOPE=1))
    house.cloud.call("POST", "/v1/device-authorization", json={"name": "新收银台", "roles": ["pickup"]})
    console.go("/console")
    assert console.page.locator(".needs li").all_text_contents() == [
        "1 个订单或更改被拒收",
        "1 台电脑等待接入",
    ]
    console.assert_well("needs")
    console.press(".needs a >> nth=0")
    assert "没有自提点 NOPE。" in console.text()
    assert "FOREIGN" not in console.text()
    console.assert_well("refused")
    console.page.fill("[name=note]", "测试单")
    console.press("text=不用管")
    assert "没有拒收的订单" in console.text()
    console.go("/console/trail?action=settle+refusal")
    assert "处理拒收" in console.page.inner_text("tbody")
    assert "说明：测试单" in console.page.inner_text("tbody")


def test_a_second_handover_is_laid_side_by_side_and_settled(browser: Browser, house: Shop) -> None:
    night = packed_night(house)
    first, second = house.cloud.till("P1", "一号台"), house.cloud.till("P1", "二号台")
    receive(first, *night.crates("P1"))
    body = collection(night.order_id("A"), PEACH=2, MILK=1)
    first.push(first.fact("OrderCollected", body))
    second.push(second.fact("OrderCollected", collection(night.order_id("A"), PEACH=1)))
    house.call("PUT", "/v1/catalogue", json={"operators": [operator(manager=True)]})
    console = open_console(browser, house.cloud.url).sign_in()
    console.press(".needs a >> text=个订单重复交付")
    console.press("tbody a")
    sides = console.page.locator(".columns .card").all_inner_texts()
    assert ["一号台" in sides[0], "二号台" in sides[1]] == [True, True]
    assert "已经交付过" in sides[1]
    console.assert_well("conflict")
    console.page.fill("[name=note]", "已向顾客收回一盒")
    console.press("text=处理完了")
    assert "已处理" in console.page.inner_text("tbody")
    console.go("/console")
    assert console.page.locator(".needs").count() == 0
    console.go("/console/facts/refused?settled=true")
    assert "交付订单 二号台" in console.text()
    assert "已向顾客收回一盒" in console.text()
    console.assert_well()
    console.close()


def test_a_station_is_let_in_by_its_code_renamed_and_revoked(console: Console, house: Shop) -> None:
    asked = {"name": "新工位", "roles": ["warehouse", "dispatch"]}
    codes = house.cloud.call("POST", "/v1/device-authorization", json=asked).json()
    page = console.go("/console/stations")
    assert "仓库工位、调度" in page.inner_text("table >> nth=0")
    page.fill("[name=code]", "XXXX-XXXX")
    console.press("text=下一步")
    assert "没有电脑正在显示这个码" in console.text()
    page.fill("[name=code]", codes["user_code"])
    console.press("text=同意接入")
    assert "已同意接入" in page.inner_text(".note.ok")
    token = enrolled(house, codes["device_code"])
    console.go("/console/stations")
    console.assert_well("stations")
    row = page.locator("#stations tr", has_text="新工位")
    row.locator("summary").click()
    row.locator("[name=name]").fill("二号工位")
    with page.expect_navigation():
        row.locator("text=改名").click()
    row = page.locator("#stations tr", has_text="二号工位")
    row.locator("summary").click()
    with page.expect_navigation():
        row.locator("text=停用").click()
    assert "已停用" in page.inner_text("#stations")
    assert house.cloud.call("GET", "/v1/changes", token).status_code == 401


def enrolled(house: Shop, device_code: str) -> str:
    """The PC asks again and gets its token."""
    asked = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": device_code}
    answer = house.cloud.call("POST", "/v1/token", data=asked)
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["access_token"]
    return token


@pytest.mark.parametrize("size", SIZES)
def test_master_data_is_found_created_changed_and_taken_out_of_use(
    browser: Browser, house: Shop, size: ViewportSize
) -> None:
    console = open_console(browser, house.cloud.url, size).sign_in()
    page = console.go("/console/rows/products?find=鲜桃")
    assert page.locator("tbody tr").count() == 1
    console.assert_well(f"rows-{size['width']}")
    console.press("tbody a")
    assert page.input_value("[name=sku]") == "PEACH"
    console.assert_well(f"row-{size['width']}")
    page.fill("[name=category]", "时令水果")
    page.fill("[name=gtins]", "06901234567895")
    console.press("main button.main")
    assert "条码 06901234567895 的校验位不对" in page.inner_text(".note.bad")
    assert page.input_value("[name=category]") == "时令水果"
    page.fill("[name=gtins]", "")
    console.press("main button.main")
    assert "已保存" in page.inner_text(".note.ok")
    console.go("/console/rows/suppliers/one")
    page.fill("[name=code]", "S9")
    page.fill("[name=name]", "京郊果园")
    console.press("main button.main")
    assert console.heading() == "供应商 京郊果园"
    console.press("text=停用或删除")
    assert "已删除" in page.inner_text(".note.ok")
    assert "京郊果园" not in console.text()
    console.close()


def test_two_who_change_the_same_row_are_told(console: Console, house: Shop) -> None:
    page = console.go("/console/rows/pickup-points/one?key=P1")
    changed = pickup_point("P1", name="幸福里", warehouse="W1")
    assert house.call("PUT", "/v1/pickup-points/P1", json=changed).status_code == 200
    page.fill("[name=name]", "别的名字")
    console.press("main button.main")
    assert "刚刚被别人改过" in page.inner_text(".note.bad")
    console.go("/console/rows/pickup-points/one")
    page.fill("[name=code]", "P1")
    page.fill("[name=name]", "又一个")
    console.press("main button.main")
    assert "已经有了" in page.inner_text(".note.bad")


def test_a_bin_is_made_numbered_and_changed(console: Console, house: Shop) -> None:
    page = console.go("/console/rows/bins/one")
    page.fill("[name=code]", "A-03-12")
    page.select_option("[name=zone]", "chilled")
    page.select_option("[name=use]", "reserve")
    page.select_option("[name=turnover]", "A")
    page.fill("[name=aisle]", "A")
    page.fill("[name=most_weight_g]", "150000")
    console.press("main button.main")
    assert "已保存" in page.inner_text(".note.ok")
    assert (page.input_value("[name=number]"), console.heading()) == ("1", "库位 W1:A-03-12")
    assert page.locator("[name=code][readonly]").count() == 1
    console.assert_well("bin")
    page.fill("[name=number]", "")
    page.fill("[name=path]", "40")
    console.press("main button.main")
    kept = house.call("GET", "/v1/bins/W1:A-03-12").json()
    assert (kept["number"], kept["path"], kept["most_weight_g"]) == (1, 40, 150_000)
    page = console.go("/console/rows/bins?find=A-03")
    cells = page.locator("tbody tr").first.inner_text()
    assert all(words in cells for words in ("A-03-12", "冷藏", "存储", "150 kg / 不限"))
    console.assert_well("bins")
    console.press("tbody a")
    console.press("text=停用或删除")
    assert "已停用" in page.inner_text(".note.ok")


def test_a_manager_is_made_and_gets_a_pin(browser: Browser, console: Console, house: Shop) -> None:
    page = console.go("/console/rows/operators/one")
    page.fill("[name=name]", "王主管")
    page.fill("[name=badge]", "7700000026")
    page.check("[name=manager]")
    console.press("main button.main")
    page.fill("[name=pin]", "1234")
    console.press("button >> text=设 PIN")
    assert "这个 PIN 太容易猜：是大家最先会试的" in page.inner_text(".note.bad")
    page.fill("[name=pin]", "917364")
    console.press("button >> text=设 PIN")
    assert "PIN 已改" in page.inner_text(".note.ok")
    other = open_console(browser, house.cloud.url).sign_in("7700000026", "917364")
    assert other.heading() == "团期"
    other.close()
    console.go(f"/console/rows/operators/one?key={OPERATOR_ID}")
    page.uncheck("[name=manager]")
    console.press("main button.main")
    console.go("/console")
    assert console.heading() == "登录运营台"


def test_without_script_everything_can_be_done(browser: Browser, house: Shop) -> None:
    house.send(order("N1", "P1", PEACH=2))
    console = open_console(browser, house.cloud.url, java_script_enabled=False).sign_in()
    page = console.go(f"/console/cycles/{house.cycle_id}")
    assert page.inner_text("[data-key=orders]") == "1"
    console.press("text=截单…")
    console.press("text=现在截单")
    assert "已截单" in page.inner_text(".note.ok")
    console.go("/console/orders/one?no=N1")
    console.press("button.danger")
    assert "订单已取消" in page.inner_text(".note.ok")
    console.close()


def test_an_order_is_moved_cancelled_and_resumed_and_told_why_not(console: Console, house: Shop) -> None:
    house.send(order("N1", "P1", PEACH=2))
    page = console.go("/console/orders?find=N")
    console.press("tbody a")
    page.select_option("[name=pickup_point]", "P2")
    console.press("text=换自提点")
    assert "自提点已改" in page.inner_text(".note.ok")
    console.press("button.danger")
    assert page.inner_text(".mark >> nth=0") == "已取消"
    console.press("text=恢复订单")
    assert page.inner_text(".mark >> nth=0") == "已支付"
    house.call("PUT", "/v1/pickup-points/P3", json=pickup_point("P3", active=False))
    console.go("/console/orders/one?no=N1")
    page.select_option("[name=pickup_point]", "P3")
    console.press("text=换自提点")
    assert "自提点 P3 现在不接单" in page.inner_text(".note.bad")
    console.assert_well("order")
    console.go("/console")
    assert page.locator(".needs").count() == 0


@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(WALL, id="wall")])
def test_much_data_is_listed_page_by_page(browser: Browser, house: Shop, size: ViewportSize) -> None:
    products = [product(f"SKU-{number:04}", name=f"新鲜水果礼盒 {number} 号装") for number in range(2_000)]
    points = [pickup_point(f"D{number:03}", name=f"幸福里 {number} 号楼") for number in range(200)]
    house.call("PUT", "/v1/catalogue", json={"products": products, "pickup_points": points})
    orders = [
        order(f"20260618-大仓购惠民水果-{number:05}", f"D{number % 200:03}", **{f"SKU-{number % 2000:04}": 1})
        for number in range(1_000)
    ]
    house.send(*orders)
    house.send(
        *(
            {**each, "order_no": f"R{place}", "pickup_point": "NOPE"}
            for place, each in enumerate(orders[:300])
        )
    )
    console = open_console(browser, house.cloud.url, size).sign_in()
    assert console.page.text_content(".needs li >> nth=0") == "300 个订单或更改被拒收"
    for name, path, rows in (
        ("totals", f"/console/cycles/{house.cycle_id}", 500),
        ("products", "/console/rows/products", 100),
        ("orders", "/console/orders", 100),
        ("refused", "/console/orders?refused=1", 0),
    ):
        console.go(path)
        assert console.page.locator("tbody tr").count() == rows
        console.assert_well(f"much-{name}-{size['width']}")
    house.cut_off()
    queue_documents(house.cloud, house.cycle_id)
    console.go("/console/deliveries")
    assert console.page.inner_text("[data-key=sent]") == "401"
    console.press("text=更多")
    assert console.page.locator("tbody tr").count() == 100
    console.assert_well(f"much-deliveries-{size['width']}")
    console.close()
