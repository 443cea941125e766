"""A sheet of dots to draw on: text that always fits its box, boxes, and pasted symbols."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from hardware.drawing.wrapping import break_lines, clean, pieces
from hardware.errors import FontsMissing

REGULAR = "NotoSansSC-Regular.ttf"
BOLD = "NotoSansSC-Bold.ttf"

_REFERENCE_SIZE = 100
_LINE_PITCH = 1.16
"""Line distance in text sizes."""
_MIDDLE = 0.37
"""Height of the middle of digits and Chinese characters above the baseline, in text sizes."""
_ADVANTAGE = 1.12
"""How much larger text must become to be worth another line."""
_SMALLEST = 6
"""Text size in dots below which nobody can read; what does not fit at this size is cut."""
_CUT = "…"


class Faces:
    """Opens each font size once."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts
        self._cache: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
        self._widths: dict[tuple[str, str], float] = {}
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


@dataclass(frozen=True)
class Box:
    """A place on the sheet, in dots."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def inset(self, dx: int, dy: int = 0) -> "Box":
        """The box made smaller by `dx` left and right, `dy` above and below."""
        return Box(self.x + dx, self.y + dy, self.width - 2 * dx, self.height - 2 * dy)


@dataclass(frozen=True)
class Style:
    """How text is set in its box: as large as fits, up to `size` dots, on at most `lines` lines.

    Where that would be smaller than `legible` dots, more lines are taken.
    """

    size: int
    face: str = REGULAR
    lines: int = 1
    align: float = 0.0
    """0 is left, 0.5 centred, 1 right."""
    valign: float = 0.5
    ink: int = 1
    legible: int = 18


@dataclass(frozen=True)
class Setting:
    """Text broken into lines at a size."""

    size: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        """Dots from the top of the first to the foot of the last line."""
        return round(self.size * (1 + _LINE_PITCH * (len(self.lines) - 1)))


class Canvas:
    """One sheet; 1 is black."""

    def __init__(self, width: int, height: int, faces: Faces) -> None:
        self.image = Image.new("1", (width, height), 0)
        self.draw = ImageDraw.Draw(self.image)
        self.faces = faces

    def fill(self, box: Box, ink: int = 1) -> None:
        """Paint a box."""
        if box.width > 0 and box.height > 0:
            self.draw.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), fill=ink)

    def text(self, box: Box, text: str, style: Style) -> Box:
        """Set `text` in `box`, shrunk until it fits, then cut. Returns where its lines stand."""
        setting = self.set(text, box, style)
        if not setting.lines:
            return Box(box.x, box.y, 0, 0)
        font = self.faces.get(style.face, setting.size)
        top = box.y + (box.height - setting.height) * style.valign
        widest = 0
        for row, line in enumerate(setting.lines):
            width = round(font.getlength(line))
            widest = max(widest, width)
            baseline = top + setting.size * (row * _LINE_PITCH + 0.5 + _MIDDLE)
            x = box.x + (box.width - width) * style.align
            self.draw.text((round(x), round(baseline)), line, font=font, fill=style.ink, anchor="ls")
        left = round(box.x + (box.width - widest) * style.align)
        return Box(left, round(top), widest, setting.height)

    def set(self, text: str, box: Box, style: Style) -> Setting:
        """Find the largest size, and the fewest lines, at which the text fits the box."""
        parts = pieces(clean(text))
        if not parts:
            return Setting(style.size, ())
        best = self._on_lines(parts, 1, box, style)
        lines = 1
        while lines < style.lines or best.size < min(style.legible, style.size):
            lines += 1
            found = self._on_lines(parts, lines, box, style)
            if found.size > best.size * (_ADVANTAGE if lines <= style.lines else 1):
                best = found
            elif lines > style.lines + 3:
                break
        return best if best.size > _SMALLEST or self._fits(best, box, style) else self._cut(parts, box, style)

    def _fits(self, setting: Setting, box: Box, style: Style) -> bool:
        font = self.faces.get(style.face, setting.size)
        widest = max(font.getlength(line) for line in setting.lines)
        return setting.height <= box.height and widest <= box.width

    def _cut(self, parts: list[str], box: Box, style: Style) -> Setting:
        """As much of the beginning as fits at the smallest size; no lines where not even the mark fits."""
        text, found = "".join(parts), Setting(_SMALLEST, ())
        low, high = 0, len(text)
        while low <= high:
            middle = (low + high) // 2
            lines = self._lines(pieces(text[:middle] + _CUT), _SMALLEST, box.width, style.face)
            tried = Setting(_SMALLEST, tuple(lines))
            if self._fits(tried, box, style):
                found, low = tried, middle + 1
            else:
                high = middle - 1
        return found

    def _on_lines(self, parts: list[str], count: int, box: Box, style: Style) -> Setting:
        tallest = box.height / (1 + _LINE_PITCH * (count - 1))
        low, high = _SMALLEST // 2, max(_SMALLEST, int(min(style.size, tallest))) // 2
        while low < high:
            middle = (low + high + 1) // 2
            fits = len(self._lines(parts, middle * 2, box.width, style.face)) <= count
            low, high = (middle, high) if fits else (low, middle - 1)
        return Setting(low * 2, tuple(self._balanced(parts, low * 2, box.width, style.face)))

    def _lines(self, parts: list[str], size: int, width: float, face: str) -> list[str]:
        return break_lines(parts, (width - len(parts) / 2) / size, lambda text: self.faces.width(face, text))

    def _balanced(self, parts: list[str], size: int, width: int, face: str) -> list[str]:
        """The same number of lines in the narrowest column, so that no character is left over on the last."""
        lines = self._lines(parts, size, width, face)
        low, high = width // max(2, len(lines) + 1), width
        while len(lines) > 1 and high - low > size // 2:
            middle = (low + high) // 2
            narrower = self._lines(parts, size, middle, face)
            if len(narrower) <= len(lines):
                lines, high = narrower, middle
            else:
                low = middle
        return lines

    def stretched(self, box: Box, runs: list[tuple[str, str]], size: int) -> None:
        """Draw runs of (face, text) at full size on the foot of `box`, narrowed where too wide.

        Round digits reach a fiftieth of the size below the line.
        """
        widths = [round(self.faces.width(face, text) * size) for face, text in runs]
        strip = Image.new("1", (max(1, sum(widths)), box.height), 0)
        draw, x = ImageDraw.Draw(strip), 0
        for (face, text), width in zip(runs, widths, strict=True):
            foot = box.height - size // 50
            draw.text((x, foot), text, font=self.faces.get(face, size), fill=1, anchor="ls")
            x += width
        if strip.width > box.width:
            strip = strip.resize((box.width, box.height), Image.Resampling.NEAREST)
        self.image.paste(1, (box.x, box.y), strip)
