"""Stops: dispatch hears of every wave at the cut-off, when it is started, and when it is packed."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from cloud_api.cycles.cut_off import cut_off, cut_off_due
from cloud_api.exchange.facts import take_facts
from cloud_api.exchange.reading import hashed
from cloud_api.http.callers import Desk
from cloud_api.settings import Settings
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import writing
from cloud_api.waves.facts import Listeners, fact_handlers
from cloud_api.wire.exchange import Fact
from cloud_api.wire.routes import PackState, Stop
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import (
    CUT_OFF,
    DeskKit,
    Shop,
    changed,
    closing,
    completion,
    order,
    pickup_point,
    product,
    put,
)
from tests.cloud_api.together import all_at_once

MILK_G, MILK_ML = 250, 260
PEACH_G, PEACH_ML = 520, 900


@pytest.fixture
def dispatch(shop: Shop) -> DeskKit:
    """A dispatcher of W1, after a cut-off that left two waves."""
    milk = product("MILK", zone="chilled", weight_g=MILK_G, volume_ml=MILK_ML)
    shop.call("PUT", "/v1/catalogue", json={"products": [milk]})
    shop.send(order("A", "P1", PEACH=2, MILK=3), order("B", "P1", PEACH=1), order("C", "P2", RICE=4))
    shop.cut_off()
    return shop.cloud.station(Role.DISPATCH, name="调度")


def _stops(station: DeskKit, after: int = 0) -> list[Stop]:
    page = station.call("GET", "/v1/changes", params={"after": after, "limit": 1000}).json()
    return [Stop.model_validate(change["body"]) for change in page["changes"] if change["kind"] == "stop"]


def _cursor(station: DeskKit) -> int:
    newest: int = station.call("GET", "/v1/changes", params={"limit": 1000}).json()["next_cursor"]
    return newest


def test_the_cut_off_tells_what_each_shop_gets(shop: Shop, dispatch: DeskKit) -> None:
    first, second = _stops(dispatch)
    assert (first.number, first.pickup_point.code, first.cycle_name) == (1, "P1", "端午团")
    assert (str(first.cycle_id), first.cut_off_at) == (shop.cycle_id, CUT_OFF)
    assert (first.orders, first.pieces, first.state) == (2, 6, PackState.WAITING)
    assert first.weight_g == 3 * PEACH_G + 3 * MILK_G
    assert first.volume_ml == 3 * PEACH_ML + 3 * MILK_ML
    assert (first.zones, first.crates) == (("ambient", "chilled"), ())
    assert (second.pickup_point.code, second.pieces, second.zones) == ("P2", 4, ("ambient",))
    assert _stops(shop.cloud.desk()) == [first, second]
    assert _stops(shop.cloud.desk(warehouse="W2")) == []
    assert _stops(shop.cloud.till("P1")) == []


def test_stops_of_a_cut_off_that_ended_there_are_told_later_and_once(shop: Shop) -> None:
    dispatch = shop.cloud.station(Role.DISPATCH, name="调度")
    shop.send(order("A", "P1", PEACH=2))
    engine, now = shop.cloud.engine, shop.cloud.clock()
    with writing(engine) as connection:
        assert cut_off(connection, UUID(shop.cycle_id), now, Hooks()) is not None
    all_at_once([lambda: cut_off_due(engine, now, Hooks())] * 3)
    assert [(stop.pickup_point.code, stop.pieces) for stop in _stops(dispatch)] == [("P1", 2)]


def _started(shop: Shop) -> tuple[DeskKit, dict[str, Any]]:
    desk = shop.cloud.desk()
    plan = desk.plan(desk.lease())
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    return desk, plan


def test_the_start_tells_the_crates_with_their_planned_weight(shop: Shop, dispatch: DeskKit) -> None:
    after = _cursor(dispatch)
    _, plan = _started(shop)
    (stop,) = _stops(dispatch, after)
    assert (str(stop.wave_id), stop.state) == (plan["wave_id"], PackState.PACKING)
    assert [(crate.sscc, crate.number, crate.closed) for crate in stop.crates] == [
        (crate["sscc"], crate["number"], False) for crate in plan["crates"]
    ]
    assert [(crate.pieces, crate.weight_g) for crate in stop.crates] == [
        (5, 2 * PEACH_G + 3 * MILK_G),
        (1, PEACH_G),
    ]
    assert (stop.weight_g, stop.pieces) == (3 * PEACH_G + 3 * MILK_G, 6)


def test_a_wave_started_anew_tells_the_new_crates_only(shop: Shop, dispatch: DeskKit) -> None:
    _started(shop)
    shop.cloud.desk("工位 2").lease()
    shop.cloud.clock.forward(hours=5)
    after = _cursor(dispatch)
    other = shop.cloud.desk("工位 3")
    leases = [other.lease(), other.lease()]
    plan = next(other.plan(lease) for lease in leases if lease.wave.number == 1)
    assert other.report("WaveStarted", plan)["verdict"] == "accepted"
    (stop,) = _stops(dispatch, after)
    assert [crate.sscc for crate in stop.crates] == [crate["sscc"] for crate in plan["crates"]]


def test_the_end_tells_what_was_packed_and_weighed(shop: Shop, dispatch: DeskKit) -> None:
    desk, plan = _started(shop)
    after = _cursor(dispatch)
    wave_id, (first, second) = plan["wave_id"], plan["crates"]
    short = {"wave_id": wave_id, "sku": "MILK", "missing": [{"crate_id": first["crate_id"], "quantity": 2}]}
    told = [
        ("ItemPut", put(wave_id, first, "PEACH", 2)),
        ("ItemPut", put(wave_id, first, "MILK", 1)),
        ("ProductShort", short),
        ("ItemPut", put(wave_id, second, "PEACH", 1)),
        ("CrateClosed", changed(closing(wave_id, first, 3), weight_g=1_400)),
        ("CrateClosed", changed(closing(wave_id, second, 1), weight_g=610)),
        ("WaveCompleted", completion(wave_id, 2, 4, 2)),
    ]
    for kind, body in told:
        assert desk.report(kind, body)["verdict"] == "accepted"
    one, both, stop = _stops(dispatch, after)
    assert (one.state, both.state) == (PackState.PACKING, PackState.PACKING)
    assert [(crate.weight_g, crate.closed) for crate in one.crates] == [(1_400, True), (PEACH_G, False)]
    assert both.crates == stop.crates
    assert (stop.state, stop.pieces, stop.weight_g) == (PackState.PACKED, 4, 2_010)
    assert stop.volume_ml == 3 * PEACH_ML + MILK_ML
    assert [(crate.pieces, crate.weight_g, crate.closed) for crate in stop.crates] == [
        (3, 1_400, True),
        (1, 610, True),
    ]


def test_a_shop_corrected_in_the_night_is_told_to_who_plans_with_it(shop: Shop, dispatch: DeskKit) -> None:
    after = _cursor(dispatch)
    points = [pickup_point(code, latitude=39.9, longitude=116.4) for code in ("P1", "P3")]
    shop.call("PUT", "/v1/catalogue", json={"pickup_points": points})
    (stop,) = _stops(dispatch, after)
    assert (stop.pickup_point.code, stop.pickup_point.latitude, stop.pieces) == ("P1", 39.9, 6)
    shop.cloud.clock.forward(days=1)
    after = _cursor(dispatch)
    shop.call("PUT", "/v1/catalogue", json={"pickup_points": [pickup_point("P1", contact="赵女士")]})
    assert _stops(dispatch, after) == []


def test_whoever_waits_for_a_packed_wave_hears_of_it_within_the_same_transaction(
    shop: Shop, dispatch: DeskKit
) -> None:
    heard: list[tuple[str, bool]] = []

    def note(connection: Connection, wave_id: UUID, _now: datetime) -> None:
        done = connection.scalar(select(waves.c.completed_at).where(waves.c.id == wave_id)) is not None
        heard.append((str(wave_id), done))

    desk, plan = _started(shop)
    facts = [hashed(Fact.model_validate(f), desk.station_id) for f in _facts_of(desk, plan)]
    caller = Desk(desk.station_id, "工位 1", frozenset({Role.WAREHOUSE}), "W1")
    listeners = Listeners(note, lambda _reports: None, lambda _report: None, lambda *_: None)
    handlers = fact_handlers(Settings(database="unused.db"), listeners)
    result = take_facts(shop.cloud.engine, caller, facts, handlers, shop.cloud.clock)
    assert {each.verdict for each in result.results} == {"accepted"}
    assert heard == [(plan["wave_id"], True)]


def _facts_of(desk: DeskKit, plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [desk.fact(kind, body) for kind, body in desk.picking(plan)]


def test_a_refused_fact_tells_nothing(shop: Shop, dispatch: DeskKit) -> None:
    desk, plan = _started(shop)
    after = _cursor(dispatch)
    assert desk.report("WaveStarted", plan)["verdict"] == "refused"
    assert desk.report("WaveCompleted", completion(plan["wave_id"], 2, 6))["verdict"] == "refused"
    assert _stops(dispatch, after) == []
