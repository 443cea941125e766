"""The night by desk and task beside the weeks before; skills of operators come in, go out and are told."""

from datetime import timedelta
from typing import Any

import pytest

from cloud_api.catalogue.cells import cells_of, row_from_cells
from cloud_api.catalogue.kinds import Kind
from cloud_api.wire.catalogue import Operator
from cloud_api.wire.work import Task
from tests.cloud_api.kit import DeskKit, Shop, operator


@pytest.fixture
def desk(shop: Shop) -> DeskKit:
    told = operator() | {"skills": ["loading", "picking", "picking"]}
    answer = shop.call("PUT", "/v1/catalogue", json={"operators": [told]})
    assert answer.status_code == 200, answer.text
    return shop.cloud.desk()


def tell(desk: DeskKit, shop: Shop, hours_ago: int, lines: int, **other: Any) -> None:
    hour = shop.cloud.clock().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    body = {"hour": hour.isoformat(), "task": "picking", "lines": lines, "active_s": 3_600} | other
    fact = desk.fact("WorkDone", body, operator_id=operator()["id"])
    assert desk.push(fact)["results"][0]["verdict"] == "accepted"


def test_the_night_stands_beside_the_same_hours_of_the_weeks_before(desk: DeskKit, shop: Shop) -> None:
    for days, lines in ((1, 100), (7, 300), (8, 120), (40, 999)):
        tell(desk, shop, 2 + 24 * days, lines)
    tell(desk, shop, 2 + 13, 5_000)
    tell(desk, shop, 2, 90, caught={"lot": 1, "other": 2})
    other = shop.cloud.desk("工位 0")
    tell(other, shop, 1, 30, active_s=600)
    told = other.call("GET", "/v1/people/team").json()
    names = [(row["name"], row["operator"], row["skills"]) for row in told["desks"]]
    who = operator()["name"]
    assert names == [("工位 0", who, ["picking", "loading"]), ("工位 1", who, ["picking", "loading"])]
    (own,) = told["desks"][1]["tasks"]
    assert (own["lines"], own["usual_lines"], own["caught"]) == (90, 120, 3)
    (whole,) = told["tasks"]
    assert (whole["lines"], whole["active_s"], whole["usual_lines"]) == (120, 4_200, 120)
    assert desk.call("GET", "/v1/people/team", params={"warehouse": "W2"}).status_code == 403
    assert shop.call("GET", "/v1/people/team").status_code == 409


def test_skills_are_told_to_stations_and_read_from_sheets_in_the_words_of_people(desk: DeskKit) -> None:
    changes = desk.call("GET", "/v1/changes", params={"after": 0}).json()["changes"]
    told = [each["body"] for each in changes if each["kind"] == "operator"]
    assert told[-1]["skills"] == ["picking", "loading"]
    row = Operator.model_validate(operator() | {"skills": ["crates", "picking"]})
    assert cells_of(row)["skills"] == "分拣; 集货箱"
    for written in ("集货箱、分拣", "crates picking", "拣货；集货箱；分拣"):
        read = Operator.model_validate(row_from_cells(Kind.OPERATOR, {"skills": written}, row))
        assert read.skills == (Task.PICKING, Task.CRATES)
    assert row_from_cells(Kind.OPERATOR, {"skills": ""}, row).get("skills") is None
    with pytest.raises(ValueError, match="分拣"):
        row_from_cells(Kind.OPERATOR, {"skills": "做饭"}, row)
