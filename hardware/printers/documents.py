"""Printers of documents: the system's own, and a folder for demonstrations and for desks without one."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from hardware.documents import file_name
from hardware.errors import DocumentNotPrinted, Reason
from hardware.faults import Fault
from hardware.printers.document_status import AskQueue, ask_system
from hardware.protocols import DeviceState, DeviceStatus

_HAND_OVER_TIMEOUT_S = 30.0
_NO_PROGRAM = 1155
"""ERROR_NO_ASSOCIATION of Windows."""

HandOver = Callable[[Path, str, str | None], None]
"""Gives a PDF, its title and the queue (None: the standard one) to the system. Raises OSError."""


class SystemDocumentPrinter:
    """Prints with what the system has: the PDF program of Windows, CUPS elsewhere."""

    def __init__(
        self, queue: str | None = None, hand_over: HandOver | None = None, ask: AskQueue = ask_system
    ) -> None:
        """`queue` is a printer's name in the system; None takes the standard printer."""
        self.name = f"system:{queue}" if queue else "system"
        self._queue = queue
        self._hand_over = hand_over or _system_hand_over()
        self._ask = ask

    def print_pdf(self, path: Path, title: str) -> None:
        """Give the document to the system's queue."""
        if not path.is_file():
            raise DocumentNotPrinted(self.name, Reason.DOCUMENT_GONE)
        try:
            self._hand_over(path, title, self._queue)
        except FileNotFoundError as error:
            raise DocumentNotPrinted(self.name, Reason.NO_PRINT_SYSTEM) from error
        except OSError as error:
            raise DocumentNotPrinted(self.name, Reason.DOCUMENT_REFUSED) from error

    def status(self) -> DeviceStatus:
        """How the system says that its queue is."""
        state, reason = self._ask(self._queue)
        return DeviceStatus(self.name, state, reason or "")


def _system_hand_over() -> HandOver:
    return _hand_to_windows if os.name == "nt" else hand_to_cups


def hand_to_cups(path: Path, title: str, queue: str | None, timeout_s: float = _HAND_OVER_TIMEOUT_S) -> None:
    """Hand over by `lp`. Raises FileNotFoundError where there is none, OSError where it refuses or hangs."""
    command = shutil.which("lp")
    if command is None:
        raise FileNotFoundError("lp")
    where: Sequence[str] = ("-d", queue) if queue else ()
    try:
        subprocess.run(  # noqa: S603 - no shell, and the words behind -- are a path of ours
            [command, *where, "-t", title, "--", str(path)],
            check=True,
            capture_output=True,
            timeout=timeout_s,
        )
    except subprocess.SubprocessError as error:
        raise OSError(f"lp did not take the document: {error}") from error


def _hand_to_windows(path: Path, title: str, queue: str | None) -> None:
    """The program for PDFs prints it; it names the job itself."""
    if sys.platform == "win32":
        words = ("print", "") if queue is None else ("printto", f'"{queue}"')
        try:
            os.startfile(path, *words)  # noqa: S606 - a file of ours, and Windows has no other way to print it
        except OSError as error:
            if error.winerror == _NO_PROGRAM:
                raise FileNotFoundError("no program prints PDFs") from error
            raise


class FolderDocumentPrinter:
    """Keeps each document as a file in the order it came; can be told to fail like a real printer."""

    def __init__(self, folder: Path) -> None:
        self.name = f"folder:{folder}"
        self._folder = folder
        self._fault = Fault.READY
        self._lock = threading.Lock()

    def set_fault(self, fault: Fault) -> None:
        """Change how the printer behaves."""
        with self._lock:
            self._fault = fault

    def print_pdf(self, path: Path, title: str) -> None:
        """Copy the document into the folder, numbered."""
        with self._lock:
            if self._fault not in (Fault.READY, Fault.MUTE):
                raise DocumentNotPrinted(self.name, self._fault.obstacle or Reason.NO_CONNECTION)
            if not path.is_file():
                raise DocumentNotPrinted(self.name, Reason.DOCUMENT_GONE)
            try:
                self._keep(path, title)
            except OSError as error:
                raise DocumentNotPrinted(self.name, Reason.DOCUMENTS_NOT_WRITABLE) from error

    def status(self) -> DeviceStatus:
        """As it was told to be, and whether its folder is there."""
        with self._lock:
            fault = self._fault
        if fault not in (Fault.READY, Fault.MUTE):
            state = DeviceState.NEEDS_HELP if fault.obstacle else DeviceState.LOST
            return DeviceStatus(self.name, state, fault.obstacle or Reason.NO_CONNECTION)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return DeviceStatus(self.name, DeviceState.NEEDS_HELP, Reason.DOCUMENTS_NOT_WRITABLE)
        return DeviceStatus(self.name, DeviceState.READY)

    def _keep(self, path: Path, title: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1 + max(
            (int(kept.name[:4]) for kept in self._folder.glob("[0-9][0-9][0-9][0-9]*.pdf")), default=0
        )
        shutil.copyfile(path, self._folder / f"{number:04d} {file_name(title)}.pdf")
