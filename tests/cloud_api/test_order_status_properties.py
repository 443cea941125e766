"""Two desks of a shop, facts in whatever order: nothing goes out twice, status follows from facts."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, insert

from cloud_api.exchange.facts import take_facts
from cloud_api.exchange.reading import hashed
from cloud_api.http.callers import Desk
from cloud_api.orders.state import order_state
from cloud_api.pickup.facts import fact_handlers
from cloud_api.pickup.telling import tell_shop_packed
from cloud_api.storage.goods import collected_of_order
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.pickup_keys import order_code
from cloud_api.storage.tables.catalogue import pickup_points, products, warehouses
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.orders import cycles, order_lines, orders
from cloud_api.storage.tables.waves import crate_lines, crates, leases, shorts, waves
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.exchange import GENESIS_HASH, Fact, FactVerdict
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import EVENING

SKUS = ("MILK", "PEACH")
CRATES = 3
ORDERS = 2
"""Planned pieces: of each product one order and crate after the other, so that every crate is shared."""


@dataclass
class Plan:
    """A packed wave as a plain model sees it."""

    crates: list[UUID]
    orders: list[UUID]
    order_nos: list[str]
    packed: dict[tuple[UUID, UUID, str], int]
    """By crate, order and product, after shorts."""


@dataclass
class Till:
    """A desk of the shop with its own chain of facts."""

    station_id: UUID
    seq: int = 0
    last_hash: str = GENESIS_HASH
    sent: list[Fact] = field(default_factory=list)


@dataclass
class Model:
    """What must be true, counted by hand."""

    received: set[UUID] = field(default_factory=set)
    collections: dict[UUID, tuple[UUID, Counter[str]]] = field(default_factory=dict)
    undone: set[UUID] = field(default_factory=set)

    def collected(self, order_id: UUID) -> Counter[str]:
        total: Counter[str] = Counter()
        for collection_id, (of_order, pieces) in self.collections.items():
            if of_order == order_id and collection_id not in self.undone:
                total += pieces
        return total

    def here(self, plan: Plan, order_id: UUID, received: set[UUID]) -> Counter[str]:
        total: Counter[str] = Counter()
        for (crate_id, of_order, sku), quantity in plan.packed.items():
            if of_order == order_id and crate_id in received:
                total[sku] += quantity
        return total

    def status(self, plan: Plan, order_id: UUID) -> str:
        all_packed = self.here(plan, order_id, set(plan.crates))
        collected = self.collected(order_id)
        if not all_packed:
            return "packed"
        if collected == all_packed:
            return "collected"
        if collected.total():
            return "partly_collected"
        mine = {crate_id for (crate_id, of_order, _sku) in plan.packed if of_order == order_id}
        return "arrived" if mine <= self.received else "packed"


class TwoDesks(RuleBasedStateMachine):
    """Facts of two desks reach the cloud in any order, each perhaps more than once."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.now = EVENING + timedelta(days=1)
        self.handlers: Any = fact_handlers()

    @initialize(
        quantities=st.lists(st.integers(0, 3), min_size=12, max_size=12),
        missing=st.lists(st.integers(0, 2), min_size=6, max_size=6),
    )
    def pack(self, quantities: list[int], missing: list[int]) -> None:
        with writing(self.engine) as connection:
            self.shop = f"S{new_uuid().hex}"
            self.plan = _packed_wave(connection, self.shop, quantities, missing)
            self.tills = [Till(_till(connection, self.shop)) for _ in range(2)]

    @rule(till=st.integers(0, 1), crate=st.integers(0, CRATES - 1))
    def receive(self, till: int, crate: int) -> None:
        crate_id = self.plan.crates[crate]
        assert self._report(till, "CrateReceived", {"crate_id": str(crate_id)})
        self.model.received.add(crate_id)

    @rule(till=st.integers(0, 1))
    def receive_all(self, till: int) -> None:
        for crate in range(CRATES):
            self.receive(till, crate)

    @rule(till=st.integers(0, 1), crate=st.integers(0, CRATES - 1))
    def undo_receipt(self, till: int, crate: int) -> None:
        crate_id = self.plan.crates[crate]
        left = self.model.received - {crate_id}
        possible = all(
            self.model.collected(order_id) <= self.model.here(self.plan, order_id, left)
            for order_id in self.plan.orders
        )
        assert self._report(till, "ReceiptUndone", {"crate_id": str(crate_id)}) == possible
        if possible:
            self.model.received = left

    @rule(
        till=st.integers(0, 1),
        order=st.integers(0, ORDERS - 1),
        pieces=st.lists(st.integers(0, 4), min_size=2, max_size=2).filter(any),
    )
    def collect(self, till: int, order: int, pieces: list[int]) -> None:
        wanted = Counter({sku: quantity for sku, quantity in zip(SKUS, pieces, strict=True) if quantity})
        self._collect(till, self.plan.orders[order], wanted)

    @rule(till=st.integers(0, 1), order=st.integers(0, ORDERS - 1), knowing=st.booleans())
    def collect_all_that_is_here(self, till: int, order: int, knowing: bool) -> None:
        """As a desk does that knows what the other one handed over, or knows nothing of it."""
        order_id = self.plan.orders[order]
        wanted = self.model.here(self.plan, order_id, self.model.received)
        wanted -= self.model.collected(order_id) if knowing else Counter()
        if wanted:
            self._collect(till, order_id, wanted)

    def _collect(self, till: int, order_id: UUID, wanted: Counter[str]) -> None:
        here = self.model.here(self.plan, order_id, self.model.received)
        possible = wanted + self.model.collected(order_id) <= here
        collection_id = new_uuid()
        body = {
            "collection_id": str(collection_id),
            "order_id": str(order_id),
            "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in wanted.items()],
            "means": "code",
        }
        assert self._report(till, "OrderCollected", body) == possible
        if possible:
            self.model.collections[collection_id] = (order_id, wanted)

    @precondition(lambda self: self.model.collections)
    @rule(till=st.integers(0, 1), data=st.data())
    def undo_collection(self, till: int, data: st.DataObject) -> None:
        collection_id = data.draw(st.sampled_from(list(self.model.collections)))
        order_id, _pieces = self.model.collections[collection_id]
        body = {"collection_id": str(collection_id), "order_id": str(order_id), "reason": "wrong customer"}
        assert self._report(till, "CollectionUndone", body)
        self.model.undone.add(collection_id)

    @precondition(lambda self: any(till.sent for till in self.tills))
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """The answer was lost: the same facts come again, and change nothing."""
        till = data.draw(st.sampled_from([till for till in self.tills if till.sent]))
        again = self._send(till, till.sent[data.draw(st.integers(0, len(till.sent) - 1)) :])
        assert set(again) <= {FactVerdict.REPEATED, FactVerdict.REFUSED}

    @invariant()
    def nothing_goes_out_that_did_not_come_in(self) -> None:
        if not hasattr(self, "plan"):
            return
        with reading(self.engine) as connection:
            for order_id in self.plan.orders:
                collected = collected_of_order(connection, order_id)
                assert collected == self.model.collected(order_id)
                assert collected <= self.model.here(self.plan, order_id, self.model.received)

    @invariant()
    def status_follows_from_the_facts(self) -> None:
        if not hasattr(self, "plan"):
            return
        with reading(self.engine) as connection:
            for order_id, order_no in zip(self.plan.orders, self.plan.order_nos, strict=True):
                found = order_state(connection, order_no)
                assert found is not None
                state, _warehouse = found
                assert state.status == self.model.status(self.plan, order_id)
                assert state.timeline[-1].status == state.status
                waits = state.status != "collected"
                assert (order_code(connection, order_id) is not None) == waits

    def _report(self, till: int, kind: str, body: dict[str, Any]) -> bool:
        """Whether the next fact of a desk was accepted."""
        self.now += timedelta(seconds=1)
        desk = self.tills[till]
        desk.seq += 1
        fact = Fact(
            id=new_uuid(),
            seq=desk.seq,
            operator_id=None,
            happened_at=self.now,
            kind=kind,
            body=body,
            previous_hash=desk.last_hash,
        )
        desk.last_hash = hashed(fact, desk.station_id).hash
        desk.sent.append(fact)
        return self._send(desk, [fact]) == [FactVerdict.ACCEPTED]

    def _send(self, till: Till, facts: list[Fact]) -> list[FactVerdict]:
        caller = Desk(till.station_id, "柜台", frozenset({Role.PICKUP}), "W1", self.shop)
        sent = [hashed(fact, till.station_id) for fact in facts]
        told = take_facts(self.engine, caller, sent, self.handlers, lambda: self.now)
        assert told.expected_seq == till.seq + 1
        return [result.verdict for result in told.results]


def _packed_wave(connection: Any, shop: str, quantities: list[int], missing: list[int]) -> Plan:
    """A completed wave of two orders in three crates, the later order missing what is short."""
    cycle_id, wave_id, lease_id = new_uuid(), new_uuid(), new_uuid()
    station_id = _station(connection)
    connection.execute(
        insert(pickup_points).values(
            code=shop, name="店", warehouse="W1", address="", phone="", datum="WGS-84"
        )
    )
    moment = {"cut_off_at": EVENING, "opened_at": EVENING, "frozen_at": EVENING}
    connection.execute(insert(cycles).values(id=cycle_id, warehouse="W1", name=shop, **moment))
    connection.execute(
        insert(waves).values(
            id=wave_id,
            cycle_id=cycle_id,
            warehouse="W1",
            number=1,
            pickup_point=shop,
            orders=ORDERS,
            lines=1,
            pieces=1,
            completed_at=EVENING,
        )
    )
    connection.execute(
        insert(leases).values(id=lease_id, wave_id=wave_id, station_id=station_id, granted_at=EVENING)
    )
    crate_ids = [new_uuid() for _ in range(CRATES)]
    connection.execute(
        insert(crates),
        [
            {
                "id": crate_id,
                "wave_id": wave_id,
                "picked_wave_id": wave_id,
                "lease_id": lease_id,
                "sscc": f"{crate_id.int % 10**18:018d}",
                "number": number,
                "zone": "ambient",
                "closed_at": EVENING,
            }
            for number, crate_id in enumerate(crate_ids, start=1)
        ],
    )
    order_ids = [new_uuid() for _ in range(ORDERS)]
    for place, order_id in enumerate(order_ids):
        connection.execute(
            insert(orders).values(
                id=order_id,
                order_no=order_id.hex,
                cycle_id=cycle_id,
                pickup_point=shop,
                paid_at=EVENING + timedelta(seconds=place),
                customer="王女士",
                phone="13800000000",
                content_hash="0" * 64,
                accepted_at=EVENING,
            )
        )
    packed = _lines(connection, (cycle_id, shop), crate_ids, order_ids, quantities, missing)
    tell_shop_packed(connection, wave_id, EVENING)
    return Plan(crate_ids, order_ids, [order_id.hex for order_id in order_ids], packed)


def _lines(
    connection: Any,
    place: tuple[UUID, str],
    crate_ids: list[UUID],
    order_ids: list[UUID],
    quantities: list[int],
    missing: list[int],
) -> dict[tuple[UUID, UUID, str], int]:
    packed: dict[tuple[UUID, UUID, str], int] = {}
    planned = iter(quantities)
    lacking = iter(missing)
    ordered: Counter[tuple[UUID, str]] = Counter()
    for crate_id in crate_ids:
        for sku in SKUS:
            wanted = {order_id: next(planned) for order_id in order_ids}
            short = min(next(lacking), sum(wanted.values()))
            for order_id, quantity in wanted.items():
                if quantity:
                    row = {"crate_id": crate_id, "order_id": order_id, "sku": sku, "quantity": quantity}
                    connection.execute(insert(crate_lines).values(row))
                    ordered[order_id, sku] += quantity
            if short:
                row = {"id": new_uuid(), "crate_id": crate_id, "sku": sku, "quantity": short}
                connection.execute(insert(shorts).values(**row, declared_at=EVENING))
            for order_id in reversed(order_ids):
                lost = min(short, wanted[order_id])
                short -= lost
                if wanted[order_id] > lost:
                    packed[crate_id, order_id, sku] = wanted[order_id] - lost
    cycle_id, shop = place
    for (order_id, sku), quantity in ordered.items():
        row = {"order_id": order_id, "sku": sku, "quantity": quantity}
        connection.execute(insert(order_lines).values(**row, cycle_id=cycle_id, pickup_point=shop))
    return packed


def _station(connection: Any, shop: str | None = None) -> UUID:
    station_id = new_uuid()
    role = "warehouse" if shop is None else "pickup"
    connection.execute(
        insert(stations).values(
            id=station_id,
            name="柜台",
            roles=role,
            warehouse="W1",
            pickup_point=shop,
            enrolled_at=EVENING,
        )
    )
    return station_id


def _till(connection: Any, shop: str) -> UUID:
    return _station(connection, shop)


def _catalogue(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(insert(warehouses).values(code="W1", name="仓", time_zone="Asia/Shanghai"))
        for path, sku in enumerate(SKUS):
            connection.execute(
                insert(products).values(
                    sku=sku,
                    name=sku,
                    spec="",
                    gtins=[],
                    zone="ambient",
                    weight_g=1,
                    volume_ml=1,
                    bin="A",
                    path=path,
                    scan_rule="each",
                )
            )


def test_nothing_is_collected_twice_and_status_follows_from_facts(engine: Engine) -> None:
    _catalogue(engine)

    class Here(TwoDesks):
        pass

    Here.engine = engine
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=15 if engine.dialect.name == "sqlite" else 5,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
