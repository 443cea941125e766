import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from hardware.__main__ import main
from hardware.catalog import open_receipt_printer
from hardware.protocols import PrintOutcome, RasterLabel
from hardware.receipts.simulated import SimulatedReceiptPrinter
from tests.hardware.escpos_eyes import print_out
from tests.hardware.test_command_line import obeys

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("width", "dots"), [("80", 576), ("58", 384)])
def test_a_sample_as_picture_and_as_job(tmp_path: Path, width: str, dots: int) -> None:
    for name in ("x.png", "x.escpos"):
        assert main(["receipt", "--width", width, "--out", str(tmp_path / name), "--drawer"]) == 0
    paper = print_out((tmp_path / "x.escpos").read_bytes())
    with Image.open(tmp_path / "x.png") as picture:
        assert picture.size == (dots, len(paper.rows))
    assert (paper.width, len(paper.cuts), len(paper.kicks)) == (dots, 1, 1)


def test_a_sample_is_printed_and_a_failure_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with SimulatedReceiptPrinter() as twin:
        assert main(["receipt", "--printer", twin.address]) == 0
        assert len(twin.jobs) == 1
    assert main(["receipt", "--printer", twin.address]) == 1
    assert "cannot be reached" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["receipt", "--width", "70"], ["simulated-receipt-printer", "--width", "1"]]
)
def test_wrong_usage_is_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_the_simulated_printer_as_a_process(tmp_path: Path) -> None:
    words = ["simulated-receipt-printer", "--port", "0", "--folder", str(tmp_path), "--width", "58"]
    with subprocess.Popen(
        [sys.executable, "-m", "hardware", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        printer = open_receipt_printer(json.loads(process.stdout.readline())["address"])
        assert printer.width_dots == 384
        slip = RasterLabel(384, 1, b"\xff" * 48)
        for drawer in (False, True, False):
            assert printer.print_slip(slip, open_drawer=drawer).outcome is PrintOutcome.CONFIRMED
            assert json.loads(process.stdout.readline())["drawer"] is drawer
        assert obeys(process.stdin, process.stdout, "out_of_paper")
        assert printer.print_slip(slip).outcome is PrintOutcome.FAILED
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert sorted(path.name for path in tmp_path.glob("*.png")) == [f"00000{n}.png" for n in (1, 2, 3)]
