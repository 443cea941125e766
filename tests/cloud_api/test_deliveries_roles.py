"""Who may see and change deliveries and recipients."""

from uuid import UUID

import pytest
from sqlalchemy import update

from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.transaction import writing
from cloud_api.wire.stations import Role
from tests.cloud_api.deliveries_kit import Post, open_post
from tests.cloud_api.kit import SQLITE_ONLY, Cloud, operator
from tests.cloud_api.test_deliveries_api import MAIL, add, refusal


@pytest.fixture
def post(cloud: Cloud) -> Post:
    post = open_post(cloud.engine, cloud.clock)
    post.supplier("S1")
    return post


@pytest.fixture
def token(cloud: Cloud) -> str:
    return cloud.integrator()


@SQLITE_ONLY
def test_only_managers_and_integrators_may(cloud: Cloud, post: Post) -> None:
    desk = cloud.enrol(Role.WAREHOUSE, "W1")["token"]
    till = cloud.enrol(Role.PICKUP, None, "收银台", point="P1")["token"]
    some = UUID(int=0)
    asked = [
        ("GET", "/v1/recipients"),
        ("GET", "/v1/deliveries"),
        ("GET", f"/v1/deliveries/{some}"),
        ("POST", f"/v1/deliveries/{some}/replay"),
        ("GET", f"/v1/recipients/{some}"),
        ("DELETE", f"/v1/recipients/{some}"),
        ("POST", f"/v1/recipients/{some}/secret"),
        ("POST", f"/v1/recipients/{some}/revival"),
        ("POST", f"/v1/recipients/{some}/test"),
        ("GET", f"/v1/cycles/{some}/deliveries"),
    ]
    for method, path in asked:
        assert cloud.call(method, path).status_code == 401, path
        for token in (desk, till):
            assert cloud.call(method, path, token).status_code == 403, path


def manager(cloud: Cloud, token: str) -> str:
    """The token of a manager of W1 who signed in."""
    person = operator(manager=True)
    answer = cloud.call("PUT", "/v1/catalogue", token, json={"operators": [person]})
    assert answer.status_code == 200, answer.text
    cloud.call("PUT", f"/v1/operators/{person['id']}/pin", token, json={"pin": "704916"})
    signing = {"badge": person["badge"], "pin": "704916", "bearer": True}
    signed_in: str = cloud.call("POST", "/v1/session", json=signing).json()["token"]
    return signed_in


@SQLITE_ONLY
def test_a_manager_sees_the_own_warehouse_and_all_suppliers(cloud: Cloud, token: str, post: Post) -> None:
    there = {
        "warehouses": [{"code": "W2", "name": "通州仓"}],
        "pickup_points": [{"code": "Q1", "name": "通州店", "warehouse": "W2"}],
    }
    assert cloud.call("PUT", "/v1/catalogue", token, json=there).status_code == 200
    boss = manager(cloud, token)
    add(cloud, boss, MAIL)
    here = {"kind": "pickup_point", "recipient": "P1", "channel": "email", "address": "p@w.example"}
    add(cloud, boss, here)
    foreign = {**here, "recipient": "Q1"}
    assert "another warehouse" in refusal(cloud.call("POST", "/v1/recipients", boss, json=foreign), 409)
    hidden = add(cloud, token, foreign)["recipient"]["id"]
    refusal(cloud.call("GET", f"/v1/recipients/{hidden}", boss), 404)
    refusal(cloud.call("DELETE", f"/v1/recipients/{hidden}", boss), 404)
    seen = cloud.call("GET", "/v1/recipients", boss).json()["items"]
    assert {item["recipient"] for item in seen} == {"S1", "P1"}
    delivery_id = post.order("S1")
    with writing(post.engine) as connection:
        connection.execute(update(cycles).values(warehouse="W2"))
    assert cloud.call("GET", "/v1/deliveries", boss).json()["items"] == []
    for path in (f"/v1/deliveries/{delivery_id}", f"/v1/cycles/{post.cycle_id}/deliveries"):
        refusal(cloud.call("GET", path, boss), 404)
        assert cloud.call("GET", path, token).status_code == 200
    refusal(cloud.call("POST", f"/v1/deliveries/{delivery_id}/replay", boss), 404)
