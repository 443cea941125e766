"""Whatever is scanned in whatever order: crates never hold what their orders don't, and undo restores."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from cloud_api.wire.base import ScanRule, Zone
from hardware.codes import make_sscc
from station.kernel.clock import SettableClock
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step, TileState
from station.picking.model.work import Hand
from station.storage import tables
from tests.station.kit import Bench, gtin, lease_of, product

PRODUCTS = [
    product(1, rule=ScanRule.ONCE),
    product(2),
    product(3, zone=Zone.CHILLED),
    product(4, rule=ScanRule.ONCE, zone=Zone.FROZEN),
]
ORDERS = st.lists(
    st.dictionaries(st.sampled_from(["S1", "S2", "S3", "S4"]), st.integers(1, 4), min_size=1),
    min_size=1,
    max_size=4,
)
PAUSES_S = st.sampled_from([0.01, 0.1, 0.5, 2.0])


class PickingDesk(RuleBasedStateMachine):
    """An operator who does anything at all, at a desk that may crash between any two acts."""

    @initialize(orders=ORDERS, beside=st.one_of(st.none(), ORDERS))
    def begin(self, orders: list[dict[str, int]], beside: list[dict[str, int]] | None) -> None:
        """One wave, or two in one walk."""
        self.folder = tempfile.TemporaryDirectory()
        clock = SettableClock()
        self.ordered = sum((Counter(order) for order in (*orders, *(beside or ()))), Counter[str]())
        leases = [lease_of(PRODUCTS, orders, clock)]
        if beside is not None:
            other = lease_of(PRODUCTS, beside, clock, number=2)
            leases = [leases[0].model_copy(update={"beside_id": other.wave.id}), other]
        self.bench = Bench(Path(self.folder.name), leases, clock)
        self.view = self.bench.take()
        assert len(self.bench.desk.working().wave_ids) == len(leases)
        self.meant = {
            tile.sscc: Counter({sku: slot.planned for sku, slot in crate.slots.items()})
            for tile, crate in zip(self.view.crates, self.bench.desk.working().crates, strict=True)
        }

    def teardown(self) -> None:
        if hasattr(self, "bench"):
            self.bench.close()
            self.folder.cleanup()

    @rule(number=st.integers(1, 5), pause_s=PAUSES_S)
    def scan_product(self, number: int, pause_s: float) -> None:
        self.view = self.bench.scan(gtin(number), pause_s)

    @rule(index=st.integers(0, 11), pause_s=PAUSES_S)
    def scan_crate(self, index: int, pause_s: float) -> None:
        tiles = self.view.crates
        self.view = self.bench.scan(tiles[index % len(tiles)].sscc, pause_s)

    @rule(pause_s=PAUSES_S)
    def do_as_the_desk_says(self, pause_s: float) -> None:
        code = _as_told(self.view)
        if code is not None:
            self.view = self.bench.scan(code, pause_s)

    @rule(code=st.sampled_from(["hello", "6900000000012", make_sscc(3, "9520001", 5), "]C1", "\x1d\x00"]))
    def scan_nonsense(self, code: str) -> None:
        self.view = self.bench.scan(code)

    @rule(quantity=st.integers(-1, 5))
    def set_hand(self, quantity: int) -> None:
        self.view = self.bench.flow.set_hand(quantity)

    @rule()
    def put_off(self) -> None:
        self.view = self.bench.flow.put_off()

    @rule()
    def press_short(self) -> None:
        self.view = self.bench.flow.declare_short()

    @rule(index=st.integers(0, 11))
    def tap_close(self, index: int) -> None:
        tiles = self.view.crates
        self.view = self.bench.flow.close_crate(tiles[index % len(tiles)].crate_id)

    @rule()
    def undo(self) -> None:
        self.view = self.bench.flow.undo()

    @precondition(lambda self: self.view.step is Step.PUT)
    @rule(index=st.integers(0, 11), pause_s=PAUSES_S)
    def put_and_undo_is_nothing(self, index: int, pause_s: float) -> None:
        before = self.view
        tiles = before.crates
        after = self.bench.scan(tiles[index % len(tiles)].sscc, pause_s)
        assert after.answer is not None
        if after.answer.verdict in (Verdict.PUT_OK, Verdict.PRODUCT_DONE):
            after = self.bench.flow.undo()
            assert (after.crates, after.product) == (before.crates, before.product)
        self.view = after

    @precondition(lambda self: self.view.step is not Step.WAVE_DONE)
    @rule()
    def crash(self) -> None:
        self.view = self.bench.restart()

    @invariant()
    def crates_hold_what_their_orders_want_and_no_more(self) -> None:
        for crate in self.bench.desk.working().crates:
            meant = self.meant[crate.sscc]
            assert set(crate.slots) == set(meant)
            for sku, slot in crate.slots.items():
                assert slot.put >= 0
                assert slot.short >= 0
                assert slot.put + slot.short <= meant[sku] == slot.planned

    @invariant()
    def the_hand_holds_no_more_than_is_wanted(self) -> None:
        work = self.bench.desk.working()
        if work.hand.sku is None:
            assert work.hand == Hand()
        else:
            assert 0 < work.hand.quantity <= work.wanted(work.hand.sku)
            assert 0 <= work.hand.fresh <= work.hand.quantity

    @invariant()
    def disk_and_facts_tell_the_same_as_the_screen(self) -> None:
        with self.bench.desk.database.look() as connection:
            slots = connection.execute(select(tables.slot)).all()
            puts = connection.execute(select(tables.put).where(tables.put.c.undone_at.is_(None))).all()
            kinds = Counter(connection.execute(select(tables.fact.c.kind)).scalars())
        on_disk = Counter({(row.crate_id, row.sku): row.put for row in slots if row.put})
        by_puts: Counter[tuple[object, str]] = Counter()
        for row in puts:
            by_puts[(row.crate_id, row.sku)] += row.quantity
        at_wall = {crate.id for crate in self.bench.desk.working().crates}
        on_screen = Counter(
            {
                (crate.id, sku): slot.put
                for crate in self.bench.desk.working().crates
                for sku, slot in crate.slots.items()
                if slot.put
            }
        )
        assert on_disk == by_puts
        assert Counter({key: put for key, put in on_disk.items() if key[0] in at_wall}) == on_screen
        assert kinds["ItemPut"] - kinds["PutUndone"] == len(puts)

    @invariant()
    def a_completed_wave_is_exact(self) -> None:
        if self.view.step is not Step.WAVE_DONE:
            return
        with self.bench.desk.database.look() as connection:
            slots = connection.execute(select(tables.slot)).all()
        held: Counter[str] = Counter()
        for row in slots:
            held[row.sku] += row.put + row.short
        assert held == self.ordered
        assert self.view.done is not None
        last = sum(crate.planned for crate in self.bench.desk.working().crates)
        assert self.view.done.pieces + self.view.done.short == last


def _as_told(view: PickingView) -> str | None:
    if view.step is Step.SCAN_PRODUCT and view.product is not None:
        return gtin(int(view.product.sku[1:]))
    wanted = TileState.LIT if view.step is Step.PUT else TileState.FULL
    return next((tile.sscc for tile in view.crates if tile.state is wanted), None)


TestPickingDesk = PickingDesk.TestCase
TestPickingDesk.settings = settings(
    max_examples=24,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
