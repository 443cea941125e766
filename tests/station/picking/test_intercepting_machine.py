"""Orders cancelled at any moment: what the desk tells fits what the cloud counts, and crates end exact."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select

from station.picking.model.view import PickingView, Step, TileState
from station.picking.model.work import CrateState
from station.storage import tables
from tests.station import kit
from tests.station.kit import gtin
from tests.station.picking.test_intercepting import a_crate_a_zone, cancel
from tests.station.picking.test_picking_machine import PickingDesk

Slot = tuple[str, str]


class Book:
    """Counts as the cloud does, and refuses what it would refuse."""

    def __init__(self, cancelled: set[str]) -> None:
        self.cancelled = cancelled
        self.planned: Counter[Slot] = Counter()
        self.put: Counter[Slot] = Counter()
        self.short: Counter[Slot] = Counter()
        self.lines: Counter[tuple[str, str, str]] = Counter()
        self._puts: dict[str, tuple[Slot, int]] = {}

    def apply(self, kind: str, body: dict[str, Any]) -> None:
        """One more fact."""
        handle: dict[str, Callable[[dict[str, Any]], None]] = {
            "WaveStarted": self._started,
            "ItemPut": self._item_put,
            "PutUndone": self._undone,
            "ProductShort": self._declared_short,
            "OrderIntercepted": self._intercepted,
            "CrateClosed": self._closed,
        }
        if kind in handle:
            handle[kind](body)
        assert all(self.put[at] + self.short[at] <= self.planned[at] for at in self.planned)

    def _started(self, body: dict[str, Any]) -> None:
        for crate in body["crates"]:
            for line in crate["lines"]:
                self.planned[crate["crate_id"], line["sku"]] += line["quantity"]
                self.lines[crate["crate_id"], line["order_id"], line["sku"]] += line["quantity"]

    def _item_put(self, body: dict[str, Any]) -> None:
        at = (body["crate_id"], body["sku"])
        self._puts[body["put_id"]] = (at, body["quantity"])
        self.put[at] += body["quantity"]

    def _undone(self, body: dict[str, Any]) -> None:
        at, quantity = self._puts.pop(body["put_id"])
        self.put[at] -= quantity

    def _declared_short(self, body: dict[str, Any]) -> None:
        for item in body["missing"]:
            self.short[item["crate_id"], body["sku"]] += item["quantity"]

    def _intercepted(self, body: dict[str, Any]) -> None:
        assert body["order_id"] in self.cancelled
        for line in body["lines"]:
            of_order = (line["crate_id"], body["order_id"], line["sku"])
            self.planned[line["crate_id"], line["sku"]] -= line["quantity"]
            self.short[line["crate_id"], line["sku"]] -= line["short_back"]
            self.lines[of_order] -= line["quantity"]
            assert self.lines[of_order] >= 0
            assert self.short[line["crate_id"], line["sku"]] >= 0

    def _closed(self, body: dict[str, Any]) -> None:
        mine = [at for at in self.planned if at[0] == body["crate_id"]]
        assert all(self.planned[at] == self.put[at] + self.short[at] for at in mine)
        assert body["pieces"] == sum(self.put[at] for at in mine)


class CancellingDesk(PickingDesk):
    """As the desk where anything is done, while its orders are cancelled one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.cursor = 0
        self.cancelled: set[str] = set()
        self.plans = mock.patch.object(kit, "an_order_a_crate", a_crate_a_zone)
        self.plans.start()

    def teardown(self) -> None:
        super().teardown()
        self.plans.stop()

    @precondition(lambda self: self.view.step is not Step.WAVE_DONE)
    @rule(index=st.integers(0, 3))
    def cancel(self, index: int) -> None:
        wave = self.bench.desk.held().wave
        order = wave.orders[index % len(wave.orders)]
        self.cursor += 1
        self.cancelled.add(str(order.order_id))
        cancel(self.bench, wave, index % len(wave.orders), self.cursor)
        self.view = self.bench.flow.view()

    @precondition(lambda self: self.view.step is Step.TAKE_OUT)
    @rule(by_key=st.booleans())
    def take_out(self, by_key: bool) -> None:
        if by_key:
            self.view = self.bench.flow.confirm_taken_out()
            return
        line = self.bench.desk.working().cancelled
        sku = next(each.sku for each in line if _is_out(self.view, each.crate_id))
        self.bench.scan(gtin(int(sku[1:])))
        crate = next(tile.sscc for tile in self.view.crates if tile.state is TileState.OUT)
        self.view = self.bench.scan(crate)

    @invariant()
    def crates_hold_what_their_orders_want_and_no_more(self) -> None:
        """As the cloud counts by the facts: each of them fits, and in the end both sides say the same."""
        book = Book(self.cancelled)
        for kind, body in self._facts():
            book.apply(kind, body)
        crates = self.bench.desk.working().crates
        for crate in crates:
            for sku, slot in crate.slots.items():
                at = (str(crate.id), sku)
                assert (slot.planned, slot.put, slot.short) == (
                    book.planned[at],
                    book.put[at],
                    book.short[at],
                )
                assert slot.wanted >= 0
        if self.view.step in (Step.SCAN_PRODUCT, Step.CLOSE_CRATES, Step.WAVE_DONE):
            closed = {str(crate.id) for crate in crates if crate.state is CrateState.CLOSED}
            held = {crate for crate, order, _ in +book.lines if order in self.cancelled}
            assert held <= closed, (
                "nothing of a cancelled order is left but in crates that were closed before"
            )

    def _facts(self) -> list[tuple[str, dict[str, Any]]]:
        with self.bench.desk.database.look() as connection:
            query = select(tables.fact.c.kind, tables.fact.c.body).order_by(tables.fact.c.seq)
            return [(row.kind, json.loads(row.body)) for row in connection.execute(query)]

    @invariant()
    def a_completed_wave_is_exact(self) -> None:
        if self.view.step is Step.WAVE_DONE:
            assert all(not crate.wanted for crate in self.bench.desk.working().crates)


def _is_out(view: PickingView, crate_id: object) -> bool:
    return any(tile.crate_id == crate_id and tile.state is TileState.OUT for tile in view.crates)


TestCancellingDesk = CancellingDesk.TestCase
TestCancellingDesk.settings = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
