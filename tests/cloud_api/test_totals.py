"""Totals while orders come, go and move: always what the accepted orders say, from any process."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
import requests
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, event, select, text

from cloud_api.catalogue.service import put_catalogue
from cloud_api.cycles.cut_off import cut_off
from cloud_api.cycles.service import open_cycle
from cloud_api.cycles.totals import TotalsBy, cycle_totals
from cloud_api.http.callers import Caller
from cloud_api.orders.amending import amend_orders
from cloud_api.orders.service import take_orders
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.cycles import NewCycle
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import SetClock, Shop, new_cycle, order, pickup_point, product
from tests.cloud_api.together import all_at_once

ZONES = {"PEACH": "ambient", "RICE": "ambient", "MILK": "chilled", "ICE": "frozen"}
INTEGRATOR = Caller(UUID(int=1), "商城", frozenset({Role.INTEGRATOR}), None)

Counts = dict[Any, tuple[int, int, int]]
"""Orders, lines and pieces by key."""


@dataclass(frozen=True)
class Accepted:
    """An order as the model has it."""

    point: str
    lines: dict[str, int]
    cancelled: bool = False


@dataclass
class World:
    """Two processes over one database, and a warehouse of its own for each example."""

    engines: list[Engine]
    clock: SetClock
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def open(self) -> tuple[str, UUID]:
        """A fresh warehouse with points and an open cycle: its code and the cycle."""
        code = f"H{next(self.numbers)}"
        told = Catalogue.model_validate(
            {
                "warehouses": [{"code": code, "name": code}],
                "pickup_points": [pickup_point(f"{code}-{place}", code) for place in range(3)],
                "products": [product(sku, zone=zone) for sku, zone in ZONES.items()],
            }
        )
        with writing(self.engines[0]) as connection:
            put_catalogue(connection, told, self.clock())
            new = NewCycle.model_validate(new_cycle(warehouse=code))
            return code, open_cycle(connection, new, self.clock())[0].id


def counted(model: dict[str, Accepted], key: Callable[[Accepted, str], Any]) -> Counts:
    """Live orders, lines and pieces of the model by the key of each line."""
    orders_of: defaultdict[Any, set[str]] = defaultdict(set)
    lines: Counter[Any] = Counter()
    pieces: Counter[Any] = Counter()
    for order_no, each in model.items():
        for sku, quantity in () if each.cancelled else each.lines.items():
            name = key(each, sku)
            orders_of[name].add(order_no)
            lines[name] += 1
            pieces[name] += quantity
    return {name: (len(orders_of[name]), lines[name], pieces[name]) for name in lines}


KEYS: dict[TotalsBy, Callable[[Accepted, str], Any]] = {
    TotalsBy.PICKUP_POINT: lambda each, _sku: each.point,
    TotalsBy.PRODUCT: lambda _each, sku: sku,
    TotalsBy.ZONE: lambda _each, sku: ZONES[sku],
    TotalsBy.PICKUP_POINT_ZONE: lambda each, sku: (each.point, ZONES[sku]),
}


def told_totals(engine: Engine, cycle_id: UUID, by: TotalsBy) -> Counts:
    with reading(engine) as connection:
        rows = cycle_totals(connection, cycle_id, by)
    return {
        (row.key, row.zone.value) if by is TotalsBy.PICKUP_POINT_ZONE and row.zone else row.key: (
            row.orders,
            row.lines,
            row.pieces,
        )
        for row in rows
    }


NUMBERS = st.integers(0, 9)
PROCESSES = st.integers(0, 1)
PLACES = st.integers(0, 3)
"""Three points, and one that is not known."""
LINES = st.dictionaries(st.sampled_from([*ZONES, "GONE"]), st.integers(0, 1000), min_size=1, max_size=3)
CHANGES = st.tuples(NUMBERS, st.sampled_from(["cancellation", "resumption", "pickup_point"]), PLACES)


class TotalsMachine(RuleBasedStateMachine):
    """Orders, repeats, cancellations, resumptions and moves by chance, before and after the cut-off."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.warehouse, self.cycle_id = self.world.open()
        self.model: dict[str, Accepted] = {}
        self.frozen = False

    def _no(self, number: int) -> str:
        return f"{self.warehouse}/{number}"

    def _point(self, place: int) -> str:
        return f"{self.warehouse}-{place}"

    @rule(process=PROCESSES, sent=st.lists(st.tuples(NUMBERS, PLACES, LINES), min_size=1, max_size=5))
    def send(self, process: int, sent: list[tuple[int, int, dict[str, int]]]) -> None:
        rows = [
            {**order(self._no(number), self._point(place)), "lines": _told_lines(lines)}
            for number, place, lines in sent
        ]
        results = take_orders(self.world.engines[process], rows, self.world.clock)
        for (number, place, lines), result in zip(sent, results, strict=True):
            if result.verdict == "accepted":
                assert not self.frozen
                assert self._no(number) not in self.model
                self.model[self._no(number)] = Accepted(self._point(place), lines)

    @rule(process=PROCESSES, changes=st.lists(CHANGES, min_size=1, max_size=5))
    def amend(self, process: int, changes: list[tuple[int, str, int]]) -> None:
        rows = [
            {"order_no": self._no(number), "kind": kind, "pickup_point": self._point(place)}
            for number, kind, place in changes
        ]
        with writing(self.world.engines[process]) as connection:
            results = amend_orders(connection, rows, INTEGRATOR, Hooks(), self.world.clock())
        for (number, kind, place), result in zip(changes, results, strict=True):
            known = self.model.get(self._no(number))
            if known is None:
                assert result.verdict == "refused"
            elif result.verdict == "accepted":
                self.model[self._no(number)] = _changed(known, kind, self._point(place))

    @precondition(lambda self: not self.frozen and len(self.model) > 3)
    @rule(process=PROCESSES)
    def freeze(self, process: int) -> None:
        with writing(self.world.engines[process]) as connection:
            cut_off(connection, self.cycle_id, self.world.clock(), Hooks())
        self.frozen = True

    @invariant()
    def totals_are_what_the_orders_say(self) -> None:
        for process, (by, key) in enumerate(KEYS.items()):
            told = told_totals(self.world.engines[process % 2], self.cycle_id, by)
            assert told == counted(self.model, key), by

    @invariant()
    def waves_are_what_the_orders_say(self) -> None:
        if not self.frozen:
            return
        query = select(waves).where(waves.c.cycle_id == self.cycle_id)
        with reading(self.world.engines[0]) as connection:
            rows = connection.execute(query).all()
        told = {row.pickup_point: (row.orders, row.lines, row.pieces) for row in rows if row.orders}
        assert told == counted(self.model, KEYS[TotalsBy.PICKUP_POINT])
        assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))


def _told_lines(lines: dict[str, int]) -> list[dict[str, Any]]:
    return [{"sku": sku, "quantity": quantity} for sku, quantity in lines.items()]


def _changed(known: Accepted, kind: str, point: str) -> Accepted:
    if kind == "pickup_point":
        assert not known.cancelled
        return replace(known, point=point)
    assert known.cancelled == (kind == "resumption")
    return replace(known, cancelled=kind == "cancellation")


def test_totals_always_equal_the_accepted_orders(
    open_database: Callable[[], Engine], clock: SetClock
) -> None:
    """Two engines stand for two processes."""

    class Machine(TotalsMachine):
        world = World([open_database(), open_database()], clock)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_totals_by_zone(shop: Shop) -> None:
    shop.send(order("A", "P2", PEACH=2, MILK=1), order("B", "P1", PEACH=3), order("C", "P2", RICE=4))
    told = {
        by: shop.call("GET", f"/v1/cycles/{shop.cycle_id}/totals", params={"by": by}).json()
        for by in ("zone", "pickup_point_zone")
    }
    assert told["zone"] == [
        {"key": "ambient", "name": "常温", "zone": "ambient", "orders": 3, "lines": 3, "pieces": 9},
        {"key": "chilled", "name": "冷藏", "zone": "chilled", "orders": 1, "lines": 1, "pieces": 1},
    ]
    assert [(row["key"], row["name"], row["zone"], row["pieces"]) for row in told["pickup_point_zone"]] == [
        ("P1", "自提点 P1", "ambient", 3),
        ("P2", "自提点 P2", "ambient", 6),
        ("P2", "自提点 P2", "chilled", 1),
    ]


def _sent_while(engine: Engine, act: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements an act sends, with their values."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        sent.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return [each for each in sent if "order_lines" in each[0]]


def _plan(engine: Engine, statement: str, values: Any) -> str:
    how = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            # So few rows are read whole sooner than by an index; the question is whether one could answer.
            connection.exec_driver_sql("SET enable_seqscan = off")
            connection.exec_driver_sql("SET enable_bitmapscan = off")
        rows = connection.exec_driver_sql(f"{how} {statement}", values).all()
    return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("by", list(TotalsBy))
def test_totals_are_read_from_the_index_alone(engine: Engine, clock: SetClock, by: TotalsBy) -> None:
    world = World([engine], clock)
    code, cycle_id = world.open()
    take_orders(engine, [order(f"A{n}", f"{code}-{n % 3}", PEACH=1, MILK=2) for n in range(300)], clock)
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    sent = _sent_while(engine, lambda: told_totals(engine, cycle_id, by))
    assert len(sent) == 1
    plan = _plan(engine, *sent[0])
    by_itself = "COVERING INDEX" if engine.dialect.name == "sqlite" else "Index Only Scan using"
    assert f"{by_itself} ix_order_lines_live" in plan, plan


WRITERS = 4
ROUNDS = 6


def test_eight_writers_over_http_lose_nothing(shop: Shop) -> None:
    """Four send orders into the open cycle, four change those of a frozen one, while a station pulls."""
    frozen_id = shop.cycle_id
    shop.send(*(order(f"OLD{n}", f"P{n % 2 + 1}", PEACH=1, MILK=1) for n in range(WRITERS * ROUNDS)))
    shop.cut_off()
    opened = shop.call("POST", "/v1/cycles", json=new_cycle(name="次日团")).json()["id"]
    dispatch = shop.cloud.station(Role.DISPATCH)
    pulled: list[int] = []
    left = list(range(2 * WRITERS))

    def write(act: Callable[[Shop, int], list[str]], writer: int) -> list[str]:
        try:
            with requests.Session() as session:
                own = Shop(replace(shop.cloud, session=session), shop.token, shop.cycle_id)
                return act(own, writer)
        finally:
            left.pop()

    def pull() -> list[str]:
        while left:
            _pull(dispatch, pulled)
        return []

    writers = [lambda act=act, n=n: write(act, n) for act in (_send, _amend) for n in range(WRITERS)]
    answers = all_at_once([*writers, pull])
    sent, changed = (
        [order_no for told in part for order_no in told] for part in (answers[:WRITERS], answers[WRITERS:])
    )
    assert len(set(sent)) == len(sent) == WRITERS * ROUNDS * 5
    with reading(shop.cloud.engine) as connection:
        stored = connection.scalars(select(orders.c.order_no).where(orders.c.cycle_id == UUID(opened)))
        assert set(stored) == set(sent)
    assert _sum(shop, opened, "orders") == len(sent)
    assert _sum(shop, opened, "pieces") == WRITERS * ROUNDS * (1 + 2 + 3 + 4 + 1)
    assert len(set(changed)) == len(changed) == WRITERS * ROUNDS
    kept = len(changed) - len(changed) // 2
    assert _sum(shop, frozen_id, "orders") == sum(wave["orders"] for wave in shop.waves()) == kept
    _pull(dispatch, pulled)
    whole: list[int] = []
    _pull(dispatch, whole)
    assert pulled == whole == sorted(set(whole))
    assert len(whole) >= len(changed)


def _send(shop: Shop, writer: int) -> list[str]:
    """Batches of four orders, and orders by themselves; the numbers that were accepted."""
    accepted: list[str] = []
    for turn in range(ROUNDS):
        rows = [order(f"N{writer}-{turn}-{n}", f"P{n % 3 + 1}", RICE=n + 1) for n in range(4)]
        single = order(f"S{writer}-{turn}", MILK=1)
        for body in ({"orders": rows}, single):
            results = _told(shop.call("POST", "/v1/orders", json=body))["results"]
            accepted += [row["order_no"] for row in results if row["verdict"] == "accepted"]
    return accepted


def _amend(shop: Shop, writer: int) -> list[str]:
    """Cancels every other one of its orders and moves the others; the numbers that were changed."""
    changed: list[str] = []
    for turn in range(ROUNDS):
        order_no = f"OLD{writer * ROUNDS + turn}"
        if turn % 2:
            answer = shop.call("POST", f"/v1/orders/{order_no}/cancellation")
        else:
            answer = shop.call("PUT", f"/v1/orders/{order_no}/pickup-point", json={"pickup_point": "P3"})
        changed += [order_no] if _told(answer)["verdict"] == "accepted" else []
    return changed


def _told(answer: requests.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def _pull(station: Any, seen: list[int]) -> None:
    """Changes behind the last one seen, as a station pulls them."""
    more = True
    while more:
        after = seen[-1] if seen else 0
        page = _told(station.call("GET", "/v1/changes", params={"after": after}))
        seen += [change["cursor"] for change in page["changes"]]
        more = page["more"]


def _sum(shop: Shop, cycle_id: str, what: str) -> int:
    rows = shop.call("GET", f"/v1/cycles/{cycle_id}/totals", params={"by": "pickup_point"}).json()
    return sum(row[what] for row in rows)
