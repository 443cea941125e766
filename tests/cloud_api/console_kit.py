"""A browser before the console: signed in, and telling of everything a person would trip over."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import requests
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright
from sqlalchemy import select

from cloud_api.deliveries.queueing import queue_deliveries
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.transaction import writing
from tests.cloud_api.kit import DEADLINE_S, Cloud, Shop, catalogue, operator, product
from tests.cloud_api.test_pages_browser import CONTRASTS, LEAST_CONTRAST, keep

DESK: ViewportSize = {"width": 1366, "height": 768}
WALL: ViewportSize = {"width": 1920, "height": 1080}
PHONE: ViewportSize = {"width": 390, "height": 844}
BADGE, PIN = "7700000019", "704916"
OPERATOR_ID = "01976b1e-5f00-7000-8000-00000000000a"
THUMB_PX = 44
PHONE_THUMB_PX = 48
DEADLINE_MS = 8_000

FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""

SMALL = """least => [...document.querySelectorAll(
    'button, a.button, input:not([type=hidden]), select, summary, .top nav a')]
  .filter(e => e.checkVisibility() && !['checkbox', 'radio'].includes(e.type))
  .map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 90)])
  .filter(([height]) => height < least - .5)"""


@contextmanager
def chromium(resources: Path, folder: Path) -> Iterator[Browser]:
    """Chromium with the bundled font, so that Chinese is drawn wherever the tests run."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("needs chromium")
    settings = folder / "fonts.conf"
    settings.write_text(FONTS.format(fonts=resources / "fonts", cache=folder / "cache"), encoding="utf-8")
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"], env=environment)
        yield launched
        launched.close()


@dataclass
class Console:
    """A person's browser at the console of one service."""

    url: str
    page: Page
    complaints: list[str] = field(default_factory=list)
    """What the browser complained of: script errors, refused styles, files not found."""

    def __post_init__(self) -> None:
        self.page.set_default_timeout(DEADLINE_MS)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium counts each refusal that is shown as a page (422, 409 …) as a failed load.
        if message.type in ("error", "warning") and not re.search(
            r"status of 4(01|03|04|09|22|29)", message.text
        ):
            self.complaints.append(message.text)

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def sign_in(self, badge: str = BADGE, pin: str = PIN) -> "Console":
        self.go("/console")
        self.page.fill("[name=badge]", badge)
        self.page.fill("[name=pin]", pin)
        self.press("button.main")
        return self

    def press(self, what: str) -> None:
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.click(what)

    def text(self) -> str:
        return self.page.inner_text("main")

    def heading(self) -> str:
        return self.page.inner_text("h1")

    def picture(self, name: str) -> None:
        keep(self.page.screenshot(full_page=True), f"console-{name}")

    def assert_well(self, name: str = "") -> None:
        """Nothing sticks out, words stand out, buttons fit a thumb, the browser does not complain."""
        size = self.page.viewport_size
        assert size is not None
        assert self.page.evaluate("document.documentElement.scrollWidth") == size["width"], self.page.url
        contrasts: list[tuple[float, str]] = self.page.evaluate(CONTRASTS)
        assert [(ratio, words) for ratio, words in contrasts if ratio < LEAST_CONTRAST] == []
        least = PHONE_THUMB_PX if size == PHONE else THUMB_PX
        assert self.page.evaluate(SMALL, least) == [], self.page.url
        assert self.complaints == []
        if name:
            self.picture(name)

    def close(self) -> None:
        assert self.complaints == []
        self.page.context.close()


def open_console(browser: Browser, url: str, viewport: ViewportSize = DESK, **options: Any) -> Console:
    """A fresh browser, nobody signed in."""
    return Console(url, browser.new_context(viewport=viewport, **options).new_page())


def with_people(shop: Shop, url: str | None = None) -> None:
    """A manager with a PIN, suppliers, and products with names people know."""
    send_catalogue(url or shop.cloud.url, shop.token)


def send_catalogue(url: str, token: str) -> None:
    told = catalogue() | {
        "operators": [operator(manager=True)],
        "suppliers": [{"code": "S1", "name": "平谷果业合作社"}, {"code": "S2", "name": "三元乳业"}],
        "products": [
            product("PEACH", supplier="S1", category="水果", cost_fen=900, name="平谷鲜桃"),
            product("MILK", zone="chilled", supplier="S2", category="乳品", name="鲜牛奶"),
            product("RICE", category="粮油", name="五常大米"),
        ],
    }
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.put(f"{url}/v1/catalogue", json=told, headers=headers, timeout=DEADLINE_S)
    assert answer.status_code == 200, answer.text
    path = f"{url}/v1/operators/{OPERATOR_ID}/pin"
    answer = requests.put(path, json={"pin": PIN}, headers=headers, timeout=DEADLINE_S)
    assert answer.status_code == 204, answer.text


def queue_documents(cloud: Cloud, cycle_id: str) -> None:
    """As the job does that follows the writing."""
    with writing(cloud.engine) as connection:
        found = list(connection.scalars(select(documents.c.id).where(documents.c.cycle_id == UUID(cycle_id))))
        queue_deliveries(connection, found, cloud.clock())
