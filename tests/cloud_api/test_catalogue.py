"""Master data: all rows or none."""

from typing import Any

import pytest

from cloud_api.wire.catalogue import PickupPoint
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import DeskKit, Shop, operator, pickup_point, product, van


@pytest.fixture
def bad_catalogues() -> list[tuple[dict[str, Any], str]]:
    other = "01976b1e-5f00-7000-8000-00000000000b"
    return [
        ({"pickup_points": [pickup_point("P9", "W9")]}, "no warehouse W9"),
        ({"operators": [operator(id=other)]}, "belongs to another operator"),
        ({"operators": [operator(id=other, badge="123")]}, "operators.0.badge"),
        ({"warehouses": [{"code": "W3", "name": "x", "time_zone": "Mars/Base"}]}, "no time zone"),
        ({"products": [product("X", path=2**40)]}, "is above"),
        ({"products": [product("X", name="a\0")]}, "NUL"),
        ({"products": [product("X", gtins=["1"])]}, "products.0.gtins"),
        ({"vans": [van("V1", warehouse="W9")]}, "Van V1: there is no warehouse W9"),
        ({"vans": [van("V1", weight_g=0)]}, "vans.0.weight_g"),
        ({"vans": [van("V1", shift_from="4:00")]}, "vans.0.shift_from"),
        ({"vans": [van("V1", plate="\0")]}, "NUL"),
        ({"operators": [operator(pickup_point="P9")]}, "there is no pickup point P9"),
        ({"operators": [operator(pickup_point="Q1")]}, "belongs to warehouse W2, not to W1"),
        ({"pickup_points": [pickup_point("P1", latitude=39.9)]}, "one of them is missing"),
        ({"warehouses": [{"code": "W1", "name": "x", "longitude": 116.4}]}, "one of them is missing"),
    ]


def test_a_bad_catalogue_changes_nothing(
    shop: Shop, bad_catalogues: list[tuple[dict[str, Any], str]]
) -> None:
    desk = shop.cloud.desk()
    before = desk.call("GET", "/v1/changes").json()["next_cursor"]
    for catalogue, told in bad_catalogues:
        good = {"products": [product("NEW"), *catalogue.get("products", [])]}
        answer = shop.call("PUT", "/v1/catalogue", json={**catalogue, **good})
        assert answer.status_code in (409, 422)
        assert told in answer.json()["detail"].replace("products.1", "products.0")
    assert desk.call("GET", "/v1/changes").json()["next_cursor"] == before


def test_of_a_row_sent_twice_the_last_counts(shop: Shop) -> None:
    twice = {"products": [product("NEW", name="one"), product("NEW", name="two")]}
    assert shop.call("PUT", "/v1/catalogue", json=twice).json()["products"] == 1
    told = shop.cloud.desk().call("GET", "/v1/changes").json()["changes"]
    assert [change["body"]["name"] for change in told if change["body"].get("sku") == "NEW"] == ["two"]


def _told(station: DeskKit, kind: str) -> list[dict[str, Any]]:
    page = station.call("GET", "/v1/changes").json()
    return [change["body"] for change in page["changes"] if change["kind"] == kind]


def test_all_a_planner_needs_comes_down_as_it_was_sent(shop: Shop) -> None:
    warehouse = {
        "code": "W1",
        "name": "朝阳仓",
        "time_zone": "Asia/Shanghai",
        "address": "机场南路 1 号",
        "latitude": 40.06,
        "longitude": 116.58,
        "datum": "GCJ-02",
    }
    point = pickup_point(
        "P1",
        address="望京西路 2 号",
        phone="13900000000",
        contact="赵女士",
        latitude=39.99,
        longitude=116.47,
        datum="GCJ-02",
        receive_from="05:00",
        receive_until="10:30",
        service_s=420,
        route=None,
    )
    sent = {"warehouses": [warehouse], "pickup_points": [point], "vans": [van("V1")]}
    assert shop.call("PUT", "/v1/catalogue", json=sent).json()["vans"] == 1
    dispatch = shop.cloud.station(Role.DISPATCH, name="调度")
    assert _told(dispatch, "warehouse")[-1] == warehouse
    told = PickupPoint.model_validate(_told(dispatch, "pickup_point")[-1])
    assert told == PickupPoint.model_validate(point)
    assert _told(dispatch, "van") == [van("V1")]
    assert set(shop.call("PUT", "/v1/catalogue", json=sent).json().values()) == {0}
    other = shop.cloud.station(Role.DISPATCH, warehouse="W2", name="调度 2")
    assert (_told(other, "van"), [row["code"] for row in _told(other, "warehouse")]) == ([], ["W2"])
    assert _told(shop.cloud.till("P1"), "van") == []


def test_the_dispatcher_keeps_the_vans_of_its_own_warehouse(shop: Shop) -> None:
    dispatch = shop.cloud.station(Role.DISPATCH, name="调度")
    assert dispatch.call("PUT", "/v1/vans", json=[van("V1"), van("V2")]).json() == {"vans": 2}
    assert dispatch.call("PUT", "/v1/vans", json=[van("V1", driver="孙师傅")]).json() == {"vans": 1}
    shop.call("PUT", "/v1/vans", json=[van("V9", warehouse="W2")])
    for stolen in (van("V3", warehouse="W2"), van("V9"), van("V1", warehouse="W2")):
        refused = dispatch.call("PUT", "/v1/vans", json=[van("V4"), stolen])
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:youlin:problem:catalogue-refused")
        assert f"Van {stolen['code']} belongs to warehouse W2" in refused.json()["detail"]
    assert [row["code"] for row in _told(dispatch, "van")] == ["V1", "V2", "V1"]
    unfit: list[Any] = [[], {}, [{}], [van("V1")] * 1_001]
    for nothing in unfit:
        assert dispatch.call("PUT", "/v1/vans", json=nothing).status_code == 422
    for other in (shop.cloud.desk(), shop.cloud.till("P1")):
        assert other.call("PUT", "/v1/vans", json=[van("V1")]).status_code == 403
        assert other.call("PUT", "/v1/catalogue", json={}).status_code == 403


def test_a_van_that_goes_elsewhere_is_out_of_use_here(shop: Shop) -> None:
    here = shop.cloud.station(Role.DISPATCH, name="调度")
    there = shop.cloud.station(Role.DISPATCH, warehouse="W2", name="调度 2")
    shop.call("PUT", "/v1/vans", json=[van("V1")])
    shop.call("PUT", "/v1/vans", json=[van("V1", warehouse="W2")])
    assert [row["active"] for row in _told(here, "van")] == [True, False]
    assert _told(there, "van") == [van("V1", warehouse="W2")]
