"""Parcels at the cloud: whose bag a put went into is checked, kept, told to the shop and handed on."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from cloud_api.storage.check_digits import parcel_code
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.transaction import reading
from cloud_api.waves.picked import picked_wave
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import (
    DeskKit,
    Shop,
    closing,
    completion,
    order,
    pickup_point,
    product,
    put,
    sscc,
    verdicts,
)
from tests.cloud_api.night_kit import changes_of

TOMATO = "TOMATO"


def _order(order_no: str, minute: int, **quantities: int) -> dict[str, Any]:
    told = order(order_no, "P1", **quantities)
    lines = [{**line, "price_fen": 1_000} for line in told["lines"]]
    return {**told, "paid_at": f"2026-06-18T19:{minute:02d}:00+08:00", "lines": lines}


@pytest.fixture
def started(shop: Shop) -> tuple[DeskKit, dict[str, Any]]:
    """P1 wants parcels: the orders EARLY, LATE and LAST lie in one crate, a bag for each."""
    tomato = product(TOMATO, goods="weight", weight_g=500, plu="00123")
    stored = {"products": [tomato], "pickup_points": [pickup_point("P1", parcels=True)]}
    assert shop.call("PUT", "/v1/catalogue", json=stored).status_code == 200
    told = [_order("LATE", 30, TOMATO=2), _order("EARLY", 0, TOMATO=2, RICE=1), _order("LAST", 40, RICE=1)]
    assert shop.verdicts(*told) == ["accepted"] * 3
    shop.cut_off()
    desk = shop.cloud.desk()
    lease = desk.lease()
    assert lease.wave.pickup_point.parcels
    assert [each.order_no for each in lease.wave.orders] == ["EARLY", "LATE", "LAST"]
    assert all(each.customer.endswith("**") and len(each.phone_tail) == 4 for each in lease.wave.orders)
    plan = desk.plan(lease)
    lines = [line for crate in plan["crates"] for line in crate["lines"]]
    places = [
        {"order_id": str(each.order_id), "place": place} for place, each in enumerate(lease.wave.orders, 1)
    ]
    crate = {**plan["crates"][0], "lines": lines, "sscc": sscc("09520001000000001"), "parcels": places}
    for wrong, why in (
        ({"parcels": places[:2]}, "one for each of its orders"),
        ({"parcels": [*places, places[0]]}, "one for each of its orders"),
        ({"parcels": [{**each, "place": 1} for each in places]}, "same place"),
    ):
        refused = desk.report("WaveStarted", {**plan, "crates": [{**crate, **wrong}]})
        assert (refused["verdict"], why in refused["reason"]) == ("refused", True), refused
    plan["crates"] = [crate]
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    return desk, plan


def _put(
    plan: dict[str, Any], place: int | None, sku: str, quantity: int, weight_g: int = 0
) -> dict[str, Any]:
    (crate,) = plan["crates"]
    told = {**put(plan["wave_id"], crate, sku, quantity), "weight_g": weight_g}
    return told if place is None else {**told, "order_id": crate["parcels"][place - 1]["order_id"]}


def test_a_put_goes_into_the_bag_of_an_order_that_wants_it(started: tuple[DeskKit, dict[str, Any]]) -> None:
    desk, plan = started
    elsewhere = {**_put(plan, 1, TOMATO, 1), "order_id": str(new_uuid())}
    wrong = (
        (_put(plan, None, TOMATO, 1), "has a parcel for each order"),
        (elsewhere, "has no parcel of order"),
        (_put(plan, 3, TOMATO, 1), "which still takes 0"),
        (_put(plan, 1, TOMATO, 3), "which still takes 2"),
    )
    for body, why in wrong:
        alone = desk.report("ItemPut", body)
        assert (alone["verdict"], why in alone["reason"]) == ("refused", True), alone
    in_a_run = desk.push(
        *(desk.fact("ItemPut", body) for body in (_put(plan, 1, TOMATO, 2), _put(plan, 1, TOMATO, 1)))
    )
    assert verdicts(in_a_run) == ["accepted", "refused"]


def test_weights_and_lacks_are_those_of_the_very_bag(
    shop: Shop, started: tuple[DeskKit, dict[str, Any]]
) -> None:
    desk, plan = started
    puts = [
        _put(plan, 2, TOMATO, 1, 505),
        _put(plan, 1, TOMATO, 1, 480),
        _put(plan, 2, TOMATO, 1, 495),
        _put(plan, 3, "RICE", 1),
    ]
    assert verdicts(desk.push(*(desk.fact("ItemPut", body) for body in puts))) == ["accepted"] * 4
    (crate,) = plan["crates"]
    for sku in (TOMATO, "RICE"):
        missing = [{"crate_id": crate["crate_id"], "quantity": 1}]
        body = {"wave_id": plan["wave_id"], "sku": sku, "missing": missing}
        assert desk.report("ProductShort", body)["verdict"] == "accepted"
    closed = desk.fact("CrateClosed", {**closing(plan["wave_id"], crate, 4), "orders": 3})
    done = desk.fact("WaveCompleted", completion(plan["wave_id"], 1, 4, 2))
    assert verdicts(desk.push(closed, done)) == ["accepted"] * 2

    def fulfilled(order_no: str) -> dict[str, tuple[int, int]]:
        told = shop.call("GET", f"/v1/orders/{order_no}").json()["fulfilment"]
        return {line["sku"]: (line["packed"], line["weight_g"]) for line in told}

    assert fulfilled("EARLY") == {TOMATO: (1, 480), "RICE": (0, 0)}
    assert fulfilled("LATE") == {TOMATO: (2, 1_000)}
    assert fulfilled("LAST") == {"RICE": (1, 0)}


def test_the_shop_is_told_whose_bag_each_is(shop: Shop, started: tuple[DeskKit, dict[str, Any]]) -> None:
    desk, plan = started
    till = shop.cloud.till("P1")
    puts = [_put(plan, 1, TOMATO, 2), _put(plan, 1, "RICE", 1), _put(plan, 3, "RICE", 1)]
    assert verdicts(desk.push(*(desk.fact("ItemPut", body) for body in puts))) == ["accepted"] * 3
    (crate,) = plan["crates"]
    missing = {"wave_id": plan["wave_id"], "sku": TOMATO}
    told = {**missing, "missing": [{"crate_id": crate["crate_id"], "quantity": 2}]}
    assert desk.report("ProductShort", told)["verdict"] == "accepted"
    closed = desk.fact("CrateClosed", {**closing(plan["wave_id"], crate, 4), "orders": 3})
    done = desk.fact("WaveCompleted", completion(plan["wave_id"], 1, 4, 2))
    assert verdicts(desk.push(closed, done)) == ["accepted"] * 2
    bags = {body["order_no"]: body["parcels"] for body in changes_of(till, ChangeKind.PICKUP_ORDER)}
    assert bags == {
        "EARLY": [{"code": parcel_code(crate["sscc"], 1), "crate_id": crate["crate_id"], "place": 1}],
        "LATE": [],
        "LAST": [{"code": parcel_code(crate["sscc"], 3), "crate_id": crate["crate_id"], "place": 3}],
    }, "an empty bag is no bag"


def test_the_dock_is_told_how_many_bags_a_stop_has(
    shop: Shop, started: tuple[DeskKit, dict[str, Any]]
) -> None:
    dispatch = shop.cloud.station(Role.DISPATCH, name="调度")
    told = [(body["pickup_point"]["code"], body["bags"]) for body in changes_of(dispatch, ChangeKind.STOP)]
    assert told[-1] == ("P1", 3)
    assert {bags for _, bags in told[:-1]} == {0}, "nobody knows them before the wave is started"


def test_the_next_desk_knows_the_bags_and_what_lies_in_each(
    engine: Engine, started: tuple[DeskKit, dict[str, Any]]
) -> None:
    desk, plan = started
    assert desk.report("ItemPut", _put(plan, 2, TOMATO, 1, 505))["verdict"] == "accepted"
    life = desk.call("GET", f"/v1/crates/{plan['crates'][0]['sscc']}").json()
    told = [(each["place"], each["order_no"], each["pieces"]) for each in life["parcels"]]
    assert told == [(1, "EARLY", 0), (2, "LATE", 1), (3, "LAST", 0)]
    with reading(engine) as connection:
        picked = picked_wave(connection, UUID(plan["wave_id"]), UUID(plan["lease_id"]))
    assert picked is not None
    (crate,) = picked.crates
    assert [(each.place, each.code) for each in crate.parcels] == [
        (place, parcel_code(crate.sscc, place)) for place in (1, 2, 3)
    ]
    assert [(each.sku, each.order_id) for each in crate.puts] == [(TOMATO, crate.parcels[1].order_id)]
