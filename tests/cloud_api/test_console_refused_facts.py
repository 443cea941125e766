"""The page of refused records: in plain words, settled with a note, tried again, and the lists that count."""

from uuid import UUID

import pytest
from playwright.sync_api import Browser, ViewportSize

from cloud_api.cycles.preview import cut_off_preview
from cloud_api.storage.transaction import reading
from tests.cloud_api.console_kit import DESK, PHONE, open_console, with_people
from tests.cloud_api.kit import SQLITE_ONLY, Shop, operator, order
from tests.cloud_api.night_kit import CASHIER, Night, open_night, packed_night, receive, refusal, start_next
from tests.cloud_api.test_refused_facts import in_crate, one_too_many, put_of, undo

pytestmark = SQLITE_ONLY


@pytest.fixture
def night(shop: Shop) -> Night:
    with_people(shop)
    night = open_night(shop, order("A", "P1", RICE=3))
    start_next(night)
    return night


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_manager_reads_settles_and_tries_again(browser: Browser, night: Night, size: ViewportSize) -> None:
    shop = night.shop
    filling, _ = one_too_many(night, 2)
    refusal(night.desk, "ItemPut", put_of(night, 1))
    refusal(shop.cloud.desk("远工位", "W2"), "TeaMade", {})
    console = open_console(browser, shop.cloud.url, size).sign_in()
    console.press(".needs a >> text=条站点记录被拒")
    assert console.heading() == "被拒的记录"
    cards = console.page.locator(".card:has(h2)").all_inner_texts()
    assert len(cards) == 2
    sscc = night.plans["P1"]["crates"][0]["sscc"]
    for words in (
        "商品放入箱 工位 1 第 4 条",
        f"往箱 {sscc} 放了 1 件商品 RICE",
        "2026-06-18 20:00:00",
        sscc,
    ):
        assert words in cards[0].replace("\t", " "), words
    assert "商品 五常大米（RICE）" in cards[0].replace("\t", " ")
    console.assert_well(f"refused-facts-{size['width']}")
    console.press("button:has-text('再试一次') >> nth=1")
    assert "还是不能采用" in console.page.inner_text(".note")
    undo(night, filling)
    console.press("button:has-text('再试一次') >> nth=1")
    assert "这次采用了" in console.page.inner_text(".note")
    assert in_crate(shop) == 2
    console.page.fill("[name=note]", "多放的一件已取出")
    console.press("button:has-text('处理完了')")
    assert "没有被拒的记录" in console.text()
    console.page.select_option("[name=settled]", "true")
    console.press("button.main")
    assert "李师傅 已处理" in console.text()
    assert "多放的一件已取出" in console.text()
    assert "再试一次后采用了" in console.text()
    console.assert_well(f"refused-facts-settled-{size['width']}")
    console.go("/console")
    assert console.page.locator(".needs").count() == 0
    console.go("/console/trail")
    assert "再试后采用被拒的记录" in console.text()
    console.close()


def test_a_handover_is_told_with_its_order_its_goods_and_its_cashier(browser: Browser, shop: Shop) -> None:
    with_people(shop)
    night = packed_night(shop)
    till = shop.cloud.till("P1", "一号台")
    body = {
        "collection_id": night.order_id("A"),
        "order_id": night.order_id("B"),
        "lines": [{"sku": "RICE", "quantity": 3}],
        "means": "code",
    }
    till.push(till.fact("OrderCollected", body, operator_id=CASHIER))
    shop.call("PUT", "/v1/catalogue", json={"operators": [operator(manager=True)]})
    console = open_console(browser, shop.cloud.url).sign_in()
    console.go("/console/facts/refused")
    told = console.text().replace("\t", " ")
    for words in ("交付订单 一号台 第 1 条", "操作员 陈店长", "订单 B", "× 3", "但这里只收到 0 件"):
        assert words in told, words
    receive(till, *night.crates("P1"))
    console.press("button:has-text('再试一次')")
    assert "这次采用了" in console.page.inner_text(".note")
    assert night.status("B") == ["collected"]
    console.close()


def test_the_first_page_and_the_cut_off_count_refused_orders_of_the_own_warehouse(
    browser: Browser, shop: Shop
) -> None:
    with_people(shop)
    shop.send(order("OWN", "P1", NOTHING=1), order("FAR", "Q1", PEACH=1), order("LOST", "NOWHERE", PEACH=1))
    console = open_console(browser, shop.cloud.url).sign_in()
    assert "2 个订单或更改被拒收" in console.text().replace("\n", " ")
    console.go("/console/orders?refused=1")
    assert ["OWN" in console.text(), "LOST" in console.text(), "FAR" in console.text()] == [True, True, False]
    with reading(shop.cloud.engine) as connection:
        preview = cut_off_preview(connection, UUID(shop.cycle_id))
    assert preview is not None
    assert preview.refused_orders == 2
    assert len(shop.refused()) == 3
    console.close()
