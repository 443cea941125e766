"""Draws labels into black dots, so that Chinese prints right on any printer."""

import dataclasses
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

from hardware.drawing.brand import BadLogo, Brand, Logo
from hardware.drawing.canvas import Canvas, Faces
from hardware.drawing.interpreter import Interpreter, draw_label
from hardware.drawing.refusals import BadTemplate, LabelDoesNotFit, LabelRefused
from hardware.drawing.template import Templates, read_templates
from hardware.labels import Label, LabelKind
from hardware.protocols import CRATE_MEDIA, Media, RasterLabel

__all__ = [
    "BadLogo",
    "BadTemplate",
    "Brand",
    "LabelDoesNotFit",
    "LabelPainter",
    "LabelRefused",
    "Templates",
    "raster_png",
    "read_templates",
]


class LabelPainter:
    """Draws labels with fonts and templates opened once; keep one a thread."""

    def __init__(
        self, fonts: Path, templates: Path | Templates | None = None, brand: Brand | None = None
    ) -> None:
        """`fonts` holds NotoSansSC-Regular.ttf and -Bold.ttf; `templates` is the folder `labels` beside it.

        Raises FontsMissing, BadTemplate, BadLogo.
        """
        self._faces = Faces(fonts)
        source = fonts.parent / "labels" if templates is None else templates
        self._templates = source if isinstance(source, Templates) else read_templates(source)
        self._brand = brand or Brand()
        self._logo = Logo(self._brand.logo) if self._brand.logo else None

    def paint(self, label: Label, media: Media = CRATE_MEDIA) -> RasterLabel:
        """Draw a label for `media`, at the top in the middle where the paper is larger than its layout.

        Raises LabelDoesNotFit where the paper is too small for every layout of its kind, and LabelRefused
        (both ValueErrors) where its SSCC is wrong, a code too long, or it has more rows than it holds.
        """
        template = self._templates.best(label.kind, media)
        canvas = Canvas(media.width_dots, media.height_dots, self._faces)
        left = (media.width_dots - template.size_mm[0] * media.dots_per_mm) // 2
        interpreter = Interpreter(canvas, media.dots_per_mm, self._logo, (left, 0))
        draw_label(interpreter, template.elements, self._branded(label))
        return RasterLabel(media.width_dots, media.height_dots, canvas.image.tobytes())

    def render_png(self, label: Label, media: Media = CRATE_MEDIA) -> bytes:
        """Draw a label as a PNG, for previews."""
        return raster_png(self.paint(label, media))

    def standard_media(self, kind: LabelKind, dots_per_mm: int = 8) -> Media:
        """The paper a kind is meant for, where no printer says what lies in it."""
        width, height = self._templates.sizes(kind)[0]
        return Media(width, height, dots_per_mm)

    def sizes(self, kind: LabelKind) -> list[tuple[int, int]]:
        """Papers a kind has a layout for, width and height in mm; the standard one first."""
        return self._templates.sizes(kind)

    def _branded(self, label: Label) -> Label:
        return dataclasses.replace(label, brand=self._brand.text) if self._brand.text.strip() else label


def raster_png(raster: RasterLabel) -> bytes:
    """The dots as a black and white PNG."""
    image = Image.frombytes("1", (raster.width_dots, raster.height_dots), raster.rows)
    out = BytesIO()
    ImageChops.invert(image).save(out, "PNG")
    return out.getvalue()
