"""The customer's page over HTTP, while an order goes its way."""

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from cloud_api.storage.ids import new_uuid
from cloud_api.storage.page_links import page_path
from cloud_api.storage.transaction import writing
from tests.cloud_api.kit import SQLITE_ONLY, Shop, order, product, sscc
from tests.cloud_api.night_kit import pack, pack_short, receive, start_next
from tests.cloud_api.pages_kit import OrderStory, Words

CODE = re.compile(r"取货码 (\d{3} \d{3})")
LARGEST_BYTES = 50_000


def test_the_page_follows_the_order(shop: Shop) -> None:
    story = OrderStory(shop)
    assert story.page().words[:3] == ["优邻站", "已支付", "我们收到了您的订单，截单后开始打包"]
    assert story.timeline() == ["已支付 6月18日 19:00"]
    story.pack()
    assert story.page().words[1:3] == ["已打包", "商品已装箱，等待发车"]
    story.depart()
    assert story.page().words[1:3] == ["已出发", "商品正在送往自提点，预计 6月19日 04:30 送到"]
    story.arrive()
    assert story.page().words[1:3] == ["可以取货了", "商品已到自提点，凭取货码领取"]
    story.collect(PEACH=1)
    assert story.page().words[1:3] == ["已取走一部分", "还有 2 件在自提点，凭取货码领取"]
    assert story.timeline()[-1] == "已取一部分 6月19日 11:00"
    story.collect(PEACH=1, MILK=1)
    assert story.page().words[1:3] == ["已取货", "感谢您的光临"]
    assert story.timeline() == [
        "已支付 6月18日 19:00",
        "已打包 6月19日 00:00",
        "已出发 6月19日 04:00",
        "已到达 6月19日 05:00",
        "已取货 6月19日 17:00",
    ]


@SQLITE_ONLY
def test_what_has_not_arrived_is_not_said_to_wait_in_the_shop(shop: Shop) -> None:
    """One of two crates was not on the van, and the customer took what is here."""
    story = OrderStory(shop)
    desk = story.night.desk
    plan = desk.plan(desk.lease())
    (crate,) = plan["crates"]
    here, away = crate["lines"]
    number = sscc(f"{desk.station_id.int % 10**9:09d}{desk.next_serial + 1:08d}")
    other = {**crate, "crate_id": str(new_uuid()), "sscc": number, "number": 2, "lines": [away]}
    plan["crates"] = [{**crate, "lines": [here]}, other]
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    story.night.plans["P1"] = plan
    pack(story.night, "P1")
    receive(story.till, crate["crate_id"])
    story.collect(**{here["sku"]: 1})
    waiting = here["quantity"] + away["quantity"] - 1
    assert story.page().words[2] == f"还有 {waiting} 件待取，有的还没到自提点，到店后凭取货码领取"
    receive(story.till, other["crate_id"])
    assert story.page().words[2] == f"还有 {waiting} 件在自提点，凭取货码领取"


@SQLITE_ONLY
def test_a_moment_at_the_end_of_the_calendar_still_makes_a_page(shop: Shop) -> None:
    """A plan or a station whose clock is broken must not take the page from the customer."""
    story = OrderStory(shop)
    story.pack()
    end = datetime.max.replace(tzinfo=UTC)
    plan = story.night.route_plan(1, ("V1", ["P1"]))
    plan["routes"][0]["stops"][0]["arrives_at"] = end.isoformat()
    (route,) = story.night.publish(plan)["routes"]
    crates = story.night.crates("P1")
    story.night.load(route, *crates)
    assert story.night.depart(route, crates)["verdict"] == "accepted"
    assert "预计 12月31日 23:59 送到" in story.said()
    fact = story.till.fact("CrateReceived", {"crate_id": crates[0]}, happened_at=end.isoformat())
    assert story.till.push(fact)["results"][0]["verdict"] == "accepted"
    assert story.timeline()[-1] == "已到达 12月31日 23:59"


@SQLITE_ONLY
def test_the_code_is_shown_from_packed_until_collected(shop: Shop) -> None:
    story = OrderStory(shop)
    assert not CODE.search(story.said())
    assert "<svg" not in story.get().text
    story.pack()
    shown = CODE.search(story.said())
    assert shown
    assert "<svg" in story.get().text
    assert "商品到店后，报取货码或出示二维码" in story.said()
    story.arrive()
    assert "到自提点报取货码，或出示二维码" in story.said()
    one = story.collect(MILK=1)
    assert CODE.findall(story.said()) == [shown[1]]
    story.collect(PEACH=2)
    assert not CODE.search(story.said())
    assert "<svg" not in story.get().text
    story.undo(one)
    assert CODE.search(story.said())
    assert story.page().words[1] == "已取走一部分"


@SQLITE_ONLY
def test_it_asks_again_each_minute_until_all_is_collected(shop: Shop) -> None:
    story = OrderStory(shop)
    refresh = ("meta", {"http-equiv": "refresh", "content": "60"})
    assert refresh in story.page().tags
    assert "每分钟自动更新" in story.said()
    story.pack()
    story.arrive()
    story.collect(PEACH=2, MILK=1)
    assert refresh not in story.page().tags
    assert "每分钟自动更新" not in story.said()


@SQLITE_ONLY
def test_the_goods_and_the_shop_are_there(shop: Shop) -> None:
    story = OrderStory(shop)
    page = story.page()
    said = " ".join(page.words)
    assert "平谷大桃 500g × 2" in said
    assert "鲜牛奶 950ml × 1" in said
    assert "优邻·望京花园东区店 北京市朝阳区望京街道阜通东大街 6 号院 3 号楼底商 102" in said
    assert "订单 A · 王** · 尾号 0000" in said
    links = [attributes.get("href") for tag, attributes in page.tags if tag == "a"]
    assert links[0] == "tel:13911000001"
    assert str(links[1]).startswith("https://uri.amap.com/marker?position=116.48106,39.99591&name=")
    assert "coordinate=gaode" in str(links[1])
    assert "王女士" not in said
    assert "13800000000" not in story.get().text


@SQLITE_ONLY
def test_missing_goods_are_told_kindly(shop: Shop) -> None:
    story = OrderStory(shop)
    story.pack_short("PEACH", 1)
    said = story.said()
    assert "平谷大桃 500g 很抱歉，缺 1 件 × 2" in said
    assert said.count("很抱歉") == 1
    assert "缺少的商品，请联系自提点处理" in said
    story.arrive()
    story.collect(PEACH=1)
    assert "平谷大桃 500g 很抱歉，缺 1 件 已取 × 2" in story.said()
    story.collect(MILK=1)
    assert story.page().words[1] == "已取货"


@SQLITE_ONLY
def test_an_order_of_which_nothing_was_to_be_had_gets_no_code(shop: Shop) -> None:
    story = OrderStory(shop, order("B", "P2", RICE=2))
    page = str(story.night.state("B")["page"])
    for _ in story.night.wave_ids:
        if start_next(story.night) == "P2":
            pack_short(story.night, "P2", "RICE", 2)
        else:
            pack(story.night, "P1")
    said = " ".join(Words(story.shop.cloud.call("GET", page).text).words)
    assert "很抱歉，没能配齐 这一单的商品都缺货，请联系自提点处理" in said
    assert not CODE.search(said)


@SQLITE_ONLY
def test_a_shop_without_phone_address_and_position_offers_no_links(shop: Shop) -> None:
    story = OrderStory(shop, phone="", address="", latitude=None, longitude=None)
    assert [tag for tag, _ in story.page().tags if tag == "a"] == []


@SQLITE_ONLY
def test_a_phone_that_is_none_is_no_link_and_an_address_alone_is_searched(shop: Shop) -> None:
    story = OrderStory(shop, phone="无", address="望京 6 号院", latitude=None, longitude=None)
    (link,) = [attributes["href"] for tag, attributes in story.page().tags if tag == "a"]
    assert (
        link == "https://uri.amap.com/search?keyword=%E6%9C%9B%E4%BA%AC%206%20%E5%8F%B7%E9%99%A2&callnative=1"
    )


@SQLITE_ONLY
def test_hostile_names_stay_text(shop: Shop) -> None:
    evil = "<script>alert(1)</script>\"'&{{7*7}}"
    story = OrderStory(shop, name=evil, address=evil, phone='"><img src=x onerror=alert(1)>')
    page = story.page()
    assert evil in page.words
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img"})
    assert next(attributes["href"] for tag, attributes in page.tags if tag == "a") == "tel:1"


@SQLITE_ONLY
def test_nothing_comes_from_elsewhere_and_nothing_is_kept(shop: Shop) -> None:
    story = OrderStory(shop)
    story.pack()
    answer = story.get()
    style = re.search(r"<style>(.*?)</style>", answer.text, re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert answer.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert not answer.cookies
    assert len(answer.content) < LARGEST_BYTES
    tags = story.page().tags
    assert {tag for tag, _ in tags}.isdisjoint({"script", "img", "link", "iframe", "form", "base"})
    assert [name for _, attributes in tags for name in attributes if name in ("src", "style")] == []
    assert [name for _, attributes in tags for name in attributes if name.startswith("on")] == []


@SQLITE_ONLY
def test_a_long_order_stays_light(shop: Shop) -> None:
    many = [product(f"S{number}", name="有机红心火龙果大果礼盒装" * 3) for number in range(200)]
    assert shop.call("PUT", "/v1/catalogue", json={"products": many}).status_code == 200
    story = OrderStory(shop, order("B", "P2", **{f"S{number}": 1 for number in range(200)}))
    answer = story.shop.cloud.call("GET", str(story.night.state("B")["page"]))
    assert answer.text.count("有机红心火龙果") == 600
    assert len(answer.content) < LARGEST_BYTES


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path[:-1],
        lambda path: path + "x",
        lambda path: path[:-1] + ("A" if path[-1] != "A" else "Q"),
        lambda path: path[:3] + ("A" if path[3] != "A" else "B") + path[4:],
        lambda _: "/o/x",
        lambda _: "/o/%00",
        lambda _: "/o/" + "A" * 5_000,
        lambda _: "/o/..%2f..%2fetc",
        lambda _: "/o/取货",
    ],
)
@SQLITE_ONLY
def test_a_wrong_link_is_answered_kindly(shop: Shop, change: Callable[[str], str]) -> None:
    story = OrderStory(shop)
    answer = shop.cloud.call("GET", change(story.path))
    assert answer.status_code == 404
    if answer.headers["Content-Type"].startswith("text/html"):
        assert "找不到这个订单 链接可能不完整或已失效，请从商城的订单里重新打开" in " ".join(
            Words(answer.text).words
        )
        assert answer.headers["Cache-Control"] == "no-store"
    else:
        assert "%2f" in change(story.path)


@SQLITE_ONLY
def test_a_link_to_an_order_that_is_gone_is_answered_kindly(shop: Shop, engine: Engine) -> None:
    with writing(engine) as connection:
        path = page_path(connection, new_uuid())
    answer = shop.cloud.call("GET", path)
    assert answer.status_code == 404
    assert "找不到这个订单" in answer.text


@SQLITE_ONLY
def test_before_any_link_was_made_every_link_is_wrong(shop: Shop) -> None:
    assert shop.cloud.call("GET", "/o/" + "A" * 43).status_code == 404


@SQLITE_ONLY
def test_a_database_that_does_not_answer_is_told_kindly(shop: Shop, engine: Engine) -> None:
    story = OrderStory(shop)
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE order_lines RENAME TO away"))
    answer = story.get()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "现在有些忙，页面会自动重试" in answer.text
    assert ("meta", {"http-equiv": "refresh", "content": "10"}) in Words(answer.text).tags


def test_the_templates_lie_beside_the_code(project: Path) -> None:
    folder = project / "cloud_api" / "pages" / "templates"
    assert {path.name for path in folder.iterdir()} == {
        "frame.html",
        "message.html",
        "order.html",
        "style.css",
    }
