"""Roles: each station may report, read and change what its roles are for, and nothing else."""

from typing import Any

import pytest

from cloud_api.exchange.permissions import FACT_ROLES, all_handlers
from cloud_api.settings import Settings
from cloud_api.storage.roles import read_roles, written_roles
from cloud_api.waves.facts import Listeners, fact_handlers
from cloud_api.wire.facts import FactKind
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, order, pickup_point

OF_PICKING = {
    FactKind.WAVE_STARTED,
    FactKind.ITEM_PUT,
    FactKind.PUT_UNDONE,
    FactKind.PRODUCT_SHORT,
    FactKind.PRODUCT_SUBSTITUTED,
    FactKind.SUBSTITUTION_UNDONE,
    FactKind.ORDER_INTERCEPTED,
    FactKind.CRATE_CLOSED,
    FactKind.WAVE_COMPLETED,
    FactKind.WAVE_HANDED_OVER,
    FactKind.LABEL_REPRINTED,
}
OF_LOADING = {
    FactKind.CRATE_LOADED,
    FactKind.CRATE_UNLOADED,
    FactKind.VAN_DEPARTED,
    FactKind.OVERRIDE_GIVEN,
    FactKind.WORK_DONE,
}
OF_A_SHOP = {
    FactKind.CRATE_RECEIVED,
    FactKind.RECEIPT_UNDONE,
    FactKind.RECEIPT_COMPLETED,
    FactKind.ORDER_COLLECTED,
    FactKind.COLLECTION_UNDONE,
    FactKind.CRATE_EMPTYING_UNDONE,
    FactKind.BOX_RETURN_UNDONE,
}
OF_STOCK = {
    FactKind.STOCK_MOVED,
    FactKind.PRODUCT_SLOTTED,
    FactKind.COUNT_ASKED,
    FactKind.COUNT_TAKEN,
    FactKind.COUNT_SETTLED,
    FactKind.GIFT_BOX_MADE,
    FactKind.GIFT_BOX_UNDONE,
}
OF_RECEIVING = {
    FactKind.GOODS_RECEIVED,
    FactKind.GOODS_RECEIPT_UNDONE,
    FactKind.PURCHASE_CLOSED,
    FactKind.PURCHASE_REOPENED,
}
OF_EMPTIES = {FactKind.CRATE_EMPTIED, FactKind.BOX_RETURNED}
OF_CRATES = OF_EMPTIES | {
    FactKind.CRATE_WEIGHED,
    FactKind.CRATE_REOPENED,
    FactKind.CRATE_REPACKED,
    FactKind.BOX_USED,
}
MAY_REPORT = {
    Role.WAREHOUSE: OF_PICKING | OF_LOADING | OF_STOCK | OF_RECEIVING | OF_CRATES,
    Role.DISPATCH: OF_LOADING | {FactKind.ROUTES_PUBLISHED},
    Role.PICKUP: OF_A_SHOP | OF_EMPTIES,
    Role.INTEGRATOR: set[FactKind](),
    Role.MANAGER: set[FactKind](),
}


def _nothing(*_told: Any) -> None:
    return None


def test_every_kind_of_fact_has_its_roles() -> None:
    allowed = {role: {kind for kind, roles in FACT_ROLES.items() if role in roles} for role in Role}
    assert allowed == MAY_REPORT
    assert FACT_ROLES.keys() == set(FactKind)


def test_a_service_that_cannot_take_every_kind_does_not_start() -> None:
    waves = fact_handlers(Settings(database="unused.db"), Listeners(_nothing, _nothing, _nothing, _nothing))
    others = {kind: _nothing for kind in FactKind if kind not in waves}
    assert all_handlers([waves, others]).keys() == set(FactKind)
    with pytest.raises(ValueError, match=r"no slice takes facts of kind .*CrateReceived"):
        all_handlers([waves])
    with pytest.raises(ValueError, match="two slices take facts of kind WaveStarted"):
        all_handlers([waves, {**others, FactKind.WAVE_STARTED: _nothing}])


def test_roles_are_written_in_one_order_and_read_back() -> None:
    assert written_roles([Role.PICKUP, Role.WAREHOUSE, Role.PICKUP]) == "warehouse,pickup"
    assert read_roles("warehouse,pickup") == {Role.WAREHOUSE, Role.PICKUP}


@pytest.fixture
def stations(shop: Shop) -> dict[Role, DeskKit]:
    """A station of each role."""
    return {
        Role.WAREHOUSE: shop.cloud.desk(),
        Role.DISPATCH: shop.cloud.station(Role.DISPATCH, name="调度"),
        Role.PICKUP: shop.cloud.till("P1"),
    }


def _is_of_other_role(result: dict[str, Any]) -> bool:
    return result["verdict"] == "refused" and "this station has the role" in result["reason"]


def test_facts_of_another_role_are_refused_kept_and_the_chain_goes_on(
    shop: Shop, stations: dict[Role, DeskKit]
) -> None:
    """The bodies do not matter: who may not report a kind is told so before its rows are looked at."""
    shop.send(order("A"))
    shop.cut_off()
    lease = stations[Role.WAREHOUSE].lease()
    plan = stations[Role.WAREHOUSE].plan(lease)
    crate = {"crate_id": plan["crates"][0]["crate_id"]}
    for role in (Role.DISPATCH, Role.PICKUP):
        refused = stations[role].report("WaveStarted", plan)
        assert _is_of_other_role(refused)
        assert f"need the role warehouse; this station has the role {role}" in refused["reason"]
    for role in (Role.WAREHOUSE, Role.DISPATCH):
        assert _is_of_other_role(stations[role].report("CrateReceived", crate))
    loaded = {**crate, "route_id": crate["crate_id"]}
    refused = stations[Role.PICKUP].report("CrateLoaded", loaded)
    assert "need the role warehouse or dispatch" in refused["reason"]
    kept = shop.call("GET", "/v1/facts/refused").json()["items"]
    assert {row["fact"]["kind"] for row in kept} == {"WaveStarted", "CrateReceived", "CrateLoaded"}
    again = stations[Role.PICKUP].push(stations[Role.PICKUP].fact("TeaMade", {}))
    assert (again["results"][0]["verdict"], again["expected_seq"]) == ("refused", 4)
    assert shop.waves()[0]["state"] == "leased"


@SQLITE_ONLY
def test_addresses_of_other_roles_are_shut(shop: Shop, stations: dict[Role, DeskKit]) -> None:
    for role in (Role.DISPATCH, Role.PICKUP):
        refused = stations[role].ask_lease()
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:youlin:problem:wrong-role")
        assert f"has the role {role}" in refused.json()["detail"]
    till = stations[Role.PICKUP]
    for path in ("/v1/cycles", f"/v1/cycles/{shop.cycle_id}", f"/v1/waves?cycle_id={shop.cycle_id}"):
        assert till.call("GET", path).status_code == 403
        assert stations[Role.DISPATCH].call("GET", path).status_code == 200
    assert till.call("PUT", "/v1/vans", json=[]).status_code == 403


def test_a_shop_sees_its_own_orders_only(shop: Shop, stations: dict[Role, DeskKit]) -> None:
    shop.send(order("A", "P1"), order("B", "P2"))
    statuses = {
        role: [station.call("GET", f"/v1/orders/{number}").status_code for number in "AB"]
        for role, station in stations.items()
    }
    assert statuses == {
        Role.WAREHOUSE: [200, 200],
        Role.DISPATCH: [200, 200],
        Role.PICKUP: [200, 404],
    }


def test_a_till_goes_with_its_shop_to_another_warehouse(shop: Shop, stations: dict[Role, DeskKit]) -> None:
    shop.call("PUT", "/v1/catalogue", json={"pickup_points": [pickup_point("P1", "W2")]})
    told = stations[Role.PICKUP].call("GET", "/v1/changes").json()["changes"]
    assert [change["body"]["warehouse"] for change in told] == ["W1", "W2"]
    assert stations[Role.PICKUP].report("TeaMade", {})["verdict"] == "refused"
