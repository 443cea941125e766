"""Draws a template with the data of a label: the only place where millimetres become dots."""

from dataclasses import dataclass

from hardware.drawing.brand import Logo
from hardware.drawing.canvas import BOLD, REGULAR, Box, Canvas, Style
from hardware.drawing.codes import draw_code
from hardware.drawing.elements import (
    Align,
    Band,
    Code,
    Element,
    Frame,
    Line,
    Piece,
    Place,
    Repeat,
    Row,
    Side,
    Stack,
    Stretched,
    Text,
    Words,
)
from hardware.drawing.refusals import LabelRefused
from hardware.drawing.symbols import zone_band
from hardware.drawing.values import fill, fill_all
from hardware.labels import Label

LEAST_TEXT_MM = 1.25
"""Smaller nobody reads a Chinese character; what does not fit at this size is cut."""
_LINE_ROOM = 1.2
"""Height of a line of a stack in text sizes."""
_ALIGNS = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}
_VALIGNS = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


@dataclass(frozen=True)
class Interpreter:
    """Draws elements on `canvas` at `dots_per_mm`, with `origin` (dots) as the corner they count from."""

    canvas: Canvas
    dots_per_mm: int
    logo: Logo | None = None
    origin: tuple[int, int] = (0, 0)

    def draw(self, element: Element, data: object) -> None:
        """Draw one element with the fields of `data`. Raises LabelRefused for a wrong or endless code."""
        box = self._box(element.box)
        match element:
            case Text():
                self._text(box, element, fill(element.text, data))
            case Row():
                self._row(box, element, data)
            case Stack():
                self._stack(box, element, data)
            case Stretched():
                runs = [(BOLD if run.bold else REGULAR, fill(run.text, data)) for run in element.runs]
                self.canvas.stretched(box, runs, self._dots(element.size_mm))
            case Code():
                self._code(box, element, data)
            case Line():
                self.canvas.fill(box)
            case Frame():
                self._frame(box, self._dots(element.thick_mm))
            case Band():
                zone_band(self.canvas, box, getattr(data, element.zone), fill(element.text, data))
            case Repeat():
                self._repeat(element, data)

    def _dots(self, length_mm: float) -> int:
        return max(1, round(length_mm * self.dots_per_mm))

    def _box(self, place: Place) -> Box:
        """Edges are rounded, not sizes, so that neighbours in mm are neighbours in dots."""
        left, top, width, height = place
        x, y = round(left * self.dots_per_mm), round(top * self.dots_per_mm)
        right, bottom = round((left + width) * self.dots_per_mm), round((top + height) * self.dots_per_mm)
        return Box(x + self.origin[0], y + self.origin[1], max(1, right - x), max(1, bottom - y))

    def _style(self, words: Words, align: float, valign: float = 0.5, least_mm: float = 0.0) -> Style:
        return Style(
            size=self._dots(words.size_mm),
            face=BOLD if words.bold else REGULAR,
            lines=words.lines,
            align=align,
            valign=valign,
            ink=0 if words.inverted else 1,
            legible=self._dots(least_mm or words.least_mm),
            least=int(LEAST_TEXT_MM * self.dots_per_mm) // 2 * 2,
        )

    def _text(self, box: Box, element: Text, text: str) -> None:
        if element.logo and self.logo is not None:
            self._place_logo(box, self.logo, _ALIGNS[element.align])
            return
        if not text.strip():
            return
        inner = box
        if element.inverted:
            self.canvas.fill(box)
            inner = box.inset(min(box.height // 4, box.width // 8))
        style = self._style(element, _ALIGNS[element.align], _VALIGNS[element.valign])
        self.canvas.text(inner, text, style)

    def _place_logo(self, box: Box, logo: Logo, align: float) -> int:
        picture = logo.fitted(box.width, box.height)
        x = box.x + round((box.width - picture.width) * align)
        self.canvas.image.paste(1, (x, box.y + (box.height - picture.height) // 2), picture)
        return picture.width

    def _row(self, box: Box, row: Row, data: object) -> None:
        gap = round(row.gap_mm * self.dots_per_mm)
        for piece in row.pieces:
            if box.width < 1:
                return
            used = self._piece(box, piece, fill(piece.text, data))
            if used:
                left = box.x + (used + gap if piece.side is Side.LEFT else 0)
                box = Box(left, box.y, box.width - used - gap, box.height)

    def _piece(self, box: Box, piece: Piece, text: str) -> int:
        """Dots of the row's width that the piece took, at its side."""
        allowed = max(1, round(box.width * piece.share))
        at_right = piece.side is Side.RIGHT
        room = Box(box.right - allowed if at_right else box.x, box.y, allowed, box.height)
        if piece.logo and self.logo is not None:
            return self._place_logo(room, self.logo, float(at_right))
        pad = min(box.height // 4, allowed // 8) if piece.inverted else 0
        inner, style = room.inset(pad), self._style(piece, float(at_right))
        setting = self.canvas.set(text, inner, style)
        if not setting.lines:
            return 0
        used = min(allowed, round(self.canvas.widest(setting, style)) + 2 * pad)
        if piece.inverted:
            self.canvas.fill(Box(room.right - used if at_right else room.x, room.y, used, room.height))
        self.canvas.put(setting, inner, style)
        return used

    def _stack(self, box: Box, stack: Stack, data: object) -> None:
        lines = [(text, words) for words in stack.pieces for text in fill_all(words.text, data)]
        wanted = sum(self._dots(words.size_mm) * words.lines * _LINE_ROOM for _, words in lines)
        scale, y = min(1.0, box.height / max(1.0, wanted)), float(box.y)
        for text, words in lines:
            height = self._dots(words.size_mm) * words.lines * _LINE_ROOM * scale
            style = self._style(words, _ALIGNS[stack.align], least_mm=stack.least_mm)
            top, foot = round(y), min(box.bottom, round(y + height))
            self.canvas.text(Box(box.x, top, box.width, foot - top), text, style)
            y += height

    def _code(self, box: Box, element: Code, data: object) -> None:
        value = fill(element.value, data)
        if value or not element.optional:
            draw_code(self.canvas, box, element, value, self.dots_per_mm)

    def _frame(self, box: Box, thick: int) -> None:
        self.canvas.fill(box)
        self.canvas.fill(box.inset(thick, thick), 0)

    def _repeat(self, element: Repeat, data: object) -> None:
        rows = getattr(data, element.rows)
        if len(rows) > element.most:
            raise LabelRefused(f"this label holds {element.most} rows, not {len(rows)}")
        for index, row in enumerate(rows):
            down, across = divmod(index, element.across)
            cell = self._box(
                (
                    element.box[0] + across * element.cell_mm[0],
                    element.box[1] + down * element.cell_mm[1],
                    *element.cell_mm,
                )
            )
            inner = Interpreter(self.canvas, self.dots_per_mm, self.logo, (cell.x, cell.y))
            for each in element.elements:
                inner.draw(each, row)


def draw_label(interpreter: Interpreter, elements: tuple[Element, ...], label: Label) -> None:
    """Draw a whole label: frames first, since they paint what they surround white."""
    for element in sorted(elements, key=lambda each: not isinstance(each, Frame)):
        interpreter.draw(element, label)
