"""What every receipt printer does, whatever it is: network, spooler, folder, simulated, none."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.absent import AbsentReceiptPrinter
from hardware.catalog import open_receipt_printer
from hardware.errors import BadAddress, Reason
from hardware.faults import Fault
from hardware.languages.language import PieceKind
from hardware.printers.driver import PrinterDriver
from hardware.printers.folder import FolderPrinter
from hardware.printers.jobs import PrintedJobs
from hardware.protocols import DeviceState, PrintOutcome, PrintReport, RasterLabel, ReceiptPrinter
from hardware.receipts.driver import SlipPrinter
from hardware.receipts.encoding import encode_drawer, encode_slip
from hardware.receipts.language import SlipLanguage, cuts_paper, opens_drawer
from hardware.receipts.opening import RECEIPT_ADDRESSES
from hardware.receipts.simulated import SimulatedReceiptPrinter
from hardware.transports.spooler import SpoolerTransport
from hardware.transports.tcp import TcpTransport
from tests.hardware.escpos_eyes import print_out
from tests.hardware.twins import TIMES, FakeWindows

SLIP = RasterLabel(576, 3, b"\x80" + bytes(70) + b"\x01" + b"\xff" * 72 + bytes(72))
CONFIRMED = PrintReport(PrintOutcome.CONFIRMED)
PROJECT = Path(__file__).parents[2]


@dataclass
class Harness:
    """A receipt printer under test and a way to make it suffer."""

    printer: ReceiptPrinter
    jobs: PrintedJobs
    set_fault: Callable[[Fault], None]
    load_paper: Callable[[int | None], None]
    answers: bool = True


def network(stack: ExitStack, folder: Path) -> Harness:
    twin = stack.enter_context(SimulatedReceiptPrinter(folder=folder))
    driver = PrinterDriver(TcpTransport(twin.host, twin.port, 2), SlipLanguage(), times=TIMES)
    return Harness(SlipPrinter(driver, 576), twin.jobs, twin.set_fault, twin.load_paper)


def spooler(stack: ExitStack, folder: Path) -> Harness:
    twin = stack.enter_context(SimulatedReceiptPrinter(folder=folder))
    windows = stack.enter_context(FakeWindows.printing_on(twin))
    driver = PrinterDriver(SpoolerTransport("Label printer", lambda: windows), SlipLanguage(), times=TIMES)
    return Harness(SlipPrinter(driver, 576), twin.jobs, twin.set_fault, twin.load_paper, answers=False)


def in_folder(_: ExitStack, folder: Path) -> Harness:
    jobs = FolderPrinter(folder, SlipLanguage())
    return Harness(SlipPrinter(jobs, 576), jobs.jobs, jobs.set_fault, jobs.load_paper)


@pytest.fixture(params=[network, spooler, in_folder], ids=lambda way: way.__name__)
def any_printer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Harness]:
    with ExitStack() as stack:
        yield request.param(stack, tmp_path / "slips")


@pytest.fixture(params=[network, in_folder], ids=lambda way: way.__name__)
def answering(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Harness]:
    with ExitStack() as stack:
        yield request.param(stack, tmp_path / "slips")


def test_a_slip_comes_out_as_it_was_drawn(any_printer: Harness, tmp_path: Path) -> None:
    report = any_printer.printer.print_slip(SLIP)
    expected = CONFIRMED.outcome if any_printer.answers else PrintOutcome.UNKNOWN
    assert report.outcome is expected
    assert any_printer.jobs.wait_for(1, 5)
    (job,) = any_printer.jobs.all()
    paper = print_out(job)
    assert b"".join(paper.rows) == SLIP.rows
    assert (paper.cuts, paper.kicks) == ([0], [])
    with Image.open(tmp_path / "slips" / "000001.png") as picture:
        assert picture.size == (576, 3)
        assert picture.convert("L").getpixel((0, 0)) == 0
        assert picture.convert("L").getpixel((1, 0)) == 255


def test_a_drawer_opens_with_a_slip_or_alone(any_printer: Harness) -> None:
    any_printer.printer.print_slip(SLIP, cut=False, open_drawer=True)
    assert any_printer.jobs.wait_for(1, 5)
    any_printer.printer.open_drawer()
    assert any_printer.jobs.wait_for(2, 5)
    with_slip, alone = map(print_out, any_printer.jobs.all())
    assert (len(with_slip.kicks), with_slip.cuts, len(with_slip.rows)) == (1, [], 3)
    assert (len(alone.kicks), alone.cuts, alone.rows, alone.fed_lines) == (1, [], [], 0)


def test_slips_of_58_mm_and_narrow_ones_are_taken_and_wide_ones_refused(any_printer: Harness) -> None:
    narrow = RasterLabel(384, 1, b"\xff" * 48)
    assert any_printer.printer.print_slip(narrow).outcome is not PrintOutcome.FAILED
    wide = any_printer.printer.print_slip(RasterLabel(584, 1, bytes(73)))
    assert wide == PrintReport(PrintOutcome.FAILED, Reason.SLIP_TOO_WIDE)
    assert any_printer.jobs.wait_for(1, 5)
    assert len(any_printer.jobs) == 1


@pytest.mark.parametrize(
    ("fault", "outcome", "reasons", "count"),
    [
        (Fault.OUT_OF_PAPER, PrintOutcome.FAILED, {Reason.OUT_OF_PAPER}, 0),
        (Fault.HEAD_OPEN, PrintOutcome.FAILED, {Reason.HEAD_OPEN}, 0),
        (Fault.PAUSED, PrintOutcome.FAILED, {Reason.PAUSED}, 0),
        (Fault.OFF, PrintOutcome.FAILED, {Reason.NO_CONNECTION}, 0),
        (Fault.GARBLES, PrintOutcome.FAILED, {Reason.STRANGE_ANSWER}, 0),
        (Fault.SILENT, PrintOutcome.UNKNOWN, {Reason.SLIP_NOT_CONFIRMED}, 0),
        (Fault.MUTE, PrintOutcome.UNKNOWN, {Reason.SLIP_NOT_CONFIRMED}, 1),
        (Fault.RESETS, PrintOutcome.UNKNOWN, {Reason.CONNECTION_BROKE}, 0),
        (Fault.STALLS, PrintOutcome.UNKNOWN, {Reason.SLIP_NOT_CONFIRMED, Reason.STOPPED_READING}, 0),
    ],
)
def test_each_fault_has_its_outcome_and_the_next_slip_comes(
    answering: Harness, fault: Fault, outcome: PrintOutcome, reasons: set[Reason], count: int
) -> None:
    answering.set_fault(fault)
    report = answering.printer.print_slip(SLIP)
    assert report.outcome is outcome
    assert report.reason in reasons
    assert answering.jobs.wait_for(count, 5)
    answering.set_fault(Fault.OFF)
    answering.set_fault(Fault.READY)
    assert answering.printer.print_slip(SLIP) == CONFIRMED
    assert len(answering.jobs) == count + 1


def test_paper_that_ends_within_a_slip_leaves_it_unknown(answering: Harness) -> None:
    answering.load_paper(0)
    report = answering.printer.print_slip(SLIP)
    assert report == PrintReport(PrintOutcome.UNKNOWN, Reason.STOPPED_IN_SLIP)
    assert answering.printer.print_slip(SLIP) == PrintReport(PrintOutcome.FAILED, Reason.OUT_OF_PAPER)


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        (Fault.READY, DeviceState.READY, ""),
        (Fault.OUT_OF_PAPER, DeviceState.NEEDS_HELP, Reason.OUT_OF_PAPER),
        (Fault.HEAD_OPEN, DeviceState.NEEDS_HELP, Reason.HEAD_OPEN),
        (Fault.SILENT, DeviceState.LOST, Reason.NO_ANSWER),
        (Fault.MUTE, DeviceState.LOST, Reason.NO_ANSWER),
        (Fault.GARBLES, DeviceState.LOST, Reason.STRANGE_ANSWER),
        (Fault.OFF, DeviceState.LOST, Reason.NO_CONNECTION),
    ],
)
def test_status_and_silence_is_not_plenty_of_paper(
    answering: Harness, fault: Fault, state: DeviceState, reason: str
) -> None:
    answering.set_fault(fault)
    status = answering.printer.status()
    assert (status.device, status.state, status.reason) == (answering.printer.name, state, reason)


def test_silence_costs_seconds_and_not_a_minute(tmp_path: Path) -> None:
    with ExitStack() as stack:
        harness = network(stack, tmp_path)
        harness.set_fault(Fault.SILENT)
        begun = time.monotonic()
        harness.printer.print_slip(SLIP)
        assert time.monotonic() - begun < 10


@contextmanager
def printer_that_answers(answer: Callable[[bytes], bytes]) -> Iterator[ReceiptPrinter]:
    """A printer of a few lines, which says to each chunk of bytes whatever `answer` makes of it."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:

        def serve() -> None:
            link, _ = listener.accept()
            with link, suppress(OSError):
                while chunk := link.recv(65_536):
                    link.sendall(answer(chunk))

        pool.submit(serve)
        host, port = listener.getsockname()
        way = TcpTransport(host, port, 2)
        yield SlipPrinter(PrinterDriver(way, SlipLanguage(), times=TIMES), 576)


def test_a_printer_that_is_well_and_never_says_that_it_is_done_is_not_believed() -> None:
    with printer_that_answers(lambda chunk: b"\x12" * chunk.count(b"\x10\x04")) as printer:
        report = printer.print_slip(SLIP)
    assert report == PrintReport(PrintOutcome.UNKNOWN, Reason.STILL_PRINTING)


@pytest.mark.parametrize("said", [b"\x12\x12\x12", b"\x12", b""])
def test_half_a_status_is_none(said: bytes) -> None:
    with printer_that_answers(lambda chunk: said) as printer:
        status = printer.status()
    assert (status.state, status.reason) == (DeviceState.LOST, Reason.NO_ANSWER)


@pytest.mark.parametrize(
    ("kinds", "reason"),
    [
        (b"\x1a\x16\x12\x12", Reason.HEAD_OPEN),
        (b"\x1a\x32\x12\x72", Reason.OUT_OF_PAPER),
        (b"\x12\x12\x12\x1e", ""),
        (b"\x1a\x52\x1a\x12", Reason.REPORTS_ERROR),
    ],
)
def test_each_bit_of_the_status_has_its_words(kinds: bytes, reason: str) -> None:
    """Cover, end of the roll, its near end (which stops nothing), a cutter that is stuck."""
    with printer_that_answers(lambda chunk: kinds) as printer:
        assert printer.status().reason == reason


def test_no_printer_says_that_one_must_be_chosen() -> None:
    printer: ReceiptPrinter = AbsentReceiptPrinter()
    failed = PrintReport(PrintOutcome.FAILED, Reason.NOT_SET_UP)
    assert printer.print_slip(SLIP, cut=True, open_drawer=True) == failed
    assert printer.open_drawer() == failed
    assert printer.status().state is DeviceState.LOST
    assert printer.width_dots == 576


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    printer = open_receipt_printer(f"folder:{tmp_path / 'taken' / 'out'}")
    assert printer.print_slip(SLIP) == PrintReport(PrintOutcome.FAILED, Reason.SLIPS_NOT_WRITABLE)


@pytest.mark.parametrize(
    ("address", "name", "width"),
    [
        ("none", "none", 576),
        ("tcp://192.0.2.11:9100", "tcp://192.0.2.11:9100", 576),
        (" tcp://192.0.2.11?width=58 ", "tcp://192.0.2.11:9100", 384),
        ("spooler:EPSON TM-T20", "spooler:EPSON TM-T20", 576),
        ("cups:slips?width=80", "cups:slips", 576),
        ("serial:COM3?baud=19200&width=58", "serial:COM3", 384),
        ("usb:/dev/usb/lp0?width=58", "usb:/dev/usb/lp0", 384),
        ("folder:/tmp/slips?width=58", f"folder:{Path('/tmp/slips')}", 384),
    ],
)
def test_addresses(address: str, name: str, width: int) -> None:
    printer = open_receipt_printer(address)
    assert (printer.name, printer.width_dots) == (name, width)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "folder:",
        "tcp://192.0.2.11?width=57",
        "tcp://192.0.2.11?language=zpl",
        "tcp://192.0.2.11?width=58&width=80",
        "lpt1",
        "folder:~nosuchuser/x",
    ],
)
def test_a_bad_address_says_what_is_allowed(address: str) -> None:
    with pytest.raises(BadAddress) as refused:
        open_receipt_printer(address)
    assert RECEIPT_ADDRESSES in refused.value.remedy


def test_the_twin_tells_of_its_drawer_and_has_the_address_of_the_catalog() -> None:
    with SimulatedReceiptPrinter(width_mm=58) as twin:
        printer = open_receipt_printer(twin.address)
        assert printer.width_dots == twin.width_dots == 384
        assert printer.open_drawer() == CONFIRMED
        assert printer.print_slip(RasterLabel(8, 1, b"\x80")) == CONFIRMED
        assert printer.print_slip(RasterLabel(8, 1, b"\x80"), open_drawer=True) == CONFIRMED
        assert twin.drawer_openings == 2


def test_dots_are_never_taken_for_commands() -> None:
    """A picture that holds the bytes of a kick, a cut, a reset and a marker does none of it."""
    dots = (encode_drawer() + b"\x1dV\x00\x1dr\x01\x1d(H\x06\x00000000").ljust(72, b"\x00")
    slip = RasterLabel(576, 1, dots)
    job = encode_slip(slip, cut=False, open_drawer=False)
    assert not opens_drawer(job)
    assert not cuts_paper(job)
    assert SlipLanguage().decode(job) == slip
    piece = SlipLanguage().cut(job)
    assert piece is not None
    assert (piece.kind, piece.start, piece.end) == (PieceKind.JOB, 0, len(job))


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 60))
def test_the_twin_takes_any_bytes(noise: bytes, begin: int) -> None:
    job = encode_slip(RasterLabel(16, 2, b"\x01\x02\x03\x04"), cut=True, open_drawer=True)
    for stream in (noise, job[:begin] + noise, noise + job):
        piece = SlipLanguage().cut(stream)
        assert piece is None or 0 <= piece.start < piece.end <= len(stream)
        opens_drawer(stream)
        try:
            SlipLanguage().decode(stream)
        except ValueError:
            continue


@settings(deadline=None)
@given(st.lists(st.integers(1, 400), max_size=8))
def test_a_job_is_found_however_it_is_cut_on_the_way(cuts: list[int]) -> None:
    job = encode_slip(RasterLabel(64, 40, bytes(range(64)) * 5), cut=True, open_drawer=True)
    for end in sorted({min(cut, len(job) - 1) for cut in cuts}):
        assert SlipLanguage().cut(job[:end]) is None
    piece = SlipLanguage().cut(job)
    assert piece is not None
    assert piece.end == len(job)


def test_a_folder_named_cups_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "cups").mkdir()
    program = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "from hardware.catalog import open_receipt_printer\n"
        "from hardware.protocols import RasterLabel\n"
        "assert not any(name.startswith('escpos') for name in sys.modules), 'imported too early'\n"
        "print(open_receipt_printer('folder:out').print_slip(RasterLabel(8, 1, b'\\x80')).outcome)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(PROJECT)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "confirmed\n"
    assert (tmp_path / "out" / "000001.png").is_file()
