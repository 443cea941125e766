from pathlib import Path

import pytest

from hardware.catalog import open_document_printer
from hardware.faults import Fault
from hardware.printers.documents import FolderDocumentPrinter
from station.dispatch.documents.keeping import print_pdf, save_pdf
from station.kernel.trouble import Trouble

PDF = b"%PDF-1.4\n%%EOF\n"


def test_a_sheet_is_saved_under_its_title_and_never_over_another(tmp_path: Path) -> None:
    folder = tmp_path / "sheets" / "of today"
    first = save_pdf(PDF, folder, "路线单 3 京A·21452")
    second = save_pdf(PDF + b"2", folder, "路线单 3 京A·21452")
    assert [first.name, second.name] == ["路线单 3 京A·21452.pdf", "路线单 3 京A·21452 (2).pdf"]
    assert (first.read_bytes(), second.read_bytes()) == (PDF, PDF + b"2")
    assert sorted(folder.iterdir()) == sorted([first, second])


@pytest.mark.parametrize("title", ["../3", "C:\\3", "CON", "", "a" * 400, "\u202e😀"])
def test_no_title_leaves_the_folder_or_fails(tmp_path: Path, title: str) -> None:
    saved = save_pdf(PDF, tmp_path, title)
    assert saved.parent == tmp_path
    assert saved.read_bytes() == PDF


def test_a_folder_that_cannot_be_written_is_trouble_with_a_way_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Trouble) as trouble:
        save_pdf(PDF, tmp_path / "file" / "sheets", "3")
    assert trouble.value.retry_helps
    assert str(tmp_path) in trouble.value.what.values["folder"]


def test_a_saved_sheet_is_printed(tmp_path: Path) -> None:
    saved = save_pdf(PDF, tmp_path, "3")
    print_pdf(open_document_printer(f"folder:{tmp_path / 'out'}"), saved, "路线单 3")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["0001 路线单 3.pdf"]


def test_a_printer_without_paper_is_trouble_in_words(tmp_path: Path) -> None:
    printer = FolderDocumentPrinter(tmp_path / "out")
    printer.set_fault(Fault.OUT_OF_PAPER)
    with pytest.raises(Trouble) as trouble:
        print_pdf(printer, save_pdf(PDF, tmp_path, "3"), "路线单 3")
    assert trouble.value.what.values == {"title": "路线单 3"}
    assert "out of paper" in trouble.value.remedy.text
    assert trouble.value.retry_helps


def test_without_a_printer_trying_again_does_not_help(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        print_pdf(open_document_printer("none"), save_pdf(PDF, tmp_path, "3"), "路线单 3")
    assert not trouble.value.retry_helps
