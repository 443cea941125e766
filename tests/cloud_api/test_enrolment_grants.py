"""Enrolment by a code on the screen, as RFC 8628 has it."""

import logging
import re
from typing import Any

import pytest
from sqlalchemy import select

from cloud_api.devices.grants import MOST_OF_ADDRESS
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.devices import device_grants, stations, tokens
from cloud_api.storage.transaction import reading
from cloud_api.wire.stations import DEVICE_CODE_GRANT, USER_CODE_LETTERS, Role
from tests.cloud_api.kit import SQLITE_ONLY, Cloud, Shop
from tests.cloud_api.together import all_at_once

DESK = {"allow": True, "roles": ["warehouse"], "warehouse": "W1"}


def _ask(cloud: Cloud, **other: Any) -> dict[str, Any]:
    told = {"name": "工位 1", "roles": ["warehouse"], "release": "0.1.0", **other}
    answer = cloud.call("POST", "/v1/device-authorization", json=told)
    assert answer.status_code == 200, answer.text
    codes: dict[str, Any] = answer.json()
    return codes


def _poll(cloud: Cloud, codes: dict[str, Any]) -> dict[str, Any]:
    """One question, at the pace the cloud asked for."""
    cloud.clock.forward(seconds=codes["interval"])
    form = {"grant_type": DEVICE_CODE_GRANT, "device_code": codes["device_code"]}
    answer = cloud.call("POST", "/v1/token", data=form)
    assert answer.status_code in (200, 400), answer.text
    assert answer.headers["Content-Type"] == "application/json"
    told: dict[str, Any] = answer.json()
    return told


def _decide(shop: Shop, codes: dict[str, Any], **decision: Any) -> int:
    return shop.call(
        "POST", f"/v1/device-authorization/{codes['user_code']}/decision", json=decision
    ).status_code


def test_a_pc_that_is_allowed_becomes_a_station(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    codes = _ask(shop.cloud)
    assert re.fullmatch(f"[{USER_CODE_LETTERS}]{{4}}-[{USER_CODE_LETTERS}]{{4}}", codes["user_code"])
    assert codes["verification_uri_complete"].endswith(f"/console/device?code={codes['user_code']}")
    assert (codes["expires_in"], codes["interval"]) == (900, 5)
    assert _poll(shop.cloud, codes)["error"] == "authorization_pending"
    waiting = shop.call("GET", "/v1/device-authorization").json()
    assert [(pc["name"], pc["roles"], pc["release"]) for pc in waiting] == [
        ("工位 1", ["warehouse"], "0.1.0")
    ]
    assert _decide(shop, codes, **DESK) == 204
    granted = _poll(shop.cloud, codes)
    assert granted["access_token"] == granted["token"]
    assert (granted["token_type"], granted["warehouse"], granted["roles"]) == ("Bearer", "W1", ["warehouse"])
    assert granted["expires_in"] == 90 * 24 * 3600
    assert shop.cloud.call("GET", "/v1/changes", granted["token"]).status_code == 200
    assert shop.call("GET", "/v1/device-authorization").json() == []
    with reading(shop.cloud.engine) as connection:
        kept = str([tuple(row) for row in connection.execute(select(device_grants))])
        kept += str([tuple(row) for row in connection.execute(select(tokens))])
    told = "\n".join(record.getMessage() for record in caplog.records if "urllib3" not in record.name)
    for secret in (
        codes["device_code"],
        codes["user_code"],
        codes["user_code"].replace("-", ""),
        granted["token"],
    ):
        assert secret not in kept
        assert secret not in told


def test_a_lost_answer_is_given_again_until_it_was_used(shop: Shop) -> None:
    codes = _ask(shop.cloud)
    _decide(shop, codes, **DESK)
    granted, again = _poll(shop.cloud, codes), _poll(shop.cloud, codes)
    assert (again["token"], again["station_id"]) == (granted["token"], granted["station_id"])
    assert shop.cloud.call("GET", "/v1/changes", again["token"]).status_code == 200
    assert _poll(shop.cloud, codes)["error"] == "invalid_grant"
    with reading(shop.cloud.engine) as connection:
        names = list(connection.scalars(select(stations.c.name)))
    assert sorted(names) == ["商城", "工位 1"]


def test_a_lost_answer_is_not_given_after_five_minutes(shop: Shop) -> None:
    codes = _ask(shop.cloud)
    _decide(shop, codes, **DESK)
    _poll(shop.cloud, codes)
    shop.cloud.clock.forward(minutes=5)
    assert _poll(shop.cloud, codes)["error"] == "invalid_grant"


def test_of_many_that_poll_at_once_all_get_the_one_token(shop: Shop) -> None:
    codes = _ask(shop.cloud)
    _decide(shop, codes, **DESK)
    form = {"grant_type": DEVICE_CODE_GRANT, "device_code": codes["device_code"]}
    answers = all_at_once([lambda: shop.cloud.call("POST", "/v1/token", data=form).json()] * 4)
    assert len({answer["token"] for answer in answers}) == 1


def test_a_pc_that_asks_too_often_is_slowed_down(shop: Shop) -> None:
    codes = _ask(shop.cloud)
    form = {"grant_type": DEVICE_CODE_GRANT, "device_code": codes["device_code"]}
    said = [shop.cloud.call("POST", "/v1/token", json=form) for _ in range(2)]
    assert [answer.json()["error"] for answer in said] == ["authorization_pending", "slow_down"]
    assert said[1].headers["Retry-After"] == "10"
    assert _poll(shop.cloud, codes)["error"] == "slow_down"


def test_a_pc_that_is_refused_and_one_that_waits_too_long_get_nothing(shop: Shop) -> None:
    refused, late = _ask(shop.cloud), _ask(shop.cloud)
    assert _decide(shop, refused, allow=False) == 204
    assert _poll(shop.cloud, refused)["error"] == "access_denied"
    shop.cloud.clock.forward(minutes=15)
    assert _poll(shop.cloud, late)["error"] == "expired_token"
    assert _decide(shop, late, **DESK) == 404


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"grant_type": "password", "device_code": "x"}, "unsupported_grant_type"),
        ({"grant_type": DEVICE_CODE_GRANT, "device_code": "x"}, "invalid_grant"),
        ({"grant_type": DEVICE_CODE_GRANT}, "invalid_request"),
        ({"grant_type": DEVICE_CODE_GRANT, "device_code": "\ud800"}, "invalid_request"),
        ({}, "invalid_request"),
    ],
)
def test_questions_without_sense_are_answered_as_oauth_does(
    cloud: Cloud, told: dict[str, str], error: str
) -> None:
    answer = cloud.call("POST", "/v1/token", json=told)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@SQLITE_ONLY
def test_a_code_may_be_typed_in_any_way_and_decided_once(shop: Shop) -> None:
    codes = _ask(shop.cloud)
    sloppy = {"user_code": codes["user_code"].lower().replace("-", " ")}
    assert _decide(shop, sloppy, **DESK) == 204
    assert _decide(shop, codes, **DESK) == 404


@SQLITE_ONLY
def test_guessing_codes_is_shut_off_for_whoever_guesses(shop: Shop) -> None:
    codes = _ask(shop.cloud)
    guess = {"user_code": "BBBB-BBBB"}
    assert [_decide(shop, guess, **DESK) for _ in range(6)] == [404] * 5 + [429]
    assert _decide(shop, codes, **DESK) == 429
    shop.cloud.clock.forward(seconds=30)
    assert _decide(shop, codes, **DESK) == 204


@SQLITE_ONLY
def test_places_that_do_not_go_together_and_managers_are_refused(shop: Shop) -> None:
    codes = _ask(shop.cloud)
    wrongs: list[dict[str, Any]] = [
        {"roles": ["warehouse"]},
        {"roles": ["manager"], "warehouse": "W1"},
        {"roles": []},
    ]
    for wrong in wrongs:
        assert _decide(shop, codes, **{"allow": True, **wrong}) == 409
    desk = shop.cloud.desk()
    path = f"/v1/device-authorization/{codes['user_code']}/decision"
    assert desk.call("POST", path, json=DESK).status_code == 403


@SQLITE_ONLY
def test_one_address_cannot_fill_the_list(shop: Shop) -> None:
    for _ in range(MOST_OF_ADDRESS):
        _ask(shop.cloud)
    full = shop.cloud.call("POST", "/v1/device-authorization", json={"name": "x"})
    assert (full.status_code, full.json()["type"]) == (429, "urn:youlin:problem:too-many-waiting")


def test_a_revoked_pc_becomes_the_same_station_again_and_its_chain_goes_on(shop: Shop) -> None:
    desk = shop.cloud.desk()
    first = desk.fact("LabelReprinted", {})
    desk.push(first)
    assert shop.call("POST", f"/v1/stations/{desk.station_id}/revocation").status_code == 200
    assert desk.call("GET", "/v1/changes").status_code == 401
    codes = _ask(shop.cloud, station_id=str(desk.station_id), unsent=1)
    waiting = shop.call("GET", "/v1/device-authorization").json()[0]
    assert (waiting["station_id"], waiting["station_name"], waiting["unsent"]) == (
        str(desk.station_id),
        "工位 1",
        1,
    )
    assert _decide(shop, codes, **DESK) == 409
    assert _decide(shop, codes, allow=True, station_id=str(desk.station_id)) == 204
    granted = _poll(shop.cloud, codes)
    assert granted["station_id"] == str(desk.station_id)
    desk.token = granted["token"]
    answer = desk.push(desk.fact("LabelReprinted", {}))
    assert answer["results"][0]["verdict"] != "out_of_order"
    assert answer["expected_seq"] == 3


@SQLITE_ONLY
def test_nobody_becomes_a_station_it_never_was(shop: Shop) -> None:
    desk = shop.cloud.desk()
    codes = _ask(shop.cloud)
    assert _decide(shop, codes, allow=True, station_id=str(desk.station_id)) == 409
    stranger = _ask(shop.cloud, station_id=str(new_uuid()))
    assert _decide(shop, stranger, allow=True, station_id=str(new_uuid())) == 409


def test_a_lost_answer_to_a_code_of_it_is_given_again_to_whoever_proves_it(shop: Shop) -> None:
    code = shop.cloud.code(Role.WAREHOUSE, "W1")
    told = {"code": code, "name": "工位 1", "proof": "p" * 43}
    first, again = (shop.cloud.call("POST", "/v1/enrolment", json=told).json() for _ in range(2))
    assert (first["token"], first["station_id"]) == (again["token"], again["station_id"])
    for stranger in ({**told, "proof": "q" * 43}, {"code": code, "name": "x"}):
        assert shop.cloud.call("POST", "/v1/enrolment", json=stranger).status_code == 403
    assert shop.cloud.call("GET", "/v1/changes", first["token"]).status_code == 200
    shop.cloud.clock.forward(seconds=1)
    shop.cloud.call("GET", "/v1/changes", first["token"], headers={"User-Agent": "youlin-station/9.9"})
    assert shop.cloud.call("POST", "/v1/enrolment", json=told).status_code == 403
