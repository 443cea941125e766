"""Whatever printers, crashes and people do: no label twice without a copy mark, none lost."""

import tempfile
from collections import Counter
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hardware.errors import Reason
from hardware.labels import CrateLabel, LabelKind
from hardware.protocols import CRATE_MEDIA, DeviceState, DeviceStatus, PrintOutcome, PrintReport, RasterLabel
from station.kernel.clock import SettableClock
from station.printing import commands, queue
from station.printing.queue import JobState
from station.printing.view import ReprintReason
from tests.station.printing.kit import Room, crate, mark

Paper = tuple[int, str]


class Crash(BaseException):
    """The power goes: nothing after this moment happens in this run."""


class FickleRoll:
    """A printer that does what the next word of its script says; `papers` is what a person can see."""

    name = "fickle"
    media = CRATE_MEDIA

    def __init__(self) -> None:
        self.script: list[str] = []
        self.papers: list[Paper] = []
        self.held: list[Paper] = []
        self.ready = True
        self.speaks = True

    def encode(self, label: RasterLabel) -> bytes:
        return label.rows

    def status(self) -> DeviceStatus:
        if not self.speaks:
            return DeviceStatus(self.name, DeviceState.LOST, Reason.NO_ANSWER)
        if not self.ready:
            return DeviceStatus(self.name, DeviceState.NEEDS_HELP, Reason.OUT_OF_PAPER)
        return DeviceStatus(self.name, DeviceState.READY)

    def load_paper(self) -> None:
        """New paper: what was still in its buffer comes out by itself."""
        self.ready = True
        self.papers += self.held
        self.held.clear()

    def print_job(self, data: bytes) -> PrintReport:
        number, copy_mark = data.decode().strip().split("|")
        paper = (int(number), copy_mark)
        word = self.script.pop(0) if self.script else "prints"
        if not self.ready or word == "refuses":
            return PrintReport(PrintOutcome.FAILED, Reason.OUT_OF_PAPER)
        if word in ("prints", "prints_silently", "crashes_after"):
            self.papers.append(paper)
        if word == "keeps":
            self.held.append(paper)
            self.ready = False
        if word in ("crashes_before", "crashes_after"):
            raise Crash
        if word == "prints":
            return PrintReport(PrintOutcome.CONFIRMED)
        return PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)


WORDS = (
    "prints",
    "prints_silently",
    "swallows",
    "keeps",
    "refuses",
    "crashes_before",
    "crashes_after",
)


class PrintingMachine(RuleBasedStateMachine):
    """An operator who looks before answering, at a printer that may do anything."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.printer = FickleRoll()
        self.clock = SettableClock()
        self.wanted: set[int] = set()
        self.cancelled: set[int] = set()
        self.room = self._open()

    def teardown(self) -> None:
        self._finish_the_night()
        self.room.close()
        self.folder.cleanup()

    def _open(self) -> Room:
        return Room(Path(self.folder.name) / "station.db", self.printer, self.clock)

    @rule(
        count=st.integers(0, 3),
        script=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
        roll_is_empty=st.booleans(),
        one_way=st.booleans(),
    )
    def print_round(self, count: int, script: list[str], roll_is_empty: bool, one_way: bool) -> None:
        first = len(self.wanted) + 1
        self.wanted.update(range(first, first + count))
        self.room.enqueue(*range(first, first + count))
        self.printer.script, self.printer.speaks = script, not one_way
        if not roll_is_empty:
            self.printer.load_paper()
        self.clock.advance(60)
        try:
            self.room.worker.round()
        except Crash:
            self.restart()

    @rule()
    def restart(self) -> None:
        self.room.close()
        self.room = self._open()
        self.room.worker.recover()

    @rule()
    def answer_what_is_unknown(self) -> None:
        """By looking at the papers that lie there."""
        there, act = Counter(self.printer.papers), self.room.records.act
        for job_id in self.room.ids(JobState.UNKNOWN):
            job = act(queue.job, job_id)
            label = act(queue.label_of, job_id)
            assert isinstance(label, CrateLabel)
            if there[(int(label.sscc), label.copy_mark)]:
                act(commands.came_out, [job.id], self.clock.now())
            else:
                act(commands.did_not_come_out, self.room.author(), [job.id], mark)

    @rule(number=st.integers(1, 6))
    def print_a_damaged_label_again(self, number: int) -> None:
        if number in self.wanted:
            act, author = self.room.records.act, self.room.author()
            kind = LabelKind.CRATE
            act(commands.reprint, author, crate(number), kind, ReprintReason.DAMAGED, mark)

    @rule(number=st.integers(1, 6))
    def cancel(self, number: int) -> None:
        for job in self.room.jobs():
            cancels = job.crate_id == crate(number) and job.state in (JobState.WAITING, JobState.FAILED)
            if cancels and self.room.records.act(commands.cancel, job.id, self.clock.now()):
                self.cancelled.add(number)

    @invariant()
    def no_paper_twice(self) -> None:
        if hasattr(self, "printer"):
            doubles = [paper for paper, times in Counter(self.printer.papers).items() if times > 1]
            assert doubles == []

    def _finish_the_night(self) -> None:
        """A good printer and an operator who answers: in the end nothing is open and nothing is missing."""
        self.printer.script, self.printer.speaks = [], True
        self.printer.load_paper()
        for _ in range(2):
            self.clock.advance(60)
            self.room.worker.round()
            self.answer_what_is_unknown()
        self.clock.advance(60)
        self.room.worker.round()
        self.no_paper_twice()
        assert set(self.room.states()) <= {JobState.CONFIRMED, JobState.CANCELLED}
        assert self.wanted - self.cancelled <= {number for number, _ in self.printer.papers}
        assert self.room.bugs == []


TestPrinting = PrintingMachine.TestCase
TestPrinting.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
