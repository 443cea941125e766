"""Whatever is scanned, typed, taken back or interrupted: what is told is what was counted."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cloud_api.wire.facts import FactKind
from station.counting.model.verdicts import Verdict
from station.counting.model.view import LotRow, Press, Step
from tests.station.counting.floor import CASE, LI, MILK, PEACH, RICE, WANG, Floor, verdict

Entry = tuple[str, int, int]
"""Product, pieces, grams."""


class Counting(RuleBasedStateMachine):
    """李娜 counts A-01 beside a list of what she has scanned."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.floor = Floor(Path(self._folder.name))
        self.floor.sign_in()
        self.entries: list[Entry] = []
        self.told: list[Counter[str]] = []

    @initialize()
    def begin(self) -> None:
        self.floor.holds("A-01", PEACH, 7)
        self.floor.asked("A-01")
        self.open()

    def open(self) -> None:
        assert verdict(self.floor.scan_bin("A-01")) is Verdict.COUNT_OPENED
        self.entries = []

    @rule(sku=st.sampled_from((PEACH, MILK, RICE)))
    def scan(self, sku: str) -> None:
        self.floor.scans(sku)
        self.entries.append((sku, 1, 0))

    @rule()
    def scan_case(self) -> None:
        self.floor.scan(CASE)
        self.entries.append((MILK, 12, 0))

    @precondition(lambda self: self.entries)
    @rule(pieces=st.integers(1, 1_000_000))
    def type_pieces(self, pieces: int) -> None:
        assert verdict(self.floor.flow.typed(str(pieces))) is Verdict.QUANTITY_SET
        sku, _, grams = self.entries[-1]
        self.entries[-1] = (sku, pieces, grams)

    @precondition(lambda self: self.entries)
    @rule(grams=st.integers(1, 20_000))
    def weigh(self, grams: int) -> None:
        """Piece goods have no use for the scale."""
        self.floor.weighs(grams)
        sku, pieces, _ = self.entries[-1]
        view = self.floor.press(Press.WEIGH)
        assert verdict(view) is (Verdict.WEIGHT_SET if sku == RICE else Verdict.NOT_NOW)
        if sku == RICE:
            self.entries[-1] = (sku, pieces, grams)

    @rule(typed=st.text(min_size=1, max_size=12).filter(lambda text: not text.strip().isascii()))
    def type_nonsense(self, typed: str) -> None:
        self.floor.flow.typed(typed)

    @rule(code=st.sampled_from(("6900000009994", "7800000002", "hello", LI.badge)))
    def scan_nonsense(self, code: str) -> None:
        self.floor.scan(code)

    @rule()
    def undo(self) -> None:
        view = self.floor.press(Press.UNDO)
        assert verdict(view) is (Verdict.UNDONE if self.entries else Verdict.NOT_NOW)
        self.entries = self.entries[:-1]

    @rule()
    def power_cut(self) -> None:
        """Without an entry there is nothing to go on with."""
        view = self.floor.restart()
        assert view.part.step is (Step.COUNT if self.entries else Step.TASKS)
        if not self.entries:
            self.open()

    @rule()
    def somebody_else_comes_by(self) -> None:
        self.floor.sign_in(WANG)
        view = self.floor.sign_in(LI)
        if view.part.step is Step.TASKS:
            self.open()

    @rule()
    def look_up_and_come_back(self) -> None:
        self.floor.press(Press.LOOK_UP)
        self.floor.scans(PEACH)
        self.floor.press(Press.TASKS)

    @rule()
    def done(self) -> None:
        """Goods by weight that nobody weighed are no count yet."""
        lacks = any(self.grams()[sku] == 0 for sku in self.pieces() if sku == RICE)
        view = self.floor.press(Press.DONE)
        if lacks:
            assert verdict(view) is Verdict.WEIGHT_WANTED
            return
        assert verdict(self.floor.press(Press.DONE)) is Verdict.COUNT_DONE
        taken = self.floor.facts(FactKind.COUNT_TAKEN)
        assert Counter({lot.sku: lot.quantity for lot in taken[-1].found}) == self.pieces()
        assert Counter({lot.sku: lot.weight_g for lot in taken[-1].found if lot.weight_g}) == self.grams()
        self.told.append(self.pieces())
        self.floor.asked("A-01")
        self.open()

    def pieces(self) -> Counter[str]:
        return _sum((sku, pieces) for sku, pieces, _ in self.entries)

    def grams(self) -> Counter[str]:
        return _sum((sku, grams) for sku, _, grams in self.entries)

    @invariant()
    def the_screen_shows_what_was_counted(self) -> None:
        view = self.floor.flow.view()
        rows = [row for row in view.part.rows if isinstance(row, LotRow)]
        assert sum(row.quantity or 0 for row in rows) == sum(self.pieces().values())

    @invariant()
    def each_count_is_told_once(self) -> None:
        assert len(self.floor.facts(FactKind.COUNT_TAKEN)) == len(self.told)

    def teardown(self) -> None:
        self.floor.close()
        self._folder.cleanup()


def _sum(pairs: Any) -> Counter[str]:
    total: Counter[str] = Counter()
    for key, amount in pairs:
        if amount:
            total[key] += amount
    return total


TestCounting = Counting.TestCase
TestCounting.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
