"""The picture of all labels that the documentation shows is made of the labels as they are."""

from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from hardware.labels import LabelKind
from hardware.raster import LabelPainter
from hardware.samples import all_samples
from tests.hardware.label_sheet import PICTURE, ROWS, sheet

STRIP_PX = 40


def test_every_layout_of_every_kind_is_on_it(painter: LabelPainter) -> None:
    shown = {(all_samples()[name].label.kind, size) for row in ROWS for name, size in row}
    assert shown == {(kind, size) for kind in LabelKind for size in painter.sizes(kind)}


def test_the_documentation_shows_the_labels_of_now(resources: Path) -> None:
    """Grey for grey it may differ with the version of Pillow; a label that looks otherwise may not."""
    with Image.open(PICTURE) as shown:
        told = shown.convert("L")
    made = sheet(resources / "fonts")
    assert told.size == made.size, "python -m tests.hardware.label_sheet"
    differing = ImageChops.difference(told, made)
    for top in range(0, made.height, STRIP_PX):
        for left in range(0, made.width, STRIP_PX):
            part = differing.crop((left, top, left + STRIP_PX, top + STRIP_PX))
            assert ImageStat.Stat(part).mean[0] < 10, f"another look at {left}, {top}"
