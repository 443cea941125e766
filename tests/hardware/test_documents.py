import os
import stat
import time
from pathlib import Path

import pytest

from hardware.absent import AbsentDocumentPrinter
from hardware.catalog import DOCUMENT_ADDRESSES, open_document_printer
from hardware.documents import DocumentPrinter, file_name
from hardware.errors import BadAddress, DocumentNotPrinted, HardwareError, Reason
from hardware.faults import Fault
from hardware.printers.documents import FolderDocumentPrinter, SystemDocumentPrinter, hand_to_cups

PDF = b"%PDF-1.4 of route 3\n%%EOF\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "sheets.pdf"
    path.write_bytes(PDF)
    return path


def lp(folder: Path, body: str) -> Path:
    """A program `lp` of ours, first on the path."""
    program = folder / "bin" / "lp"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def only_path(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")


def refusal(printer: DocumentPrinter, path: Path) -> DocumentNotPrinted:
    with pytest.raises(DocumentNotPrinted) as refused:
        printer.print_pdf(path, "路线单 3")
    return refused.value


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("none", AbsentDocumentPrinter, "none"),
        ("system", SystemDocumentPrinter, "system"),
        (" system:HP LaserJet: 2 ", SystemDocumentPrinter, "system:HP LaserJet: 2"),
        ("folder:/tmp/of sheets", FolderDocumentPrinter, f"folder:{Path('/tmp/of sheets')}"),
    ],
)
def test_addresses(address: str, kind: type, name: str) -> None:
    printer = open_document_printer(address)
    assert type(printer) is kind
    assert printer.name == name


@pytest.mark.parametrize(
    "address", ["", "system:", "folder:", "none:x", "lp", "tcp://192.0.2.10:9100", "folder:~nosuchuser/x"]
)
def test_a_bad_address_says_what_is_allowed(address: str) -> None:
    with pytest.raises(BadAddress) as refused:
        open_document_printer(address)
    assert DOCUMENT_ADDRESSES in refused.value.remedy


def test_no_printer_says_that_one_must_be_chosen(document: Path) -> None:
    refused = refusal(AbsentDocumentPrinter(), document)
    assert refused.reason is Reason.NOT_SET_UP
    assert not refused.retry_helps


def test_a_folder_keeps_documents_in_their_order(tmp_path: Path, document: Path) -> None:
    printer = open_document_printer(f"folder:{tmp_path / 'out'}")
    printer.print_pdf(document, "路线单 3 京A·21452")
    printer.print_pdf(document, 'a/b\\c:"<\n>|?*. ')
    open_document_printer(f"folder:{tmp_path / 'out'}").print_pdf(document, "later")
    kept = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in kept] == ["0001 路线单 3 京A·21452.pdf", "0002 abc.pdf", "0003 later.pdf"]
    assert {path.read_bytes() for path in kept} == {PDF}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.OUT_OF_PAPER, Reason.OUT_OF_PAPER),
        (Fault.PAUSED, Reason.PAUSED),
        (Fault.OFF, Reason.NO_CONNECTION),
        (Fault.SILENT, Reason.NO_CONNECTION),
    ],
)
def test_a_folder_fails_as_it_is_told_and_is_well_again(
    tmp_path: Path, document: Path, fault: Fault, reason: Reason
) -> None:
    printer = FolderDocumentPrinter(tmp_path / "out")
    printer.set_fault(fault)
    assert refusal(printer, document).reason is reason
    printer.set_fault(Fault.READY)
    printer.print_pdf(document, "again")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["0001 again.pdf"]


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path, document: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    printer = FolderDocumentPrinter(tmp_path / "taken" / "out")
    assert refusal(printer, document).reason is Reason.DOCUMENTS_NOT_WRITABLE


@pytest.mark.parametrize("address", ["system", "folder:OUT"])
def test_a_document_that_is_gone_is_named(tmp_path: Path, address: str) -> None:
    printer = open_document_printer(address.replace("OUT", str(tmp_path / "out")))
    assert refusal(printer, tmp_path / "nowhere.pdf").reason is Reason.DOCUMENT_GONE


@pytest.mark.skipif(os.name == "nt", reason="CUPS is not on Windows")
@pytest.mark.parametrize(
    ("queue", "words"), [(None, "-t 路线单 3 -- {}"), ("HP 2", "-d HP 2 -t 路线单 3 -- {}")]
)
def test_cups_gets_queue_title_and_file(
    tmp_path: Path, document: Path, monkeypatch: pytest.MonkeyPatch, queue: str | None, words: str
) -> None:
    program = lp(tmp_path, f'echo "$@" > "{tmp_path}/said"')
    only_path(monkeypatch, program.parent)
    SystemDocumentPrinter(queue, hand_to_cups).print_pdf(document, "路线单 3")
    assert (tmp_path / "said").read_text().strip() == words.format(document)


@pytest.mark.skipif(os.name == "nt", reason="CUPS is not on Windows")
def test_cups_that_refuses_is_told(tmp_path: Path, document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = lp(tmp_path, "echo 'lp: Error - no default destination' >&2; exit 1")
    only_path(monkeypatch, program.parent)
    refused = refusal(SystemDocumentPrinter(None, hand_to_cups), document)
    assert refused.reason is Reason.DOCUMENT_REFUSED
    assert refused.retry_helps


@pytest.mark.skipif(os.name == "nt", reason="CUPS is not on Windows")
def test_cups_that_hangs_is_not_waited_for(
    tmp_path: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = lp(tmp_path, "exec sleep 60")
    only_path(monkeypatch, program.parent)
    begun = time.monotonic()
    with pytest.raises(OSError, match="lp did not take"):
        hand_to_cups(document, "路线单 3", None, timeout_s=0.2)
    assert time.monotonic() - begun < 10


@pytest.mark.skipif(os.name == "nt", reason="CUPS is not on Windows")
def test_a_pc_without_cups_says_so(tmp_path: Path, document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(SystemDocumentPrinter(None, hand_to_cups), document).reason is Reason.NO_PRINT_SYSTEM


def test_the_system_gets_what_it_was_asked(document: Path) -> None:
    taken: list[tuple[Path, str, str | None]] = []
    printer = SystemDocumentPrinter("HP", lambda *given: taken.append(given))
    printer.print_pdf(document, "路线单")
    assert taken == [(document, "路线单", "HP")]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("路线单 3", "路线单 3"),
        ("../../etc/passwd", "etcpasswd"),
        ("CON", "_CON"),
        ("lpt1.x", "_lpt1.x"),
        ("\u202e\n . ", "_"),
        ("站" * 300, "站" * 80),
    ],
)
def test_a_title_is_a_file_name_everywhere(title: str, name: str) -> None:
    assert file_name(title) == name


def test_every_refusal_is_an_error_of_hardware_with_words() -> None:
    error: HardwareError = DocumentNotPrinted("system", Reason.DOCUMENT_REFUSED)
    assert str(error) == f"system did not print the document. {Reason.DOCUMENT_REFUSED}"
