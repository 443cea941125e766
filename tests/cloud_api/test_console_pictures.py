"""Pictures of products at the console, in a real browser: one at a time and a ZIP full."""

import io
import zipfile

from PIL import Image
from playwright.sync_api import Browser, FilePayload

from tests.cloud_api.console_kit import DESK, open_console
from tests.cloud_api.kit import SQLITE_ONLY, Shop

pytestmark = SQLITE_ONLY


def test_a_product_gets_its_picture_and_many_get_theirs_at_once(browser: Browser, house: Shop) -> None:
    console = open_console(browser, house.cloud.url, DESK).sign_in()
    page = console.go("/console/rows/products/one?key=PEACH")
    page.set_input_files("[type=file]", [_file("桃.png", "image/png", _drawn("#cc3322"))])
    console.press("text=上传图片")
    assert "已保存" in page.inner_text(".note.ok")
    assert page.evaluate("document.querySelector('img.picture').naturalWidth") == 480
    console.assert_well("product-picture")
    page.set_input_files("[type=file]", [_file("桃.png", "image/png", b"no picture")])
    console.press("text=上传图片")
    assert "这不是 JPEG、PNG 或 WebP 图片" in page.inner_text("main")
    console.go("/console/rows/products")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("MILK.png", _drawn("#2233cc"))
        packed.writestr("没有.png", _drawn("#22cc33"))
    page.set_input_files("[type=file]", [_file("图片.zip", "application/zip", archive.getvalue())])
    console.press("text=上传图片")
    assert "收下 1 张，原来就有 0 张，没有收下 1 张" in page.inner_text(".note")
    assert "没有这个编码或条码的商品" in page.inner_text("tbody")
    console.assert_well("product-pictures-brought")
    page = console.go("/console/rows/products")
    assert page.locator("img.thumb").count() == 2


def _drawn(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (600, 600), colour).save(made, "PNG")
    return made.getvalue()


def _file(name: str, kind: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": data}
