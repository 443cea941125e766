"""A4 pages to draw on, in millimetres from the top left corner; one rule weight, black on white."""

import io
from collections.abc import Sequence

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFPage,
    PDFResourceDictionary,
    PDFStream,
)

from cloud_api.wire.base import Zone
from station.dispatch.documents.pdf_objects import packed, referenced
from station.dispatch.documents.symbols import QrOutlines, zone_outline
from station.dispatch.documents.typeface import LACKING, EmbeddedFont, Typeface, Typefaces

WIDTH_MM, HEIGHT_MM = 210.0, 297.0
MARGIN_MM = 12.0
LEFT_MM, RIGHT_MM = MARGIN_MM, WIDTH_MM - MARGIN_MM
POINTS_MM = 72 / 25.4
_RULE_POINTS = 0.5


class Page:
    """What is drawn on one page; `lacks` says whether a character had to be replaced."""

    def __init__(
        self, faces: Typefaces, regular: EmbeddedFont, bold: EmbeddedFont, codes: QrOutlines
    ) -> None:
        self._faces = faces
        self._fonts = (regular, bold)
        self._qr = codes
        self._texts: list[str] = []
        self._rules: list[str] = []
        self._symbols: list[str] = []
        self._font_now: tuple[str, float] = "", 0.0
        self.lacks = False

    def text(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        """Set one line with its baseline at `y` (mm), `size` in points.

        Give it text that went through `line` or `lines`, so that the face holds each character.
        """
        self._texts.append(f"1 0 0 1 {x * POINTS_MM:.2f} {(HEIGHT_MM - y) * POINTS_MM:.2f} Tm")
        self.text_on(text, size, bold=bold)

    def text_on(self, text: str, size: float, *, bold: bool = False) -> None:
        """Set `text` right behind the last one."""
        font = self._fonts[bold]
        chosen = font.resource, size
        if chosen != self._font_now:
            self._texts.append(f"/{font.resource} {size:g} Tf")
            self._font_now = chosen
        self.lacks = self.lacks or LACKING in text
        self._texts.append(f"{font.codes(text)} Tj")

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width of `text` in mm."""
        return self.face(bold=bold).width(text, size) / POINTS_MM

    def text_right(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> float:
        """Set one line that ends at `x`; returns its left edge."""
        left = x - self.width(text, size, bold=bold)
        self.text(left, y, text, size, bold=bold)
        return left

    def line(self, text: str, width: float, size: float, *, bold: bool = False) -> str:
        """`text` as this page can set it on one line of `width` mm; what does not fit is cut with an …"""
        return self.lines(text, width, size, 1, bold=bold)[0]

    def lines(self, text: str, width: float, size: float, most: int, *, bold: bool = False) -> list[str]:
        """`text` in at most `most` lines of `width` mm, at least one; the last is cut with an …"""
        face = self.face(bold=bold)
        return fill_lines(face.printable(text), width * POINTS_MM / size, most, face)

    def face(self, *, bold: bool) -> Typeface:
        """The face of a weight."""
        return self._faces.bold if bold else self._faces.regular

    def rule(self, x: float, y: float, width: float) -> None:
        """A level line."""
        left, level = x * POINTS_MM, (HEIGHT_MM - y) * POINTS_MM
        self._rules.append(f"{left:.2f} {level:.2f} m {left + width * POINTS_MM:.2f} {level:.2f} l")

    def box(self, x: float, y: float, side: float) -> None:
        """An empty square to tick, its upper left corner at x, y."""
        below = (HEIGHT_MM - y - side) * POINTS_MM
        self._rules.append(
            f"{x * POINTS_MM:.2f} {below:.2f} {side * POINTS_MM:.2f} {side * POINTS_MM:.2f} re"
        )

    def zone_mark(self, x: float, y: float, zone: Zone) -> None:
        """The mark of a temperature zone around x, y, 6.4 mm wide at most: a sun, one flake, two flakes."""
        at = f"{x * POINTS_MM:.2f} {(HEIGHT_MM - y) * POINTS_MM:.2f}"
        self._symbols.append(f"q 1 0 0 1 {at} cm /{zone} Do Q")

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """A QR code without its quiet zone; the caller leaves four modules of white around it."""
        modules, outline = self._qr.outline(content)
        scale = side * POINTS_MM / modules
        at = f"{x * POINTS_MM:.2f} {(HEIGHT_MM - y) * POINTS_MM:.2f}"
        self._symbols.append(f"q {scale:.4f} 0 0 {-scale:.4f} {at} cm\n{outline} f Q")

    def content(self) -> bytes:
        """The page in the language of PDF."""
        rules = [f"{_RULE_POINTS} w", *self._rules, "S"] if self._rules else []
        return "\n".join([*rules, *self._symbols, "BT", *self._texts, "ET"]).encode("ascii")


class Paper:
    """One PDF in the making: its pages share two fonts and the outlines of their codes."""

    def __init__(self, faces: Typefaces) -> None:
        self._faces = faces
        self._fonts = EmbeddedFont(faces.regular, "F0"), EmbeddedFont(faces.bold, "F1")
        self._codes = QrOutlines()
        self._pages: list[Page] = []

    def new_page(self) -> Page:
        """A further page at the end."""
        page = Page(self._faces, *self._fonts, self._codes)
        self._pages.append(page)
        return page

    def pages_since(self, first: int) -> Sequence[Page]:
        """The pages from number `first` (0 is the first) on."""
        return self._pages[first:]

    def __len__(self) -> int:
        return len(self._pages)

    def pdf(self, title: str, author: str, language: str) -> bytes:
        """The finished file. Called once."""
        document = PDFDocument(lang=language.replace("_", "-"), pdfVersion=(1, 4))
        document.setTitle(title)
        document.setAuthor(author)
        marks = {zone.value: referenced(document, _mark(zone)) for zone in Zone}
        resources = PDFResourceDictionary(XObject=marks)
        resources.basicFonts()
        for page in self._pages:
            sheet = PDFPage()
            sheet.pagewidth, sheet.pageheight = round(WIDTH_MM * POINTS_MM), round(HEIGHT_MM * POINTS_MM)
            sheet.Resources = resources
            sheet.Contents = packed(page.content())
            document.addPage(sheet)
        for font in self._fonts:
            if font:
                font.add_to(document)
        out = io.BytesIO()
        document.SaveToFile(out, None)
        return out.getvalue()


def _mark(zone: Zone) -> PDFStream:
    """The mark of a zone as a form, so that a page only names it."""
    reach = round(4 * POINTS_MM)
    box = PDFArray([-reach, -reach, reach, reach])
    form = PDFDictionary({"Type": PDFName("XObject"), "Subtype": PDFName("Form"), "BBox": box})
    outline = zone_outline(1.5 * POINTS_MM, zone)
    return PDFStream(dictionary=form, content=f"{_RULE_POINTS} w\n{outline}S\n".encode("ascii"))


def fill_lines(text: str, width: float, most: int, face: Typeface) -> list[str]:
    """Break `text` into at most `most` lines of `width` (in text sizes); what is too much ends in an …"""
    left = text
    lines: list[str] = []
    while len(lines) < most - 1 and face.width(left) > width:
        fits = _fitting(left, width, face)
        lines.append(left[:fits].rstrip())
        left = left[fits:].lstrip()
    if face.width(left) > width:
        left = left[: _fitting(left, width - face.width("…"), face, whole_words=False)].rstrip() + "…"
    return [*lines, left]


def _fitting(text: str, width: float, face: Typeface, *, whole_words: bool = True) -> int:
    """How many characters fit into `width`, at least one; a word or number moves whole where it can."""
    used, fits = 0.0, 0
    for character in text:
        used += face.width(character)
        if used > width:
            break
        fits += 1
    if whole_words and fits < len(text) and _is_word(text[fits]):
        start = fits
        while start and _is_word(text[start - 1]):
            start -= 1
        fits = start or fits
    return max(1, fits)


def _is_word(character: str) -> bool:
    return character.isascii() and not character.isspace()
