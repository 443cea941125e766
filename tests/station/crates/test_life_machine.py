"""Whatever is done to crates and boxes, in whatever order: what is told is true, and told once."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from station.crates.model.verdicts import Verdict
from station.crates.model.view import Press
from station.storage import tables
from tests.station.crates.room import TARE_G, CratesRoom

NUMBERS, BOXES = st.sampled_from([1, 2]), st.sampled_from([51, 52])


class CrateLives(RuleBasedStateMachine):
    """One desk with two crates and two boxes; the model knows labels, what is open, which box holds what."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())

    @initialize()
    def pick(self) -> None:
        self.room = CratesRoom(self.folder)
        self.room.pick_wave()
        self.room.keep_tare()
        crates = self.room.bench.desk.working().crates
        self.ids = {crate.number: crate.id for crate in crates}
        self.goods_g = {crate.number: self.room.bench.desk.working().weight_g(crate) for crate in crates}
        self.labels = {crate.number: str(crate.sscc) for crate in crates}
        self.void: list[tuple[int, str]] = []
        self.open: set[int] = set()
        self.holds: dict[int, int] = {}
        self.gone: set[int] = set()

    def teardown(self) -> None:
        self.room.close()
        shutil.rmtree(self.folder)

    def shown(self, number: int) -> None:
        self.room.press(Press.CRATES)
        self.room.scan(self.labels[number])

    @rule(number=NUMBERS, off_g=st.sampled_from([0, 3, -120, 500]))
    def weigh(self, number: int, off_g: int) -> None:
        tared = number not in self.holds
        if not tared:
            return  # nobody has weighed an empty box here
        self.shown(number)
        self.room.on_scale(TARE_G + self.goods_g[number] + off_g)
        view = self.room.press(Press.WEIGH)
        assert view.answer is not None
        if number in self.open:
            assert view.answer.verdict is Verdict.NOT_CLOSED
        elif number in self.gone:
            assert view.answer.verdict is Verdict.HAS_LEFT
        else:
            assert (view.answer.verdict is Verdict.WEIGHED) is (abs(off_g) < 100)

    @rule(number=NUMBERS)
    def reopen(self, number: int) -> None:
        self.shown(number)
        view = self.room.press(Press.REOPEN)
        if view.override is not None:
            assert number not in self.open | self.gone
            self.room.supervise("too_few")
            self.open.add(number)
        else:
            assert number in self.open | self.gone

    @precondition(lambda self: self.open)
    @rule()
    def close_all_again(self) -> None:
        for number in sorted(self.open):
            self.room.bench.scan(self.labels[number])
        self.open.clear()

    @rule(number=NUMBERS)
    def repack(self, number: int) -> None:
        self.shown(number)
        self.room.press(Press.REPACK)
        view = self.room.press(Press.ENTER)
        assert view.answer is not None
        if number in self.gone:
            assert view.answer.verdict in (Verdict.HAS_LEFT, Verdict.NOT_NOW)
            return
        assert view.answer.verdict is Verdict.REPACKED
        self.void.append((number, self.labels[number]))
        self.labels[number] = self.room.facts()[-1][1].label

    @rule(number=NUMBERS, box=BOXES)
    def use_box(self, number: int, box: int) -> None:
        self.shown(number)
        view = self.room.box(box)
        assert view.answer is not None
        holder = next((each for each, held in self.holds.items() if held == box), None)
        if number in self.gone:
            assert view.answer.verdict is Verdict.HAS_LEFT
        elif holder not in (None, number) and holder not in self.gone:
            assert view.answer.verdict is Verdict.BOX_BUSY
        else:
            assert view.answer.verdict is Verdict.BOX_USED
            self.holds = {each: held for each, held in self.holds.items() if held != box}
            self.holds[number] = box

    @rule(number=NUMBERS)
    def come_back(self, number: int) -> None:
        self.room.press(Press.RETURNS)
        view = self.room.scan(self.labels[number])
        assert view.answer is not None
        if number in self.open:
            assert view.answer.verdict is Verdict.NOT_CLOSED
        else:
            assert view.answer.verdict is Verdict.CRATE_BACK
            self.gone.add(number)

    @invariant()
    def void_labels_are_told_as_such(self) -> None:
        for number, label in getattr(self, "void", [])[-1:]:
            self.room.press(Press.CRATES)
            view = self.room.scan(label)
            assert view.answer is not None
            assert view.answer.verdict is Verdict.OLD_LABEL
            assert self.labels[number] != label

    @invariant()
    def facts_and_rows_say_the_same(self) -> None:
        if not hasattr(self, "room"):
            return
        told = Counter(kind for kind, _ in self.room.facts())
        with self.room.desk.database.look() as connection:
            rows = connection.execute(select(tables.crate.c.number, tables.crate.c.state)).all()
            weighed = connection.execute(select(tables.crate_weighing.c.ordinal)).all()
            void = connection.execute(select(tables.void_label.c.sscc)).scalars().all()
        assert {row.number for row in rows if row.state == "open"} == self.open
        assert told["CrateClosed"] == 2 + told["CrateReopened"] - len(self.open)
        assert told["CrateWeighed"] == len(weighed)
        assert (told["CrateRepacked"], set(void)) == (len(self.void), {label for _, label in self.void})
        assert told["CrateEmptied"] == len(self.gone)


TestCrateLives = CrateLives.TestCase
TestCrateLives.settings = settings(
    max_examples=4, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
