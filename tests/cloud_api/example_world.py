"""A service that holds what the examples of the OpenAPI document talk about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import requests
from sqlalchemy import select

from cloud_api.catalogue.examples import EXAMPLES
from cloud_api.catalogue.kinds import SHAPES, Kind
from cloud_api.documents.filling import fill_documents
from cloud_api.documents.press import Press
from cloud_api.settings import Settings
from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.orders import refused_amendments, refused_orders
from cloud_api.storage.transaction import reading
from cloud_api.wire.stations import Role
from cloud_api.wiring import hooks_of
from tests.cloud_api.kit import Cloud, DeskKit

LATER = "2036-06-18T23:00:00+08:00"
PIN = "704916"
_MANAGER = "01976b1e-5f00-7000-8000-00000000000b"
_PATHS = {
    Kind.WAREHOUSE: "warehouses",
    Kind.SUPPLIER: "suppliers",
    Kind.BIN: "bins",
    Kind.PRODUCT: "products",
    Kind.PICKUP_POINT: "pickup-points",
    Kind.OPERATOR: "operators",
    Kind.VAN: "vans",
}


@dataclass
class World:
    """The service, who may ask it, and the ids it gave."""

    cloud: Cloud
    integrator: str
    manager: str
    desk: DeskKit
    values: dict[str, str]
    """What path parameters may be, by their names."""

    def call(self, method: str, path: str, **rest: Any) -> requests.Response:
        return self.cloud.call(method, path, rest.pop("token", self.integrator), **rest)


def fill(cloud: Cloud, press: Press) -> World:
    """Catalogue, an open cycle and one that is cut off with its documents and deliveries, one of each."""
    token = cloud.integrator()
    for kind, path in _PATHS.items():
        row = EXAMPLES[kind]
        key = ":".join(row[name] for name in SHAPES[kind].key_fields)
        _put(cloud, token, f"/v1/{path}/{key}", row)
    second = {**EXAMPLES[Kind.PICKUP_POINT], "code": "P002", "name": "花家地店"}
    _put(cloud, token, "/v1/pickup-points/P002", second)
    world = World(cloud, token, _sign_in(cloud, token), cloud.desk(), {})
    _fill_cycles(world, press)
    _fill_papers(world)
    return world


def _put(cloud: Cloud, token: str, path: str, row: Mapping[str, Any]) -> None:
    answer = cloud.call("PUT", path, token, json=row)
    assert answer.ok, (path, answer.text)


def _sign_in(cloud: Cloud, token: str) -> str:
    other = {"id": _MANAGER, "name": "王经理", "badge": with_check_digit("770000002"), "manager": True}
    row = {**EXAMPLES[Kind.OPERATOR], **other}
    _put(cloud, token, f"/v1/operators/{row['id']}", row)
    _put(cloud, token, f"/v1/operators/{row['id']}/pin", {"pin": PIN})
    badge = {"badge": row["badge"], "pin": PIN, "bearer": True}
    return str(cloud.call("POST", "/v1/session", json=badge).json()["token"])


def _fill_cycles(world: World, press: Press) -> None:
    frozen = _sent(world, "POST", "/v1/cycles", _cycle("端午团（昨天）"))["id"]
    # What is refused stays listed: one order and one change nobody has put right.
    _sent(world, "POST", "/v1/orders", {"orders": [_order("2026061700001"), _order("x", sku="NOBODY")]})
    wish = {"order_no": "nobody's", "kind": "cancellation"}
    _sent(world, "POST", "/v1/orders/amendments", {"amendments": [wish]})
    recipient = {"kind": "warehouse", "recipient": "W1", "channel": "download"}
    world.values["recipient_id"] = _sent(world, "POST", "/v1/recipients", recipient)["recipient"]["id"]
    _sent(world, "POST", f"/v1/cycles/{frozen}/cut-off", None)
    settings = Settings(database="unused.db")
    engine, clock = world.cloud.engine, world.cloud.clock
    fill_documents(engine, UUID(frozen), clock, hooks_of(settings), settings.brand, press)
    world.values["frozen_id"] = frozen
    world.values["cycle_id"] = _sent(world, "POST", "/v1/cycles", _cycle("端午团"))["id"]
    orders = [_order(f"202606180000{number}") for number in (1, 2)]
    _sent(world, "POST", "/v1/orders", {"orders": orders})


def _fill_papers(world: World) -> None:
    values = world.values
    with reading(world.cloud.engine) as connection:
        values["document_id"] = str(connection.scalars(select(documents.c.id)).first())
        values["digest"] = str(connection.scalar(select(refused_orders.c.digest)))
        values["amendment_digest"] = str(connection.scalar(select(refused_amendments.c.digest)))
    # And a fact of a kind nobody knows.
    world.desk.report("TeaMade", {})
    delivery = _got(world, "/v1/deliveries")["items"][0]["id"]
    link = _got(world, f"/v1/deliveries/{delivery}")["link"].rpartition("/")[2]
    asked = _sent(world, "POST", "/v1/device-authorization", {"name": "工位 9", "roles": ["warehouse"]})
    table = "商品编码,名称\nPEACH-500,平谷鲜桃\n".encode()
    kept = world.call("POST", "/v1/imports", data=table, params={"name": "products.csv"})
    assert kept.status_code == 201, kept.text
    values |= {
        "delivery_id": delivery,
        "link": link,
        "link_token": link.rpartition(".")[2],
        "user_code": asked["user_code"],
        "device_code": asked["device_code"],
        "refusal_id": _got(world, "/v1/facts/refused")["items"][0]["id"],
        "file_id": kept.json()["file"]["id"],
        "station_id": str(world.desk.station_id),
        "operator_id": str(EXAMPLES[Kind.OPERATOR]["id"]),
        "wave_id": _got(world, "/v1/waves", cycle_id=values["frozen_id"])[0]["id"],
        "order_no": "2026061800001",
        "code": _got(world, f"/v1/cycles/{values['frozen_id']}/documents")["items"][0]["code"],
        "token": _got(world, "/v1/orders/2026061800001")["page"].rpartition("/")[2],
        "enrolment_code": world.cloud.code(Role.WAREHOUSE, "W1"),
    }


def _cycle(name: str) -> dict[str, Any]:
    return {"warehouse": "W1", "name": name, "cut_off_at": LATER}


def _order(order_no: str, sku: str = "PEACH-500") -> dict[str, Any]:
    lines = [{"sku": sku, "quantity": 2}]
    return {
        "order_no": order_no,
        "pickup_point": "P001",
        "paid_at": "2026-06-18T20:15:00+08:00",
        "customer": "王女士",
        "phone": "13800000000",
        "lines": lines,
    }


def _sent(world: World, method: str, path: str, body: Any) -> Any:
    answer = world.call(method, path, json=body)
    assert answer.ok, (path, answer.text)
    return answer.json() if answer.content else None


def _got(world: World, path: str, **query: str) -> Any:
    answer = world.call("GET", path, params=query)
    assert answer.ok, (path, answer.text)
    return answer.json()
