"""No dead ends in the console: what the service refuses is said on a page, in Chinese."""

import pytest
import requests

from cloud_api.http.bodies import MAX_BODY_BYTES
from tests.cloud_api.console_kit import BADGE, PIN, with_people
from tests.cloud_api.kit import DEADLINE_S, Shop


@pytest.fixture
def person(shop: Shop) -> requests.Session:
    with_people(shop)
    session = requests.Session()
    told = {"badge": BADGE, "pin": PIN}
    origin = {"Origin": shop.cloud.url, "Sec-Fetch-Site": "same-origin"}
    session.headers.update(origin)
    answer = session.post(f"{shop.cloud.url}/console/sign-in", data=told, timeout=DEADLINE_S)
    assert answer.status_code == 200, answer.text
    return session


def test_what_is_not_there_or_does_not_fit_is_said_in_chinese(shop: Shop, person: requests.Session) -> None:
    for path, status, words in (
        ("/console/nope", 404, "没有这个页面"),
        ("/console/cycles/xx", 422, "打不开"),
        ("/console/orders/one?no=%00", None, ""),
        ("/console/imports/xx", 422, "打不开"),
    ):
        answer = person.get(shop.cloud.url + path, timeout=DEADLINE_S)
        assert answer.status_code == status or (status is None and answer.status_code in (404, 422)), path
        assert answer.headers["Content-Type"].startswith("text/html"), path
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert words in answer.text
        assert 'href="/console' in answer.text
    programs = shop.call("GET", "/v1/nope")
    assert programs.headers["Content-Type"].startswith("application/problem+json")


def test_a_file_that_is_too_long_is_said_in_chinese(shop: Shop, person: requests.Session) -> None:
    files = {"file": ("orders.csv", b"x" * (MAX_BODY_BYTES + 1), "text/csv")}
    answer = person.post(f"{shop.cloud.url}/console/imports", files=files, timeout=DEADLINE_S)
    assert answer.status_code == 413
    assert "一次最多 16 MB" in answer.text
    assert answer.headers["Content-Type"].startswith("text/html")
