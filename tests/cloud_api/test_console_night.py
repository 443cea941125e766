"""One night at the console, with the service and its worker as a real process."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, FilePayload, ViewportSize, expect

from cloud_api.devices.service import issue_code
from cloud_api.storage.engine import open_engine
from cloud_api.storage.transaction import writing
from cloud_api.wire.stations import Role
from tests.cloud_api.console_kit import DESK, PHONE, open_console, send_catalogue
from tests.cloud_api.kit import DEADLINE_S, new_cycle, order
from tests.cloud_api.processes import serving
from tests.cloud_api.webhook_kit import Sink, webhook_sink

EXPORT = Path(__file__).parent / "data" / "kuaituantuan_export.xlsx"
JOBS_MS = 60_000
"""Jobs begin when the worker looks; a loaded machine takes its time."""


@dataclass
class House:
    """The service, a shop system's token, and a receiver of webhooks."""

    url: str
    token: str
    sink: Sink

    def call(self, method: str, path: str, **rest: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = requests.request(method, self.url + path, headers=headers, timeout=DEADLINE_S, **rest)
        assert answer.ok, answer.text
        return answer

    def open_cycle(self, name: str) -> str:
        told = new_cycle(name=name, cut_off_at=datetime.now(UTC) + timedelta(hours=3))
        cycle_id: str = self.call("POST", "/v1/cycles", json=told).json()["id"]
        return cycle_id


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("console")
    database = folder / "cloud.db"
    database.write_bytes(sqlite_template.read_bytes())
    settings = {"PRIVATE_WEBHOOKS": "true", "PLAIN_WEBHOOKS": "true"}
    with webhook_sink() as sink, serving(folder, str(database), **settings) as running:
        yield House(running.url, enrolled(str(database), running.url), sink)


def enrolled(database: str, url: str) -> str:
    """A shop system's token, with a code IT gives out; and the people of the house."""
    engine = open_engine(database)
    with writing(engine) as connection:
        code = issue_code(connection, (Role.INTEGRATOR,), None, datetime.now(UTC)).code
    engine.dispose()
    answer = requests.post(f"{url}/v1/enrolment", json={"code": code, "name": "商城"}, timeout=DEADLINE_S)
    token: str = answer.json()["token"]
    send_catalogue(url, token)
    return token


def test_documents_are_made_sent_refused_and_sent_again(browser: Browser, house: House) -> None:
    house.sink.moods["/good"].append(500)
    house.sink.moods["/gone"].append(410)
    for code, path in (("S1", "/good"), ("S2", "/gone")):
        told = {"kind": "supplier", "recipient": code, "channel": "webhook", "address": house.sink.url + path}
        house.call("POST", "/v1/recipients", json=told)
    cycle = house.open_cycle("周四晚团")
    rows = [order(f"N{number}", f"P{number % 3 + 1}", PEACH=2, MILK=1) for number in range(12)]
    house.call("POST", "/v1/orders", json={"orders": rows})
    console = open_console(browser, house.url).sign_in()
    console.go(f"/console/cycles/{cycle}/cut-off")
    console.press("text=现在截单")
    page = console.go(f"/console/deliveries?cycle={cycle}")
    # Nothing is reloaded by hand: the page follows the jobs.
    expect(page.locator("tr", has_text="三元乳业").locator(".mark")).to_have_text("没送到", timeout=JOBS_MS)
    peaches = page.locator("tr", has_text="平谷果业合作社")
    expect(peaches.locator(".mark")).to_have_text("等待发出", timeout=JOBS_MS)
    expect(page.locator("progress")).to_have_count(0, timeout=JOBS_MS)
    assert "对方回答 410，不再接收" in console.text()
    console.assert_well("night-failed")
    with page.expect_download() as download:
        page.locator("tr", has_text="分拣任务单 自提点 P1").locator("text=PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    with page.expect_download() as stack:
        page.click("text=全部配送单")
    assert stack.value.path().read_bytes().startswith(b"%PDF")
    with page.expect_navigation():
        peaches.locator("a >> nth=0").click()
    assert "对方回答 500" in page.inner_text("tbody >> nth=1")
    console.assert_well("night-delivery")
    console.press("text=重发")
    console.go(f"/console/deliveries?cycle={cycle}")
    expect(peaches.locator(".mark")).to_have_text("已发出", timeout=JOBS_MS)
    assert len({each.headers["webhook-id"] for each in house.sink.posted if each.path == "/good"}) == 1
    console.go("/console")
    needs = page.locator(".needs li").all_text_contents()
    assert needs == ["1 份单据没送到（周四晚团）", "1 个收件方地址失效"]
    console.press(".needs a >> nth=1")
    assert "对方回答 410，不再接收" in console.text()
    console.assert_well("night-recipients")
    console.press("text=恢复并重发")
    console.go(f"/console/deliveries?cycle={cycle}")
    milk = page.locator("tr", has_text="三元乳业").locator(".mark")
    expect(milk).to_have_text("已发出", timeout=JOBS_MS)
    console.go("/console")
    assert page.locator(".needs").count() == 0
    console.close()


def test_a_shortage_is_looked_at_and_shared_out(browser: Browser, house: House) -> None:
    cycle = house.open_cycle("周五晚团")
    rows = [order(f"F{number}", f"P{number % 3 + 1}", RICE=4) for number in range(9)]
    house.call("POST", "/v1/orders", json={"orders": rows})
    house.call("POST", f"/v1/cycles/{cycle}/cut-off")
    console = open_console(browser, house.url, PHONE).sign_in()
    page = console.go(f"/console/cycles/{cycle}/shortages")
    page.fill("[name=sku]", "NOPE")
    page.fill("[name=available]", "27")
    console.press("text=先看会怎样")
    assert "请核对商品编码" in page.inner_text(".note.bad")
    page.fill("[name=sku]", "RICE")
    console.press("text=先看会怎样")
    assert page.locator(".figure b").all_inner_texts() == ["36", "27", "0", "9"]
    console.assert_well("night-shortage")
    console.press("text=就这样分")
    assert "已经分好" in page.inner_text(".note.ok")
    console.go(f"/console/deliveries?cycle={cycle}")
    slip = page.locator("tr", has_text="变更单 1").first
    expect(slip).to_be_visible(timeout=JOBS_MS)
    console.assert_well("night-slips")
    console.go(f"/console/cycles/{cycle}/shortages")
    console.press("button:has-text('撤回')")
    assert "已经撤回" in page.inner_text(".note.ok")
    assert page.locator("button:has-text('撤回')").count() == 0
    assert "已撤回" in page.inner_text("td .mark")
    console.assert_well("night-shortage-withdrawn")
    console.go(f"/console/deliveries?cycle={cycle}")
    expect(page.locator("tr", has_text="变更单 2").first).to_be_visible(timeout=JOBS_MS)
    console.close()


@pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
def test_a_group_leaders_file_is_mapped_by_hand_and_taken_in(
    browser: Browser, house: House, size: ViewportSize
) -> None:
    house.open_cycle(f"导入团 {size['width']}")
    console = open_console(browser, house.url, size).sign_in()
    page = console.go("/console/imports")
    scan = FilePayload(name="订单.csv", mimeType="text/csv", buffer=b"%PDF-1.7")
    page.set_input_files("[name=file]", files=[scan])
    console.press("text=看一下")
    assert "订单.csv 不是表格，是 PDF" in page.inner_text(".note.bad")
    page.set_input_files("[name=file]", EXPORT)
    console.press("text=看一下")
    assert "只用来核对合计" in console.text()
    console.assert_well(f"night-import-{size['width']}")
    if page.locator("[name^='point:']").count():
        for name in page.locator("[name^='product:']").all():
            name.fill("PEACH")
        page.locator("[name^='point:']").first.fill("P1")
        console.press("text=按这样重新看")
        assert page.inner_text(".figure >> nth=0") == "78\n新的"
    console.press("button.main >> text=导入")
    done = page.locator(".note >> text=已导入：收下")
    expect(done).to_be_visible(timeout=JOBS_MS)
    console.assert_well()
    console.go("/console/orders?find=大仓")
    assert page.locator("tbody tr").count() == 78
    console.close()
