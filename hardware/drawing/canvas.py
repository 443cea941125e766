"""A sheet of dots to draw on: text that always fits its box, boxes, and pasted symbols."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from hardware.drawing.faces import BOLD, REGULAR, Faces
from hardware.drawing.wrapping import break_lines, pieces

__all__ = ["BOLD", "REGULAR", "Box", "Canvas", "Faces", "Setting", "Style"]

_LINE_PITCH = 1.16
"""Line distance in text sizes."""
_MIDDLE = 0.37
"""Height of the middle of digits and Chinese characters above the baseline, in text sizes."""
_ADVANTAGE = 1.12
"""How much larger text must become to be worth another line."""
_SMALLEST = 6
"""Text size in dots below which not even a magnifier helps."""
_ABOVE, _BELOW = 0.88, 0.13
"""Ink of Chinese characters and digits over and under the baseline, in text sizes."""
_NARROWEST = 0.5
"""Stretched text is squeezed to this share of its width, then made smaller."""
_CUT = "…"


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
    least: int = _SMALLEST
    """Text size in dots at which text is cut rather than made smaller still."""


@dataclass(frozen=True)
class Setting:
    """Text broken into lines at a size."""

    size: int
    lines: tuple[str, ...]
    rise: float = 0.0
    """Ink above Chinese characters, such as accents on capitals, in text sizes."""
    sink: float = 0.0
    """Ink below Chinese characters, such as the tail of a g, in text sizes."""

    @property
    def height(self) -> int:
        """Dots from the top of the first to the foot of the last line."""
        return round(self.size * (1 + _LINE_PITCH * (len(self.lines) - 1) + self.rise + self.sink))


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
        """Set `text` in `box`, shrunk until it fits, then cut. Returns where its lines stand.

        No dot leaves the box.
        """
        return self.put(self.set(text, box, style), box, style)

    def put(self, setting: Setting, box: Box, style: Style) -> Box:
        """Draw what was set for `box`. Returns where its lines stand."""
        if not setting.lines:
            return Box(box.x, box.y, 0, 0)
        font = self.faces.get(style.face, setting.size)
        stencil = Image.new("1", (box.width, box.height), 0)
        pen = ImageDraw.Draw(stencil)
        top, widest = (box.height - setting.height) * style.valign, 0
        for row, line in enumerate(setting.lines):
            width = round(self.faces.length(style.face, setting.size, line))
            widest = max(widest, width)
            baseline = top + setting.size * (setting.rise + row * _LINE_PITCH + 0.5 + _MIDDLE)
            place = (round((box.width - width) * style.align), round(baseline))
            pen.text(place, line, font=font, fill=1, anchor="ls")
        self.image.paste(style.ink, (box.x, box.y), stencil)
        left = round(box.x + (box.width - widest) * style.align)
        return Box(left, box.y + round(top), widest, setting.height)

    def set(self, text: str, box: Box, style: Style) -> Setting:
        """Find the largest size, and the fewest lines, at which the text fits the box."""
        shown = self.faces.printable(style.face, text)
        parts = pieces(shown)
        if not parts or box.width < 1 or box.height < 1:
            return Setting(style.size, ())
        bleed = self._bleed(style.face, shown)
        best = self._on_lines(parts, 1, box, style, bleed)
        lines = 1
        while lines < style.lines or best.size < min(style.legible, style.size):
            lines += 1
            found = self._on_lines(parts, lines, box, style, bleed)
            if found.size > best.size * (_ADVANTAGE if lines <= style.lines else 1):
                best = found
            elif lines > style.lines + 3:
                break
        return self._settled(best, parts, box, style, bleed)

    def _settled(
        self, best: Setting, parts: list[str], box: Box, style: Style, bleed: tuple[float, float]
    ) -> Setting:
        """What was found, a step smaller where rounding to dots made it too wide, else cut."""
        while best.size >= style.least:
            if self._fits(best, box, style):
                return best
            smaller = replace(style, size=best.size - 2)
            if smaller.size < style.least:
                break
            best = self._on_lines(parts, len(best.lines), box, smaller, bleed)
        return self._cut(parts, box, style, bleed)

    def _bleed(self, face: str, text: str) -> tuple[float, float]:
        rise, sink = self.faces.reach(face, text)
        return max(0.0, rise - _ABOVE), max(0.0, sink - _BELOW)

    def _fits(self, setting: Setting, box: Box, style: Style) -> bool:
        widest = self.widest(setting, style)
        return setting.height <= box.height and widest <= box.width

    def widest(self, setting: Setting, style: Style) -> float:
        """Dots of the widest line of a setting."""
        return max(self.faces.length(style.face, setting.size, line) for line in setting.lines)

    def _cut(self, parts: list[str], box: Box, style: Style, bleed: tuple[float, float]) -> Setting:
        """As much of the beginning as fits at the least size; no lines where not even the mark fits."""
        size = min(style.least, style.size)
        text, found = "".join(parts), Setting(size, ())
        low, high = 0, len(text)
        while low <= high:
            middle = (low + high) // 2
            lines = self._lines(pieces(text[:middle] + _CUT), size, box.width, style.face)
            tried = Setting(size, tuple(lines), *bleed)
            if self._fits(tried, box, style):
                found, low = tried, middle + 1
            else:
                high = middle - 1
        return found

    def _on_lines(
        self, parts: list[str], count: int, box: Box, style: Style, bleed: tuple[float, float]
    ) -> Setting:
        tallest = box.height / (1 + _LINE_PITCH * (count - 1) + sum(bleed))
        low, high = _SMALLEST // 2, max(_SMALLEST, int(min(style.size, tallest))) // 2
        while low < high:
            middle = (low + high + 1) // 2
            fits = len(self._lines(parts, middle * 2, box.width, style.face)) <= count
            low, high = (middle, high) if fits else (low, middle - 1)
        return Setting(low * 2, tuple(self._balanced(parts, low * 2, box.width, style.face)), *bleed)

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

    def stretched(self, box: Box, runs: Sequence[tuple[str, str]], size: int) -> None:
        """Draw runs of (face, text) at full size on the foot of `box`, narrowed where too wide.

        Round digits reach a fiftieth of the size below the line. What would be narrowed to less than half
        is made smaller, and cut where that is too small to read.
        """
        shown = [(face, self.faces.printable(face, text)) for face, text in runs]
        ems = sum(self.faces.width(face, text) for face, text in shown)
        if not ems:
            return
        rise = max(self.faces.reach(face, text)[0] for face, text in shown)
        sink = max(0.02, *(self.faces.reach(face, text)[1] for face, text in shown))
        size = int(min(size, box.height / (rise + sink), box.width / (ems * _NARROWEST)))
        if size < _SMALLEST * 3:
            self.text(box, "".join(text for _, text in shown), Style(size=_SMALLEST * 3, least=_SMALLEST * 2))
            return
        self._strip(box, shown, size, sink)

    def _strip(self, box: Box, runs: Sequence[tuple[str, str]], size: int, sink: float) -> None:
        widths = [round(self.faces.width(face, text) * size) for face, text in runs]
        strip = Image.new("1", (max(1, sum(widths)), box.height), 0)
        draw, x, foot = ImageDraw.Draw(strip), 0, box.height - int(size * sink)
        for (face, text), width in zip(runs, widths, strict=True):
            draw.text((x, foot), text, font=self.faces.get(face, size), fill=1, anchor="ls")
            x += width
        if strip.width > box.width:
            strip = strip.resize((box.width, box.height), Image.Resampling.NEAREST)
        self.image.paste(1, (box.x, box.y), strip)
