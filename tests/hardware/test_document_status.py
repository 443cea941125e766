"""Printers of documents say how they are: one suite for all, and what CUPS and Windows tell."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.absent import AbsentDocumentPrinter
from hardware.documents import AskableDocumentPrinter
from hardware.errors import DocumentNotPrinted, Reason
from hardware.faults import Fault
from hardware.printers.document_status import Standing, ask_cups, ask_windows, read_lpstat
from hardware.printers.documents import FolderDocumentPrinter, SystemDocumentPrinter
from hardware.protocols import DeviceState

READY: Standing = (DeviceState.READY, None)
LOST, HELP = DeviceState.LOST, DeviceState.NEEDS_HELP
IDLE = "printer Office is idle.  enabled since Mon 22 Jun 2026 08:00:00 AM CST\n"
STOPPED = "printer Office disabled since Mon 22 Jun 2026 08:00:00 AM CST -\n\tPaused\n"
PRINTING = "printer Office now printing Office-12.  enabled since Mon 22 Jun 2026 08:00:00 AM CST\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


def system(queue: str | None, _: Path) -> AskableDocumentPrinter:
    return SystemDocumentPrinter(queue, lambda *_: None, lambda asked: READY)


def system_gone(_: str | None, __: Path) -> AskableDocumentPrinter:
    def refuse(*_: object) -> None:
        raise FileNotFoundError("lp")

    return SystemDocumentPrinter(None, refuse, lambda asked: (LOST, Reason.NO_PRINT_SYSTEM))


def folder(_: str | None, place: Path) -> AskableDocumentPrinter:
    return FolderDocumentPrinter(place / "out")


def folder_off(_: str | None, place: Path) -> AskableDocumentPrinter:
    printer = FolderDocumentPrinter(place / "out")
    printer.set_fault(Fault.OFF)
    return printer


def folder_blocked(_: str | None, place: Path) -> AskableDocumentPrinter:
    (place / "file").write_text("")
    return FolderDocumentPrinter(place / "file" / "out")


def absent(_: str | None, __: Path) -> AskableDocumentPrinter:
    return AbsentDocumentPrinter()


@pytest.mark.parametrize("make", [system, folder])
def test_a_printer_that_is_ready_takes_a_document(
    make: Callable[[str | None, Path], AskableDocumentPrinter], tmp_path: Path, document: Path
) -> None:
    printer = make("Office", tmp_path)
    status = printer.status()
    assert (status.device, status.state, status.reason) == (printer.name, DeviceState.READY, "")
    printer.print_pdf(document, "路线单")


@pytest.mark.parametrize("make", [system_gone, folder_off, folder_blocked, absent])
def test_a_printer_that_is_not_says_the_same_when_asked_and_when_given_a_document(
    make: Callable[[str | None, Path], AskableDocumentPrinter], tmp_path: Path, document: Path
) -> None:
    printer = make(None, tmp_path)
    status = printer.status()
    assert status.state is not DeviceState.READY
    with pytest.raises(DocumentNotPrinted) as refused:
        printer.print_pdf(document, "路线单")
    assert refused.value.reason == status.reason


@pytest.mark.parametrize("fault", [Fault.OUT_OF_PAPER, Fault.HEAD_OPEN, Fault.PAUSED])
def test_a_folder_complains_as_it_is_told(tmp_path: Path, fault: Fault) -> None:
    printer = FolderDocumentPrinter(tmp_path)
    printer.set_fault(fault)
    assert (printer.status().state, printer.status().reason) == (HELP, fault.obstacle)


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        (IDLE, READY),
        (PRINTING, READY),
        (STOPPED, (HELP, Reason.QUEUE_STOPPED)),
        (f"{IDLE}\tAlerts: none\n", READY),
        (f"{IDLE}\tAlerts: offline-report\n", READY),
        (f"{IDLE}\tAlerts: toner-low-warning\n", READY),
        (f"{IDLE}\tAlerts: media-empty-error\n", (HELP, Reason.OUT_OF_PAPER)),
        (f"{PRINTING}\tAlerts: toner-low-warning media-jam-error\n", (HELP, Reason.JAMMED)),
        (f"{IDLE}\tAlerts: cover-open\n", (HELP, Reason.REPORTS_ERROR)),
        (f"{STOPPED}\tAlerts: paused\n", (HELP, Reason.QUEUE_STOPPED)),
        (f"{IDLE}\tDescription: disabled since ever\n", READY),
        ("", (LOST, Reason.NO_SUCH_QUEUE)),
    ],
)
def test_what_lpstat_tells(told: str, standing: Standing) -> None:
    assert read_lpstat(told) == standing


@given(st.text())
def test_text_that_names_no_printer_is_never_ready(text: str) -> None:
    state, reason = read_lpstat(f"lpstat: {text}")
    assert (state, reason) == (LOST, Reason.NO_SUCH_QUEUE)


LPSTAT = """#!/bin/sh
case "$*" in
-d) echo "{default}" ;;
"-l -p Office") printf '{office}' ;;
*) echo "lpstat: Invalid destination name in list" >&2; exit 1 ;;
esac
"""


def only(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    program = folder / "bin" / "lpstat"
    program.parent.mkdir()
    program.write_text(body)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")


@pytest.mark.skipif(os.name == "nt", reason="CUPS is not on Windows")
@pytest.mark.parametrize(
    ("queue", "default", "standing"),
    [
        ("Office", "no system default destination", (HELP, Reason.QUEUE_STOPPED)),
        (None, "system default destination: Office", (HELP, Reason.QUEUE_STOPPED)),
        (None, "no system default destination", (HELP, Reason.NO_STANDARD_PRINTER)),
        ("Attic", "no system default destination", (LOST, Reason.NO_SUCH_QUEUE)),
    ],
)
def test_cups_is_asked_for_the_queue(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, queue: str | None, default: str, standing: Standing
) -> None:
    only(monkeypatch, tmp_path, LPSTAT.format(default=default, office=STOPPED.replace("\n", "\\n")))
    assert ask_cups(queue) == standing


@pytest.mark.skipif(os.name == "nt", reason="CUPS is not on Windows")
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("echo 'lpstat: Scheduler is not running.' >&2; exit 1", Reason.NO_PRINT_SYSTEM),
        ("exec sleep 60", Reason.NO_ANSWER),
    ],
)
def test_cups_that_is_down_or_hangs_is_lost(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, reason: Reason
) -> None:
    only(monkeypatch, tmp_path, f"#!/bin/sh\n{body}\n")
    assert ask_cups("Office", timeout_s=0.3) == (LOST, reason)


def test_a_pc_without_cups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ask_cups("Office") == (LOST, Reason.NO_PRINT_SYSTEM)


@pytest.mark.parametrize(
    ("queue", "queues", "standing"),
    [
        (None, ("HP",), READY),
        ("HP", ("HP", "PDF"), READY),
        ("Canon", ("HP",), (LOST, Reason.NO_SUCH_QUEUE)),
        (None, (), (LOST, Reason.NO_PRINT_SYSTEM)),
    ],
)
def test_windows_is_asked_whether_it_has_the_printer(
    queue: str | None, queues: tuple[str, ...], standing: Standing
) -> None:
    assert ask_windows(queue, lambda: queues) == standing
