"""The customer's page as a phone shows it: a real browser at 390 × 844."""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from cloud_api.storage.pickup_keys import order_code, order_qr
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import SQLITE_ONLY, Shop
from tests.cloud_api.pages_kit import OrderStory

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 568}
LEAST_CONTRAST = 4.5
THUMB_PX = 48

CONTRASTS = """() => {
  const numbers = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => {
    const linear = v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const [r, g, b] = numbers(c).map(v => linear(v / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (numbers(c)[3] !== 0) return c;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    if (!text) continue;
    const e = walker.currentNode.parentElement;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    found.push([(a + .05) / (b + .05), text]);
  }
  return found;
}"""


@pytest.fixture
def story(shop: Shop) -> OrderStory:
    return OrderStory(shop)


def shown(browser: Browser, story: OrderStory, **options: Any) -> Page:
    """The page in a fresh phone."""
    context = browser.new_context(**{"viewport": PHONE, "device_scale_factor": 2, **options})
    page = context.new_page()
    page.goto(story.shop.cloud.url + story.path)
    return page


def keep(picture: bytes, name: str) -> bytes:
    """Left for people to look at where YOULIN_SCREENSHOTS names a folder."""
    folder = os.environ.get("YOULIN_SCREENSHOTS")
    if folder:
        (Path(folder) / f"{name}.png").write_bytes(picture)
    return picture


def take_to_shop(story: OrderStory) -> None:
    story.pack()
    story.depart()
    story.arrive()


@SQLITE_ONLY
def test_the_page_fits_a_phone_and_is_easily_read_at_every_step(browser: Browser, story: OrderStory) -> None:
    steps: list[tuple[str, Callable[[], object]]] = [
        ("paid", lambda: None),
        ("packed", story.pack),
        ("departed", story.depart),
        ("arrived", story.arrive),
        ("partly", lambda: story.collect(PEACH=1)),
        ("collected", lambda: story.collect(PEACH=1, MILK=1)),
    ]
    page = shown(browser, story)
    for step, act in steps:
        act()
        page.reload()
        for scheme, ground in (("light", "rgb(246, 247, 249)"), ("dark", "rgb(17, 22, 28)")):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two it knows
            keep(page.screenshot(full_page=True), f"page-{step}-{scheme}")
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
            assert_readable(page)
    page.context.close()


def assert_readable(page: Page) -> None:
    """Nothing sticks out, words stand out, buttons are high enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "17px"
    contrasts: list[tuple[float, str]] = page.evaluate(CONTRASTS)
    assert len(contrasts) > 15
    assert [(ratio, words) for ratio, words in contrasts if ratio < LEAST_CONTRAST] == []
    boxes = [button.bounding_box() for button in page.locator(".actions a").all()]
    assert len(boxes) == 2
    assert all(box is not None and box["height"] >= THUMB_PX for box in boxes)


@SQLITE_ONLY
def test_the_code_on_the_screen_is_read_by_a_scanner(browser: Browser, story: OrderStory) -> None:
    take_to_shop(story)
    order_id = UUID(story.night.order_id("A"))
    with reading(story.shop.cloud.engine) as connection:
        wanted, code = order_qr(connection, order_id), order_code(connection, order_id)
    assert re.fullmatch(r"76\d{18}", wanted)
    page = shown(browser, story)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
        assert [read.text for read in zxingcpp.read_barcodes(picture)] == [wanted]
    digits = page.locator(".digits")
    assert digits.inner_text().replace(" ", "") == code
    assert digits.evaluate("e => getComputedStyle(e).fontVariantNumeric") == "tabular-nums"
    page.context.close()


@SQLITE_ONLY
def test_without_script_and_on_a_small_phone_nothing_is_lost(browser: Browser, story: OrderStory) -> None:
    take_to_shop(story)
    page = shown(browser, story, viewport=SMALL_PHONE, java_script_enabled=False)
    picture = keep(page.screenshot(full_page=True), "page-arrived-small")
    assert Image.open(io.BytesIO(picture)).width == 2 * SMALL_PHONE["width"]
    assert page.locator(".digits").inner_text()
    page.context.close()


@SQLITE_ONLY
def test_long_words_wrap(browser: Browser, shop: Shop) -> None:
    endless = "W" * 500
    story = OrderStory(shop, name=endless, address=endless, phone="1" * 60)
    page = shown(browser, story)
    keep(page.screenshot(full_page=True), "page-endless")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.context.close()


@SQLITE_ONLY
def test_the_browser_finds_nothing_to_complain_of_and_asks_for_nothing_else(
    browser: Browser, story: OrderStory
) -> None:
    take_to_shop(story)
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(story.shop.cloud.url + story.path)
    assert asked == [story.shop.cloud.url + story.path]
    assert said == []
    assert context.cookies() == []
    context.close()


@SQLITE_ONLY
def test_a_wrong_link_looks_kind_too(browser: Browser, story: OrderStory) -> None:
    story.path = "/o/wrong"
    page = shown(browser, story)
    keep(page.screenshot(), "page-wrong")
    assert page.locator("h1").inner_text() == "找不到这个订单"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.context.close()
