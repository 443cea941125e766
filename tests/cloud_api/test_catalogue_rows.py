"""One row at a time over HTTP: read, put, patched, taken away."""

from typing import Any

from sqlalchemy import func, select

from cloud_api.storage.audit import broken_links
from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import reading
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.stations import Role
from tests.cloud_api.bins_kit import place
from tests.cloud_api.kit import SQLITE_ONLY, Shop, gtin_of, operator, order, pickup_point, product, van
from tests.cloud_api.night_kit import changes_of

OTHER = "01976b1e-5f00-7000-8000-00000000000b"
MERGE = {"Content-Type": "application/merge-patch+json"}
SUPPLIER = {"code": "S1", "name": "合作社", "contact": "赵", "phone": "13912345678", "address": "平谷"}
ROWS: list[tuple[str, str, dict[str, Any]]] = [
    ("warehouses", "W3", {"code": "W3", "name": "三号仓", "time_zone": "Asia/Shanghai"}),
    ("suppliers", "S1", SUPPLIER),
    ("products", "A/B 1", product("A/B 1", units=[{"name": "箱", "pieces": 12, "gtin": "16901234567899"}])),
    ("pickup-points", "P9", pickup_point("P9", latitude=39.9, longitude=116.4)),
    ("operators", OTHER, operator(id=OTHER, badge="7700000026")),
    ("vans", "V1", van("V1")),
    ("bins", "W1:A/03 12", place("A/03 12", number=7)),
]
NEVER_DELETED = ("operators", "bins")


def test_rows_of_every_kind_live_and_go(shop: Shop) -> None:
    for path, key, row in ROWS:
        _live_and_go(shop, path, key, row)


def _live_and_go(shop: Shop, path: str, key: str, row: dict[str, Any]) -> None:
    one = f"/v1/{path}/{key}"
    assert shop.call("GET", one).status_code == 404
    assert shop.call("DELETE", one).status_code == 404
    made = shop.call("PUT", one, json=row, headers={"If-None-Match": "*"})
    assert (made.status_code, made.json()["verdict"]) == (201, "created"), made.text
    read = shop.call("GET", one)
    assert read.json() == made.json()["row"]
    assert read.json() | row == read.json()
    assert read.headers["ETag"] == made.headers["ETag"]
    code = key.rpartition(":")[2]
    assert code in [str(item.get("code", item.get("sku", item.get("id")))) for item in _list(shop, path)]
    again = shop.call("PUT", one, json=row)
    assert (again.status_code, again.json()["verdict"]) == (200, "unchanged")
    named = {"name": "别的"} if "name" in row else {"plate": "京B00001"} if "plate" in row else {"path": 1}
    patched = shop.call("PATCH", one, json=named, headers={**MERGE, "If-Match": read.headers["ETag"]})
    assert (patched.status_code, patched.json()["verdict"]) == (200, "changed")
    assert patched.json()["row"] == {**read.json(), **named}
    gone = shop.call("DELETE", one)
    outcome = "deactivated" if path in NEVER_DELETED else "deleted"
    assert gone.json() == {"key": key, "outcome": outcome, "referred_by": []}
    assert shop.call("GET", one).status_code == (200 if path in NEVER_DELETED else 404)


def _list(shop: Shop, path: str, **wanted: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page: dict[str, Any] = {"next": None}
    while True:
        after = {} if page["next"] is None else {"after": page["next"]}
        page = shop.call("GET", f"/v1/{path}", params={**wanted, **after}).json()
        found += page["items"]
        if page["next"] is None:
            return found


def test_who_changed_it_meanwhile_is_not_written_over(shop: Shop) -> None:
    seen = shop.call("GET", "/v1/products/PEACH").headers["ETag"]
    first = shop.call("PATCH", "/v1/products/PEACH", json={"name": "甲"}, headers={"If-Match": seen})
    assert first.status_code == 200
    for method, body in (("PATCH", {"name": "乙"}), ("PUT", product("PEACH")), ("DELETE", None)):
        late = shop.call(method, "/v1/products/PEACH", json=body, headers={"If-Match": seen})
        assert (late.status_code, late.json()["type"]) == (412, "urn:youlin:problem:changed-meanwhile")
        assert "Product PEACH was changed meanwhile" in late.json()["detail"]
    assert shop.call("GET", "/v1/products/PEACH").json()["name"] == "甲"
    both = {"If-Match": f'"x", {first.headers["ETag"]}'}
    assert shop.call("PATCH", "/v1/products/PEACH", json={"name": "乙"}, headers=both).status_code == 200
    new = shop.call("PUT", "/v1/products/NEW", json=product("NEW"), headers={"If-Match": "*"})
    assert (new.status_code, "no product NEW any more" in new.json()["detail"]) == (412, True)
    here = shop.call("PUT", "/v1/products/MILK", json=product("MILK"), headers={"If-None-Match": "*"})
    assert (here.status_code, "is there already" in here.json()["detail"]) == (412, True)


UNFIT: list[tuple[str, dict[str, Any], str]] = [
    ("products/PEACH", {"gtins": ["6901234567893"]}, "wrong check digit"),
    ("products/PEACH", {"gtins": ["00000000"]}, "wrong check digit"),
    ("products/PEACH", {"gtins": ["123"]}, "gtins.0"),
    ("products/PEACH", {"gtins": [gtin_of("MILK")]}, "belongs to product MILK"),
    ("products/PEACH", {"units": [{"name": "箱", "pieces": 6, "gtin": gtin_of("RICE")}]}, "product RICE"),
    (
        "products/PEACH",
        {"units": [{"name": "箱", "pieces": 6, "gtin": gtin_of("PEACH")}]},
        "stands twice",
    ),
    ("products/PEACH", {"units": [{"name": "箱", "pieces": 0}]}, "units.0.pieces"),
    ("products/PEACH", {"supplier": "S9"}, "no supplier S9"),
    ("products/PEACH", {"sku": "PLUM"}, "A key is not changed"),
    ("products/PEACH", {"name": None}, "name: Field required"),
    ("products/PEACH", {"name": "\0"}, "NUL"),
    ("products/PEACH", {"name": "\ud800"}, "name"),
    ("products/PEACH", {"weight_g": 10**30}, "weight_g"),
    ("products/PEACH", {"zone": "hot"}, "zone"),
    ("products/PEACH", {"weight_g": True}, "weight_g: not true or false"),
    ("products/PEACH", {"active": 0}, "active: true or false is wanted"),
    ("pickup-points/P1", {"latitude": 39.9}, "one of them is missing"),
    ("pickup-points/P1", {"latitude": 0, "longitude": 0}, "lies in the sea"),
    ("pickup-points/P1", {"latitude": 91, "longitude": 0}, "latitude"),
    ("pickup-points/P1", {"warehouse": "W9"}, "no warehouse W9"),
    ("pickup-points/P1", {"receive_from": "25:00"}, "receive_from"),
    ("operators/01976b1e-5f00-7000-8000-00000000000a", {"badge": "7700000018"}, "wrong check digit"),
    ("warehouses/W1", {"time_zone": "Mars/Base"}, "no time zone"),
]


@SQLITE_ONLY
def test_what_does_not_fit_is_refused_and_changes_nothing(shop: Shop) -> None:
    for path, change, told in UNFIT:
        before = shop.call("GET", f"/v1/{path}").json()
        answer = shop.call("PATCH", f"/v1/{path}", json=change)
        assert answer.status_code == answer.json()["status"]
        assert answer.status_code in (409, 422)
        assert told in answer.json()["detail"]
        assert shop.call("GET", f"/v1/{path}").json() == before


@SQLITE_ONLY
def test_numbers_that_are_none_are_refused(shop: Shop) -> None:
    for text in ('{"latitude": NaN, "longitude": 1}', '{"latitude": 1, "longitude": Infinity}'):
        answer = shop.call("PATCH", "/v1/pickup-points/P1", data=text, headers=MERGE)
        assert answer.status_code == 422, answer.text
    assert shop.call("PATCH", "/v1/pickup-points/P1", json=[1]).status_code == 422
    assert shop.call("GET", "/v1/operators/nobody").status_code == 422
    assert shop.call("GET", "/v1/operators", params={"after": "x"}).status_code == 422


def test_gtins_of_all_lengths_are_one_number(shop: Shop) -> None:
    given = {"gtins": ["6901234567892", "96385074", "614141123452"]}
    row = shop.call("PATCH", "/v1/products/PEACH", json=given).json()["row"]
    assert row["gtins"] == ["06901234567892", "00000096385074", "00614141123452"]
    found = _list(shop, "products", text="6901234567892")
    assert [item["sku"] for item in found] == ["PEACH"]
    swapped = {"products": [product("MILK", gtins=row["gtins"]), product("PEACH", gtins=[gtin_of("MILK")])]}
    assert shop.call("PUT", "/v1/catalogue", json=swapped).json()["products"] == 2


def test_a_page_ends_where_the_next_begins(shop: Shop) -> None:
    points = [pickup_point(f"X{number}", address="望京 100% 路") for number in range(5)]
    away = pickup_point("X9", active=False, address="望京 100_ 路")
    shop.call("PUT", "/v1/catalogue", json={"pickup_points": [*points, away]})
    assert [row["code"] for row in _list(shop, "pickup-points", text="100%", limit=2)] == [
        f"X{number}" for number in range(5)
    ]
    assert [row["code"] for row in _list(shop, "pickup-points", active=False)] == ["X9"]
    assert [row["code"] for row in _list(shop, "pickup-points", warehouse="W2")] == ["Q1"]
    assert [row["sku"] for row in _list(shop, "products", zone="chilled", text="mil")] == ["MILK"]
    assert _list(shop, "products", supplier="S1") == []
    assert [row["name"] for row in _list(shop, "operators", text="7700000019")] == ["李师傅"]
    assert len(_list(shop, "operators", limit=1)) == 1
    assert shop.call("GET", "/v1/products", params={"limit": 0}).status_code == 422


def test_history_keeps_a_row_and_stations_hear_of_it(shop: Shop) -> None:
    shop.send(order("A", "P1", PEACH=1))
    shop.call("PUT", "/v1/vans/V1", json=van("V1"))
    desk, dispatch = shop.cloud.desk(), shop.cloud.station(Role.DISPATCH, name="调度")
    for path, tables in (("products/PEACH", "order lines"), ("pickup-points/P1", "orders")):
        gone = shop.call("DELETE", f"/v1/{path}").json()
        assert (gone["outcome"], tables in gone["referred_by"]) == ("deactivated", True)
        assert shop.call("GET", f"/v1/{path}").json()["active"] is False
    assert shop.call("DELETE", "/v1/vans/V1").json()["outcome"] == "deleted"
    assert changes_of(desk, ChangeKind.PRODUCT)[-1]["active"] is False
    assert changes_of(dispatch, ChangeKind.PICKUP_POINT)[-1]["active"] is False
    assert [row["active"] for row in changes_of(dispatch, ChangeKind.VAN)] == [True, False]
    assert shop.call("DELETE", "/v1/products/PEACH").json()["outcome"] == "deactivated"


def test_a_warehouse_stays_while_something_belongs_to_it(shop: Shop) -> None:
    refused = shop.call("DELETE", "/v1/warehouses/W2")
    assert refused.status_code == 409
    assert "still has pickup points" in refused.json()["detail"]
    assert shop.call("DELETE", "/v1/pickup-points/Q1").json()["outcome"] == "deleted"
    assert shop.call("DELETE", "/v1/warehouses/W2").json()["outcome"] == "deleted"


def test_the_last_manager_stays(shop: Shop) -> None:
    one = f"/v1/operators/{operator()['id']}"
    assert shop.call("PATCH", one, json={"manager": True}).status_code == 200
    for method, body in (("PATCH", {"manager": False}), ("PATCH", {"active": False})):
        refused = shop.call(method, one, json=body)
        assert (refused.status_code, "last manager" in refused.json()["detail"]) == (409, True)
    assert shop.call("DELETE", one).status_code == 409
    whole = shop.call("PUT", "/v1/catalogue", json={"operators": [operator()]})
    assert (whole.status_code, "nobody could sign in" in whole.json()["detail"]) == (409, True)
    other = operator(id=OTHER, badge="7700000026", manager=True)
    handed_over = {"operators": [operator(), other]}
    assert shop.call("PUT", "/v1/catalogue", json=handed_over).json()["operators"] == 2


def test_a_place_that_looks_wrong_is_kept_with_a_warning(shop: Shop) -> None:
    swapped = shop.call("PATCH", "/v1/pickup-points/P1", json={"latitude": 10.5, "longitude": 120.2})
    assert swapped.json()["warnings"] == []
    swapped = shop.call("PATCH", "/v1/pickup-points/P1", json={"latitude": 80, "longitude": 39.9})
    (warning,) = swapped.json()["warnings"]
    assert "outside China" in warning
    assert "swapped" in warning


def test_phones_and_badges_are_for_those_who_need_them(shop: Shop) -> None:
    shop.call("PUT", "/v1/suppliers/S1", json=SUPPLIER)
    shop.call("PUT", "/v1/catalogue", json={"pickup_points": [pickup_point("P1", phone="13812345678")]})
    desk, dispatch = shop.cloud.desk(), shop.cloud.station(Role.DISPATCH, name="调度")
    till = shop.cloud.till("P1")
    shown = {
        name: who.call("GET", "/v1/pickup-points/P1").json()["phone"]
        for name, who in (("all", shop), ("desk", desk), ("dispatch", dispatch))
    }
    assert shown == {"all": "13812345678", "desk": "138****5678", "dispatch": "13812345678"}
    assert dispatch.call("GET", "/v1/suppliers/S1").json()["phone"] == "139****5678"
    etags = {who.call("GET", "/v1/pickup-points/P1").headers["ETag"] for who in (shop, desk)}
    assert len(etags) == 2
    assert desk.call("GET", "/v1/pickup-points/Q1").status_code == 404
    assert [row["code"] for row in desk.call("GET", "/v1/pickup-points").json()["items"]] == [
        "P1",
        "P2",
        "P3",
    ]
    assert desk.call("GET", "/v1/operators").status_code == 403
    assert till.call("GET", "/v1/pickup-points").status_code == 403
    for who in (desk, dispatch):
        assert who.call("PATCH", "/v1/pickup-points/P1", json={"name": "x"}).status_code == 403


def test_every_change_is_noted_without_phones(shop: Shop) -> None:
    with reading(shop.cloud.engine) as connection:
        noted = connection.scalar(select(func.max(audit.c.number))) or 0
    shop.call("PUT", "/v1/suppliers/S1", json=SUPPLIER)
    shop.call("PATCH", "/v1/suppliers/S1", json={"phone": "13900000001", "name": "社"})
    shop.call("PATCH", "/v1/suppliers/S1", json={"name": "社"})
    shop.call("DELETE", "/v1/suppliers/S1")
    two = {"products": [product("PEACH", name="桃")], "vans": [van("V1")]}
    shop.call("PUT", "/v1/catalogue", json=two)
    with reading(shop.cloud.engine) as connection:
        rows = connection.execute(select(audit).where(audit.c.number > noted).order_by(audit.c.number)).all()
        assert list(broken_links(connection)) == []
    assert [(row.action, row.about) for row in rows] == [
        ("create supplier", "supplier S1"),
        ("change supplier", "supplier S1"),
        ("delete supplier", "supplier S1"),
        ("change catalogue", "2 rows"),
    ]
    assert {row.actor_name for row in rows} == {"商城"}
    assert rows[1].detail == {"name": ["合作社", "社"], "phone": "changed"}
    assert rows[3].detail == {"product": {"PEACH": {"name": ["商品 PEACH", "桃"]}}, "van": {"V1": {}}}


def _manager_token(shop: Shop, pin: str = "704916") -> str:
    person = operator(manager=True)
    assert shop.call("PUT", f"/v1/operators/{person['id']}", json=person).status_code == 200
    assert shop.call("PUT", f"/v1/operators/{person['id']}/pin", json={"pin": pin}).status_code == 204
    body = {"badge": person["badge"], "pin": pin, "bearer": True}
    token: str = shop.cloud.call("POST", "/v1/session", json=body).json()["token"]
    return token


@SQLITE_ONLY
def test_a_manager_keeps_what_is_of_the_own_warehouse_and_of_the_company(shop: Shop) -> None:
    token = _manager_token(shop)

    def act(method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, str]:
        answer = shop.cloud.call(method, f"/v1/{path}", token, json=body)
        return answer.status_code, answer.json().get("detail", "")

    assert act("PATCH", "products/PEACH", {"name": "桃"})[0] == 200
    assert act("PUT", "suppliers/S1", SUPPLIER)[0] == 201
    assert act("PATCH", "pickup-points/P1", {"phone": "13812345678"})[0] == 200
    assert act("PATCH", "warehouses/W1", {"name": "仓"})[0] == 200
    for method, path, body in (
        ("PATCH", "pickup-points/Q1", {"name": "x"}),
        ("PATCH", "pickup-points/P1", {"warehouse": "W2"}),
        ("PUT", "vans/V2", van("V2", warehouse="W2")),
        ("PUT", "bins/W2:A-1", place("A-1", warehouse="W2")),
        ("PATCH", "warehouses/W2", {"name": "x"}),
        ("PUT", "warehouses/W3", {"code": "W3", "name": "x"}),
        ("DELETE", "pickup-points/Q1", None),
    ):
        status, told = act(method, path, body)
        assert (status, "you run W1" in told) == (403, True)
    shown = shop.cloud.call("GET", "/v1/pickup-points", token).json()["items"]
    assert (shown[0]["code"], shown[0]["phone"]) == ("P1", "13812345678")
    assert "Q1" not in [row["code"] for row in shown]
    assert len(shop.cloud.call("GET", "/v1/operators", token).json()["items"]) == 1
