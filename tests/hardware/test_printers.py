import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from hardware.absent import AbsentPrinter
from hardware.errors import Reason
from hardware.faults import Fault
from hardware.printers.folder import FolderPrinter
from hardware.printers.jobs import PrintedJobs
from hardware.printers.network import NetworkZplPrinter, PrintTimes
from hardware.printers.simulated import SimulatedZplServer
from hardware.printers.zpl import ZplStatus, decode_zpl, format_status
from hardware.protocols import DeviceState, LabelPrinter, PrintOutcome, RasterLabel

TIMES = PrintTimes(connect_timeout_s=2, answer_timeout_s=0.3, confirm_timeout_s=0.3, poll_s=0.01)
SMALL = RasterLabel(16, 2, b"\x80\x01\x7f\xfe")
LARGE = RasterLabel(8000, 8000, bytes((i * i) % 251 for i in range(1000)) * 8000)
"""More than the buffers between us and a printer hold."""


@dataclass
class Harness:
    """A printer under test and a way to make it suffer."""

    printer: LabelPrinter
    jobs: PrintedJobs
    set_fault: Callable[[Fault], None]
    load_paper: Callable[[int | None], None]


def network(stack: ExitStack, folder: Path) -> Harness:
    server = stack.enter_context(SimulatedZplServer(folder=folder))
    printer = NetworkZplPrinter(server.host, server.port, TIMES)
    return Harness(printer, server.jobs, server.set_fault, server.load_paper)


def in_folder(_: ExitStack, folder: Path) -> Harness:
    printer = FolderPrinter(folder)
    return Harness(printer, printer.jobs, printer.set_fault, printer.load_paper)


@pytest.fixture(params=[network, in_folder], ids=["network", "folder"])
def harness(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Harness]:
    with ExitStack() as stack:
        yield request.param(stack, tmp_path)


def send(harness: Harness, label: RasterLabel = SMALL) -> tuple[PrintOutcome, str]:
    report = harness.printer.print_job(harness.printer.encode(label))
    return report.outcome, report.reason


def test_a_printed_label_is_confirmed_and_is_what_was_sent(harness: Harness, tmp_path: Path) -> None:
    assert send(harness) == (PrintOutcome.CONFIRMED, "")
    assert [decode_zpl(job) for job in harness.jobs.all()] == [SMALL]
    assert decode_zpl((tmp_path / "000001.zpl").read_bytes()) == SMALL
    with Image.open(tmp_path / "000001.png") as picture:
        assert picture.size == (16, 2)


def test_labels_are_printed_in_order(harness: Harness) -> None:
    labels = [RasterLabel(8, 1, bytes([number])) for number in range(5)]
    assert {send(harness, label)[0] for label in labels} == {PrintOutcome.CONFIRMED}
    assert [decode_zpl(job) for job in harness.jobs.all()] == labels


FAULTS = [
    (Fault.OUT_OF_PAPER, PrintOutcome.FAILED, {Reason.OUT_OF_PAPER}, 0),
    (Fault.HEAD_OPEN, PrintOutcome.FAILED, {Reason.HEAD_OPEN}, 0),
    (Fault.PAUSED, PrintOutcome.FAILED, {Reason.PAUSED}, 0),
    (Fault.OFF, PrintOutcome.FAILED, {Reason.NO_CONNECTION}, 0),
    (Fault.SILENT, PrintOutcome.UNKNOWN, {Reason.NO_CONFIRMATION}, 0),
    (Fault.MUTE, PrintOutcome.UNKNOWN, {Reason.NO_CONFIRMATION}, 1),
    (Fault.RESETS, PrintOutcome.UNKNOWN, {Reason.CONNECTION_BROKE}, 0),
    (Fault.STALLS, PrintOutcome.UNKNOWN, {Reason.NO_CONFIRMATION, Reason.STOPPED_READING}, 0),
]


@pytest.mark.parametrize(("fault", "outcome", "reasons", "printed"), FAULTS)
def test_each_fault_has_its_outcome(
    harness: Harness, fault: Fault, outcome: PrintOutcome, reasons: set[Reason], printed: int
) -> None:
    harness.set_fault(fault)
    found, reason = send(harness)
    assert found is outcome
    assert reason in reasons
    assert harness.jobs.wait_for(printed, 5)
    assert len(harness.jobs) == printed


@pytest.mark.parametrize("fault", [fault for fault, *_ in FAULTS])
def test_after_a_fault_the_next_label_is_confirmed(harness: Harness, fault: Fault) -> None:
    harness.set_fault(fault)
    send(harness)
    harness.set_fault(Fault.OFF)
    harness.set_fault(Fault.READY)
    before = len(harness.jobs)
    assert send(harness)[0] is PrintOutcome.CONFIRMED
    assert len(harness.jobs) == before + 1


def test_paper_that_ends_within_a_label_leaves_it_unknown(harness: Harness) -> None:
    harness.load_paper(1)
    assert send(harness)[0] is PrintOutcome.CONFIRMED
    assert send(harness) == (PrintOutcome.UNKNOWN, Reason.STOPPED_IN_JOB)
    assert send(harness) == (PrintOutcome.FAILED, Reason.OUT_OF_PAPER)
    assert len(harness.jobs) == 1


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        (Fault.READY, DeviceState.READY, ""),
        (Fault.OUT_OF_PAPER, DeviceState.NEEDS_HELP, Reason.OUT_OF_PAPER),
        (Fault.HEAD_OPEN, DeviceState.NEEDS_HELP, Reason.HEAD_OPEN),
        (Fault.OFF, DeviceState.LOST, Reason.NO_CONNECTION),
        (Fault.SILENT, DeviceState.LOST, Reason.NO_ANSWER),
    ],
)
def test_status(harness: Harness, fault: Fault, state: DeviceState, reason: str) -> None:
    harness.set_fault(fault)
    status = harness.printer.status()
    assert (status.device, status.state, status.reason) == (harness.printer.name, state, reason)


def test_an_absent_printer_says_that_one_must_be_chosen() -> None:
    printer = AbsentPrinter()
    assert printer.print_job(printer.encode(SMALL)).reason == Reason.NOT_SET_UP
    assert printer.print_job(b"").outcome is PrintOutcome.FAILED
    assert printer.status().state is DeviceState.LOST


def test_a_folder_that_cannot_be_written_fails_in_plain_words(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    report = FolderPrinter(blocked).print_job(b"^XA^XZ")
    assert (report.outcome, report.reason) == (PrintOutcome.FAILED, Reason.FOLDER_NOT_WRITABLE)


def test_files_are_numbered_on_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        printer = FolderPrinter(tmp_path)
        printer.print_job(printer.encode(SMALL))
    printer.print_job(b"^XA^FDforeign^FS^XZ")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "000001.png", "000001.zpl", "000002.png", "000002.zpl", "000003.zpl",
    ]  # fmt: skip


def test_a_printer_that_prints_on_after_new_paper_prints_what_was_unknown() -> None:
    with SimulatedZplServer() as server:
        printer = NetworkZplPrinter(server.host, server.port, TIMES)
        server.load_paper(0)
        assert printer.print_job(printer.encode(SMALL)).outcome is PrintOutcome.UNKNOWN
        server.load_paper(None)
        server.set_fault(Fault.READY)
        assert server.jobs.wait_for(1, 5)


def test_new_paper_in_time_still_confirms() -> None:
    with SimulatedZplServer() as server:
        server.load_paper(0)

        def mend(_: float) -> None:
            server.load_paper(None)
            server.set_fault(Fault.READY)
            assert server.jobs.wait_for(1, 5)

        printer = NetworkZplPrinter(server.host, server.port, PrintTimes(), pause=mend)
        assert printer.print_job(printer.encode(SMALL)).outcome is PrintOutcome.CONFIRMED


def test_a_slow_printer_is_not_believed_before_it_is_through() -> None:
    with SimulatedZplServer() as server:
        server.set_label_time(60)
        printer = NetworkZplPrinter(server.host, server.port, TIMES)
        report = printer.print_job(printer.encode(SMALL))
        assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, Reason.STILL_PRINTING)
        assert len(server.jobs) == 0
        server.set_label_time(0)
        server.set_fault(Fault.READY)


def test_a_slow_printer_is_waited_for() -> None:
    with SimulatedZplServer() as server:
        server.set_label_time(0.05)
        printer = NetworkZplPrinter(server.host, server.port)
        assert printer.print_job(printer.encode(SMALL)).outcome is PrintOutcome.CONFIRMED
        assert len(server.jobs) == 1


def test_a_job_that_no_buffer_holds_stalls_and_is_unknown() -> None:
    with SimulatedZplServer() as server:
        server.set_fault(Fault.STALLS)
        printer = NetworkZplPrinter(server.host, server.port, TIMES)
        report = printer.print_job(b"^XA" + bytes(LARGE.rows) + b"^XZ")
        assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, Reason.STOPPED_READING)
        assert len(server.jobs) == 0


def answering(answer: bytes) -> Iterator[int]:
    """A server of one connection that answers and closes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection = listener.accept()[0]
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Reason.NO_CONNECTION),
        (b"\x02x\x03\x02y\x03\x02z\x03", Reason.STRANGE_ANSWER),
        (b"", Reason.NO_CONNECTION),
    ],
)
def test_what_is_no_printer_gets_no_job(answer: bytes, reason: Reason) -> None:
    for port in answering(answer):
        report = NetworkZplPrinter("127.0.0.1", port, TIMES).print_job(b"^XA^XZ")
        assert (report.outcome, report.reason) == (PrintOutcome.FAILED, reason)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 300, ".."])
def test_a_name_that_leads_nowhere_fails(host: str) -> None:
    printer = NetworkZplPrinter(host, 9100, TIMES)
    assert printer.print_job(b"^XA^XZ").outcome is PrintOutcome.FAILED
    assert printer.status().state is DeviceState.LOST


def test_a_simulated_printer_pauses_where_its_folder_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with SimulatedZplServer(folder=blocked) as server:
        printer = NetworkZplPrinter(server.host, server.port, TIMES)
        assert printer.print_job(printer.encode(SMALL)).outcome is PrintOutcome.UNKNOWN
        assert printer.status().reason == Reason.PAUSED


def test_an_answer_that_comes_late_confirms_nothing() -> None:
    job, received, ready = (
        b"^XA^XZ",
        bytearray(),
        format_status(ZplStatus(False, False, 0, False, False, False, False, False, 0)),
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            """Answers the question before the job only once the job is there, and loses the job."""
            with listener.accept()[0] as connection:
                while chunk := connection.recv(4096):
                    received.extend(chunk)
                    if received.endswith(job):
                        connection.sendall(ready)

        thread = threading.Thread(target=serve)
        thread.start()
        report = NetworkZplPrinter("127.0.0.1", listener.getsockname()[1], TIMES).print_job(job)
        thread.join(10)
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)
    assert received.endswith(job)
