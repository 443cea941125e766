"""Draws labels into black dots, so that Chinese prints right on any printer."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

from hardware.drawing.canvas import Canvas, Faces
from hardware.drawing.crate import draw_crate_label
from hardware.drawing.slip import draw_closing_slip
from hardware.labels import CRATE_LABEL_MM, ClosingSlip, CrateLabel, Label
from hardware.protocols import RasterLabel

DOTS_PER_MM = 8
"""The layouts are drawn for printers of 203 dpi."""


class LabelPainter:
    """Draws labels with fonts opened once; keep one a thread."""

    def __init__(self, fonts: Path) -> None:
        """`fonts` holds NotoSansSC-Regular.ttf and -Bold.ttf. Raises FontsMissing."""
        self._faces = Faces(fonts)

    def paint(self, label: Label) -> RasterLabel:
        """Draw a label at 8 dots/mm.

        Raises ValueError where its SSCC is wrong or a slip has more rows than it holds.
        """
        width, height = (side_mm * DOTS_PER_MM for side_mm in CRATE_LABEL_MM)
        canvas = Canvas(width, height, self._faces)
        match label:
            case CrateLabel():
                draw_crate_label(canvas, label)
            case ClosingSlip():
                draw_closing_slip(canvas, label)
        return RasterLabel(width, height, canvas.image.tobytes())

    def render_png(self, label: Label) -> bytes:
        """Draw a label as a PNG, for previews."""
        return raster_png(self.paint(label))


def raster_png(raster: RasterLabel) -> bytes:
    """The dots as a black and white PNG."""
    image = Image.frombytes("1", (raster.width_dots, raster.height_dots), raster.rows)
    out = BytesIO()
    ImageChops.invert(image).save(out, "PNG")
    return out.getvalue()
