"""Every kind of label on one picture, as docs/labels.md shows it: `python -m tests.hardware.label_sheet`."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops

from hardware.labels import Label
from hardware.protocols import Media
from hardware.raster import LabelPainter
from hardware.samples import all_samples

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "pictures" / "labels.png"
DOTS_PER_MM, SHRUNK = 8, 2
GAP_PX, GROUND, GREYS = 12, 190, 32
ROWS = (
    (
        ("crate", (100, 150)),
        ("crate-frozen", (100, 150)),
        ("slip", (100, 150)),
        ("operator-sheet", (100, 150)),
    ),
    (("crate", (100, 100)), ("parcel", (100, 100)), ("bin", (100, 100)), ("gift-box", (100, 60))),
    (("parcel", (60, 40)), ("shelf", (60, 40)), ("bin", (60, 40)), ("gift-box", (60, 40))),
    (("product", (60, 40)), ("product", (40, 30)), ("badge", (60, 40))),
)
"""Samples by name, each on a paper of so many millimetres."""


def sheet(fonts: Path) -> Image.Image:
    """All of them in grey on grey; each row in the middle."""
    painter, samples = LabelPainter(fonts), all_samples()
    drawn = [
        [_drawn(painter, samples[name].label, Media(*size, DOTS_PER_MM)) for name, size in row]
        for row in ROWS
    ]
    wide = max(sum(label.width + GAP_PX for label in row) for row in drawn) + GAP_PX
    tall = sum(max(label.height for label in row) + GAP_PX for row in drawn) + GAP_PX
    made = Image.new("L", (wide, tall), GROUND)
    for label, place in _places(drawn, wide):
        made.paste(label, place)
    return made


def _drawn(painter: LabelPainter, label: Label, media: Media) -> Image.Image:
    raster = painter.paint(label, media)
    dots = Image.frombytes("1", (raster.width_dots, raster.height_dots), raster.rows)
    return ImageChops.invert(dots).convert("L").reduce(SHRUNK)


def _places(drawn: list[list[Image.Image]], wide: int) -> Iterator[tuple[Image.Image, tuple[int, int]]]:
    top = GAP_PX
    for row in drawn:
        free = wide - sum(label.width for label in row) - GAP_PX * (len(row) - 1)
        left = free // 2
        for label in row:
            yield label, (left, top)
            left += label.width + GAP_PX
        top += max(label.height for label in row) + GAP_PX


if __name__ == "__main__":
    sheet(ROOT / "resources" / "fonts").quantize(GREYS).save(PICTURE, optimize=True)
