"""Routes: published whole, loaded crate by crate, departed with exactly what was loaded."""

from typing import Any

import pytest

from cloud_api.storage.ids import new_uuid
from cloud_api.wire.exchange import ChangeKind
from tests.cloud_api.kit import SQLITE_ONLY, Shop, changed, order
from tests.cloud_api.night_kit import (
    CASHIER,
    SUPERVISOR,
    Night,
    changes_of,
    open_night,
    packed_night,
    refusal,
    start_next,
)


@pytest.fixture
def night(shop: Shop) -> Night:
    return packed_night(shop)


def test_published_routes_are_told_to_warehouse_and_shops(night: Night) -> None:
    till = night.shop.cloud.till("P1")
    plan = night.publish(night.route_plan(1, ("V1", ["P2", "P1"])))
    path, params = "/v1/routes", {"cycle_id": night.shop.cycle_id}
    told = night.dispatch.call("GET", path, params=params).json()
    assert [stop["pickup_point"] for stop in told["routes"][0]["stops"]] == ["P2", "P1"]
    assert changes_of(night.desk, ChangeKind.ROUTES) == [told]
    assert night.shop.call("GET", path, params=params).json() == told
    assert till.call("GET", path, params=params).status_code == 403
    assert night.shop.cloud.desk(warehouse="W2").call("GET", path, params=params).status_code == 404
    delivery = changes_of(till, ChangeKind.DELIVERY)[-1]
    assert (delivery["state"], delivery["van"], delivery["orders"]) == ("expected", "京A00001 · 1", 2)
    assert delivery["arrives_at"] == told["routes"][0]["stops"][1]["arrives_at"]
    assert [crate["pieces"] for crate in delivery["crates"]] == [3, 3]
    again = night.publish({**night.route_plan(2, ("V2", ["P2"])), "unserved": []})
    assert night.dispatch.call("GET", path, params=params).json()["plan_id"] == again["plan_id"]
    assert changes_of(till, ChangeKind.DELIVERY)[-1]["van"] is None
    load = {"route_id": plan["routes"][0]["route_id"], "crate_id": night.crates("P2")[0]}
    assert "replaced by a later plan" in refusal(night.desk, "CrateLoaded", load)


@SQLITE_ONLY
def test_plans_that_do_not_fit_are_refused(night: Night) -> None:
    night.publish(night.route_plan(3, ("V1", ["P1"]), ("V2", ["P2"])))
    plan = night.route_plan(4, ("V1", ["P1"]), ("V2", ["P2"]))

    def told(**other: Any) -> str:
        return refusal(night.dispatch, "RoutesPublished", changed(plan, **other))

    def with_route(**other: Any) -> str:
        return told(routes=[changed(plan["routes"][0], **other), plan["routes"][1]])

    assert "There is no cycle" in told(cycle_id=str(new_uuid()))
    assert "not newer than version 3" in told(version=3)
    assert "too large" in told(version=10**30)
    assert "too large" in with_route(metres=10**30)
    assert "There is no wave" in with_route(stops=[changed(night.route_stop("P1"), wave_id=str(new_uuid()))])
    assert "is of P1, not of P2" in with_route(stops=[changed(night.route_stop("P1"), pickup_point="P2")])
    assert "the wave" in with_route(stops=[night.route_stop("P1"), night.route_stop("P2")])
    left_out = {"wave_id": night.wave_ids["P1"], "pickup_point": "P1", "reason": "no position"}
    assert "the wave" in told(unserved=[left_out])
    assert "the route id" in with_route(route_id=plan["routes"][1]["route_id"])
    assert "the route number 2" in with_route(number=2)
    assert "the route code" in with_route(code=plan["routes"][1]["code"])
    wrong_digit = plan["routes"][0]["code"][:-1] + str((int(plan["routes"][0]["code"][-1]) + 1) % 10)
    assert "check digit" in with_route(code=wrong_digit)
    assert "There is no van V9" in with_route(van="V9")
    night.publish(plan)
    assert "was published before" in told(version=5)
    assert night.dispatch.report("RoutesPublished", told_nothing(night))["verdict"] == "accepted"


def told_nothing(night: Night) -> dict[str, Any]:
    """A plan that serves nobody, and says why."""
    unserved = [
        {"wave_id": wave_id, "pickup_point": point, "reason": "no van"}
        for point, wave_id in night.wave_ids.items()
    ]
    return changed(night.route_plan(9), unserved=unserved)


def test_crates_are_loaded_where_they_belong(night: Night) -> None:
    first, second = night.publish(night.route_plan(1, ("V1", ["P1"]), ("V2", ["P2"])))["routes"]
    here, there = night.crates("P1")[0], night.crates("P2")[0]

    def told(kind: str, route: dict[str, Any], crate_id: str) -> str:
        return refusal(night.desk, kind, {"route_id": route["route_id"], "crate_id": crate_id})

    assert "goes to P2, where route 1 does not stop" in told("CrateLoaded", first, there)
    assert "There is no crate" in told("CrateLoaded", first, str(new_uuid()))
    assert "There is no route" in told("CrateLoaded", {"route_id": str(new_uuid())}, here)
    night.load(first, here, here)
    assert "is on route 1 already" in told("CrateLoaded", second, here)
    assert "is on route 1, not on route 2" in told("CrateUnloaded", second, here)
    off = {"route_id": first["route_id"], "crate_id": here}
    assert [night.desk.report("CrateUnloaded", off)["verdict"] for _ in range(2)] == ["accepted"] * 2
    moves = changes_of(night.dispatch, ChangeKind.CRATE_MOVED)
    assert [(move["move"], move["crate_id"]) for move in moves] == [("loaded", here), ("unloaded", here)]
    assert moves[0]["route_id"] == first["route_id"]
    assert moves[0]["station_name"] == "工位 1"


def test_an_open_crate_is_not_loaded(shop: Shop) -> None:
    night = open_night(shop, order("A", "P1", PEACH=1))
    start_next(night)
    (route,) = night.publish(night.route_plan(1, ("V1", ["P1"])))["routes"]
    body = {"route_id": route["route_id"], "crate_id": night.crates("P1")[0]}
    assert "is not closed" in refusal(night.desk, "CrateLoaded", body)


def test_a_van_departs_with_exactly_what_was_loaded(night: Night) -> None:
    till = night.shop.cloud.till("P1")
    first, second = night.publish(night.route_plan(1, ("V1", ["P1"]), ("V2", ["P2"])))["routes"]
    (one, two), (other,) = night.crates("P1"), night.crates("P2")
    night.load(first, one, two)
    assert "without crates that by the scans are" in night.depart(first, [one])["reason"]
    assert "with crates that by the scans are not" in night.depart(first, [one, two, other])["reason"]
    assert "told twice" in night.depart(first, [one, two, two])["reason"]
    night.later(hours=1)
    assert night.depart(first, [one, two])["verdict"] == "accepted"
    assert "departed already" in night.depart(first, [one, two])["reason"]
    assert night.status("A", "B", "C") == ["departed", "departed", "packed"]
    at = night.shop.cloud.clock().isoformat().replace("+00:00", "Z")
    assert night.state("A")["timeline"][-1] == {"status": "departed", "at": at}
    (departed,) = changes_of(night.dispatch, ChangeKind.ROUTE_DEPARTED)
    assert (departed["route_id"], departed["missing"]) == (first["route_id"], [])
    delivery = changes_of(till, ChangeKind.DELIVERY)[-1]
    assert (delivery["state"], delivery["departed_at"]) == ("departed", at)
    off = {"route_id": first["route_id"], "crate_id": one}
    assert "has departed" in refusal(night.desk, "CrateUnloaded", off)
    assert second["number"] == 2


def test_missing_crates_need_a_reason_and_a_supervisor(night: Night) -> None:
    till = night.shop.cloud.till("P1")
    (route,) = night.publish(night.route_plan(1, ("V1", ["P1"])))["routes"]
    one, two = night.crates("P1")
    night.load(route, one)
    with_two = {"missing": [two], "reason": "crushed", "supervisor_id": SUPERVISOR}

    def told(**other: Any) -> str:
        result = night.depart(route, [one], **{**with_two, **other})
        assert result["verdict"] == "refused"
        reason: str = result["reason"]
        return reason

    assert "Say why" in told(reason=" ")
    for nobody in (None, CASHIER, "01976b1e-5f00-7000-8000-00000000000a", str(new_uuid())):
        assert "needs a supervisor" in told(supervisor_id=nobody)
    assert "without crates that by the scans are" in told(missing=[])
    assert night.depart(route, [one], **with_two)["verdict"] == "accepted"
    assert night.status("A", "B") == ["departed", "packed"]
    delivery = changes_of(till, ChangeKind.DELIVERY)[-1]
    assert [crate["left_behind"] for crate in delivery["crates"]] == [False, True]


def test_what_has_departed_stands_in_every_later_plan(night: Night) -> None:
    plan = night.publish(night.route_plan(1, ("V1", ["P1"]), ("V2", ["P2"])))
    first, second = plan["routes"]
    night.load(first, *night.crates("P1"))
    assert night.depart(first, night.crates("P1"))["verdict"] == "accepted"
    left_out = changed(night.route_plan(2, ("V2", ["P2"])))
    assert "Route 1 has departed" in refusal(night.dispatch, "RoutesPublished", left_out)
    for other in ({"van": "V2"}, {"stops": [night.route_stop("P1"), night.route_stop("P2")]}):
        body = changed(night.route_plan(2), routes=[changed(first, **other)])
        assert "Route 1 has departed" in refusal(night.dispatch, "RoutesPublished", body)
    night.publish(changed(night.route_plan(2), routes=[first, changed(second, van="V1")]))
    assert night.status("A") == ["departed"]


def test_loaded_crates_follow_their_stop_or_count_as_unloaded(night: Night) -> None:
    """A plan changes while vans are loaded: what stands on the right van stays there."""
    first, second = night.publish(night.route_plan(1, ("V1", ["P1"]), ("V2", ["P2"])))["routes"]
    night.load(first, *night.crates("P1"))
    night.load(second, *night.crates("P2"))
    told = len(changes_of(night.dispatch, ChangeKind.CRATE_MOVED))
    (both,) = night.publish(night.route_plan(2, ("V1", ["P1", "P2"])))["routes"]
    moves = changes_of(night.dispatch, ChangeKind.CRATE_MOVED)[told:]
    kept = {(move["crate_id"], move["route_id"]) for move in moves if move["move"] == "loaded"}
    off = {(move["crate_id"], move["route_id"]) for move in moves if move["move"] == "unloaded"}
    assert kept == {(crate_id, both["route_id"]) for crate_id in night.crates("P1")}
    assert off == {(crate_id, second["route_id"]) for crate_id in night.crates("P2")}
    night.load(both, *night.crates("P2"))
    assert night.depart(both, night.crates("P1") + night.crates("P2"))["verdict"] == "accepted"
    assert night.status("A", "C") == ["departed", "departed"]


def test_a_route_that_gets_another_van_has_to_be_loaded_anew(night: Night) -> None:
    (route,) = night.publish(night.route_plan(1, ("V1", ["P1"])))["routes"]
    night.load(route, *night.crates("P1"))
    told = len(changes_of(night.dispatch, ChangeKind.CRATE_MOVED))
    night.publish(changed(night.route_plan(2), routes=[changed(route, van="V2")]))
    moves = changes_of(night.dispatch, ChangeKind.CRATE_MOVED)[told:]
    assert [move["move"] for move in moves] == ["unloaded", "unloaded"]
