"""Sheets as the dispatcher gets them: through the conversation, saved and printed as real PDFs."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.faults import Fault
from hardware.printers.documents import FolderDocumentPrinter
from station.dispatch.commands.sheets import SheetPress
from station.dispatch.documents.typeface import Typefaces
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import DispatchView
from station.kernel.messages import Tone
from tests.station.dispatch.night_kit import RESOURCES, NightDesk, stop, van


@pytest.fixture
def printer(tmp_path: Path) -> FolderDocumentPrinter:
    return FolderDocumentPrinter(tmp_path / "paper")


@pytest.fixture
def night(tmp_path: Path, printer: FolderDocumentPrinter) -> Iterator[NightDesk]:
    base = tmp_path / "night"
    base.mkdir()
    press = SheetPress(lambda: Typefaces.load(RESOURCES / "fonts"), printer, tmp_path / "kept")
    desk = NightDesk(base, stops=[stop(n, crates=2) for n in range(1, 5)], vans=[van(1), van(2)], press=press)
    desk.flow.plan()
    yield desk
    desk.close()


def text(file: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(file), "-"], check=True, capture_output=True
    )
    return done.stdout.decode()


def verdict(view: DispatchView) -> Verdict | None:
    return view.answer.verdict if view.answer is not None else None


def test_nothing_is_made_before_routes_are_published(night: NightDesk, tmp_path: Path) -> None:
    assert verdict(night.flow.save_sheets(tmp_path / "mine")) is Verdict.NOTHING_PUBLISHED
    assert verdict(night.flow.print_sheets()) is Verdict.NOTHING_PUBLISHED
    assert not (tmp_path / "mine").exists()


def test_all_sheets_are_saved_as_one_file_and_those_of_one_van_alone(
    night: NightDesk, tmp_path: Path
) -> None:
    night.flow.publish()
    night.flow.save_sheets(tmp_path / "mine")
    view = night.shown[-1]
    assert verdict(view) is Verdict.SHEETS_SAVED
    assert view.answer is not None
    whole = Path(view.answer.words.values["file"])
    assert whole.parent == tmp_path / "mine"
    assert all(word in text(whole) for word in ("京A·21301", "京A·21302", "店1", "店4"))
    night.flow.save_sheets(tmp_path / "mine", "V2")
    (one,) = {*(tmp_path / "mine").iterdir()} - {whole}
    assert "京A·21302" in text(one)
    assert "京A·21301" not in text(one)


def test_what_is_printed_is_what_is_kept(night: NightDesk, tmp_path: Path) -> None:
    night.flow.publish()
    night.flow.print_sheets()
    assert verdict(night.shown[-1]) is Verdict.SHEETS_PRINTED
    (kept,), (printed,) = list((tmp_path / "kept").iterdir()), list((tmp_path / "paper").glob("*.pdf"))
    assert printed.read_bytes() == kept.read_bytes()


def test_a_printer_without_paper_is_told_and_the_sheets_are_kept(
    night: NightDesk, printer: FolderDocumentPrinter, tmp_path: Path
) -> None:
    night.flow.publish()
    printer.set_fault(Fault.OUT_OF_PAPER)
    night.flow.print_sheets()
    notice = night.shown[-1].notice
    assert notice is not None
    assert notice.tone is Tone.REFUSED
    assert len(list((tmp_path / "kept").iterdir())) == 1
    printer.set_fault(Fault.READY)
    night.flow.print_sheets()
    assert verdict(night.shown[-1]) is Verdict.SHEETS_PRINTED


def test_a_folder_that_cannot_be_written_is_told(night: NightDesk, tmp_path: Path) -> None:
    night.flow.publish()
    (tmp_path / "file").write_text("no folder")
    night.flow.save_sheets(tmp_path / "file")
    notice = night.shown[-1].notice
    assert notice is not None
    assert notice.tone is Tone.REFUSED
