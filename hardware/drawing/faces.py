"""The two faces labels are set in: sizes opened once, widths and reaches known, lacking characters seen."""

import unicodedata
from pathlib import Path

from PIL import ImageFont

from hardware.drawing.wrapping import clean
from hardware.errors import FontsMissing

REGULAR = "NotoSansSC-Regular.ttf"
BOLD = "NotoSansSC-Bold.ttf"
LACKING = "〓"
"""Stands for a character the faces do not hold, as in printed books: everyone sees that one is lacking."""

_REFERENCE_SIZE = 100
_NO_CHARACTER = "\uffff"


class Faces:
    """Opens each font size once."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts
        self._cache: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
        self._widths: dict[tuple[str, str], float] = {}
        self._lengths: dict[tuple[str, int, str], float] = {}
        self._reaches: dict[tuple[str, str], tuple[float, float]] = {}
        self._shown: dict[tuple[str, str], str] = {}
        if not all((fonts / name).is_file() for name in (REGULAR, BOLD)):
            raise FontsMissing(str(fonts))

    def get(self, face: str, size: int) -> ImageFont.FreeTypeFont:
        """The face at a size in dots; sizes are few, since fitted text takes even ones."""
        key = (face, size)
        if key not in self._cache:
            path = str(self._fonts / face)
            self._cache[key] = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
        return self._cache[key]

    def width(self, face: str, text: str) -> float:
        """Width of `text` in text sizes; the faces have no kerning table, so characters add up."""
        widths = self._widths
        total = 0.0
        for character in text:
            key = (face, character)
            if key not in widths:
                widths[key] = self.get(face, _REFERENCE_SIZE).getlength(character) / _REFERENCE_SIZE
            total += widths[key]
        return total

    def length(self, face: str, size: int, text: str) -> float:
        """Dots that `text` takes at a size, each character's rounded as it is when drawn."""
        lengths = self._lengths
        total = 0.0
        for character in text:
            key = (face, size, character)
            if key not in lengths:
                lengths[key] = self.get(face, size).getlength(character)
            total += lengths[key]
        return total

    def reach(self, face: str, text: str) -> tuple[float, float]:
        """How far the ink of `text` goes above and below its baseline, in text sizes."""
        reaches = [self._reach(face, character) for character in text] or [(0.0, 0.0)]
        return max(above for above, _ in reaches), max(below for _, below in reaches)

    def _reach(self, face: str, character: str) -> tuple[float, float]:
        key = (face, character)
        if key not in self._reaches:
            _, top, _, foot = self.get(face, _REFERENCE_SIZE).getbbox(character, anchor="ls")
            self._reaches[key] = (-top / _REFERENCE_SIZE, foot / _REFERENCE_SIZE)
        return self._reaches[key]

    def printable(self, face: str, text: str) -> str:
        """`text` on one line with a visible mark for each character the face does not hold."""
        composed = unicodedata.normalize("NFC", clean(text))
        return "".join(self._show(face, character) for character in composed).strip()

    def _show(self, face: str, character: str) -> str:
        key = (face, character)
        if key not in self._shown:
            held = character == LACKING or self._holds(face, character)
            mark = "" if unicodedata.category(character).startswith("M") else LACKING
            self._shown[key] = character if held else mark
        return self._shown[key]

    def _holds(self, face: str, character: str) -> bool:
        if unicodedata.category(character) == "Cs":
            return False
        font = self.get(face, _REFERENCE_SIZE)
        return bytes(font.getmask(character)) != bytes(font.getmask(_NO_CHARACTER))
