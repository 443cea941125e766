"""The demonstration by itself: the whole main job, a real cloud as a process, a real window offscreen."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from hardware.codes import ScannedCode, read_code


@pytest.fixture(scope="module")
def shown(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The summary of a small demonstration of two waves."""
    folder = tmp_path_factory.mktemp("demo") / "show"
    command = ["-m", "station", "demo", "--orders", "40", "--pickup-points", "2", "--waves", "2"]
    run = subprocess.run(
        [sys.executable, *command, "--no-window", "--json", "--folder", str(folder)],
        cwd=project,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert run.returncode == 0, run.stderr
    summary: dict[str, Any] = json.loads(run.stdout)
    assert summary == json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return summary


def test_the_whole_way_is_gone_and_the_cloud_knows_it(shown: dict[str, Any]) -> None:
    """Two shops on one van; at the first all but two customers came, the second has not received yet."""
    statuses = shown["orders_by_status"]
    first = min(shown["waves"], key=lambda wave: wave["number"])
    assert statuses["collected"] == shown["handovers"] == first["orders"] - 2
    assert statuses["arrived"] == 2
    assert statuses["departed"] == 40 - first["orders"]
    assert set(shown["facts"]) == {"accepted"}
    assert shown["routes"]["stops"] == shown["routes"]["stops_on_time"] == 2
    assert shown["routes"]["km"] > 0
    assert shown["crates_loaded"] == sum(wave["crates"] for wave in shown["waves"])
    assert shown["crates_received"] == first["crates"]


def test_each_desk_meets_mistakes_and_answers_them(shown: dict[str, Any]) -> None:
    verdicts = shown["verdicts"]
    for verdict in (
        "loading: bad_check_digit",
        "loading: product_scanned",
        "shop: foreign_crate",
        "shop: collected_already",
    ):
        assert verdicts[verdict] == 1, verdict


def test_sheets_and_pages_lie_in_the_folder(shown: dict[str, Any]) -> None:
    folder = Path(str(shown["folder"]))
    (sheets,) = (folder / "sheets").glob("*.pdf")
    text = subprocess.run(["pdftotext", str(sheets), "-"], capture_output=True, check=True).stdout.decode()
    assert all(wave["pickup_point"] in text for wave in shown["waves"])
    assert len(list((folder / "pages").glob("*.html"))) == shown["pages"] > 0


def test_what_was_left_out_of_the_source_is_counted(shown: dict[str, Any]) -> None:
    intake = shown["intake"]
    assert intake["sent"] == intake["accepted"] == 40
    assert intake["rows_refused"]["quantity_above_999"] == 692


def test_labels_and_pictures_lie_in_the_folder(shown: dict[str, Any]) -> None:
    folder = Path(str(shown["folder"]))
    labels = list((folder / "labels").glob("*.png"))
    assert len(labels) == shown["labels"]
    assert labels
    pictures = {path.name for path in (folder / "screenshots").glob("*.png")}
    assert pictures == set(shown["screenshots"])
    assert any("wave_done" in name for name in pictures)


def test_the_first_label_reads_as_a_crate(shown: dict[str, Any]) -> None:
    with Image.open(Path(str(shown["folder"])) / "labels" / "000001.png") as picture:
        found = zxingcpp.read_barcodes(picture)
    codes = [read_code(f"{code.symbology_identifier}{code.bytes.decode()}") for code in found]
    ssccs = {code.sscc for code in codes if isinstance(code, ScannedCode)}
    assert len(found) == 2
    assert len(ssccs) == 1
