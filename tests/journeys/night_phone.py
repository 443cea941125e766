"""A customer's phone: the page of an order in a real browser, its digits and its QR as they are seen."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from station.demo.cloud import DemoCloud

PHONE: ViewportSize = {"width": 390, "height": 844}


class CustomerPhone:
    """Shows the page of one order."""

    def __init__(self, page: Page, url: str) -> None:
        self._page = page
        page.goto(url)

    def code(self) -> str:
        """The six digits the customer reads out."""
        return self._page.locator(".digits").inner_text().replace(" ", "")

    def qr(self) -> str:
        """What a scanner reads off the glass."""
        picture = Image.open(io.BytesIO(self._page.screenshot())).convert("L")
        (read,) = zxingcpp.read_barcodes(picture)
        return read.text

    def words(self) -> str:
        """All that stands on the page, read anew."""
        self._page.reload()
        return self._page.locator("body").inner_text()


@contextmanager
def phone(browser: Browser, cloud: DemoCloud, order_no: str) -> Iterator[CustomerPhone]:
    """The page of an order on a phone of its own."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    try:
        yield CustomerPhone(context.new_page(), f"{cloud.url}{cloud.order(order_no)['page']}")
    finally:
        context.close()
