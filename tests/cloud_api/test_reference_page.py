"""The page /docs: all of the interface, nothing of other hosts, without script, on a phone too."""

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request

from tests.cloud_api.console_kit import DESK, PHONE, chromium, open_console
from tests.cloud_api.kit import SQLITE_ONLY, Cloud

pytestmark = SQLITE_ONLY


@pytest.fixture(scope="module")
def browser(resources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(resources, tmp_path_factory.mktemp("fonts")) as launched:
        yield launched


def note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


def test_the_page_tells_every_operation_of_the_document(cloud: Cloud) -> None:
    document = cloud.call("GET", "/openapi.json").json()
    page = cloud.call("GET", "/docs")
    assert page.status_code == 200
    text = unescape(page.text)
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            assert f"<h3><code>{method.upper()} {path}</code></h3>" in text, path
            assert f'id="{told["operationId"]}"' in text
            for parameter in told.get("parameters", ()):
                assert f"<code>{parameter['name']}</code>" in text
    assert '"cut_off_at": "2036-06-18T23:00:00+08:00"' in text
    linked = set(re.findall(r'href="#([^"]+)"', text))
    assert linked <= set(re.findall(r'id="([^"]+)"', text))


def test_the_page_lets_nothing_foreign_in(cloud: Cloud) -> None:
    page = cloud.call("GET", "/docs")
    assert "script" not in re.sub(r"<pre>.*?</pre>", "", page.text, flags=re.DOTALL).split("<body>")[0]
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page.text)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert cloud.call("GET", "/redoc").status_code == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_reads_well_without_script_at_a_desk_and_on_a_phone(
    browser: Browser, cloud: Cloud, scheme: str
) -> None:
    for size in (DESK, PHONE):
        console = open_console(browser, cloud.url, size, color_scheme=scheme)
        asked: list[str] = []
        console.page.on("request", partial(note, asked))
        console.go("/docs")
        console.assert_well()
        assert console.page.locator("script").count() == 0
        console.page.click("text=POST /v1/orders >> nth=0")
        assert console.page.locator("section:target h3").inner_text() == "POST /v1/orders"
        assert all(url.startswith((cloud.url, "data:")) for url in asked)
        console.close()
