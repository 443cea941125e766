"""Enrolment: a code works once, not for long, and guessing is hopeless."""

import hashlib
import logging

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cloud_api.devices.placing import CodeRefusedError
from cloud_api.devices.service import MAX_MISSES, EnrolmentVerdict, enrol, issue_code
from cloud_api.devices.tokens import terms_of
from cloud_api.settings import Settings
from cloud_api.storage.tables.devices import enrolment_codes, tokens
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.stations import Enrolment, Role
from tests.cloud_api.kit import SQLITE_ONLY, Cloud, Shop
from tests.cloud_api.together import all_at_once


def _try(cloud: Cloud, code: str) -> int:
    return cloud.call("POST", "/v1/enrolment", json={"code": code, "name": "工位 1"}).status_code


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def test_a_code_becomes_a_token_once(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    code = shop.cloud.code(Role.WAREHOUSE, "W1")
    answer = shop.cloud.call("POST", "/v1/enrolment", json={"code": code, "name": "工位 1"}).json()
    assert (answer["roles"], answer["warehouse"], answer["warehouse_name"]) == (["warehouse"], "W1", "朝阳仓")
    assert (answer["time_zone"], answer["brand"]) == ("Asia/Shanghai", "优邻站")
    assert shop.cloud.call("GET", "/v1/changes", answer["token"]).status_code == 200
    assert _try(shop.cloud, code) == 403
    with reading(shop.cloud.engine) as connection:
        kept = set(connection.scalars(select(tokens.c.token_hash)))
        macs = set(connection.scalars(select(enrolment_codes.c.code_mac)))
    assert hashlib.sha256(answer["token"].encode()).hexdigest() in kept
    assert hashlib.sha256(code.encode()).hexdigest() not in macs
    assert answer["token"] not in caplog.text
    assert code not in caplog.text


def test_a_code_expires(shop: Shop) -> None:
    code = shop.cloud.code(Role.WAREHOUSE, "W1")
    shop.cloud.clock.forward(hours=24)
    assert _try(shop.cloud, code) == 403


def test_of_many_who_use_one_code_at_once_one_gets_in(shop: Shop) -> None:
    code = shop.cloud.code(Role.WAREHOUSE, "W1")
    statuses = all_at_once([lambda: _try(shop.cloud, code)] * 4)
    assert sorted(statuses) == [200, 403, 403, 403]


def test_five_misses_shut_the_address_out_for_a_quarter_of_an_hour(shop: Shop) -> None:
    code = shop.cloud.code(Role.WAREHOUSE, "W1")
    assert [_try(shop.cloud, _other(code)) for _ in range(6)] == [403] * 5 + [429]
    shut = shop.cloud.call("POST", "/v1/enrolment", json={"code": code, "name": "工位 1"})
    assert (shut.status_code, shut.headers["Retry-After"]) == (429, "900")
    shop.cloud.clock.forward(minutes=15)
    assert _try(shop.cloud, code) == 200


def test_misses_from_many_addresses_shut_everybody_out(shop: Shop) -> None:
    code = shop.cloud.code(Role.WAREHOUSE, "W1")
    missed = Enrolment(code=_other(code), name="x")
    now, terms = shop.cloud.clock(), terms_of(Settings())
    with writing(shop.cloud.engine) as connection:
        verdicts = [enrol(connection, missed, f"10.0.0.{n}", terms, now)[0] for n in range(MAX_MISSES + 1)]
    assert verdicts == [EnrolmentVerdict.WRONG_CODE] * MAX_MISSES + [EnrolmentVerdict.TOO_MANY_MISSES]
    assert _try(shop.cloud, code) == 429


def test_codes_for_nothing_are_refused(cloud: Cloud) -> None:
    with writing(cloud.engine) as connection:
        with pytest.raises(CodeRefusedError, match="--warehouse"):
            issue_code(connection, [Role.WAREHOUSE], None, cloud.clock())
        with pytest.raises(CodeRefusedError, match="no warehouse W9"):
            issue_code(connection, [Role.WAREHOUSE], "W9", cloud.clock())


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("roles", "warehouse", "point", "told"),
    [
        ([], "W1", None, "needs a role"),
        ([Role.DISPATCH], None, None, "dispatch desk needs its warehouse"),
        ([Role.PICKUP], "W1", None, "needs its shop"),
        ([Role.WAREHOUSE, Role.PICKUP], "W1", None, "needs its shop"),
        ([Role.PICKUP], None, "P9", "no pickup point P9"),
        ([Role.PICKUP], "W2", "P1", "belongs to warehouse W1, not to W2"),
        ([Role.PICKUP], "W9", "P1", "no warehouse W9"),
        ([Role.DISPATCH], "W1", "P1", "only for the role pickup, not for dispatch"),
        ([Role.INTEGRATOR, Role.WAREHOUSE], "W1", None, "cannot go with warehouse"),
        ([Role.INTEGRATOR, Role.PICKUP], None, "P1", "cannot go with pickup"),
    ],
)
def test_roles_and_places_that_do_not_go_together_get_no_code(
    shop: Shop, roles: list[Role], warehouse: str | None, point: str | None, told: str
) -> None:
    with writing(shop.cloud.engine) as connection, pytest.raises(CodeRefusedError, match=told):
        issue_code(connection, roles, warehouse, shop.cloud.clock(), pickup_point=point)


def test_a_station_learns_its_roles_and_its_shop(shop: Shop) -> None:
    till = shop.cloud.enrol(Role.PICKUP, None, point="Q1")
    told = [
        till[name] for name in ("roles", "pickup_point", "pickup_point_name", "warehouse", "warehouse_name")
    ]
    assert told == [["pickup"], "Q1", "自提点 Q1", "W2", "通州仓"]
    all_in_one = shop.cloud.enrol(Role.PICKUP, None, "一体机", Role.DISPATCH, Role.WAREHOUSE, point="P1")
    assert (all_in_one["roles"], all_in_one["warehouse"]) == (["warehouse", "dispatch", "pickup"], "W1")


@SQLITE_ONLY
def test_validation_never_repeats_the_code(cloud: Cloud) -> None:
    answer = cloud.call("POST", "/v1/enrolment", json={"code": "secret-77", "name": "工位 1"})
    assert answer.status_code == 422
    assert "secret-77" not in answer.text
    assert "code:" in answer.json()["detail"]


@SQLITE_ONLY
def test_without_a_known_token_nothing_is_told(shop: Shop) -> None:
    for token in (None, "wrong"):
        answer = shop.cloud.call("GET", "/v1/cycles", token)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json()["type"] == "urn:youlin:problem:token-not-known"
    with writing(shop.cloud.engine) as connection:
        connection.execute(tokens.update().values(revoked_at=shop.cloud.clock()))
    assert shop.call("GET", "/v1/cycles").status_code == 401


@SQLITE_ONLY
def test_each_address_asks_for_its_role(shop: Shop) -> None:
    desk = shop.cloud.desk()
    assert desk.call("PUT", "/v1/catalogue", json={}).status_code == 403
    assert desk.call("POST", "/v1/orders", json={}).status_code == 403
    assert desk.call("POST", "/v1/cycles", json={}).status_code == 403
    refused = shop.call("POST", "/v1/waves/lease", json={})
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:youlin:problem:wrong-role")
    assert shop.call("POST", "/v1/facts", json={}).status_code == 403


def test_database_errors_never_show_values(shop: Shop) -> None:
    with pytest.raises(IntegrityError) as trouble, writing(shop.cloud.engine) as connection:
        connection.execute(tokens.insert().values(token_hash="secret-hash", station_id=None))
    assert "secret-hash" not in str(trouble.value).split("DETAIL")[0]
