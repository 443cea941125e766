"""Bags of single orders, whatever is scanned: each holds what its order paid for, or its lack is declared."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from cloud_api.wire.waves import Lease
from station.kernel.clock import SettableClock
from station.picking.model.view import Step, TileState
from station.picking.model.work import CrateState
from tests.station.kit import Bench, gtin, lease_of
from tests.station.picking.test_intercepting_machine import CancellingDesk
from tests.station.picking.test_picking_machine import ORDERS, PAUSES_S, PRODUCTS


def in_parcels(lease: Lease) -> Lease:
    """The same wave, of a pickup point that wants parcels."""
    point = lease.wave.pickup_point.model_copy(update={"parcels": True})
    return lease.model_copy(update={"wave": lease.wave.model_copy(update={"pickup_point": point})})


class BagDesk(CancellingDesk):
    """As the desk whose orders are cancelled meanwhile, of a pickup point that wants parcels."""

    @initialize(orders=ORDERS)
    def begin(self, orders: list[dict[str, int]]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        clock = SettableClock()
        self.ordered = sum((Counter(order) for order in orders), Counter[str]())
        self.bench = Bench(Path(self.folder.name), [in_parcels(lease_of(PRODUCTS, orders, clock))], clock)
        self.view = self.bench.take()
        self.codes = [bag.code for crate in self.bench.desk.working().crates for bag in crate.bags]

    @rule(index=st.integers(0, 11), pause_s=PAUSES_S)
    def scan_bag(self, index: int, pause_s: float) -> None:
        self.view = self.bench.scan(self.codes[index % len(self.codes)], pause_s)

    @rule(pause_s=PAUSES_S)
    def do_as_the_desk_says(self, pause_s: float) -> None:
        work = self.bench.desk.working()
        if self.view.step is Step.SCAN_PRODUCT and self.view.product is not None:
            self.view = self.bench.scan(gtin(int(self.view.product.sku[1:])), pause_s)
        elif self.view.step is Step.PUT:
            before, share = work.hand.quantity, work.lit_bags()[0]
            self.view = self.bench.scan(share.bag.code, pause_s)
            assert self.bench.desk.working().hand.quantity == before - share.quantity
        else:
            full = next((tile.sscc for tile in self.view.crates if tile.state is TileState.FULL), None)
            self.view = self.bench.scan(full, pause_s) if full else self.view

    @precondition(lambda self: self.view.step is Step.TAKE_OUT)
    @rule(by_key=st.booleans())
    def take_out(self, by_key: bool) -> None:
        """The whole bag: nothing of its order is left in the crate."""
        line = self.bench.desk.working().cancelled[0]
        shown = self.view.take_out
        assert shown is not None
        code = next(
            bag.code
            for crate in self.bench.desk.working().crates
            for bag in crate.bags
            if f"{crate.number}-{bag.place}" == shown.bag
        )
        self.view = self.bench.flow.confirm_taken_out() if by_key else self.bench.scan(code)
        bag = self.bench.desk.working().parcel(code)
        assert bag is not None
        assert bag[1].pieces == 0
        assert line not in self.bench.desk.working().cancelled

    @invariant()
    def bags_hold_what_facts_say_and_never_more_than_was_paid(self) -> None:
        held: Counter[tuple[str, str, str]] = Counter()
        puts: dict[str, tuple[tuple[str, str, str], int]] = {}
        for kind, body in self._facts():
            if kind == "ItemPut":
                at = (body["crate_id"], body["order_id"], body["sku"])
                puts[body["put_id"]] = (at, body["quantity"])
                held[at] += body["quantity"]
            elif kind == "PutUndone":
                at, quantity = puts.pop(body["put_id"])
                held[at] -= quantity
        on_screen: Counter[tuple[str, str, str]] = Counter()
        for crate in self.bench.desk.working().crates:
            for bag in crate.bags:
                assert all(bag.lacks(sku) >= 0 for sku in (*bag.planned, *bag.put))
                on_screen += Counter(
                    {(str(crate.id), str(bag.order_id), sku): pieces for sku, pieces in bag.put.items()}
                )
        assert +held == on_screen

    @invariant()
    def what_bags_lack_is_declared_or_still_to_come(self) -> None:
        for crate in self.bench.desk.working().crates:
            for sku, slot in crate.slots.items():
                lacking = sum(bag.lacks(sku) for bag in crate.bags)
                assert lacking == slot.short + slot.wanted
                if crate.state is CrateState.CLOSED:
                    assert lacking == slot.short


TestBagDesk = BagDesk.TestCase
TestBagDesk.settings = settings(
    max_examples=8,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
