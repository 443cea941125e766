"""Cycles: opened once, counted live, cut off exactly."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from cloud_api.catalogue.service import put_catalogue
from cloud_api.cycles.cut_off import cut_off, cut_off_due
from cloud_api.cycles.schedule import CutOffSchedule
from cloud_api.cycles.service import find_cycle, open_cycle
from cloud_api.cycles.totals import TotalsBy, cycle_totals
from cloud_api.orders.service import accept_rows, take_orders
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.cycles import NewCycle
from tests.cloud_api.kit import (
    CUT_OFF,
    DEADLINE_S,
    SQLITE_ONLY,
    SetClock,
    Shop,
    catalogue,
    new_cycle,
    order,
)
from tests.cloud_api.together import all_at_once


def test_the_same_cycle_opens_once(shop: Shop) -> None:
    again = shop.call("POST", "/v1/cycles", json=new_cycle())
    assert (again.status_code, again.json()["id"]) == (200, shop.cycle_id)
    assert [cycle["id"] for cycle in shop.call("GET", "/v1/cycles").json()["items"]] == [shop.cycle_id]


def test_a_cycle_that_cannot_be_opened_is_refused(shop: Shop) -> None:
    past = shop.call("POST", "/v1/cycles", json=new_cycle(name="早团", cut_off_at=shop.cloud.clock()))
    assert past.status_code == 409
    assert "is past" in past.json()["detail"]
    nowhere = shop.call("POST", "/v1/cycles", json=new_cycle(warehouse="W9"))
    assert nowhere.status_code == 409
    assert "There is no warehouse W9" in nowhere.json()["detail"]


@SQLITE_ONLY
def test_unknown_cycles_are_not_found(shop: Shop) -> None:
    unknown = UUID(int=7)
    for method, path in (("GET", ""), ("GET", "/totals?by=product"), ("POST", "/cut-off")):
        answer = shop.call(method, f"/v1/cycles/{unknown}{path}")
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:youlin:problem:cycle-unknown")


def test_a_desk_sees_cycles_of_its_own_warehouse_only(shop: Shop) -> None:
    here, there = shop.cloud.desk(), shop.cloud.desk(warehouse="W2")
    assert [cycle["id"] for cycle in here.call("GET", "/v1/cycles").json()["items"]] == [shop.cycle_id]
    assert there.call("GET", "/v1/cycles").json() == {"items": [], "next": None}
    assert there.call("GET", f"/v1/cycles/{shop.cycle_id}").status_code == 404
    assert here.call("POST", f"/v1/cycles/{shop.cycle_id}/cut-off").status_code == 403


def test_cycles_are_listed_by_page_with_what_each_holds(shop: Shop) -> None:
    """Two of one moment too: none is told twice or left out."""
    moment = shop.cloud.clock() + timedelta(hours=30)
    made = [
        shop.call("POST", "/v1/cycles", json=new_cycle(name=name, cut_off_at=at)).json()["id"]
        for name, at in (("甲", moment), ("乙", moment), ("丙", moment + timedelta(hours=1)))
    ]
    shop.send(order("A", PEACH=2, RICE=1), order("B", PEACH=1))
    shop.cut_off()
    told, after = [], None
    for _page in range(4):
        page = shop.call("GET", "/v1/cycles", params={"limit": 1, "after": after}).json()
        told += page["items"]
        after = page["next"]
    assert after is None
    assert [cycle["id"] for cycle in told] == [made[2], *sorted(made[:2]), shop.cycle_id]
    assert [(told[-1][name], told[0][name]) for name in ("orders", "lines", "pieces")] == [
        (2, 0),
        (3, 0),
        (4, 0),
    ]


def test_totals_while_orders_come(shop: Shop) -> None:
    shop.send(order("A", "P2", PEACH=2, MILK=1), order("B", "P1", PEACH=3), order("C", "P2", RICE=4))
    by_point = shop.call("GET", f"/v1/cycles/{shop.cycle_id}/totals", params={"by": "pickup_point"}).json()
    by_product = shop.call("GET", f"/v1/cycles/{shop.cycle_id}/totals", params={"by": "product"}).json()
    assert by_point == [
        {"key": "P1", "name": "自提点 P1", "orders": 1, "lines": 1, "pieces": 3},
        {"key": "P2", "name": "自提点 P2", "orders": 2, "lines": 3, "pieces": 7},
    ]
    assert [(row["key"], row["orders"], row["pieces"]) for row in by_product] == [
        ("MILK", 1, 1),
        ("PEACH", 2, 5),
        ("RICE", 1, 4),
    ]
    assert shop.call("GET", f"/v1/cycles/{shop.cycle_id}/totals", params={"by": "x"}).status_code == 422


def test_the_cut_off_makes_a_wave_of_each_point_with_orders(shop: Shop) -> None:
    shop.send(order("A", "P3", PEACH=2, MILK=1), order("B", "P1", PEACH=3), order("C", "P3", RICE=4))
    first, again = shop.cut_off(), shop.cut_off()
    assert first == {
        "cycle_id": shop.cycle_id,
        "waves": 2,
        "orders": 3,
        "lines": 4,
        "pieces": 10,
        "already_frozen": False,
    }
    assert again == {**first, "already_frozen": True}
    told = [(wave["number"], wave["pickup_point"], wave["orders"], wave["pieces"]) for wave in shop.waves()]
    assert told == [(1, "P1", 1, 3), (2, "P3", 2, 7)]
    cycle = shop.call("GET", f"/v1/cycles/{shop.cycle_id}").json()
    assert (cycle["state"], cycle["orders"], cycle["lines"], cycle["pieces"]) == ("frozen", 3, 4, 10)
    assert shop.verdicts(order("D"), order("A", "P3", PEACH=2, MILK=1)) == ["refused", "repeated"]


def test_an_empty_cycle_is_cut_off_into_no_waves(shop: Shop) -> None:
    assert shop.cut_off()["waves"] == 0


def _prepare(engine: Engine, clock: SetClock) -> UUID:
    """A catalogue and an open cycle; its id."""
    with writing(engine) as connection:
        put_catalogue(connection, Catalogue.model_validate(catalogue()), clock())
        return open_cycle(connection, NewCycle.model_validate(new_cycle()), clock())[0].id


@pytest.fixture
def prepared(engine: Engine, clock: SetClock) -> tuple[Engine, UUID, SetClock]:
    return engine, _prepare(engine, clock), clock


def test_no_accepted_order_misses_its_wave(open_database: Callable[[], Engine], clock: SetClock) -> None:
    """Writers in processes of their own go on until the cut-off refuses them."""
    cycle_id = _prepare(open_database(), clock)
    engines = [open_database() for _ in range(4)]
    accepted: list[list[str]] = [[] for _ in engines]
    enough = threading.Semaphore(0)

    def write(place: int) -> None:
        for number in range(100_000):
            rows = [order(f"{place}-{number}-{part}", f"P{part % 3 + 1}", PEACH=1) for part in range(5)]
            results = take_orders(engines[place], rows, clock)
            accepted[place] += [result.order_no for result in results if result.verdict == "accepted"]
            if any(result.verdict == "refused" for result in results):
                return
            enough.release()

    def freeze() -> None:
        for _ in range(12):
            assert enough.acquire(timeout=DEADLINE_S)
        with writing(engines[0]) as connection:
            cut_off(connection, cycle_id, clock(), Hooks())

    all_at_once([*(lambda place=place: write(place) for place in range(4)), freeze])
    with reading(engines[0]) as connection:
        in_waves = sum(connection.scalars(select(waves.c.orders).where(waves.c.cycle_id == cycle_id)))
        stored = set(connection.scalars(select(orders.c.order_no)))
        cycle = find_cycle(connection, cycle_id)
    told = {order_no for rows in accepted for order_no in rows}
    assert told == stored
    assert cycle is not None
    assert in_waves == cycle.orders == len(told) >= 60


def test_two_processes_never_cut_off_twice(open_database: Callable[[], Engine], clock: SetClock) -> None:
    cycle_id = _prepare(open_database(), clock)
    take_orders(open_database(), [order("A"), order("B", "P2")], clock)
    engines = [open_database() for _ in range(4)]
    done = all_at_once([lambda engine=engine: cut_off_due(engine, CUT_OFF, Hooks()) for engine in engines])
    assert [result.cycle_id for results in done for result in results] == [cycle_id]
    with reading(engines[0]) as connection:
        assert sorted(connection.scalars(select(waves.c.number))) == [1, 2]


def test_the_schedule_catches_up_after_an_outage(engine: Engine, clock: SetClock) -> None:
    _prepare(engine, clock)
    take_orders(engine, [order("A")], clock)
    clock.now = CUT_OFF + timedelta(days=2)
    looked = threading.Event()

    def telling_clock() -> datetime:
        """Asked before the first look and again after it."""
        if telling_clock_asked:
            looked.set()
        telling_clock_asked.append(True)
        return clock()

    telling_clock_asked: list[bool] = []
    schedule = CutOffSchedule(engine, telling_clock, Hooks())
    schedule.start()
    schedule.wake()
    assert looked.wait(DEADLINE_S)
    schedule.stop()
    with reading(engine) as connection:
        assert connection.scalar(select(waves.c.orders)) == 1


_ORDERS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.sampled_from(["P1", "P2", "P3", "P9"]),
        st.dictionaries(
            st.sampled_from(["PEACH", "MILK", "RICE", "GONE"]), st.integers(-1, 1002), max_size=3
        ),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=_ORDERS)
def test_totals_always_equal_the_accepted_orders(
    prepared: tuple[Engine, UUID, SetClock], sent: list[tuple[int, str, dict[str, int]]]
) -> None:
    engine, cycle_id, clock = prepared
    rows = [
        {**order(str(number), point), "lines": [{"sku": s, "quantity": q} for s, q in lines.items()]}
        for number, point, lines in sent
    ]
    with engine.connect() as connection, connection.begin() as transaction:
        results = accept_rows(connection, rows, clock)
        by_point = cycle_totals(connection, cycle_id, TotalsBy.PICKUP_POINT)
        by_product = cycle_totals(connection, cycle_id, TotalsBy.PRODUCT)
        transaction.rollback()
    points: Counter[str] = Counter()
    skus: Counter[str] = Counter()
    for (_, point, lines), result in zip(sent, results, strict=True):
        if result.verdict == "accepted":
            points[point] += sum(lines.values())
            skus.update(lines)
    assert {total.key: total.pieces for total in by_point} == points
    assert {total.key: total.pieces for total in by_product} == skus
    assert sum(total.orders for total in by_point) == len(
        {r.order_no for r in results if r.verdict == "accepted"}
    )
