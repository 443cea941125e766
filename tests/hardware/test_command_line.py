import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from PIL import Image

from hardware.__main__ import main, obey_line, read_lines
from hardware.catalog import open_label_printer
from hardware.languages.choice import language_named
from hardware.languages.language import LanguageName
from hardware.languages.zpl import decode_zpl
from hardware.printers.simulated import SimulatedPrinter
from hardware.protocols import PrintOutcome, RasterLabel
from hardware.raster import LabelPainter
from hardware.samples import sample_labels

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "hardware"]


def test_codes_are_read_line_by_line() -> None:
    lines = (
        b"6901010117440\r\n6901010117441\n]C101069010101174401726123110L7\x1d310300125\n\n\xff\n6901010117440"
    )
    out = io.StringIO()
    read_lines(io.BytesIO(lines), out)
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert said[0] == {"ok": True, "kind": "gtin", "text": "6901010117440", "gtin": "06901010117440"}
    verdicts = [one.get("why", one["ok"]) for one in said]
    assert verdicts == [True, "bad_check_digit", "unknown", "empty", "garbled", True]


def test_codes_as_a_process() -> None:
    scanned = b"]C10106901010117440310300125017261231\n77\n"
    done = subprocess.run([*COMMAND, "codes"], cwd=ROOT, input=scanned, capture_output=True, check=True)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == {
        "ok": True,
        "kind": "gs1",
        "text": "0106901010117440310300125017261231",
        "symbology": "]C1",
        "gtin": "06901010117440",
        "weight_g": 1250,
        "expiry": "2026-12-31",
    }
    assert (second["ok"], second["why"]) == (False, "unknown")


def test_labels_are_drawn_into_files(tmp_path: Path, painter: LabelPainter) -> None:
    assert main(["label", "--sample", "crate", "--out", str(tmp_path / "x.zpl")]) == 0
    assert decode_zpl((tmp_path / "x.zpl").read_bytes()) == painter.paint(sample_labels()["crate"])
    for name in ("tspl", "escpos"):
        assert main(["label", "--sample", "crate", "--out", str(tmp_path / f"x.{name}")]) == 0
        language = language_named(LanguageName(name))
        assert language.decode((tmp_path / f"x.{name}").read_bytes()) == painter.paint(
            sample_labels()["crate"]
        )
    assert main(["label", "--sample", "all", "--out", str(tmp_path / "all")]) == 0
    for name in sample_labels():
        with Image.open(tmp_path / "all" / f"{name}.png") as picture:
            assert picture.size == (800, 1200)


def test_failures_are_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["label", "--out", str(tmp_path / "no" / "x.png")]) == 1
    assert main(["label", "--fonts", str(tmp_path), "--out", str(tmp_path / "x.png")]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "No such file" in told[0]
    assert "Install the program again" in told[1]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["label"],
        ["simulated-printer", "--fault", "sad"],
        ["simulated-printer", "--language", "epl"],
        ["simulated-printer", "--port", "99999"],
        ["simulated-printer", "--port=-1"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_numbers_no_printer_can_have_are_not_understood() -> None:
    with SimulatedPrinter() as server:
        for words in ("label-time inf", "label-time nan", "label-time -1", "label-time 1e30", "paper -1"):
            assert not obey_line(server, words.split()), words
        for words in ("label-time 0.5", "paper 0", "paper endless"):
            assert obey_line(server, words.split()), words


def test_a_port_in_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["simulated-printer", "--port", str(port)]) == 1
    assert "in use" in capsys.readouterr().err


@pytest.mark.parametrize("language", LanguageName)
def test_the_simulated_printer_as_a_process(tmp_path: Path, language: LanguageName) -> None:
    command = [
        *COMMAND,
        "simulated-printer",
        "--port",
        "0",
        "--folder",
        str(tmp_path),
        "--language",
        language,
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["ready"] is True
        printer = open_label_printer(ready["address"])
        job = printer.encode(RasterLabel(8, 1, b"\xff"))
        assert printer.print_job(job).outcome is PrintOutcome.CONFIRMED
        assert json.loads(process.stdout.readline()) == {"printed": str(tmp_path / f"000001.{language}")}
        assert obeys(process.stdin, process.stdout, "out_of_paper")
        assert printer.print_job(job).outcome is PrintOutcome.FAILED
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def obeys(to: IO[str], back: IO[str], words: str) -> bool:
    """Send a word, then one it must refuse, so that both are known to be heard."""
    print(words, file=to, flush=True)
    print("nonsense", file=to, flush=True)
    return bool(json.loads(back.readline())["error"] == "not understood: nonsense")
