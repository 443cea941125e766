"""Writers of different kinds at the same moment on PostgreSQL: they take turns and never wait in a circle."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, text

from cloud_api.storage.transaction import Lock, lock_exclusive, writing
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import DEADLINE_S, Shop, pickup_point, verdicts
from tests.cloud_api.night_kit import packed_night

POSTGRESQL_ONLY = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
_LOOK_AGAIN_S = 0.01


def _wait_for_waiters(engine: Engine, wanted: int) -> None:
    """Until so many transactions wait for the turn to number changes."""
    query = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = :lock"
    )
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            if connection.scalar(query, {"lock": int(Lock.CHANGES)}) == wanted:
                return
        time.sleep(_LOOK_AGAIN_S)
    raise AssertionError(f"{wanted} transactions never waited at once")


def _queued(engine: Engine, *work: Callable[[], Any]) -> list[Any]:
    """Run all of `work` so that each waits to number its changes before the first one may; their answers."""
    with ThreadPoolExecutor(len(work)) as pool:
        with writing(engine) as connection:
            lock_exclusive(connection, Lock.CHANGES)
            running = []
            for place, each in enumerate(work, start=1):
                running.append(pool.submit(each))
                _wait_for_waiters(engine, place)
        return [each.result(DEADLINE_S) for each in running]


@POSTGRESQL_ONLY
def test_a_station_of_warehouse_and_shop_and_a_catalogue_do_not_wait_for_each_other(shop: Shop) -> None:
    """Its facts number changes before they come to the shop; the catalogue holds the shop before it does."""
    night = packed_night(shop)
    plan = night.publish(night.route_plan(1, ("V1", ["P1", "P2"])))
    both = shop.cloud.station(Role.WAREHOUSE, Role.PICKUP, point="P1", name="店仓")
    first = night.crates("P1")[0]
    facts = [
        both.fact("CrateLoaded", {"route_id": plan["routes"][0]["route_id"], "crate_id": first}),
        both.fact("CrateReceived", {"crate_id": first}),
    ]
    moved = {"pickup_points": [pickup_point("P1", address="新址")]}
    result, answer = _queued(
        shop.cloud.engine,
        lambda: both.push(*facts),
        lambda: shop.cloud.call("PUT", "/v1/catalogue", shop.token, json=moved),
    )
    assert verdicts(result) == ["accepted", "accepted"]
    assert (answer.status_code, answer.json().get("pickup_points")) == (200, 1)
