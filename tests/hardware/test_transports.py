"""Ways to a printer: what each does with a job, and what it says when it cannot."""

import os
import select
import shutil
import socket
import subprocess
import sys
import termios
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.errors import DeviceLost, DeviceSilent, DeviceStalled, Reason
from hardware.faults import Fault
from hardware.languages.tspl import Tspl
from hardware.languages.zpl import Zpl
from hardware.printers.driver import PrinterDriver
from hardware.printers.simulated import SimulatedPrinter
from hardware.printers.simulated_port import SimulatedPortPrinter
from hardware.protocols import DeviceState, PrintOutcome, PrintReport, RasterLabel
from hardware.transports.cups import CupsTransport
from hardware.transports.serial import Flow, SerialLink, SerialTransport
from hardware.transports.spooler import SpoolerTransport, windows_spooler
from hardware.transports.tcp import TcpTransport
from hardware.transports.usb import UsbTransport
from tests.hardware.twins import LPSTAT, SMALL, TIMES, FakeWindows, on_path

PortWay = type[SerialTransport] | type[UsbTransport]
PORTS = pytest.mark.parametrize("way", [SerialTransport, UsbTransport], ids=["serial", "usb"])
UNKNOWN = PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)
REFUSED = PrintReport(PrintOutcome.FAILED, Reason.QUEUE_REFUSED)
NO_QUEUE = PrintReport(PrintOutcome.FAILED, Reason.NO_SUCH_QUEUE)


def to_windows(windows: FakeWindows | None, name: str = "Label printer") -> PrinterDriver:
    return PrinterDriver(SpoolerTransport(name, lambda: windows), Zpl(), times=TIMES)


def test_a_raw_document_of_windows() -> None:
    jobs: list[bytes] = []
    windows = FakeWindows(jobs.append)
    assert to_windows(windows).print_job(b"^XA^XZ") == UNKNOWN
    assert jobs == [b"^XA^XZ"]
    assert windows.calls == [
        *("OpenPrinter", "StartDocPrinter", "StartPagePrinter", "WritePrinter"),
        *("EndPagePrinter", "EndDocPrinter", "ClosePrinter"),
    ]


def test_a_spooler_that_takes_a_job_in_parts_gets_it_whole() -> None:
    jobs: list[bytes] = []
    job = bytes(range(256)) * 3
    assert to_windows(FakeWindows(jobs.append, takes=100)).print_job(job) == UNKNOWN
    assert jobs == [job]


@pytest.mark.parametrize(
    ("refuses", "report"),
    [
        ("OpenPrinter", NO_QUEUE),
        ("StartDocPrinter", REFUSED),
        ("StartPagePrinter", REFUSED),
        ("WritePrinter", REFUSED),
        ("EndDocPrinter", PrintReport(PrintOutcome.UNKNOWN, Reason.QUEUE_REFUSED)),
    ],
)
def test_what_windows_refuses_is_not_printed_unless_it_took_it(refuses: str, report: PrintReport) -> None:
    jobs: list[bytes] = []
    windows = FakeWindows(jobs.append, refuses=refuses)
    assert to_windows(windows).print_job(b"^XA^XZ") == report
    assert jobs == []
    if refuses != "OpenPrinter":
        assert windows.calls[-1] == "ClosePrinter"


def test_a_spooler_that_takes_nothing_refuses() -> None:
    windows = FakeWindows(lambda _: None, takes=0)
    assert to_windows(windows).print_job(b"^XA^XZ") == REFUSED
    assert windows.calls[-2:] == ["AbortPrinter", "ClosePrinter"]


def test_a_printer_that_windows_does_not_know() -> None:
    status = to_windows(FakeWindows(lambda _: None), "Another").status()
    assert (status.state, status.reason) == (DeviceState.LOST, Reason.NO_SUCH_QUEUE)
    assert to_windows(FakeWindows(lambda _: None)).status().state is DeviceState.READY


@pytest.mark.skipif(os.name == "nt", reason="there is a spooler")
def test_there_is_no_spooler_elsewhere() -> None:
    assert windows_spooler() is None
    assert to_windows(None).print_job(b"") == PrintReport(PrintOutcome.FAILED, Reason.NO_PRINT_SYSTEM)


def test_no_way_back_is_silence_at_once() -> None:
    with SpoolerTransport("Label printer", lambda: FakeWindows(lambda _: None)).open() as link:
        with pytest.raises(DeviceSilent):
            link.read(lambda _: None, 60)
        link.close()
        link.close()


def to_cups(timeout_s: float = 20) -> PrinterDriver:
    return PrinterDriver(CupsTransport("labels", timeout_s), Zpl(), times=TIMES)


REFUSES, HANGS = "#!/bin/sh\nexit 1\n", "#!/bin/sh\nexec tail -f /dev/null\n"


@pytest.mark.parametrize(
    ("programs", "report"),
    [
        ({"lpstat": REFUSES, "lp": REFUSES}, NO_QUEUE),
        ({"lpstat": LPSTAT, "lp": REFUSES}, REFUSED),
        ({"lpstat": HANGS, "lp": REFUSES}, PrintReport(PrintOutcome.FAILED, Reason.NO_ANSWER)),
        ({"lpstat": LPSTAT, "lp": HANGS}, PrintReport(PrintOutcome.UNKNOWN, Reason.STOPPED_READING)),
    ],
    ids=["no queue", "refuses", "hangs before", "hangs with the job"],
)
def test_what_cups_says(tmp_path: Path, programs: dict[str, str], report: PrintReport) -> None:
    with on_path(tmp_path / "bin", programs):
        assert to_cups(timeout_s=0.3).print_job(b"^XA^XZ") == report


def test_no_cups_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert to_cups().print_job(b"") == PrintReport(PrintOutcome.FAILED, Reason.NO_PRINT_SYSTEM)


CUPSD = shutil.which("cupsd") or "/usr/sbin/cupsd"
HAS_CUPSD = Path(CUPSD).exists() and os.name != "nt" and os.getuid() == 0
CUPS_USERS = "User nobody\nGroup nogroup\nSystemGroup root\n"
CUPS_FILES = "ServerBin {at}/bin\nServerRoot {at}/etc\nStateDir {at}/run\n"
CUPS_PLACES = "CacheDir {at}/cache\nRequestRoot {at}/spool\nTempDir {at}/spool/tmp\nErrorLog {at}/error\n"
CUPS_LOGS = "AccessLog {at}/access\nPageLog {at}/page\n"
CUPS_RULES = """Listen {at}/socket
Browsing No
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""


CUPS_PROGRAMS = Path("/usr/lib/cups")
BACKEND = """#!{python} -SE
import os, shutil, socket, sys
from urllib.parse import urlsplit
if len(sys.argv) > 1:
    where = urlsplit(os.environ["DEVICE_URI"])
    job = open(sys.argv[6], "rb") if len(sys.argv) > 6 else sys.stdin.buffer
    with job, socket.create_connection((where.hostname, where.port)) as link:
        link.sendall(job.read())
        link.shutdown(socket.SHUT_WR)
        link.settimeout(0.25)
        try:
            while link.recv(4096):
                pass
        except TimeoutError:
            pass
"""
"""Stands for CUPS's own way to port 9100, which a small installation may not have."""


def own_backends(at: Path) -> None:
    """The programs of CUPS with its backend for network printers, or one that does the same."""
    (at / "backend").mkdir(parents=True)
    (at / "daemon").symlink_to(CUPS_PROGRAMS / "daemon")
    theirs, ours = CUPS_PROGRAMS / "backend" / "socket", at / "backend" / "socket"
    if theirs.exists():
        ours.symlink_to(theirs)
    else:
        ours.write_text(BACKEND.format(python=sys.executable))
        ours.chmod(0o700)


@contextmanager
def real_cups(at: Path, printer: str) -> Iterator[None]:
    """The daemon of CUPS in a folder of its own, with one raw queue to a printer at `printer`."""
    for folder in ("etc", "run", "run/certs", "cache", "spool", "spool/tmp"):
        (at / folder).mkdir(parents=True)
    files = CUPS_USERS + CUPS_FILES + CUPS_PLACES + CUPS_LOGS
    (at / "etc" / "cups-files.conf").write_text(files.format(at=at))
    (at / "etc" / "cupsd.conf").write_text(CUPS_RULES.format(at=at))
    for place in [at, *at.rglob("*")]:
        place.chmod(0o777)
    own_backends(at / "bin")
    words = [CUPSD, "-f", "-c", str(at / "etc" / "cupsd.conf"), "-s", str(at / "etc" / "cups-files.conf")]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as daemon:
        try:
            queue = ["-p", "labels", "-E", "-v", printer, "-m", "raw"]
            wait_for(at / "socket", daemon)
            made = subprocess.run(["lpadmin", *queue], capture_output=True, timeout=20, text=True)
            assert made.returncode == 0, made.stderr
            yield
        finally:
            daemon.terminate()


def wait_for(path: Path, daemon: "subprocess.Popen[bytes]", tries: int = 400) -> None:
    for _ in range(tries):
        if path.exists():
            return
        with pytest.raises(subprocess.TimeoutExpired):
            daemon.wait(0.05)
    pytest.fail("cupsd does not come up")


@pytest.mark.skipif(not HAS_CUPSD, reason="needs cupsd, and root")
def test_a_real_cups_prints_raw(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = tmp_path_factory.mktemp("cups", numbered=True)
    for parent in [at, *list(at.parents)[:2]]:
        parent.chmod(0o755)
    monkeypatch.setenv("CUPS_SERVER", str(at / "socket"))
    monkeypatch.setenv("PATH", f"/usr/sbin:{os.environ['PATH']}")
    with SimulatedPrinter(language=Tspl()) as twin, real_cups(at, f"socket://{twin.host}:{twin.port}"):
        printer = PrinterDriver(CupsTransport("labels"), Tspl())
        assert printer.status().state is DeviceState.READY
        label = RasterLabel(800, 1200, bytes(range(200)) * 600)
        job = printer.encode(label)
        assert printer.print_job(job) == UNKNOWN
        assert twin.jobs.wait_for(1, 20)
        assert twin.jobs.all() == [job]
        missing = PrinterDriver(CupsTransport("other"), Tspl())
        assert missing.print_job(job) == NO_QUEUE


@contextmanager
def raw_terminal() -> Iterator[tuple[int, str]]:
    near, far = os.openpty()
    tty.setraw(far)
    try:
        yield near, os.ttyname(far)
    finally:
        os.close(near)
        os.close(far)


@PORTS
def test_a_port_that_is_not_read_stalls(way: PortWay) -> None:
    with raw_terminal() as (_, path), way(path).open() as link:
        with pytest.raises(DeviceStalled):
            link.send(bytes(1_000_000), 0.05)
        assert 0 < link.bytes_sent < 1_000_000


def test_a_serial_port_is_taken_by_one() -> None:
    with raw_terminal() as (_, path), SerialTransport(path).open():
        with pytest.raises(DeviceLost) as loss:
            SerialTransport(path).open()
        assert loss.value.reason is Reason.PORT_TAKEN


XOFF, XON = b"\x13", b"\x11"
ANY_BYTES = bytes(range(256)) * 400
"""A job of 100 KB, far more than a pseudo terminal holds, with every byte in it."""
QUIET_S = 0.3


class HeldUp:
    """A sender on a thread, and the printer at the other end of its port, which reads as far as it likes."""

    def __init__(self, near: int, link: SerialLink) -> None:
        self._near, self._link = near, link
        self.got = bytearray()
        self.lost: list[Exception] = []
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def _send(self) -> None:
        try:
            self._link.send(ANY_BYTES, 20)
        except DeviceStalled as stalled:
            self.lost.append(stalled)

    def say(self, byte: bytes) -> None:
        os.write(self._near, byte)

    def read_until_quiet(self) -> None:
        while len(self.got) < len(ANY_BYTES) and select.select([self._near], [], [], QUIET_S)[0]:
            self.got += os.read(self._near, 4096)

    def end(self) -> None:
        self._thread.join(20)
        assert not self._thread.is_alive()


def test_a_printer_holds_a_job_up_by_xoff_and_gets_it_whole_behind_xon() -> None:
    with raw_terminal() as (near, path), SerialTransport(path, flow=Flow.XON).open() as link:
        os.write(near, XOFF)
        printer = HeldUp(near, link)
        printer.read_until_quiet()
        assert len(printer.got) < len(ANY_BYTES)
        printer.say(XON)
        printer.read_until_quiet()
        printer.end()
        assert printer.lost == []
        assert bytes(printer.got) == ANY_BYTES


def test_without_flow_control_xoff_is_a_byte_like_any_other() -> None:
    with raw_terminal() as (near, path), SerialTransport(path).open() as link:
        os.write(near, XOFF)
        printer = HeldUp(near, link)
        printer.read_until_quiet()
        printer.end()
        assert bytes(printer.got) == ANY_BYTES
        assert link.read(lambda unread: unread or None, 5) == XOFF


@pytest.mark.parametrize(
    ("flow", "software", "wires"),
    [(Flow.NONE, False, False), (Flow.RTS, False, True), (Flow.DTR, False, False), (Flow.XON, True, False)],
)
def test_the_system_is_told_how_the_printer_holds_up(flow: Flow, software: bool, wires: bool) -> None:
    """As far as a pseudo terminal goes: it has no wires, but it keeps what it was told about them."""
    with raw_terminal() as (near, path), SerialTransport(path, flow=flow).open():
        heeds, _, line, *_ = termios.tcgetattr(near)
        assert bool(heeds & termios.IXON) is software
        assert bool(line & termios.CRTSCTS) is wires


@PORTS
def test_a_port_that_is_not_there(way: PortWay, tmp_path: Path) -> None:
    with pytest.raises(DeviceLost) as loss:
        way(str(tmp_path / "nothing")).open()
    assert loss.value.reason is Reason.PORT_GONE


@PORTS
def test_what_was_said_to_an_earlier_job_is_forgotten(
    way: PortWay,
) -> None:
    with raw_terminal() as (near, path):
        os.write(near, b"late")
        with way(path).open() as link:
            with pytest.raises(DeviceSilent):
                link.read(lambda unread: unread or None, 0.05)
            os.write(near, b"now")
            assert link.read(lambda unread: unread if unread.endswith(b"w") else None, 5) == b"now"


def test_a_serial_server_on_the_network_is_a_port() -> None:
    with SimulatedPrinter() as twin:
        printer = PrinterDriver(SerialTransport(f"socket://{twin.host}:{twin.port}"), Zpl(), times=TIMES)
        assert printer.print_job(printer.encode(SMALL)).outcome is PrintOutcome.CONFIRMED


def test_unplugging_in_mid_job_is_unknown_and_plugging_in_is_enough(tmp_path: Path) -> None:
    way = UsbTransport(str(tmp_path / "port"))
    with SimulatedPortPrinter(tmp_path / "port") as twin:
        twin.set_label_time(60)
        printer = PrinterDriver(way, Zpl(), times=TIMES, pause=lambda _: twin.set_fault(Fault.OFF))
        report = printer.print_job(printer.encode(SMALL))
        assert report.outcome is PrintOutcome.UNKNOWN
        assert printer.status().reason == Reason.PORT_GONE
        assert len(twin.jobs) == 0
        twin.set_label_time(0)
        twin.set_fault(Fault.READY)
        again = PrinterDriver(way, Zpl(), times=TIMES)
        assert again.print_job(again.encode(SMALL)).outcome is PrintOutcome.CONFIRMED
        assert len(twin.jobs) == 1


def test_a_network_printer_whose_answer_never_ends_is_garbled() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with listener.accept()[0] as link:
                link.sendall(bytes(70_000))
                link.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        status = PrinterDriver(
            TcpTransport("127.0.0.1", listener.getsockname()[1]), Zpl(), times=TIMES
        ).status()
        thread.join()
    assert (status.state, status.reason) == (DeviceState.LOST, Reason.STRANGE_ANSWER)


@PORTS
def test_a_port_that_goes_between_opening_and_sending_is_lost(way: PortWay) -> None:
    near, far = os.openpty()
    tty.setraw(far)
    with way(os.ttyname(far)).open() as link:
        os.close(far)
        os.close(near)
        with pytest.raises(DeviceLost):
            link.send(b"x", 0.05)
        with pytest.raises(DeviceLost):
            link.read(lambda _: None, 0.05)
