"""Every code on the scanners' set-up sheet is read back from the printed page by an independent reader."""

import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.trial_codes import trial_codes
from station.devices.documents import ScannerSheet
from station.devices.model.maker_hints import MAKER_HINTS, Goal
from station.kernel.messages import LANGUAGES, Texts

DPI = 200


@pytest.fixture(params=LANGUAGES)
def sheet(request: pytest.FixtureRequest, resources: Path, tmp_path: Path) -> Path:
    pdf = tmp_path / "sheet.pdf"
    pdf.write_bytes(ScannerSheet(Texts(resources / "texts", request.param), resources / "fonts").pdf())
    return pdf


def test_each_code_is_read_from_the_page_with_its_identifier(sheet: Path) -> None:
    target = sheet.with_suffix("")
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-f", "1", "-l", "1", "-singlefile", "-png", str(sheet), str(target)],
        check=True,
        timeout=60,
    )
    with Image.open(target.with_suffix(".png")) as page:
        found = {(each.symbology_identifier, each.bytes.decode()) for each in zxingcpp.read_barcodes(page)}
    wanted = trial_codes()
    assert len(found) == len(wanted)
    assert all(any((aim, code.text) in found for aim in code.aims) for code in wanted)


def test_its_words_can_be_found_in_it(sheet: Path) -> None:
    run = subprocess.run(
        ["pdftotext", "-layout", str(sheet), "-"], check=True, capture_output=True, text=True, timeout=60
    )
    assert run.stdout.count("\f") == 2
    assert "〓" not in run.stdout
    assert all(maker in run.stdout for maker in MAKER_HINTS)
    assert "6901234567892" in run.stdout


def test_each_maker_has_a_word_for_each_goal() -> None:
    assert all(set(names) == set(Goal) for names in MAKER_HINTS.values())
