"""A supervisor lets pass at a desk what its rules stop: badge and PIN are compared, the word is kept."""

from typing import Any
from uuid import uuid4

import pytest
import requests
from sqlalchemy import select

from cloud_api.storage.tables.people import audit, overrides
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import DeskKit, Shop, operator

PIN, WRONG = "704916", "835016"
OTHER = "0196f000-0000-7000-8000-0000000000aa"
LISTED = operator()


@pytest.fixture
def desk(shop: Shop) -> DeskKit:
    """A picking desk of W1, whose supervisor has a PIN."""
    told = shop.call("PUT", "/v1/catalogue", json={"operators": [operator(supervisor=True)]})
    assert told.status_code == 200, told.text
    kept = shop.call("PUT", f"/v1/operators/{LISTED['id']}/pin", json={"pin": PIN})
    assert kept.status_code == 204, kept.text
    return shop.cloud.desk()


def compare(desk: DeskKit, pin: str = PIN) -> requests.Response:
    return desk.call("POST", "/v1/supervisor", json={"badge": LISTED["badge"], "pin": pin})


def word(**other: Any) -> dict[str, Any]:
    body = {
        "override_id": str(uuid4()),
        "supervisor_id": LISTED["id"],
        "action": "crate_reopened",
        "reason": "少放一件",
    }
    return body | other


def test_badge_and_pin_of_a_supervisor_say_who_it_is(desk: DeskKit) -> None:
    answer = compare(desk)
    assert (answer.status_code, answer.json()) == (
        200,
        {"operator_id": LISTED["id"], "name": LISTED["name"]},
    )


def test_a_wrong_pin_and_a_foreign_badge_get_one_answer(desk: DeskKit, shop: Shop) -> None:
    far = shop.cloud.desk("通州", "W2")
    answers = [compare(desk, WRONG), compare(far)]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]


def test_whoever_is_no_supervisor_any_more_is_refused(desk: DeskKit, shop: Shop) -> None:
    shop.call("PUT", "/v1/catalogue", json={"operators": [operator(supervisor=False)]})
    assert compare(desk).status_code == 409


def test_guessing_shuts_the_badge(desk: DeskKit, shop: Shop) -> None:
    assert [compare(desk, WRONG).status_code for _ in range(5)] == [409] * 5
    assert compare(desk).status_code == 429
    shop.cloud.clock.forward(seconds=31)
    assert compare(desk).status_code == 200


def test_a_shop_may_not_ask(desk: DeskKit, shop: Shop) -> None:
    assert compare(shop.cloud.till("P1")).status_code == 403


def test_the_word_is_kept_and_told_in_the_trail(desk: DeskKit, shop: Shop) -> None:
    ref = str(uuid4())
    assert desk.report("OverrideGiven", word(ref=ref, without_network=True))["verdict"] == "accepted"
    with reading(shop.cloud.engine) as connection:
        kept = connection.execute(select(overrides)).one()
        noted = connection.execute(select(audit).where(audit.c.action == "override")).one()
    assert (kept.action, kept.reason, str(kept.ref), kept.without_network) == (
        "crate_reopened",
        "少放一件",
        ref,
        True,
    )
    assert (noted.actor_name, noted.about) == (LISTED["name"], f"crate_reopened {ref}")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"supervisor_id": OTHER}, "is not of this warehouse"),
        ({"reason": ""}, "reason"),
        ({"action": "Rm -rf"}, "action"),
    ],
)
def test_a_word_that_does_not_count_is_refused_with_its_reason(
    desk: DeskKit, other: dict[str, Any], said: str
) -> None:
    result = desk.report("OverrideGiven", word(**other))
    assert result["verdict"] == "refused"
    assert said in result["reason"]


def test_the_same_word_in_another_fact_is_refused(desk: DeskKit) -> None:
    body = word()
    assert desk.report("OverrideGiven", body)["verdict"] == "accepted"
    again = desk.report("OverrideGiven", body)
    assert (again["verdict"], "known from another fact" in again["reason"]) == ("refused", True)
