"""Several printers: each kind comes out of its own, and one that hangs holds up only its own labels."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from hardware.faults import Fault
from hardware.labels import ClosingSlip, LabelKind, ZoneMark
from hardware.printers.folder import FolderPrinter
from hardware.protocols import LabelPrinter
from station.kernel.clock import SystemClock
from station.printing import queue
from station.printing.queue import JobState, NewJob
from station.printing.worker import PrintWorker
from station.printing.workers import PrintWorkers, allot
from station.storage.database import Records
from tests.station.printing.kit import DEADLINE_S, crate, draw, new_job

CRATES, SLIPS = "folder:crates", "folder:slips"
OTHERS = frozenset(LabelKind) - {LabelKind.SLIP}


def slip(number: int) -> NewJob:
    label = ClosingSlip("", "", "", "", ZoneMark.AMBIENT, "", ("", "", ""), (), "", (), "", f"{number:018d}")
    return NewJob(f"slip {number}", crate(number), label)


class Floor:
    """Two printers, one of them for slips, and the workers that print on them."""

    def __init__(self, folder: Path) -> None:
        self.records = Records(folder / "station.db")
        self.crates, self.slips = FolderPrinter(folder / "crates"), FolderPrinter(folder / "slips")
        self.printers: dict[str, LabelPrinter] = {CRATES: self.crates, SLIPS: self.slips}
        self.choices: dict[LabelKind, str] = {LabelKind.SLIP: SLIPS}
        self._moved = Event()
        self.workers = PrintWorkers(lambda: (self.printers, self.choices), self._new_worker)

    def enqueue(self, *jobs: NewJob) -> None:
        self.records.act(queue.enqueue, jobs, SystemClock().now())
        self.workers.wake()

    def states(self) -> dict[str, JobState]:
        def look() -> dict[str, JobState]:
            with self.records.database.look() as connection:
                return {job.title: job.state for job in queue.recent(connection)}

        return self.records.submit(look).result()

    def wait_for(self, **wanted: JobState) -> None:
        deadline = monotonic() + DEADLINE_S
        while True:
            self._moved.clear()
            states = self.states()
            if all(states.get(title.replace("_", " ")) is state for title, state in wanted.items()):
                return
            assert self._moved.wait(deadline - monotonic()), states

    def _new_worker(self, printer: LabelPrinter, kinds: frozenset[LabelKind]) -> PrintWorker:
        return PrintWorker(
            printer,
            kinds,
            draw,
            self.records,
            SystemClock(),
            on_jobs=self._moved.set,
            on_status=lambda _: self._moved.set(),
            on_bug=lambda bug: pytest.fail(str(bug)),
            retry_s=0.02,
        )


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    made = Floor(tmp_path)
    made.workers.refresh()
    yield made
    made.workers.stop()
    made.records.close()


def label(number: int) -> NewJob:
    return new_job(number, f"label {number}")


def test_each_kind_comes_out_of_its_own_printer(floor: Floor) -> None:
    floor.enqueue(label(1), slip(2), label(3))
    floor.wait_for(label_1=JobState.CONFIRMED, slip_2=JobState.CONFIRMED, label_3=JobState.CONFIRMED)
    assert (len(floor.crates.jobs), len(floor.slips.jobs)) == (2, 1)


def test_a_printer_out_of_paper_holds_up_its_own_labels_only(floor: Floor) -> None:
    floor.crates.set_fault(Fault.OUT_OF_PAPER)
    floor.enqueue(label(1), slip(2))
    floor.wait_for(slip_2=JobState.CONFIRMED, label_1=JobState.FAILED)
    floor.crates.set_fault(Fault.READY)
    floor.wait_for(label_1=JobState.CONFIRMED)
    assert (len(floor.crates.jobs), len(floor.slips.jobs)) == (1, 1)


def test_labels_of_a_printer_that_is_taken_away_come_out_of_another(floor: Floor) -> None:
    floor.slips.set_fault(Fault.OFF)
    floor.enqueue(slip(1))
    floor.wait_for(slip_1=JobState.FAILED)
    del floor.printers[SLIPS]
    assert floor.workers.refresh() == [floor.crates.name]
    floor.wait_for(slip_1=JobState.CONFIRMED)
    assert (len(floor.crates.jobs), len(floor.slips.jobs)) == (1, 0)


def test_another_choice_moves_the_kind_and_leaves_the_rest_alone(floor: Floor) -> None:
    floor.choices = dict.fromkeys(LabelKind, SLIPS)
    assert floor.workers.refresh() == [floor.slips.name]
    floor.enqueue(label(1), slip(2))
    floor.wait_for(label_1=JobState.CONFIRMED, slip_2=JobState.CONFIRMED)
    assert (len(floor.crates.jobs), len(floor.slips.jobs)) == (0, 2)


def test_each_job_says_which_printer_took_it(floor: Floor) -> None:
    floor.enqueue(label(1), slip(2))
    floor.wait_for(label_1=JobState.CONFIRMED, slip_2=JobState.CONFIRMED)

    def look() -> list[tuple[str, str]]:
        with floor.records.database.look() as connection:
            rows = connection.exec_driver_sql("SELECT title, printer FROM print_job ORDER BY ordinal")
            return [(row.title, row.printer) for row in rows]

    assert floor.records.submit(look).result() == [
        ("label 1", floor.crates.name),
        ("slip 2", floor.slips.name),
    ]


def test_after_the_end_nothing_begins_again(floor: Floor) -> None:
    floor.workers.stop()
    assert floor.workers.refresh() == []


@pytest.mark.parametrize(
    ("choices", "kinds"),
    [
        ({}, {CRATES: frozenset(LabelKind), SLIPS: frozenset()}),
        ({LabelKind.SLIP: SLIPS}, {CRATES: OTHERS, SLIPS: frozenset({LabelKind.SLIP})}),
        ({LabelKind.SLIP: "tcp://gone"}, {CRATES: frozenset(LabelKind), SLIPS: frozenset()}),
    ],
)
def test_a_kind_nobody_chose_for_goes_to_the_first_printer(
    choices: dict[LabelKind, str], kinds: dict[str, frozenset[LabelKind]]
) -> None:
    assert allot((CRATES, SLIPS), choices) == kinds


def test_without_a_printer_nothing_is_allotted() -> None:
    assert allot((), {LabelKind.SLIP: SLIPS}) == {}
