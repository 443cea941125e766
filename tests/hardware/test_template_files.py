"""Templates somebody broke: each mistake is told with its file and element."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from hardware.raster import BadTemplate, LabelPainter, read_templates

ROOT = Path(__file__).resolve().parents[2]
FONTS, LABELS = ROOT / "resources/fonts", ROOT / "resources/labels"

Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("[60, 40]", "[60"), "badge_60x40.toml cannot be used"),
        (lambda text: text.replace("{name}", "{nmae}"), r"element 3 \(text\) .*nmae is not a field"),
        (lambda text: text.replace("{name}", "{name.__class__}"), "not the name of a field"),
        (lambda text: text.replace("{name}", "{name!r:>9}"), "not the name of a field"),
        (lambda text: text.replace("{name}", "{"), r"element 3 \(text\)"),
        (lambda text: text.replace("size_mm = 10\n", "size_mm = -1\n"), "element 3 text size_mm"),
        (lambda text: text.replace("size_mm = 10\n", ""), "element 3 text size_mm.* required"),
        (lambda text: text.replace("bold = true", "blod = true"), "blod"),
        (lambda text: text.replace('"line"', '"lime"'), "element 2.*lime"),
        (
            lambda text: text.replace("[2.5, 8, 55, 10.5]", "[2.5, 8, 57, 10.5]"),
            "element 3.*leaves the label",
        ),
        (
            lambda text: text.replace("[2.5, 8, 55, 10.5]", "[2.5, 8, 55, 20]"),
            "element 4.*over that of element 3",
        ),
        (lambda text: text.replace("standard = true\n", ""), "badge needs exactly one .*standard"),
        (lambda text: text.replace('"code128"', '"code39"'), "symbology"),
        (lambda text: text.replace("module_mm = 0.375", "module_mm = 0.1"), "least_module_mm is larger"),
    ],
)
def test_a_broken_template_says_where(tmp_path: Path, change: Change, said: str) -> None:
    for path in LABELS.glob("*.toml"):
        text = path.read_text("utf-8")
        (tmp_path / path.name).write_text(change(text) if path.stem == "badge_60x40" else text, "utf-8")
    with pytest.raises(BadTemplate) as told_why:
        read_templates(tmp_path)
    assert re.search(said, str(told_why.value)), str(told_why.value)


def test_a_missing_folder_of_templates_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadTemplate, match="install again"):
        LabelPainter(FONTS, tmp_path / "gone")
