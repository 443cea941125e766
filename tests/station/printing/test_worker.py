"""The worker against real sockets and files: each label once and in order, doubt is asked, none is lost."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from hardware.drawing.refusals import LabelDoesNotFit
from hardware.errors import Reason
from hardware.faults import Fault
from hardware.labels import CrateLabel, Label, LabelKind
from hardware.languages.zpl import Zpl
from hardware.printers.driver import PrinterDriver, PrintTimes
from hardware.printers.folder import FolderPrinter
from hardware.printers.jobs import PrintedJobs
from hardware.printers.simulated import SimulatedPrinter
from hardware.protocols import (
    CRATE_MEDIA,
    DeviceState,
    DeviceStatus,
    Media,
    PrintOutcome,
    PrintReport,
    RasterLabel,
)
from hardware.transports.tcp import TcpTransport
from station.kernel.clock import SettableClock, SystemClock
from station.printing import commands, queue
from station.printing.queue import JobState
from station.printing.reasons import StationReason
from tests.station.printing.kit import DEADLINE_S, Room, draw, mark, read_paper, room

TIMES = PrintTimes(answer_timeout_s=0.3, confirm_timeout_s=0.3, poll_s=0.01)


@dataclass
class Bench:
    """A printer that can be made to suffer, and the room that prints on it."""

    room: Room
    printed: PrintedJobs
    set_fault: Callable[[Fault], None]
    load_paper: Callable[[int | None], None]

    def papers(self) -> list[tuple[int, str]]:
        return [read_paper(job) for job in self.printed.all()]

    def start(self) -> None:
        self.room.worker.start()

    def wait_for_states(self, *states: JobState) -> None:
        self.room.wait_for(lambda: self.room.states() == list(states))


def network(stack: ExitStack, folder: Path) -> Bench:
    server = stack.enter_context(SimulatedPrinter())
    printer = PrinterDriver(TcpTransport(server.host, server.port, 2), Zpl(), times=TIMES)
    made = stack.enter_context(room(folder / "station.db", printer, SystemClock()))
    return Bench(made, server.jobs, server.set_fault, server.load_paper)


def in_folder(stack: ExitStack, folder: Path) -> Bench:
    printer = FolderPrinter(folder / "labels")
    made = stack.enter_context(room(folder / "station.db", printer, SystemClock()))
    return Bench(made, printer.jobs, printer.set_fault, printer.load_paper)


@pytest.fixture(params=[network, in_folder], ids=["network", "folder"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield request.param(stack, tmp_path)


DONE, WAITING, UNKNOWN, FAILED = (
    JobState.CONFIRMED,
    JobState.WAITING,
    JobState.UNKNOWN,
    JobState.FAILED,
)


def test_labels_come_out_once_and_in_order(bench: Bench) -> None:
    bench.room.enqueue(*range(1, 8))
    bench.start()
    bench.wait_for_states(*[DONE] * 7)
    assert bench.papers() == [(number, "") for number in range(1, 8)]
    assert bench.room.told() == [DeviceState.READY]


def test_out_of_paper_then_paper_prints_each_label_once_and_in_order(bench: Bench) -> None:
    bench.set_fault(Fault.OUT_OF_PAPER)
    bench.start()
    bench.room.wait_for(lambda: bench.room.told() == [DeviceState.NEEDS_HELP])
    bench.room.enqueue(1, 2, 3)
    assert bench.room.statuses[0].reason == Reason.OUT_OF_PAPER
    assert bench.papers() == []
    bench.set_fault(Fault.READY)
    bench.wait_for_states(DONE, DONE, DONE)
    assert bench.papers() == [(1, ""), (2, ""), (3, "")]
    assert bench.room.told() == [DeviceState.NEEDS_HELP, DeviceState.READY]


def test_paper_that_ends_within_a_label_leaves_that_one_to_the_operator(bench: Bench) -> None:
    bench.load_paper(1)
    bench.room.enqueue(1, 2, 3)
    bench.start()
    bench.wait_for_states(DONE, UNKNOWN, WAITING)
    bench.load_paper(None)
    bench.set_fault(Fault.READY)
    bench.wait_for_states(DONE, UNKNOWN, DONE)
    printed = [number for number, _ in bench.papers()]
    assert sorted(set(printed)) == sorted(printed)
    assert {1, 3} <= set(printed)


def test_a_printer_that_is_off_at_the_start_prints_once_it_is_on(bench: Bench) -> None:
    bench.set_fault(Fault.OFF)
    bench.room.enqueue(1, 2)
    bench.start()
    bench.room.wait_for(lambda: bench.room.told() == [DeviceState.LOST])
    assert bench.room.statuses[0].reason == Reason.NO_CONNECTION
    bench.set_fault(Fault.READY)
    bench.wait_for_states(DONE, DONE)
    assert bench.papers() == [(1, ""), (2, "")]
    assert bench.room.told() == [DeviceState.LOST, DeviceState.READY]


def test_a_reset_within_a_job_is_asked_and_never_sent_again_by_itself(bench: Bench) -> None:
    bench.set_fault(Fault.RESETS)
    bench.room.enqueue(1)
    bench.start()
    bench.wait_for_states(UNKNOWN)
    bench.set_fault(Fault.READY)
    bench.room.enqueue(2)
    bench.wait_for_states(UNKNOWN, DONE)
    assert bench.papers() == [(2, "")]
    assert bench.room.jobs()[0].reason == Reason.CONNECTION_BROKE


def test_a_printer_that_never_spoke_gets_its_labels_and_each_is_asked(bench: Bench) -> None:
    bench.set_fault(Fault.MUTE)
    bench.room.enqueue(1, 2)
    bench.start()
    bench.wait_for_states(UNKNOWN, UNKNOWN)
    assert bench.printed.wait_for(2, DEADLINE_S)
    assert bench.papers() == [(1, ""), (2, "")]


def test_a_printer_that_spoke_and_hangs_costs_one_label_not_the_whole_wave(bench: Bench) -> None:
    bench.start()
    bench.room.wait_for(lambda: bench.room.told() == [DeviceState.READY])
    bench.set_fault(Fault.SILENT)
    bench.room.enqueue(1, 2, 3)
    bench.wait_for_states(UNKNOWN, WAITING, WAITING)
    bench.room.wait_for(lambda: bench.room.told()[-1] is DeviceState.LOST)
    assert bench.room.states() == [UNKNOWN, WAITING, WAITING]
    bench.set_fault(Fault.OFF)
    bench.set_fault(Fault.READY)
    bench.wait_for_states(UNKNOWN, DONE, DONE)
    assert bench.papers() == [(2, ""), (3, "")]


def test_a_label_that_did_not_come_out_prints_as_a_marked_copy(bench: Bench) -> None:
    bench.set_fault(Fault.RESETS)
    bench.room.enqueue(1)
    bench.start()
    bench.wait_for_states(UNKNOWN)
    bench.set_fault(Fault.READY)
    lost = bench.room.ids(UNKNOWN)
    copies = bench.room.records.act(commands.did_not_come_out, bench.room.author(), lost, mark)
    bench.room.worker.wake()
    bench.wait_for_states(JobState.CANCELLED, DONE)
    assert copies == [2]
    assert bench.papers() == [(1, "copy 2")]


class KilledPrinter:
    """Holds a job in its hands until the files of that moment are copied."""

    name = "killed"
    media = CRATE_MEDIA

    def __init__(self) -> None:
        self.holding = Event()
        self.killed = Event()

    def encode(self, label: RasterLabel) -> bytes:
        return label.rows

    def print_job(self, data: bytes) -> PrintReport:
        self.holding.set()
        assert self.killed.wait(DEADLINE_S)
        return PrintReport(PrintOutcome.CONFIRMED)

    def status(self) -> DeviceStatus:
        return DeviceStatus(self.name, DeviceState.READY)


def test_a_crash_within_a_job_leaves_it_unknown(tmp_path: Path) -> None:
    """What lies on the disk while the job is sent is what a power cut leaves."""
    printer = KilledPrinter()
    after = tmp_path / "after"
    after.mkdir()
    with room(tmp_path / "station.db", printer) as before:
        before.enqueue(1, 2)
        before.worker.start()
        assert printer.holding.wait(DEADLINE_S)
        for file in tmp_path.glob("station.db*"):
            if file.suffix != ".lock":
                shutil.copy(file, after)
        printer.killed.set()
    folder = FolderPrinter(tmp_path / "labels")
    with room(after / "station.db", folder, SystemClock()) as again:
        assert again.states() == [JobState.SENT, WAITING]
        again.worker.start()
        again.wait_for(lambda: again.states() == [UNKNOWN, DONE])
        assert again.jobs()[0].reason == StationReason.INTERRUPTED
        assert [read_paper(job) for job in folder.jobs.all()] == [(2, "")]


def test_what_failed_before_a_restart_comes_first_after_it(tmp_path: Path) -> None:
    class Refusing(KilledPrinter):
        def print_job(self, data: bytes) -> PrintReport:
            return PrintReport(PrintOutcome.FAILED, Reason.HEAD_OPEN)

    path, folder = tmp_path / "station.db", FolderPrinter(tmp_path / "labels")
    with room(path, Refusing()) as before:
        before.enqueue(1, 2)
        before.worker.round()
        assert before.states() == [FAILED, WAITING]
    with room(path, folder) as after:
        after.worker.recover()
        after.worker.round()
        assert [read_paper(job) for job in folder.jobs.all()] == [(1, ""), (2, "")]


def _sscc(label: Label) -> str:
    assert isinstance(label, CrateLabel)
    return label.sscc


def test_a_label_too_large_for_the_paper_waits_for_another_printer(
    tmp_path: Path,
) -> None:
    def draw_most(label: Label, _: Media) -> RasterLabel:
        if _sscc(label).endswith("2"):
            raise LabelDoesNotFit("100 x 150 mm")
        return draw(label)

    folder = FolderPrinter(tmp_path / "labels")
    with room(tmp_path / "station.db", folder, draw_label=draw_most) as made:
        made.enqueue(1, 2, 3)
        made.worker.round()
        assert made.states() == [DONE, FAILED, DONE]
        assert made.jobs()[1].reason == StationReason.DOES_NOT_FIT
        assert made.bugs == []
        assert made.records.act(queue.retry_failed, made.clock.now(), list(LabelKind)) == 0


def test_a_label_that_cannot_be_drawn_is_reported_and_holds_up_no_other(tmp_path: Path) -> None:
    def draw_most(label: Label, _: Media) -> RasterLabel:
        if _sscc(label).endswith("2"):
            raise ValueError("too many rows")
        return draw(label)

    folder = FolderPrinter(tmp_path / "labels")
    with room(tmp_path / "station.db", folder, draw_label=draw_most) as made:
        made.enqueue(1, 2, 3)
        made.worker.round()
        assert made.states() == [DONE, FAILED, DONE]
        assert made.jobs()[1].reason == StationReason.NOT_DRAWN
        assert [str(bug) for bug in made.bugs] == ["too many rows"]
        assert made.told() == [DeviceState.READY]
        assert made.records.act(queue.retry_failed, made.clock.now(), list(LabelKind)) == 0


def test_a_report_that_cannot_be_written_down_is_written_before_the_next_label(tmp_path: Path) -> None:
    """A full disk between printing and recording must neither lose the report nor print again."""
    clock = SettableClock()
    folder = FolderPrinter(tmp_path / "labels")

    class FillsTheDisk(FolderPrinter):
        def print_job(self, data: bytes) -> PrintReport:
            report = folder.print_job(data)
            forbid_writing(made, forbidden=True)
            return report

    with room(tmp_path / "station.db", FillsTheDisk(tmp_path / "unused"), clock) as made:
        made.enqueue(1, 2)
        made.worker.round()
        assert made.states() == [JobState.SENT, WAITING]
        assert made.worker.pause_s() > 0
        forbid_writing(made, forbidden=False)
        clock.advance(made.worker.pause_s())
        made.worker.round()
        assert made.states() == [DONE, JobState.SENT]
    assert [read_paper(job) for job in folder.jobs.all()] == [(1, ""), (2, "")]


def forbid_writing(made: Room, *, forbidden: bool) -> None:
    """Let the database answer writes as a disk that cannot be written does."""

    def switch() -> None:
        with made.records.database.look() as connection:
            connection.exec_driver_sql(f"PRAGMA query_only={forbidden:d}")

    made.records.submit(switch).result()


def test_a_bug_in_a_printer_ends_neither_the_thread_nor_the_doubt(tmp_path: Path) -> None:
    class Broken(FolderPrinter):
        def print_job(self, data: bytes) -> PrintReport:
            if not self.jobs.all():
                super().print_job(data)
                raise RuntimeError("a driver that was never to raise")
            return super().print_job(data)

    printer = Broken(tmp_path / "labels")
    with room(tmp_path / "station.db", printer, SystemClock()) as made:
        made.enqueue(1, 2)
        made.worker.start()
        made.wait_for(lambda: made.states() == [UNKNOWN, DONE])
        assert [type(bug) for bug in made.bugs] == [RuntimeError]
        assert [read_paper(job) for job in printer.jobs.all()] == [(1, ""), (2, "")]


def test_scans_that_wake_the_worker_do_not_ask_the_printer_each_time(tmp_path: Path) -> None:
    class Counting(FolderPrinter):
        asked = 0

        def status(self) -> DeviceStatus:
            self.asked += 1
            return super().status()

    printer, clock = Counting(tmp_path / "labels"), SettableClock()
    with room(tmp_path / "station.db", printer, clock) as made:
        for _ in range(10):
            made.worker.round()
        assert printer.asked == 1
        clock.advance(60)
        printer.set_fault(Fault.OFF)
        made.worker.round()
        assert made.told() == [DeviceState.READY, DeviceState.LOST]
