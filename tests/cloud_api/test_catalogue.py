"""Master data: all rows or none."""

from typing import Any

import pytest

from tests.cloud_api.kit import Shop, operator, pickup_point, product


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
    ]


def test_a_bad_catalogue_changes_nothing(
    shop: Shop, bad_catalogues: list[tuple[dict[str, Any], str]]
) -> None:
    desk = shop.cloud.desk()
    before = desk.call("GET", "/v1/changes").json()["next_cursor"]
    for catalogue, told in bad_catalogues:
        good = {"products": [product("NEW"), *catalogue.get("products", [])]}
        answer = shop.call("PUT", "/v1/catalogue", json={**catalogue, **good})
        assert answer.status_code == 422
        assert told in answer.json()["detail"].replace("products.1", "products.0")
    assert desk.call("GET", "/v1/changes").json()["next_cursor"] == before


def test_of_a_row_sent_twice_the_last_counts(shop: Shop) -> None:
    twice = {"products": [product("NEW", name="one"), product("NEW", name="two")]}
    assert shop.call("PUT", "/v1/catalogue", json=twice).json()["products"] == 1
    told = shop.cloud.desk().call("GET", "/v1/changes").json()["changes"]
    assert [change["body"]["name"] for change in told if change["body"].get("sku") == "NEW"] == ["two"]
