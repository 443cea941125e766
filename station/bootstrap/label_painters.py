"""Draws labels with the brand of now: for the threads that print, and for whoever wants to see one first."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hardware.drawing.brand import BadLogo, Brand
from hardware.drawing.refusals import BadTemplate, LabelDoesNotFit, LabelRefused
from hardware.errors import SettingsError
from hardware.labels import Label
from hardware.protocols import Media, RasterLabel
from hardware.raster import LabelPainter, Templates, read_templates
from station.devices.model.device import DrawnLabel
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

Paint = Callable[[Label, Media], RasterLabel]
NewPainter = Callable[[], Paint]
FOLDER = "labels"


class LabelPainters:
    """Hands out painters, one a thread; each follows the brand from its next label on."""

    def __init__(self, fonts: Path, on_trouble: Callable[[Trouble], None]) -> None:
        """`on_trouble` hears once of a logo that cannot be used: labels bear the words then."""
        self._fonts, self._on_trouble = fonts, on_trouble
        self._lock = threading.Lock()
        self._brand = Brand()
        self._bad: set[Path | None] = set()

    def use(self, brand: Brand) -> None:
        """Labels bear this brand from now on; callable from any thread."""
        with self._lock:
            self._brand = brand
            self._bad.clear()

    def new(self) -> Paint:
        """A painter for one thread. Raises FontsMissing and BadTemplate."""
        painter, drawn_with = self._painter(self._now())

        def paint(label: Label, media: Media) -> RasterLabel:
            nonlocal painter, drawn_with
            brand = self._now()
            if brand != drawn_with:
                painter, drawn_with = self._painter(brand)
            return painter.paint(label, media)

        return paint

    def _now(self) -> Brand:
        with self._lock:
            return self._brand

    def _painter(self, brand: Brand) -> tuple[LabelPainter, Brand]:
        try:
            return LabelPainter(self._fonts, brand=brand), brand
        except BadLogo as error:
            with self._lock:
                is_new = brand.logo not in self._bad
                self._bad.add(brand.logo)
            if is_new:
                self._on_trouble(bad_logo(error))
            return LabelPainter(self._fonts, brand=replace(brand, logo=None)), brand


class LabelPreviews:
    """Draws a label as its printer would, and says in words why it cannot; callable from any thread."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts
        self._lock = threading.Lock()
        self._templates: Templates | None = None
        self._painter: LabelPainter | None = None
        self._brand = Brand()

    def draw(self, label: Label, media: Media | None, brand: Brand) -> DrawnLabel:
        """On `media`, or on the paper its kind is meant for. Raises Trouble."""
        with self._lock:
            try:
                painter = self._painter_for(brand)
                paper = media or painter.standard_media(label.kind)
                return DrawnLabel(painter.paint(label, paper), paper)
            except LabelDoesNotFit as error:
                raise self._too_small(label, media) from error
            except LabelRefused as error:
                raise refused() from error
            except BadLogo as error:
                raise bad_logo(error) from error
            except BadTemplate as error:
                raise bad_template(error) from error

    def _painter_for(self, brand: Brand) -> LabelPainter:
        if self._painter is None or brand != self._brand:
            self._templates = self._templates or read_templates(self._fonts.parent / FOLDER)
            self._painter, self._brand = LabelPainter(self._fonts, self._templates, brand), brand
        return self._painter

    def _too_small(self, label: Label, media: Media | None) -> Trouble:
        papers = self._painter.sizes(label.kind) if self._painter is not None else []
        sizes = ", ".join(f"{width} × {height}" for width, height in papers)
        paper = "" if media is None else f"{media.width_mm} × {media.height_mm}"
        return Trouble(
            Message(
                "This label does not fit on {paper} mm. It is made for {sizes} mm", paper=paper, sizes=sizes
            ),
            Message("Load such paper and set its size, or give this kind of label to another printer"),
            retry_helps=False,
        )


def refused() -> Trouble:
    """The label's own data are wrong."""
    return Trouble(
        Message("This label cannot be printed: what its code should hold is wrong or too long"),
        Message("Correct it in the office; the cloud tells this PC"),
        retry_helps=False,
    )


def bad_logo(error: SettingsError) -> Trouble:
    """The logo is gone, or no picture."""
    return Trouble(
        Message("The logo of the labels cannot be read"),
        Message("Choose the picture anew in the devices room; until then labels bear the words"),
        retry_helps=False,
    )


def bad_template(error: SettingsError) -> Trouble:
    """A template was changed, and wrongly so."""
    return Trouble(
        Message("A template of the labels cannot be used: {reason}", reason=str(error.what)),
        Message("Correct it, or install the station again"),
        retry_helps=False,
    )
