"""Printers under test: every language over every way, each with a twin that can be made to suffer."""

import os
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hardware.errors import Reason
from hardware.faults import Fault
from hardware.languages.choice import language_named
from hardware.languages.language import Language, LanguageName
from hardware.printers.driver import PrinterDriver, PrintTimes
from hardware.printers.folder import FolderPrinter
from hardware.printers.jobs import PrintedJobs
from hardware.printers.simulated import SimulatedPrinter
from hardware.printers.simulated_port import SimulatedPortPrinter
from hardware.protocols import LabelPrinter, RasterLabel, Transport
from hardware.transports.cups import CupsTransport
from hardware.transports.serial import SerialTransport
from hardware.transports.spooler import SpoolerTransport
from hardware.transports.tcp import TcpTransport
from hardware.transports.usb import UsbTransport

TIMES = PrintTimes(answer_timeout_s=0.2, confirm_timeout_s=0.2, poll_s=0.01)
SMALL = RasterLabel(16, 2, b"\x80\x01\x7f\xfe")


@dataclass
class Harness:
    """A printer under test and a way to make it suffer."""

    printer: LabelPrinter
    language: Language
    jobs: PrintedJobs
    set_fault: Callable[[Fault], None]
    load_paper: Callable[[int | None], None]
    gone: Reason = Reason.NO_CONNECTION
    """What is said of it when it is off."""
    broken: tuple[Reason, ...] = (Reason.CONNECTION_BROKE,)
    answers: bool = True
    """Whether anything it says can reach us."""


def tcp(stack: ExitStack, folder: Path, language: Language) -> Harness:
    server = stack.enter_context(SimulatedPrinter(folder=folder, language=language))
    printer = PrinterDriver(TcpTransport(server.host, server.port, 2), language, times=TIMES)
    return Harness(printer, language, server.jobs, server.set_fault, server.load_paper)


def _on_port(stack: ExitStack, folder: Path, language: Language, way: Callable[[str], Transport]) -> Harness:
    port = folder.with_name("port")
    twin = stack.enter_context(SimulatedPortPrinter(port, language, folder))
    printer = PrinterDriver(way(str(port)), language, times=TIMES)
    gone = Reason.PORT_GONE
    return Harness(printer, language, twin.jobs, twin.set_fault, twin.load_paper, gone, (gone,))


def serial(stack: ExitStack, folder: Path, language: Language) -> Harness:
    return _on_port(stack, folder, language, SerialTransport)


def usb(stack: ExitStack, folder: Path, language: Language) -> Harness:
    return _on_port(stack, folder, language, UsbTransport)


def in_folder(_: ExitStack, folder: Path, language: Language) -> Harness:
    printer = FolderPrinter(folder, language)
    return Harness(printer, language, printer.jobs, printer.set_fault, printer.load_paper)


def spooler(stack: ExitStack, folder: Path, language: Language) -> Harness:
    server = stack.enter_context(SimulatedPrinter(folder=folder, language=language))
    windows = stack.enter_context(FakeWindows.printing_on(server))
    printer = PrinterDriver(SpoolerTransport("Label printer", lambda: windows), language, times=TIMES)
    return Harness(printer, language, server.jobs, server.set_fault, server.load_paper, answers=False)


def cups(stack: ExitStack, folder: Path, language: Language) -> Harness:
    server = stack.enter_context(SimulatedPrinter(folder=folder, language=language))
    stack.enter_context(programs_of_cups(folder.with_name("bin"), server.port))
    printer = PrinterDriver(CupsTransport("labels"), language, times=TIMES)
    return Harness(printer, language, server.jobs, server.set_fault, server.load_paper, answers=False)


Way = Callable[[ExitStack, Path, Language], Harness]
ANSWERING: tuple[Way, ...] = (tcp, serial, usb, in_folder)
ONE_WAY: tuple[Way, ...] = (spooler, cups)
LANGUAGES = tuple(language_named(name) for name in LanguageName)


@contextmanager
def set_up(way: Way, language: Language, folder: Path) -> Iterator[Harness]:
    with ExitStack() as stack:
        yield way(stack, folder / "labels", language)


class WindowsError(Exception):
    """Stands for pywintypes.error, which is no OSError."""


@dataclass
class FakeWindows:
    """The few calls of win32print that are used, with a spooler of its own that never loses a job."""

    send: Callable[[bytes], None]
    printers: tuple[str, ...] = ("Label printer",)
    refuses: str = ""
    """The call that fails."""
    takes: int = 1 << 30
    """How many bytes one WritePrinter takes."""
    calls: list[str] = field(default_factory=list)
    error: type[Exception] = WindowsError
    spooled: bytes = b""

    @classmethod
    @contextmanager
    def printing_on(cls, server: SimulatedPrinter) -> Iterator["FakeWindows"]:
        with ExitStack() as sockets:

            def send(job: bytes) -> None:
                try:
                    link = sockets.enter_context(socket.create_connection((server.host, server.port), 2))
                except ConnectionRefusedError:
                    return  # the spooler keeps the job and says nothing
                link.sendall(job)

            yield cls(send)

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name == self.refuses:
            raise WindowsError(1722, name, "refused")

    def OpenPrinter(self, name: str, /) -> Any:  # noqa: N802 - Windows names it
        self._called("OpenPrinter")
        if name not in self.printers:
            raise WindowsError(1801, "OpenPrinter", "The printer name is invalid.")
        return object()

    def StartDocPrinter(  # noqa: N802 - Windows names it
        self, handle: Any, level: int, document: tuple[str, str | None, str], /
    ) -> int:
        self._called("StartDocPrinter")
        assert (level, document[1:]) == (1, (None, "RAW"))
        return 1

    def StartPagePrinter(self, handle: Any, /) -> None:  # noqa: N802 - Windows names it
        self._called("StartPagePrinter")

    def WritePrinter(self, handle: Any, data: bytes, /) -> int:  # noqa: N802 - Windows names it
        self._called("WritePrinter")
        self.spooled += data[: self.takes]
        return len(data[: self.takes])

    def EndPagePrinter(self, handle: Any, /) -> None:  # noqa: N802 - Windows names it
        self._called("EndPagePrinter")

    def EndDocPrinter(self, handle: Any, /) -> None:  # noqa: N802 - Windows names it
        self._called("EndDocPrinter")
        job, self.spooled = self.spooled, b""
        self.send(job)

    def AbortPrinter(self, handle: Any, /) -> None:  # noqa: N802 - Windows names it
        self._called("AbortPrinter")
        self.spooled = b""

    def ClosePrinter(self, handle: Any, /) -> None:  # noqa: N802 - Windows names it
        self._called("ClosePrinter")


LPSTAT = '#!/bin/sh\n[ "$1 $2" = "-a labels" ] || { echo "lpstat: Unknown destination" >&2; exit 1; }\n'
LP = """#!{python} -SE
import socket, sys
assert sys.argv[1:] == ["-d", "labels", "-o", "raw", "-s"], sys.argv
job = sys.stdin.buffer.read()
try:
    with socket.create_connection(("127.0.0.1", {port}), 2) as link:
        link.sendall(job)
        link.shutdown(socket.SHUT_WR)
        link.settimeout(0.25)
        while link.recv(4096):
            pass
except OSError:
    pass
"""


@contextmanager
def programs_of_cups(folder: Path, port: int) -> Iterator[None]:
    """`lp` and `lpstat` of our own on the PATH; `lp` prints on a twin and, as CUPS does, never says how."""
    with on_path(folder, {"lpstat": LPSTAT, "lp": LP.format(python=sys.executable, port=port)}):
        yield


@contextmanager
def on_path(folder: Path, programs: dict[str, str]) -> Iterator[None]:
    folder.mkdir()
    for name, text in programs.items():
        program = folder / name
        program.write_text(text)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    before = os.environ["PATH"]
    os.environ["PATH"] = f"{folder}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before
