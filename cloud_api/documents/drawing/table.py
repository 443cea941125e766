"""Tables whose cells wrap, so that nothing in them is ever cut off."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from cloud_api.documents.paper.flow import Piece
from cloud_api.documents.paper.page import LEFT_MM, POINTS_MM, RIGHT_MM, Page
from cloud_api.documents.paper.typeface import Typefaces
from cloud_api.documents.words import ZONE_WORDS
from cloud_api.wire.base import Zone

TEXT_SIZE = 9.0
NOTE_SIZE = 7.5
_HEAD_SIZE = 8.0
_PAD_MM = 1.3
_BETWEEN_MM = 1.6
"""White between two columns."""
_PITCH = 1.28 / POINTS_MM
"""Line distance in mm for a size of one point."""
_RISE = 0.9 / POINTS_MM
"""From the top of a line to its baseline in mm for a size of one point."""
_TICK_MM = 3.6


class Fill(Enum):
    """What a column holds."""

    TEXT = auto()
    NUMBER = auto()
    """Stands right."""
    ZONE = auto()
    """The mark of a temperature zone: chilled framed, frozen white on black, ambient nothing."""
    TICK = auto()
    """An empty box to tick."""


@dataclass(frozen=True)
class Column:
    """A column `width` mm wide."""

    title: str
    width: float
    fill: Fill = Fill.TEXT
    size: float = TEXT_SIZE
    bold: bool = False


Cell = str | tuple[str, str]
"""A text, or a text with a small note below it. A line break begins a new line."""
Cells = tuple[Cell | Zone | None, ...]
"""A row: a Zone for each column of zones, None for each column of ticks."""
_Line = tuple[float, float, str, float, bool]
"""x, y of the baseline, text, size, bold."""


def width_of(columns: Sequence[Column]) -> float:
    """Millimetres of a whole table."""
    return sum(column.width for column in columns)


def paragraph_height(lines: int, size: float) -> float:
    """Millimetres of so many lines."""
    return lines * size * _PITCH


def baseline(size: float) -> float:
    """Millimetres from the top of a line to its baseline."""
    return size * _RISE


class Table:
    """Makes the pieces of one table."""

    def __init__(self, faces: Typefaces, columns: Sequence[Column]) -> None:
        self._faces = faces
        self._columns = columns
        self._largest = max(column.size for column in columns)
        self._lefts = [sum(column.width for column in columns[:place]) for place in range(len(columns))]

    def head(self) -> Piece:
        """The titles of the columns on grey."""
        titles = [
            Column(column.title, column.width, Fill.NUMBER if column.fill is Fill.NUMBER else Fill.TEXT)
            for column in self._columns
        ]
        lines: list[_Line] = []
        for left, column in zip(self._lefts, titles, strict=True):
            self._set(lines, left, column, column.title, _HEAD_SIZE, bold=True, top=_PAD_MM)
        height = max(line[1] for line in lines) + _PAD_MM + 0.6

        def draw(page: Page, x: float, y: float) -> None:
            page.shade(x, y, width_of(self._columns), height)
            _draw_lines(page, x, y, lines)

        return Piece(height, draw)

    def row(self, cells: Cells) -> Piece:
        """One row; as many cells as there are columns."""
        lines: list[_Line] = []
        marks: list[tuple[float, Zone | None]] = []
        bottom = _PAD_MM + paragraph_height(1, self._largest)
        for left, column, cell in zip(self._lefts, self._columns, cells, strict=True):
            if column.fill is Fill.TICK:
                marks.append((left, None))
            elif isinstance(cell, Zone):
                marks.append((left, cell))
            elif cell is not None:
                bottom = max(bottom, self._set_cell(lines, left, column, cell))
        height = bottom + _PAD_MM

        def draw(page: Page, x: float, y: float) -> None:
            _draw_lines(page, x, y, lines)
            for left, zone in marks:
                _draw_mark(page, x + left, y + _PAD_MM + self._largest * _RISE, zone)
            page.rule(x, y + height, width_of(self._columns))

        return Piece(height, draw)

    def _set_cell(self, lines: list[_Line], left: float, column: Column, cell: Cell) -> float:
        """Add a cell's lines; where they end."""
        text, note = (cell, "") if isinstance(cell, str) else cell
        top = _PAD_MM + (self._largest - column.size) * _RISE
        end = self._set(lines, left, column, text, column.size, bold=column.bold, top=top)
        return self._set(lines, left, column, note, NOTE_SIZE, bold=False, top=end) if note else end

    def _set(
        self,
        lines: list[_Line],
        left: float,
        column: Column,
        text: str,
        size: float,
        *,
        bold: bool,
        top: float,
    ) -> float:
        face = self._faces.bold if bold else self._faces.regular
        room = column.width - _BETWEEN_MM
        width = room * POINTS_MM / size
        broken = [line for part in text.split("\n") for line in face.lines(part, width)]
        y = top + size * _RISE
        for line in broken:
            x = left
            if column.fill is Fill.NUMBER:
                x += room - face.width(line, size) / POINTS_MM
            if line:
                lines.append((x, y, line, size, bold))
            y += size * _PITCH
        return top + len(broken) * size * _PITCH


def _draw_lines(page: Page, x: float, y: float, lines: Sequence[_Line]) -> None:
    for left, base, text, size, bold in lines:
        page.text(x + left, y + base, text, size, bold=bold)


def _draw_mark(page: Page, x: float, base: float, zone: Zone | None) -> None:
    if zone is None:
        page.box(x + 0.4, base - _TICK_MM + 0.4, _TICK_MM, _TICK_MM)
    else:
        draw_zone(page, x, base - 0.2, zone, NOTE_SIZE)


def draw_zone(page: Page, x: float, y: float, zone: Zone, size: float) -> float:
    """The mark of a zone with its baseline at y; its right edge."""
    if zone is Zone.AMBIENT:
        return x
    return page.tag(x, y, ZONE_WORDS[zone], size, filled=zone is Zone.FROZEN)


def blank_fields(labels: Sequence[str]) -> Piece:
    """Blanks to sign in, side by side."""
    step = (RIGHT_MM - LEFT_MM) / len(labels)

    def draw(page: Page, x: float, y: float) -> None:
        for place, label in enumerate(labels):
            left, base = x + place * step, y + 12
            page.text(left, base, label, TEXT_SIZE)
            end = left + page.width(label, TEXT_SIZE) + 1.5
            page.rule(end, base + 0.8, x + (place + 1) * step - 4 - end)

    return Piece(16, draw)


def section(faces: Typefaces, text: str, note: str = "", *, width: float = RIGHT_MM - LEFT_MM) -> Piece:
    """A bold line above what belongs together, with a note standing right."""
    size, room = 10.5, width - 46
    lines = faces.bold.lines(text, room * POINTS_MM / size)
    height = paragraph_height(len(lines), size) + 3.6

    def draw(page: Page, x: float, y: float) -> None:
        base = y + 2.4 + baseline(size)
        for line in lines:
            page.text(x, base, line, size, bold=True)
            base += size * _PITCH
        page.text_right(x + width, y + 2.4 + baseline(size), note, NOTE_SIZE + 0.5)
        page.rule(x, y + height, width)

    return Piece(height, draw)
