"""The page behind a document's link: what counts as opened, who confirmed, and what it gives away."""

import re
from uuid import UUID

import pytest
import requests

from cloud_api.deliveries.visitors import is_person
from cloud_api.wire.documents import DocumentKind
from tests.cloud_api.deliveries_kit import BROWSER, Post, files, open_post
from tests.cloud_api.kit import SQLITE_ONLY, Cloud
from tests.cloud_api.pages_kit import Words


@pytest.fixture
def post(cloud: Cloud) -> Post:
    post = open_post(cloud.engine, cloud.clock)
    post.supplier("S1")
    post.recipient("S1", "email", "orders@supplier.example")
    return post


def link_of(cloud: Cloud, delivery_id: UUID) -> str:
    answer = cloud.call("GET", f"/v1/deliveries/{delivery_id}", cloud.integrator())
    link: str = answer.json()["link"]
    return "/d/" + link.rpartition("/d/")[2]


def visit(cloud: Cloud, method: str, path: str, **headers: str) -> requests.Response:
    return cloud.call(method, path, headers={**BROWSER, **headers}, allow_redirects=False)


def test_a_look_a_download_and_a_confirmation(cloud: Cloud, post: Post) -> None:
    delivery_id = post.order("S1")
    link = link_of(cloud, delivery_id)
    page = visit(cloud, "GET", link)
    assert page.status_code == 200
    words = Words(page.text).words
    for told in ("采购指令单", "端午团", "京郊果园", "7400000012", "40 行，共 1,200 件", "6月18日 20:00"):
        assert told in words, words
    assert post.row(delivery_id).opened_at is None, "a scanner may have looked"
    cloud.clock.forward(minutes=1)
    for form, kind in (("pdf", "application/pdf"), ("xlsx", "spreadsheetml"), ("csv", "text/csv")):
        file = visit(cloud, "GET", f"{link}/files/{form}")
        assert file.status_code == 200
        assert kind in file.headers["content-type"]
        assert file.content == files(post.engine, post.row(delivery_id).document_id, form)  # type: ignore[arg-type]  # the same text
        assert file.headers["content-disposition"].endswith(f".{form}")
    opened = post.row(delivery_id).opened_at
    assert opened == cloud.clock.now
    cloud.clock.forward(minutes=1)
    said = cloud.call("POST", f"{link}/confirmation", data={"name": " 王<b>师傅 "}, allow_redirects=False)
    assert (said.status_code, said.headers["location"]) == (303, link)
    row = post.row(delivery_id)
    assert (row.opened_at, row.confirmed_at, row.confirmed_by) == (opened, cloud.clock.now, "王<b>师傅")
    after = visit(cloud, "GET", link).text
    assert "王&lt;b&gt;师傅 · 6月18日 20:02" in after
    assert "<form" not in after
    cloud.clock.forward(minutes=1)
    cloud.call("POST", f"{link}/confirmation", data={"name": "别人"})
    assert post.row(delivery_id).confirmed_by == "王<b>师傅"


@SQLITE_ONLY
def test_the_script_of_the_page_opens_and_no_machine_does(cloud: Cloud, post: Post) -> None:
    delivery_id = post.order("S1")
    link = link_of(cloud, delivery_id)
    assert visit(cloud, "HEAD", link).status_code == 200
    machines = [
        {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        {"User-Agent": "Barracuda Sentinel (EE)"},
        {"User-Agent": "python-requests/2.34"},
        {"User-Agent": ""},
        {"Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
    ]
    for machine in machines:
        assert visit(cloud, "GET", f"{link}/files/pdf", **machine).status_code == 200
        assert visit(cloud, "POST", f"{link}/opened", **machine).status_code == 204
    assert post.row(delivery_id).opened_at is None
    assert visit(cloud, "POST", f"{link}/opened").status_code == 204
    assert post.row(delivery_id).opened_at == cloud.clock.now


@pytest.mark.parametrize(
    ("agent", "person"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.49", True),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36 Edg/126.0", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", True),
        ("Mozilla/5.0 (Windows NT 10.0) HeadlessChrome/126.0", False),
        ("Slackbot-LinkExpanding 1.0", False),
        ("Mozilla/5.0 (Windows NT 5.1; rv:11.0) GoogleImageProxy", False),
    ],
)
def test_people_and_machines(agent: str, person: bool) -> None:
    assert is_person({"user-agent": agent}) is person


def test_a_wrong_or_old_link_opens_nothing(cloud: Cloud, post: Post) -> None:
    delivery_id = post.order("S1")
    link = link_of(cloud, delivery_id)
    other = link_of(cloud, post.order("S1"))
    mixed = f"{link.partition('.')[0]}.{other.partition('.')[2]}"
    wrong = [
        "/d/x",
        "/d/x.",
        f"{link}x",
        link[:-1],
        link.upper().replace("/D/", "/d/"),
        mixed,
        "/d/%00",
        "/d/%ff.%ff",
    ]
    for path in wrong:
        for method, rest in (("GET", ""), ("GET", "/files/pdf"), ("POST", "/confirmation")):
            answer = cloud.call(method, path + rest, headers=BROWSER, data={"name": "王"} if rest else None)
            assert answer.status_code == 404, path + rest
            assert "打不开这份单据" in answer.text
        assert visit(cloud, "POST", f"{path}/opened").status_code == 204
    cloud.clock.forward(days=59, hours=23)
    assert visit(cloud, "GET", link).status_code == 200
    cloud.clock.forward(hours=2)
    old = visit(cloud, "GET", link)
    assert (old.status_code, "已经过期" in old.text) == (404, True)
    assert post.row(delivery_id).opened_at is None


@SQLITE_ONLY
def test_a_failed_delivery_can_be_had_by_its_link(cloud: Cloud, post: Post) -> None:
    (delivery_id,) = post.queue(post.document("-"))
    assert "无供应商" in visit(cloud, "GET", link_of(cloud, delivery_id)).text
    recipient = post.recipient("S1", "webhook", "https://x.example/", dead_at=post.now(), dead_because="gone")
    document = post.document("S1")
    post.queue(document)
    with_dead = [each for each in post.queue(document) if post.row(each).recipient_id == recipient]
    link = link_of(cloud, with_dead[0])
    assert post.row(with_dead[0]).failed_at is not None
    assert visit(cloud, "GET", f"{link}/files/pdf").status_code == 200
    state = cloud.call("GET", f"/v1/deliveries/{with_dead[0]}", cloud.integrator()).json()
    assert state["delivery"]["state"] == "opened"


@SQLITE_ONLY
def test_a_later_slip_is_told(cloud: Cloud, post: Post) -> None:
    first = post.order("S1")
    assert "以变更单为准" not in visit(cloud, "GET", link_of(cloud, first)).text
    second = post.order("S1")
    assert "请以变更单为准" in visit(cloud, "GET", link_of(cloud, first)).text
    page = visit(cloud, "GET", link_of(cloud, second)).text
    assert "采购指令单 变更单 1" in page
    assert "以变更单为准" not in page


@SQLITE_ONLY
def test_orders_are_counted_where_there_are_some(cloud: Cloud, post: Post) -> None:
    (sheet,) = post.queue(post.document("P1", DocumentKind.DELIVERY_SHEET))
    page = visit(cloud, "GET", link_of(cloud, sheet)).text
    assert "25 单，40 行，共 1,200 件" in page
    assert "自提点 P1" in page


@SQLITE_ONLY
@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x00b"])
def test_a_name_that_does_not_fit_is_asked_for_again(cloud: Cloud, post: Post, name: str) -> None:
    delivery_id = post.order("S1")
    answer = cloud.call("POST", f"{link_of(cloud, delivery_id)}/confirmation", data={"name": name})
    assert answer.status_code == 409
    assert "请填写您的姓名" in answer.text
    assert post.row(delivery_id).confirmed_at is None


@SQLITE_ONLY
def test_the_link_stays_where_it_is(cloud: Cloud, post: Post) -> None:
    link = link_of(cloud, post.order("S1"))
    for path in (link, f"{link}/files/pdf", "/d/wrong"):
        headers = visit(cloud, "GET", path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
    policy = visit(cloud, "GET", link).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert re.search(r"script-src 'sha256-[^']+';", policy)
