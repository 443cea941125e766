"""The page of a document as people see it: a real browser, phone and desk."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.cloud_api.deliveries_kit import BROWSER, Post, open_post
from tests.cloud_api.kit import SQLITE_ONLY, Cloud
from tests.cloud_api.test_deliveries_pages import link_of
from tests.cloud_api.test_pages_browser import CONTRASTS, LEAST_CONTRAST, THUMB_PX, keep

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}


@pytest.fixture
def post(cloud: Cloud) -> Post:
    post = open_post(cloud.engine, cloud.clock)
    post.supplier("S1")
    post.recipient("S1", "email", "orders@supplier.example")
    return post


def open_page(browser: Browser, address: str, **options: Any) -> Page:
    told = {"viewport": PHONE, "device_scale_factor": 2, "user_agent": BROWSER["User-Agent"], **options}
    page = browser.new_context(**told).new_page()
    page.goto(address)
    return page


def assert_readable(page: Page) -> None:
    """Nothing sticks out, words stand out, buttons are high enough for a thumb."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") == width
    contrasts: list[tuple[float, str]] = page.evaluate(CONTRASTS)
    assert len(contrasts) > 10
    assert [(ratio, words) for ratio, words in contrasts if ratio < LEAST_CONTRAST] == []
    for button in page.locator(".actions a, button, input").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB_PX


@SQLITE_ONLY
def test_opened_downloaded_and_confirmed_on_a_phone(browser: Browser, cloud: Cloud, post: Post) -> None:
    delivery_id = post.order("S1")
    said: list[str] = []
    page = open_page(browser, "about:blank")
    page.on("console", lambda message: said.append(message.text))
    with page.expect_response(lambda response: response.url.endswith("/opened")) as told:
        page.goto(cloud.url + link_of(cloud, delivery_id))
        assert post.row(delivery_id).opened_at is None
    assert told.value.status == 204
    assert post.row(delivery_id).opened_at is not None
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        keep(page.screenshot(full_page=True), f"delivery-phone-{scheme}")
        assert_readable(page)
    with page.expect_download() as download:
        page.click("#pdf")
    assert download.value.suggested_filename == "采购指令单-7400000012-京郊果园.pdf"
    page.fill("#name", "王师傅")
    page.click("#confirm")
    page.wait_for_selector(".done")
    keep(page.screenshot(full_page=True), "delivery-phone-confirmed")
    assert page.locator(".done").inner_text() == "✓ 已确认收到"
    assert post.row(delivery_id).confirmed_by == "王师傅"
    assert said == []
    assert page.context.cookies() == []
    page.context.close()


@SQLITE_ONLY
def test_on_a_desk_with_a_slip_and_long_names(browser: Browser, cloud: Cloud, post: Post) -> None:
    post.supplier("S2", "W" * 400)
    post.recipient("S2", "email", "orders@supplier.example")
    long, usual = post.order("S2"), post.order("S1")
    post.order("S1")
    page = open_page(browser, cloud.url + link_of(cloud, usual), viewport=DESK, device_scale_factor=1)
    keep(page.screenshot(full_page=True), "delivery-desk")
    assert page.locator(".notice").inner_text().endswith("请以变更单为准。")
    assert_readable(page)
    page.set_viewport_size(PHONE)
    page.goto(cloud.url + link_of(cloud, long))
    keep(page.screenshot(full_page=True), "delivery-phone-long")
    assert_readable(page)
    page.context.close()


@SQLITE_ONLY
def test_without_script_it_can_be_confirmed(browser: Browser, cloud: Cloud, post: Post) -> None:
    delivery_id = post.order("S1")
    page = open_page(browser, cloud.url + link_of(cloud, delivery_id), java_script_enabled=False)
    page.fill("#name", "  ")
    page.click("#confirm")
    page.wait_for_selector("#wrong")
    keep(page.screenshot(full_page=True), "delivery-phone-wrong")
    assert post.row(delivery_id).confirmed_at is None
    page.fill("#name", "李店长")
    page.click("#confirm")
    page.wait_for_selector(".done")
    assert post.row(delivery_id).confirmed_by == "李店长"
    page.goto(cloud.url + "/d/wrong")
    keep(page.screenshot(), "delivery-phone-unknown")
    assert page.locator("h1").inner_text() == "打不开这份单据"
    page.context.close()
