"""Receiving, picking, stock and crates of one PC together: goods are conserved, nothing expired is packed."""

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import PickFace
from station.picking.model.verdicts import Verdict
from station.picking.model.view import Step, TileState
from station.stock import book
from station.storage import tables
from station.storage.database import Database
from tests.station.inbound.dock import TODAY, Dock, purchase
from tests.station.kit import Bench, gtin, lease_of, product

GOODS = tuple(
    product(number, zone=zone, weight_g=grams).model_copy(update={"bin": f"P-{number}"})
    for number, zone, grams in ((1, Zone.AMBIENT, 500), (2, Zone.CHILLED, 250))
)
ORDERS = ({"S1": 4, "S2": 2}, {"S1": 3}, {"S2": 5})
MARGIN_DAYS = 1
GOOD_FROM = TODAY + timedelta(days=MARGIN_DAYS)
"""The goods are handed over on the day that dawns."""
LOTS = {
    "OLD": GOOD_FROM - timedelta(days=1),
    "NEXT": GOOD_FROM + timedelta(days=1),
    "FRESH": GOOD_FROM + timedelta(days=30),
}
SPOILT = "spoilt"
Lot = tuple[str, str]
"""SKU and lot."""
SKUS, PIECES = st.sampled_from(["S1", "S2"]), st.integers(1, 6)


def lot_code(sku: str, lot: str) -> str:
    """What the DataMatrix on a pack says."""
    return f"]d201{gtin(int(sku[1:])).zfill(14)}17{LOTS[lot]:%y%m%d}10{lot}"


class DeskBeside(Bench):
    """A picking desk on the PC of a dock."""

    def __init__(self, dock: Dock) -> None:
        self._dock = dock
        super().__init__(dock.folder, [lease_of(GOODS, ORDERS, dock.clock)], dock.clock, enrolled=True)

    def _database(self) -> Database:
        return self._dock.database

    def close(self) -> None:
        """The dock closes what both use."""


class WholeFloor(RuleBasedStateMachine):
    """`shelf` and `crates` are what a person would count; the PC is told of it by scans alone."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.dock = Dock(Path(self.folder.name))
        self.dock.flow.open()
        bins = [
            Bin(warehouse="W1", code=item.bin, number=100 + place, zone=item.zone, use=BinUse.PICK)
            for place, item in enumerate(GOODS, start=1)
        ]
        lines = [(item.sku, 500) for item in GOODS]
        self.dock.tell(
            *((ChangeKind.PRODUCT, item) for item in GOODS),
            *((ChangeKind.BIN, place) for place in bins),
            *((ChangeKind.PICK_FACE, PickFace(sku=item.sku, bin=item.bin)) for item in GOODS),
            (ChangeKind.PURCHASE, purchase(UUID(int=7), "大仓供货", 7, *lines)),
        )
        self.shelf: Counter[Lot] = Counter()
        self.crates: Counter[tuple[str, str, str]] = Counter()
        self.hand: Lot | None = None
        self.acts: list[tuple[str, Lot, int]] = []
        """What undo takes back, the last one first: into which crate, or the box for damaged goods."""
        self.bench = DeskBeside(self.dock)
        self.view = self.bench.take()

    def teardown(self) -> None:
        if hasattr(self, "dock"):
            self.dock.close()
            self.folder.cleanup()

    @rule(sku=SKUS, lot=st.sampled_from(sorted(LOTS)), pieces=PIECES)
    def receive(self, sku: str, lot: str, pieces: int) -> None:
        """Into the bin it is picked from; what is too old for the shop may lie there all the same."""
        before = self._received()
        self.dock.scan(lot_code(sku, lot))
        self.dock.flow.typed(str(pieces))
        self.dock.bin(100 + int(sku[1:]))
        told = self._received() - before
        self.dock.flow.cancel()
        assert told in (0, pieces)
        self.shelf[sku, lot] += told

    @precondition(lambda self: self.view.product is not None)
    @rule(lot=st.sampled_from(sorted(LOTS)))
    def take_a_pack(self, lot: str) -> None:
        """Whatever lot the hand finds, and what the desk says to it."""
        assert self.view.product is not None
        chosen = (self.view.product.sku, lot)
        if self.shelf[chosen] <= (self.view.product.in_hand if self.hand == chosen else 0):
            return
        self.view = self.bench.scan(lot_code(*chosen))
        assert self.view.answer is not None
        if self.view.answer.verdict is Verdict.PRODUCT_OK:
            assert LOTS[lot] >= GOOD_FROM
            self.hand = chosen

    @precondition(lambda self: self.view.step is Step.PUT and self.hand is not None)
    @rule(index=st.integers(0, 9))
    def lay_into_a_crate(self, index: int) -> None:
        assert self.hand is not None
        tile = self.view.crates[index % len(self.view.crates)]
        after = self.bench.scan(tile.sscc)
        assert after.answer is not None
        if after.answer.verdict in (Verdict.PUT_OK, Verdict.PRODUCT_DONE):
            pieces = next(each.put for each in after.crates if each.sscc == tile.sscc) - tile.put
            self.shelf[self.hand] -= pieces
            self.crates[tile.sscc, *self.hand] += pieces
            self.acts.append((tile.sscc, self.hand, pieces))
        self.view = after

    @rule()
    def close_a_full_crate(self) -> None:
        full = [tile.sscc for tile in self.view.crates if tile.state is TileState.FULL]
        if full:
            self.view = self.bench.scan(full[0])
            self.acts = [act for act in self.acts if act[0] != full[0]]

    @rule()
    def undo(self) -> None:
        self.view = self.bench.flow.undo()
        assert self.view.answer is not None
        if self.view.answer.verdict in (Verdict.UNDONE, Verdict.NOT_DAMAGED):
            where, lot, pieces = self.acts.pop()
            self.shelf[lot] += pieces
            self.hand = lot
            if where != SPOILT:
                self.crates[where, *lot] -= pieces

    @precondition(lambda self: self.hand is not None and self.view.can_damage)
    @rule()
    def drop_a_piece(self) -> None:
        assert self.hand is not None
        self.view = self.bench.flow.declare_damaged()
        assert self.view.answer is not None
        if self.view.answer.verdict is Verdict.DAMAGED:
            self.shelf[self.hand] -= 1
            self.acts.append((SPOILT, self.hand, 1))

    @rule()
    def later(self) -> None:
        self.view = self.bench.flow.put_off()

    @precondition(lambda self: self.view.step is not Step.WAVE_DONE)
    @rule()
    def power_cut(self) -> None:
        self.dock.restart()
        self.view = self.bench.restart()

    @invariant()
    def the_book_is_what_a_person_would_count(self) -> None:
        if not hasattr(self, "view"):
            return
        with self.dock.database.look() as connection:
            found: Counter[Lot] = Counter()
            for item in GOODS:
                for lot in book.lots_of(connection, item.sku, (BinUse.PICK,)):
                    assert lot.bin == item.bin
                    found[lot.sku, lot.lot] += lot.quantity
        assert +found == +self.shelf
        assert not -found, "the book went below zero, and nobody picked what was not there"

    @invariant()
    def no_crate_holds_what_expires_before_its_customer_comes(self) -> None:
        for (_, _, lot), pieces in getattr(self, "crates", {}).items():
            assert not pieces or LOTS[lot] >= GOOD_FROM

    @invariant()
    def crates_on_the_disk_hold_what_lies_in_them(self) -> None:
        if not hasattr(self, "view"):
            return
        query = (
            select(tables.crate.c.sscc, tables.put.c.sku, tables.put_taken.c.lot)
            .add_columns(func.sum(tables.put_taken.c.quantity))
            .join(tables.put, tables.put.c.id == tables.put_taken.c.put_id)
            .join(tables.crate, tables.crate.c.id == tables.put.c.crate_id)
            .where(tables.put.c.undone_at.is_(None))
            .group_by(tables.crate.c.sscc, tables.put.c.sku, tables.put_taken.c.lot)
        )
        with self.dock.database.look() as connection:
            held = {(row[0], row[1], row[2]): row[3] for row in connection.execute(query)}
        assert held == dict(+self.crates)

    def _received(self) -> int:
        return sum(body.quantity for kind, body in self.dock.facts() if kind is FactKind.GOODS_RECEIVED)


TestWholeFloor = WholeFloor.TestCase
TestWholeFloor.settings = settings(
    max_examples=12,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
