"""The set-up sheet of scanners: test codes on A4, and where each maker writes how to set what."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hardware.trial_codes import TrialCode, trial_codes
from station.devices.model.maker_hints import GOAL_WORDS, MAKER_HINTS, NO_MAKER_CODES
from station.devices.model.scanner_words import CODE_WORDS, plain
from station.kernel.messages import Message, Texts

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 210.0, 297.0, 15.0
BAR_MODULE_MM, DOT_MODULE_MM, BAR_HEIGHT_MM = 0.35, 0.7, 16.0
ROW_MM = 37.0
REGULAR, BOLD = "NotoSansSC-Regular", "NotoSansSC-Bold"
_PIECE = re.compile(r"[0-9A-Za-z!-~]+ ?|.")


@dataclass(frozen=True)
class _Style:
    """How a paragraph is set; sizes in points, `step_mm` from line to line."""

    font: str = REGULAR
    size: float = 10.0
    step_mm: float = 5.2


HEAD, BODY, SMALL = _Style(BOLD, 20, 9), _Style(), _Style(REGULAR, 8.5, 4.4)
STRONG = _Style(BOLD, 11, 6)


class ScannerSheet:
    """Draws the sheet in one language; one is used once."""

    def __init__(self, texts: Texts, fonts: Path) -> None:
        """`fonts` is the folder of Noto Sans SC."""
        for name in (REGULAR, BOLD):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
        self._say = texts.say
        self._out = io.BytesIO()
        self._canvas = Canvas(self._out, pagesize=(WIDTH_MM * mm, HEIGHT_MM * mm), pageCompression=1)
        self._y_mm = MARGIN_MM

    def pdf(self) -> bytes:
        """The finished file: test codes first, what to look for in the makers' sheets behind."""
        title = self._say(Message("Setting a scanner up"))
        self._canvas.setTitle(title)
        self._head(title, Message("In the devices room press Set up a scanner, then scan code after code"))
        for number, code in enumerate(trial_codes(), start=1):
            self._code(number, code)
        self._canvas.showPage()
        self._y_mm = MARGIN_MM
        self._head(self._say(Message("What to change in the scanner")), NO_MAKER_CODES)
        self._hints()
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()

    def _head(self, title: str, below: Message) -> None:
        self._set(title, HEAD, MARGIN_MM)
        self._paragraph(self._say(below), BODY, MARGIN_MM, WIDTH_MM - 2 * MARGIN_MM)
        self._y_mm += 2

    def _code(self, number: int, code: TrialCode) -> None:
        """A row: words on the left, the code on the right with more white around it than it needs."""
        top_mm, words_mm = self._y_mm, 68.0
        self._set(f"{number}", STRONG, MARGIN_MM, keep=True)
        self._paragraph(self._say(CODE_WORDS[code.kind]), STRONG, MARGIN_MM + 8, words_mm)
        self._paragraph(plain(code.text), SMALL, MARGIN_MM + 8, words_mm)
        self._draw(code, MARGIN_MM + 8 + words_mm + 8, top_mm + 2)
        self._y_mm = top_mm + ROW_MM

    def _draw(self, code: TrialCode, left_mm: float, top_mm: float) -> None:
        """Each run of dark modules as one box: sharp at any resolution."""
        picture = code.modules()
        module_mm = DOT_MODULE_MM if code.is_matrix else BAR_MODULE_MM
        rows = picture.height if code.is_matrix else 1
        height_mm = module_mm if code.is_matrix else BAR_HEIGHT_MM
        for row in range(rows):
            for start, length in _dark_runs([picture.getpixel((x, row)) == 0 for x in range(picture.width)]):
                bottom_mm = HEIGHT_MM - top_mm - (row + 1) * height_mm
                left = (left_mm + start * module_mm) * mm
                self._canvas.rect(left, bottom_mm * mm, length * module_mm * mm, height_mm * mm, 0, 1)

    def _hints(self) -> None:
        for goal, words in GOAL_WORDS.items():
            self._paragraph(self._say(words), STRONG, MARGIN_MM, WIDTH_MM - 2 * MARGIN_MM)
            for maker, names in MAKER_HINTS.items():
                self._set(maker, BODY, MARGIN_MM + 4, keep=True)
                self._paragraph(self._say(names[goal]), BODY, MARGIN_MM + 40, WIDTH_MM - 2 * MARGIN_MM - 40)
            self._y_mm += 3

    def _paragraph(self, text: str, style: _Style, left_mm: float, width_mm: float) -> None:
        line = ""
        for piece in _PIECE.findall(text):
            if line and pdfmetrics.stringWidth(line + piece, style.font, style.size) > width_mm * mm:
                self._set(line, style, left_mm)
                line = ""
            line += piece
        self._set(line, style, left_mm)

    def _set(self, line: str, style: _Style, left_mm: float, *, keep: bool = False) -> None:
        """One line; `keep` stays on its height for what stands beside it."""
        self._canvas.setFont(style.font, style.size)
        baseline_mm = self._y_mm + style.step_mm * 0.75
        self._canvas.drawString(left_mm * mm, (HEIGHT_MM - baseline_mm) * mm, line.rstrip())
        if not keep:
            self._y_mm += style.step_mm


def _dark_runs(modules: list[bool]) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs, start = [], -1
    for place, dark in enumerate([*modules, False]):
        if dark and start < 0:
            start = place
        elif not dark and start >= 0:
            runs.append((start, place - start))
            start = -1
    return runs
