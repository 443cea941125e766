"""A4 pages to draw on, in millimetres from the top left corner; black on white, one shade of grey."""

import io
from collections.abc import Sequence

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFPage, PDFResourceDictionary

from cloud_api.documents.paper.pdf_objects import packed
from cloud_api.documents.paper.symbols import QrOutlines
from cloud_api.documents.paper.typeface import LACKING, EmbeddedFont, Typeface, Typefaces

WIDTH_MM, HEIGHT_MM = 210.0, 297.0
MARGIN_MM = 12.0
LEFT_MM, RIGHT_MM = MARGIN_MM, WIDTH_MM - MARGIN_MM
POINTS_MM = 72 / 25.4
_RULE_POINTS = 0.5
_GREY = 0.92
_TAG_PAD_MM = 0.9


class Page:
    """What is drawn on one page; `lacks` says whether a character had to be replaced."""

    def __init__(
        self, faces: Typefaces, regular: EmbeddedFont, bold: EmbeddedFont, codes: QrOutlines
    ) -> None:
        self._faces = faces
        self._fonts = (regular, bold)
        self._qr = codes
        self._shades: list[str] = []
        self._texts: list[str] = []
        self._rules: list[str] = []
        self._symbols: list[str] = []
        self._font_now: tuple[str, float] = "", 0.0
        self.lacks = False

    def text(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        """Set one line with its baseline at `y` (mm), `size` in points.

        Give it text that went through `lines` of the face, so that the face holds each character.
        """
        font = self._fonts[bold]
        chosen = font.resource, size
        if chosen != self._font_now:
            self._texts.append(f"/{font.resource} {size:g} Tf")
            self._font_now = chosen
        if LACKING in text:
            self.lacks = True
        place = f"1 0 0 1 {x * POINTS_MM:.2f} {(HEIGHT_MM - y) * POINTS_MM:.2f} Tm"
        self._texts.append(f"{place} {font.codes(text)} Tj")

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width of `text` in mm."""
        return self.face(bold=bold).width(text, size) / POINTS_MM

    def text_right(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> float:
        """Set one line that ends at `x`; returns its left edge."""
        left = x - self.width(text, size, bold=bold)
        self.text(left, y, text, size, bold=bold)
        return left

    def face(self, *, bold: bool) -> Typeface:
        """The face of a weight."""
        return self._faces.bold if bold else self._faces.regular

    def rule(self, x: float, y: float, width: float) -> None:
        """A level line."""
        left, level = x * POINTS_MM, (HEIGHT_MM - y) * POINTS_MM
        self._rules.append(f"{left:.2f} {level:.2f} m {left + width * POINTS_MM:.2f} {level:.2f} l")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """An empty rectangle, its upper left corner at x, y."""
        self._rules.append(_rectangle(x, y, width, height))

    def shade(self, x: float, y: float, width: float, height: float) -> None:
        """A grey rectangle behind everything else."""
        self._shades.append(f"{_rectangle(x, y, width, height)} f")

    def tag(self, x: float, y: float, text: str, size: float, *, filled: bool) -> float:
        """A bold word in a frame with its baseline at `y`, white on black where `filled`; its right edge."""
        width = self.width(text, size, bold=True) + 2 * _TAG_PAD_MM
        top, height = y - size * 0.36, size * 0.46
        if filled:
            self._shades.append(f"0 g {_rectangle(x, top, width, height)} f {_GREY} g")
            self._texts.append("1 g")
        else:
            self.box(x, top, width, height)
        self.text(x + _TAG_PAD_MM, y, text, size, bold=True)
        if filled:
            self._texts.append("0 g")
        return x + width

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """A QR code without its quiet zone; the caller leaves four modules of white around it."""
        modules, outline = self._qr.outline(content)
        scale = side * POINTS_MM / modules
        at = f"{x * POINTS_MM:.2f} {(HEIGHT_MM - y) * POINTS_MM:.2f}"
        self._symbols.append(f"q {scale:.4f} 0 0 {-scale:.4f} {at} cm\n{outline} f Q")

    def content(self) -> bytes:
        """The page in the language of PDF."""
        shades = [f"{_GREY} g", *self._shades, "0 g"] if self._shades else []
        rules = [f"{_RULE_POINTS} w", *self._rules, "S"] if self._rules else []
        return "\n".join([*shades, *rules, *self._symbols, "BT", *self._texts, "ET"]).encode("ascii")


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    below = (HEIGHT_MM - y - height) * POINTS_MM
    return f"{x * POINTS_MM:.2f} {below:.2f} {width * POINTS_MM:.2f} {height * POINTS_MM:.2f} re"


class Paper:
    """One PDF in the making: its pages share two fonts and the outlines of their codes."""

    def __init__(self, faces: Typefaces) -> None:
        self.faces = faces
        self._fonts = EmbeddedFont(faces.regular, "F0"), EmbeddedFont(faces.bold, "F1")
        self._codes = QrOutlines()
        self._pages: list[Page] = []

    def new_page(self) -> Page:
        """A further page at the end."""
        page = Page(self.faces, *self._fonts, self._codes)
        self._pages.append(page)
        return page

    def pages_since(self, first: int) -> Sequence[Page]:
        """The pages from number `first` (0 is the first) on."""
        return self._pages[first:]

    def __len__(self) -> int:
        return len(self._pages)

    def pdf(self, title: str, author: str) -> bytes:
        """The finished file. Called once."""
        document = PDFDocument(lang="zh-CN", pdfVersion=(1, 4))
        document.setTitle(title)
        document.setAuthor(author)
        resources = PDFResourceDictionary()
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
