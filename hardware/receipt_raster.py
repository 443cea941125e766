"""Draws receipts into black dots as wide as the roll, so that Chinese prints right on any printer."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from hardware.drawing.canvas import BOLD, REGULAR, Box, Canvas, Faces
from hardware.drawing.wrapping import break_lines, clean, pieces
from hardware.protocols import RasterLabel
from hardware.receipt import Align, Barcode, Blank, Cell, Columns, Line, QrCode, Receipt, Rule, Size, Text
from hardware.receipts.glyphs import Glyphs
from hardware.receipts.symbols import barcode_symbol, qr_symbol

MARGIN_DOTS = 4
GAP_DOTS = 12
"""Between two columns."""
_PITCH = 1.3
_BASELINE = 0.98
"""Where a line of text stands in its row, in text sizes: 0.12 sizes are left above, 0.2 below."""
_RULE_DOTS, _BOLD_RULE_DOTS, _RULE_ROOM_DOTS = 2, 4, 18
_SYMBOL_ROOM_DOTS = 8
_SHARES = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}
_FIGURES = Size.NORMAL


@dataclass(frozen=True)
class _Part:
    """Something drawn at its place: lines of text, or a picture, or a box of black."""

    box: Box
    lines: tuple[str, ...] = ()
    size: int = 0
    face: str = REGULAR
    align: Align = Align.LEFT
    picture: Image.Image | None = None


class ReceiptPainter:
    """Draws receipts with fonts opened once; keep one a thread."""

    def __init__(self, fonts: Path) -> None:
        """`fonts` holds NotoSansSC-Regular.ttf and -Bold.ttf. Raises FontsMissing."""
        self._faces = Faces(fonts)
        self._glyphs = Glyphs(self._faces)

    def paint(self, receipt: Receipt, width_dots: int) -> RasterLabel:
        """Draw a receipt on paper of 576 or 384 dots.

        What the fonts do not have is drawn as a box. Raises ValueError where a code is too long for the
        paper or a barcode holds more than ASCII.
        """
        parts: list[_Part] = []
        top = MARGIN_DOTS
        for line in receipt.lines:
            laid = self._lay(line, Box(MARGIN_DOTS, top, width_dots - 2 * MARGIN_DOTS, 0))
            parts += laid
            top = max((part.box.bottom for part in laid), default=top)
        canvas = Canvas(width_dots, top + MARGIN_DOTS, self._faces)
        for part in parts:
            self._draw(canvas, part)
        return RasterLabel(canvas.image.width, canvas.image.height, canvas.image.tobytes())

    def _lay(self, line: Line, room: Box) -> list[_Part]:
        match line:
            case Text():
                return [self._words(line.text, room, line.size, line.align, bold=line.bold)]
            case Columns():
                return self._columns(line, room)
            case Rule():
                return _rule(room, _BOLD_RULE_DOTS if line.bold else _RULE_DOTS)
            case Blank():
                return [_Part(Box(room.x, room.y, room.width, line.size.value))]
            case QrCode():
                return [_symbol(qr_symbol(line.content, room.width), room)]
            case Barcode():
                symbol = _symbol(barcode_symbol(line.content, room.width), room)
                below = Box(room.x, symbol.box.bottom, room.width, 0)
                return [symbol, self._words(line.content, below, _FIGURES, Align.CENTRE, bold=False)]

    def _columns(self, row: Columns, room: Box) -> list[_Part]:
        parts: list[_Part] = []
        for cell, box in zip(row.cells, _column_boxes(row.cells, room), strict=True):
            parts.append(self._words(cell.text, box, row.size, cell.align, bold=row.bold))
        return parts

    def _words(self, text: str, room: Box, size: Size, align: Align, *, bold: bool) -> _Part:
        face = BOLD if bold else REGULAR
        font = self._faces.get(face, size.value)
        text = clean(self._glyphs.drawable(text))
        lines = break_lines(pieces(text), room.width, font.getlength) if text else []
        height = round(size.value * _PITCH) * len(lines)
        box = Box(room.x, room.y, room.width, height)
        return _Part(box, tuple(lines), size.value, face, align)

    def _draw(self, canvas: Canvas, part: _Part) -> None:
        if part.picture is not None:
            canvas.image.paste(part.picture, (part.box.x, part.box.y))
        elif part.lines:
            font = self._faces.get(part.face, part.size)
            for at, text in enumerate(part.lines):
                x = part.box.x + (part.box.width - font.getlength(text)) * _SHARES[part.align]
                y = part.box.y + at * round(part.size * _PITCH) + round(part.size * _BASELINE)
                canvas.draw.text((round(x), y), text, fill=1, font=font, anchor="ls")


def _column_boxes(cells: tuple[Cell, ...], room: Box) -> list[Box]:
    free = room.width - GAP_DOTS * (len(cells) - 1)
    shares = sum(cell.share for cell in cells)
    boxes: list[Box] = []
    x = room.x
    for at, cell in enumerate(cells):
        is_last = at == len(cells) - 1
        width = room.right - x if is_last else free * cell.share // shares
        boxes.append(Box(x, room.y, width, 0))
        x += width + GAP_DOTS
    return boxes


def _rule(room: Box, thick_dots: int) -> list[_Part]:
    black = Image.new("1", (room.width, thick_dots), 1)
    above = (_RULE_ROOM_DOTS - thick_dots) // 2
    return [
        _Part(Box(room.x, room.y + above, room.width, thick_dots), picture=black),
        _Part(Box(room.x, room.y, room.width, _RULE_ROOM_DOTS)),
    ]


def _symbol(picture: Image.Image, room: Box) -> _Part:
    """In the middle; the picture has its quiet zone."""
    left = room.x + (room.width - picture.width) // 2
    box = Box(left, room.y + _SYMBOL_ROOM_DOTS, picture.width, picture.height)
    return _Part(box, picture=picture)
