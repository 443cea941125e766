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


def test_every_order_of_the_waves_picked_is_packed_in_the_cloud(shown: dict[str, Any]) -> None:
    assert shown["orders_by_status"] == {"packed": 40}
    assert set(shown["facts"]) == {"accepted"}
    assert sum(wave["orders"] for wave in shown["waves"]) == 40


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
