"""A night for tests: waves packed, vans in the yard, routes to publish, tills in the shops."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.ids import new_uuid
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import DeskKit, Shop, completion, operator, order, verdicts

SUPERVISOR = "01976b1e-5f00-7000-8000-00000000000b"
CASHIER = "01976b1e-5f00-7000-8000-00000000000c"


@dataclass
class Night:
    """A cycle after its cut-off; `plans` are the crate plans of started waves by pickup point."""

    shop: Shop
    desk: DeskKit
    dispatch: DeskKit
    plans: dict[str, dict[str, Any]] = field(default_factory=dict)
    wave_ids: dict[str, str] = field(default_factory=dict)

    def crates(self, point: str) -> list[str]:
        return [crate["crate_id"] for crate in self.plans[point]["crates"]]

    def order_id(self, order_no: str) -> str:
        return str(self.state(order_no)["order_id"])

    def state(self, order_no: str) -> dict[str, Any]:
        answer = self.shop.call("GET", f"/v1/orders/{order_no}")
        assert answer.status_code == 200, answer.text
        state: dict[str, Any] = answer.json()
        return state

    def status(self, *order_nos: str) -> list[str]:
        return [self.state(order_no)["status"] for order_no in order_nos]

    def later(self, **units: float) -> None:
        self.shop.cloud.clock.forward(**units)

    def route_plan(self, version: int, *vans_and_points: tuple[str, list[str]]) -> dict[str, Any]:
        now = self.shop.cloud.clock()
        return {
            "plan_id": str(new_uuid()),
            "cycle_id": self.shop.cycle_id,
            "version": version,
            "routes": [
                {
                    "route_id": str(new_uuid()),
                    "number": number,
                    "code": with_check_digit(f"75{version:03d}{number:04d}"),
                    "van": van,
                    "departs_at": now.isoformat(),
                    "returns_at": (now + timedelta(hours=3)).isoformat(),
                    "metres": 12_000,
                    "stops": [self.route_stop(point, place) for place, point in enumerate(points, start=1)],
                }
                for number, (van, points) in enumerate(vans_and_points, start=1)
            ],
            "unserved": [],
        }

    def route_stop(self, point: str, place: int = 1) -> dict[str, Any]:
        arrives_at = self.shop.cloud.clock() + timedelta(minutes=30 * place)
        return {
            "wave_id": self.wave_ids[point],
            "pickup_point": point,
            "arrives_at": arrives_at.isoformat(),
            "leaves_at": (arrives_at + timedelta(minutes=5)).isoformat(),
            "metres_before": 4_000,
            "weight_g": 1_000,
            "volume_ml": 2_000,
        }

    def publish(self, plan: dict[str, Any]) -> dict[str, Any]:
        assert self.dispatch.report("RoutesPublished", plan)["verdict"] == "accepted"
        return plan

    def load(self, route: dict[str, Any], *crate_ids: str) -> None:
        for crate_id in crate_ids:
            body = {"route_id": route["route_id"], "crate_id": crate_id}
            assert self.desk.report("CrateLoaded", body)["verdict"] == "accepted"

    def depart(self, route: dict[str, Any], loaded: list[str], **other: Any) -> dict[str, Any]:
        return self.desk.report(
            "VanDeparted", {"route_id": route["route_id"], "loaded": loaded, "missing": [], **other}
        )


def open_night(shop: Shop, *orders: dict[str, Any]) -> Night:
    """Orders sent and cut off, two vans, a supervisor; no wave is started."""
    vans = [
        {
            "code": code,
            "plate": f"京A0000{code[-1]}",
            "warehouse": "W1",
            "weight_g": 10**6,
            "volume_ml": 10**6,
        }
        for code in ("V1", "V2")
    ]
    people = [
        operator(id=SUPERVISOR, name="周主管", badge="7700000026", supervisor=True),
        operator(id=CASHIER, name="陈店长", badge="7700000033", pickup_point="P1", supervisor=True),
    ]
    answer = shop.call("PUT", "/v1/catalogue", json={"vans": vans, "operators": people})
    assert answer.status_code == 200, answer.text
    shop.send(*orders)
    shop.cut_off()
    night = Night(shop, shop.cloud.desk(), shop.cloud.station(Role.DISPATCH, name="调度"))
    night.wave_ids = {wave["pickup_point"]: wave["id"] for wave in shop.waves()}
    return night


def start_next(night: Night) -> str:
    """Take and start the next wave; its pickup point."""
    lease = night.desk.lease()
    plan = night.desk.plan(lease)
    assert night.desk.report("WaveStarted", plan)["verdict"] == "accepted"
    night.plans[lease.wave.pickup_point.code] = plan
    return lease.wave.pickup_point.code


def pack(night: Night, point: str) -> None:
    """Pick a started wave whole."""
    facts = [night.desk.fact(kind, body) for kind, body in night.desk.picking(night.plans[point])]
    assert set(verdicts(night.desk.push(*facts))) == {"accepted"}


def packed_night(shop: Shop, *orders: dict[str, Any]) -> Night:
    """As open_night, and every wave packed; without orders A and B go to P1, C to P2."""
    given = orders or (order("A", "P1", PEACH=2, MILK=1), order("B", "P1", RICE=3), order("C", "P2", PEACH=1))
    night = open_night(shop, *given)
    for _ in night.wave_ids:
        pack(night, start_next(night))
    return night


def pack_short(night: Night, point: str, sku: str, missing: int) -> None:
    """Pick a started wave of one crate, `missing` pieces of a product of it short."""
    plan = night.plans[point]
    (crate,) = plan["crates"]
    wave_id, crate_id = plan["wave_id"], crate["crate_id"]
    planned: dict[str, int] = {}
    for line in crate["lines"]:
        planned[line["sku"]] = planned.get(line["sku"], 0) + line["quantity"]
    short = {"wave_id": wave_id, "sku": sku, "missing": [{"crate_id": crate_id, "quantity": missing}]}
    told: list[tuple[str, dict[str, Any]]] = [("ProductShort", short)]
    for each, quantity in planned.items():
        put = quantity - missing if each == sku else quantity
        if put:
            body = {"wave_id": wave_id, "crate_id": crate_id, "put_id": str(new_uuid()), "sku": each}
            told.append(("ItemPut", {**body, "quantity": put}))
    pieces = sum(planned.values()) - missing
    slip = {"wave_id": wave_id, "crate_id": crate_id, "orders": 1, "pieces": pieces, "weight_g": 900}
    told += [("CrateClosed", slip), ("WaveCompleted", completion(wave_id, 1, pieces, missing))]
    facts = [night.desk.fact(kind, body) for kind, body in told]
    assert set(verdicts(night.desk.push(*facts))) == {"accepted"}


def receive(till: DeskKit, *crate_ids: str) -> None:
    for crate_id in crate_ids:
        assert till.report("CrateReceived", {"crate_id": crate_id})["verdict"] == "accepted"


def collection(order_id: str, **pieces: int) -> dict[str, Any]:
    """The body of OrderCollected."""
    return {
        "collection_id": str(new_uuid()),
        "order_id": order_id,
        "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in pieces.items()],
        "means": "code",
    }


def changes_of(station: DeskKit, kind: ChangeKind) -> list[dict[str, Any]]:
    """Bodies of all changes of a kind a station is told, oldest first."""
    page = station.call("GET", "/v1/changes", params={"limit": 1000}).json()
    return [change["body"] for change in page["changes"] if change["kind"] == kind]


def refusal(station: DeskKit, kind: str, body: dict[str, Any]) -> str:
    """Why a fact is refused; it must be."""
    result = station.report(kind, body)
    assert result["verdict"] == "refused", result
    reason: str = result["reason"]
    return reason
