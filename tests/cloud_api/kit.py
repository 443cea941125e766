"""A running cloud for tests: real HTTP on loopback, a real database, a clock the test sets."""

import copy
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import requests
import uvicorn
from sqlalchemy import Engine

from cloud_api.app import create_app
from cloud_api.devices.service import issue_code
from cloud_api.server import base_url, listen
from cloud_api.settings import Settings
from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.transaction import writing
from cloud_api.wire.exchange import GENESIS_HASH, fact_hash
from cloud_api.wire.stations import Role
from cloud_api.wire.waves import Lease, Wave
from tests.cloud_api.announced import AnnouncedServer

EVENING = datetime(2026, 6, 18, 12, 0, tzinfo=UTC)
CUT_OFF = EVENING + timedelta(hours=3)
DEADLINE_S = 20.0
SQLITE_ONLY = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For tests of what stands before the database, so that they need not run on both."""


class SetClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = EVENING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **units: float) -> None:
        self.now += timedelta(**units)


@dataclass
class Cloud:
    """A service under test and what a test needs to talk to it."""

    url: str
    engine: Engine
    clock: SetClock
    session: requests.Session = field(default_factory=requests.Session)

    def call(self, method: str, path: str, token: str | None = None, **rest: Any) -> requests.Response:
        headers = {**rest.pop("headers", {})}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return self.session.request(method, self.url + path, headers=headers, timeout=DEADLINE_S, **rest)

    def code(self, role: Role, warehouse: str | None, *more: Role, point: str | None = None) -> str:
        with writing(self.engine) as connection:
            roles = (role, *more)
            return issue_code(connection, roles, warehouse, self.clock(), pickup_point=point).code

    def enrol(
        self,
        role: Role,
        warehouse: str | None,
        name: str = "工位 1",
        *more: Role,
        point: str | None = None,
    ) -> dict[str, Any]:
        code = self.code(role, warehouse, *more, point=point)
        answer = self.call("POST", "/v1/enrolment", json={"code": code, "name": name})
        assert answer.status_code == 200, answer.text
        enrolled: dict[str, Any] = answer.json()
        return enrolled

    def integrator(self) -> str:
        token: str = self.enrol(Role.INTEGRATOR, None, "商城")["token"]
        return token

    def desk(self, name: str = "工位 1", warehouse: str = "W1") -> "DeskKit":
        return self.station(Role.WAREHOUSE, warehouse=warehouse, name=name)

    def till(self, point: str, name: str = "收银台") -> "DeskKit":
        """A station of the role pickup in a shop."""
        return self.station(Role.PICKUP, warehouse=None, name=name, point=point)

    def station(
        self, *roles: Role, warehouse: str | None = "W1", name: str = "工位 1", point: str | None = None
    ) -> "DeskKit":
        """A station with these roles."""
        enrolled = self.enrol(roles[0], warehouse, name, *roles[1:], point=point)
        return DeskKit(self, UUID(enrolled["station_id"]), enrolled["token"])


@contextmanager
def running(
    engine: Engine, clock: SetClock, settings: Settings | None = None, port: int = 0
) -> Iterator[Cloud]:
    """Serve over a prepared database in a thread until the block ends."""
    app = create_app(settings or Settings(database="unused.db"), engine, clock)
    config = uvicorn.Config(
        app, log_level="error", access_log=False, proxy_headers=False, timeout_graceful_shutdown=5
    )
    server = AnnouncedServer(config)
    with listen("127.0.0.1", port) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert server.answering.wait(DEADLINE_S)
            cloud = Cloud(base_url(listening), engine, clock)
            with cloud.session:
                yield cloud
        finally:
            server.tell_to_end()
            thread.join(DEADLINE_S)
    assert not thread.is_alive()


def gtin_of(sku: str) -> str:
    """A GTIN of the product's own."""
    return with_check_digit(f"0690{zlib.crc32(sku.encode()) % 10**9:09d}")


def product(sku: str, **other: Any) -> dict[str, Any]:
    return {
        "sku": sku,
        "name": f"商品 {sku}",
        "spec": "500 g",
        "gtins": [gtin_of(sku)],
        "zone": "ambient",
        "weight_g": 520,
        "volume_ml": 900,
        "bin": "A-01-2",
        "path": 12,
        "scan_rule": "each",
        **other,
    }


def pickup_point(code: str, warehouse: str = "W1", **other: Any) -> dict[str, Any]:
    return {"code": code, "name": f"自提点 {code}", "warehouse": warehouse, **other}


def van(code: str, **other: Any) -> dict[str, Any]:
    """A van of W1 with every field, as a change tells it."""
    return {
        "code": code,
        "plate": "京A12345",
        "warehouse": "W1",
        "driver": "",
        "phone": "",
        "weight_g": 1_500_000,
        "volume_ml": 8_000_000,
        "shift_from": "04:00",
        "shift_until": "11:00",
        "max_stops": 0,
        "fixed_cost_fen": 0,
        "cost_km_fen": 150,
        "cost_hour_fen": 4_000,
        "active": True,
        **other,
    }


def catalogue() -> dict[str, Any]:
    """Two warehouses; W1 has three points, W2 one; three products; one operator."""
    return {
        "warehouses": [{"code": "W1", "name": "朝阳仓"}, {"code": "W2", "name": "通州仓"}],
        "products": [product("PEACH"), product("MILK", zone="chilled"), product("RICE")],
        "pickup_points": [pickup_point(code) for code in ("P1", "P2", "P3")] + [pickup_point("Q1", "W2")],
        "operators": [operator()],
    }


def operator(**other: Any) -> dict[str, Any]:
    badge = "7700000019"
    return {
        "id": "01976b1e-5f00-7000-8000-00000000000a",
        "name": "李师傅",
        "badge": badge,
        "warehouse": "W1",
        **other,
    }


def order(order_no: str, point: str = "P1", **quantities: Any) -> dict[str, Any]:
    return {
        "order_no": order_no,
        "pickup_point": point,
        "paid_at": "2026-06-18T19:00:00+08:00",
        "customer": "王女士",
        "phone": "13800000000",
        "lines": [
            {"sku": sku, "quantity": quantity} for sku, quantity in (quantities or {"PEACH": 2}).items()
        ],
    }


def new_cycle(warehouse: str = "W1", name: str = "端午团", cut_off_at: datetime = CUT_OFF) -> dict[str, Any]:
    return {"warehouse": warehouse, "name": name, "cut_off_at": cut_off_at.isoformat()}


@dataclass
class Shop:
    """An integrator with a catalogue sent and a cycle of W1 open."""

    cloud: Cloud
    token: str
    cycle_id: str

    def call(self, method: str, path: str, **rest: Any) -> requests.Response:
        return self.cloud.call(method, path, self.token, **rest)

    def send(self, *orders: Any) -> dict[str, Any]:
        answer = self.call("POST", "/v1/orders", json={"orders": list(orders)})
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def verdicts(self, *orders: Any) -> list[str]:
        return [result["verdict"] for result in self.send(*orders)["results"]]

    def refused(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.call("GET", "/v1/orders/refused").json()["items"]
        return rows

    def cut_off(self) -> dict[str, Any]:
        answer = self.call("POST", f"/v1/cycles/{self.cycle_id}/cut-off")
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def waves(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.call("GET", "/v1/waves", params={"cycle_id": self.cycle_id}).json()
        return rows


def open_shop(cloud: Cloud) -> Shop:
    token = cloud.integrator()
    answer = cloud.call("PUT", "/v1/catalogue", token, json=catalogue())
    assert answer.status_code == 200, answer.text
    answer = cloud.call("POST", "/v1/cycles", token, json=new_cycle())
    assert answer.status_code == 201, answer.text
    return Shop(cloud, token, answer.json()["id"])


@dataclass
class DeskKit:
    """A desk that takes waves and reports facts in a chain, as a station does."""

    cloud: Cloud
    station_id: UUID
    token: str
    seq: int = 0
    last_hash: str = GENESIS_HASH
    next_serial: int = 0

    def call(self, method: str, path: str, **rest: Any) -> requests.Response:
        return self.cloud.call(method, path, self.token, **rest)

    def ask_lease(
        self, lease_id: UUID | None = None, serials_held: int = 500, wave_id: UUID | None = None
    ) -> requests.Response:
        body = {"lease_id": str(lease_id or new_uuid()), "serials_held": serials_held}
        if wave_id is not None:
            body["wave_id"] = str(wave_id)
        return self.call("POST", "/v1/waves/lease", json=body)

    def lease(self, serials_held: int = 500) -> Lease:
        answer = self.ask_lease(serials_held=serials_held)
        assert answer.status_code == 200, answer.text
        return Lease.model_validate(answer.json())

    def act(self, path: str, lease: Lease) -> requests.Response:
        return self.call("POST", f"/v1/waves/{lease.wave.id}/lease/{lease.lease_id}/{path}")

    def fact(self, kind: str, body: dict[str, Any], **other: Any) -> dict[str, Any]:
        """The next fact of this desk's chain."""
        self.seq += 1
        fact: dict[str, Any] = {
            "id": str(new_uuid()),
            "seq": self.seq,
            "operator_id": None,
            "happened_at": self.cloud.clock().isoformat(),
            "kind": kind,
            "version": 1,
            "body": body,
            "previous_hash": self.last_hash,
            **other,
        }
        self.last_hash = self.hash_of(fact)
        return fact

    def hash_of(self, fact: dict[str, Any]) -> str:
        return fact_hash(
            fact_id=UUID(fact["id"]),
            station_id=self.station_id,
            seq=fact["seq"],
            operator_id=UUID(fact["operator_id"]) if fact["operator_id"] else None,
            happened_at=datetime.fromisoformat(fact["happened_at"]),
            kind=fact["kind"],
            version=fact["version"],
            body=fact["body"],
            previous_hash=fact["previous_hash"],
        )

    def push(self, *facts: dict[str, Any]) -> dict[str, Any]:
        answer = self.call("POST", "/v1/facts", json={"facts": list(facts)})
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def report(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Push one fact; its result."""
        result: dict[str, Any] = self.push(self.fact(kind, body))["results"][0]
        return result

    def plan(self, lease: Lease) -> dict[str, Any]:
        """The body of WaveStarted: one crate for each order."""
        crates = []
        for number, wave_order in enumerate(lease.wave.orders, start=1):
            self.next_serial += 1
            lines = [
                {"order_id": str(wave_order.order_id), "sku": line.sku, "quantity": line.quantity}
                for line in wave_order.lines
            ]
            crates.append(
                {
                    "crate_id": str(new_uuid()),
                    "sscc": sscc(f"{self.station_id.int % 10**9:09d}{self.next_serial:08d}"),
                    "number": number,
                    "zone": "ambient",
                    "lines": lines,
                }
            )
        return {"wave_id": str(lease.wave.id), "lease_id": str(lease.lease_id), "crates": crates}

    def picking(self, plan: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        """Kinds and bodies of facts that pick a started wave whole."""
        wave_id = plan["wave_id"]
        told: list[tuple[str, dict[str, Any]]] = []
        for crate in plan["crates"]:
            for line in crate["lines"]:
                told.append(("ItemPut", put(wave_id, crate, line["sku"], line["quantity"])))
            told.append(("CrateClosed", closing(wave_id, crate)))
        pieces = sum(line["quantity"] for crate in plan["crates"] for line in crate["lines"])
        told.append(("WaveCompleted", completion(wave_id, len(plan["crates"]), pieces)))
        return told


def sscc(digits: str) -> str:
    """17 digits with the check digit that makes them the number of a crate."""
    return with_check_digit(digits)


def put(wave_id: str, crate: dict[str, Any], sku: str, quantity: int) -> dict[str, Any]:
    return {
        "wave_id": wave_id,
        "crate_id": crate["crate_id"],
        "put_id": str(new_uuid()),
        "sku": sku,
        "quantity": quantity,
    }


def closing(wave_id: str, crate: dict[str, Any], pieces: int | None = None) -> dict[str, Any]:
    planned = sum(line["quantity"] for line in crate["lines"])
    return {
        "wave_id": wave_id,
        "crate_id": crate["crate_id"],
        "orders": 1,
        "pieces": planned if pieces is None else pieces,
        "weight_g": 1_000,
    }


def completion(wave_id: str, crates: int, pieces: int, short: int = 0) -> dict[str, Any]:
    return {"wave_id": wave_id, "crates": crates, "pieces": pieces, "short_pieces": short, "verdicts": {}}


def changed(body: dict[str, Any], /, **other: Any) -> dict[str, Any]:
    """A deep copy with other values."""
    return {**copy.deepcopy(body), **other}


def verdicts(result: dict[str, Any]) -> list[str]:
    return [row["verdict"] for row in result["results"]]


def wave_orders(wave: Wave) -> list[str]:
    return [wave_order.order_no for wave_order in wave.orders]
