"""The work of people: a desk tells an hour whole, the newest telling counts, nobody is ranked."""

from datetime import timedelta
from typing import Any

import pytest

from cloud_api.people.retention import KEPT_WORK, prune
from cloud_api.storage.retention import Keep
from tests.cloud_api.kit import DeskKit, Shop, operator

HEADINGS = "操作员,行数,件数,扫码数,拦下的错误,错商品,错箱,多放,批次,其他,工作秒数"


@pytest.fixture
def desk(shop: Shop) -> DeskKit:
    told = shop.call("PUT", "/v1/catalogue", json={"operators": [operator()]})
    assert told.status_code == 200, told.text
    return shop.cloud.desk()


def work(shop: Shop, hours_ago: int = 1, **other: Any) -> dict[str, Any]:
    hour = shop.cloud.clock().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    body = {"hour": hour.isoformat(), "task": "picking", "lines": 40, "pieces": 90, "scans": 131}
    return body | {"caught": {"wrong_product": 2, "lot": 1}, "active_s": 3_000} | other


def report(desk: DeskKit, body: dict[str, Any], who: str | None = None) -> dict[str, Any]:
    named = operator()["id"] if who is None else who or None
    fact = desk.fact("WorkDone", body, operator_id=named)
    result: dict[str, Any] = desk.push(fact)["results"][0]
    return result


def rows(desk: DeskKit, **query: Any) -> list[dict[str, Any]]:
    answer = desk.call("GET", "/v1/people/work", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def test_the_newest_telling_of_an_hour_counts_however_late(desk: DeskKit, shop: Shop) -> None:
    assert report(desk, work(shop))["verdict"] == "accepted"
    shop.cloud.clock.forward(days=3)
    late = work(shop, hours_ago=73, lines=44, caught={"too_many": 1})
    assert report(desk, late)["verdict"] == "accepted"
    (row,) = rows(desk)
    assert (row["id"], row["name"]) == (operator()["id"], operator()["name"])
    assert (row["lines"], row["pieces"], row["active_s"], row["caught"]) == (44, 90, 3_000, 1)
    assert row["caught_by"] == {"wrong_product": 0, "wrong_crate": 0, "too_many": 1, "lot": 0, "other": 0}


def test_sums_by_desk_hour_and_task_are_of_the_same_hours(desk: DeskKit, shop: Shop) -> None:
    other = shop.cloud.desk("工位 2")
    for each, body in (
        (desk, work(shop)),
        (desk, work(shop, 2, task="receiving", lines=3)),
        (other, work(shop, lines=5)),
    ):
        assert report(each, body)["verdict"] == "accepted"
    assert [(row["name"], row["lines"]) for row in rows(desk, by="desk")] == [("工位 1", 43), ("工位 2", 5)]
    assert [row["lines"] for row in rows(desk, by="hour")] == [3, 45]
    assert [(row["task"], row["lines"]) for row in rows(desk, by="task")] == [
        ("picking", 45),
        ("receiving", 3),
    ]
    assert [row["lines"] for row in rows(desk, since=work(shop)["hour"])] == [45]
    assert rows(desk, operator_id=str(desk.station_id)) == []


def test_another_warehouse_sees_nothing_of_it_and_a_shop_may_not_ask(desk: DeskKit, shop: Shop) -> None:
    report(desk, work(shop))
    far = shop.cloud.desk("通州", "W2")
    assert rows(far) == []
    assert far.call("GET", "/v1/people/work", params={"warehouse": "W1"}).status_code == 403
    assert shop.cloud.till("P1").call("GET", "/v1/people/work").status_code == 403
    assert len(shop.call("GET", "/v1/people/work", params={"warehouse": "W1"}).json()["rows"]) == 1


def test_a_period_without_end_is_refused(desk: DeskKit, shop: Shop) -> None:
    since = (shop.cloud.clock() - timedelta(days=94)).isoformat()
    assert desk.call("GET", "/v1/people/work", params={"since": since}).status_code == 409


def test_the_table_opens_in_a_spreadsheet(desk: DeskKit, shop: Shop) -> None:
    report(desk, work(shop))
    table = desk.call("GET", "/v1/people/work.csv")
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines == [HEADINGS, f"{operator()['name']},40,90,131,3,2,0,0,1,0,3000"]
    hours = desk.call("GET", "/v1/people/work.csv", params={"by": "hour"}).content.decode("utf-8-sig")
    assert hours.splitlines()[1].split(",")[0] == work(shop)["hour"][:16].replace("T", " ") + "Z"


@pytest.mark.parametrize(
    ("other", "who", "said"),
    [
        ({}, "", "names its operator"),
        ({"hour": "2036-06-18T14:00:00+08:00"}, None, "had not begun"),
        ({"active_s": 3_601}, None, "active_s"),
        ({"hour": "2026-06-18T14:07:00+08:00"}, None, "hour"),
        ({"task": "sleeping"}, None, "task"),
    ],
)
def test_work_that_cannot_be_is_refused_with_its_reason(
    desk: DeskKit, shop: Shop, other: dict[str, Any], who: str | None, said: str
) -> None:
    result = report(desk, work(shop, **other), who)
    assert (result["verdict"], said in result["reason"]) == ("refused", True), result


def test_work_goes_when_its_time_is_over(desk: DeskKit, shop: Shop) -> None:
    report(desk, work(shop))
    now = shop.cloud.clock()
    assert prune(shop.cloud.engine, now + KEPT_WORK - timedelta(hours=3), Keep())["work_hours"] == 0
    assert prune(shop.cloud.engine, now + KEPT_WORK, Keep())["work_hours"] == 1
