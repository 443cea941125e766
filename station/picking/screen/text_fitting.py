"""How a text is laid into a box: it wraps, then shrinks; a specification (500g, 12枚) stays whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from station.shell.look import font

MEASURED_AT_PX = 100
BALANCE_SHARES = (0.55, 0.65, 0.75, 0.85)
"""Parts of the width tried for lines of equal length."""
HINTING_ROOM = 1.015
"""Glyphs snapped to pixels at a small size are up to this much wider than scaled ones."""


class Pitch(NamedTuple):
    """Heights in parts of the type size: a line, the glyphs in it, and those above the baseline."""

    line: float
    glyph: float
    ascent: float


TEXT = Pitch(1.28, 1.0, 0.88)
"""Ideographs of Noto Sans SC."""
FIGURES = Pitch(0.84, 0.733, 0.733)
"""Digits and capitals alone: nothing stands below the baseline."""

_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_UNIT_WORDS = "千克|公斤|毫升|[克升斤两枚只个盒包袋瓶罐支片粒卷抽提箱听条块份]"
_UNITS = re.compile(
    rf"\d[\d.,]*\s(?:kg|g|ml|l|pcs?|pieces?)\b(?:\s?[×x*]\s?\d+)?"
    rf"|约?\d[^\s{_CJK}]*(?:{_UNIT_WORDS})?(?:[×x*/][^\s{_CJK}]*(?:{_UNIT_WORDS})?)*"
    rf"|[(\[]|[^\s{_CJK}]+|\s+|[{_CJK}]",
    re.IGNORECASE,
)
_CLOSING = "，。、！：；）》」』】”’？…%℃)]"
_OPENING = "（《「『【“‘(["


@dataclass(frozen=True)
class Fitted:
    """A text laid out: its lines and the type size (px) at which they fit."""

    lines: tuple[str, ...]
    size_px: int
    bold: bool
    pitch: Pitch

    @property
    def height(self) -> float:
        """Height of the block in pixels."""
        return len(self.lines) * self.size_px * self.pitch.line


@dataclass(frozen=True)
class TypeStyle:
    """How a text may be set: sizes to choose from (px, ascending), weight, most lines, line pitch."""

    sizes: range
    bold: bool = False
    max_lines: int = 1
    pitch: Pitch = TEXT


def sizes(least_px: int, most_px: int) -> range:
    """Sizes for a type style: the largest, and below it steps of a fourteenth that stay above `least_px`.

    A glyph costs twenty times as much at a size it was never drawn at before, so there are few of them.
    """
    step = max(1, most_px // 14)
    return range(most_px - (most_px - least_px) // step * step, most_px + 1, step)


class _Piece(NamedTuple):
    """An unbreakable piece of text and its width in parts of the type size."""

    text: str
    width: float


def units(text: str) -> list[str]:
    """Pieces of `text` that a line may end after; joined they are `text` again."""
    pieces: list[str] = []
    for piece in _UNITS.findall(text):
        glued = pieces and (piece in _CLOSING or pieces[-1] in _OPENING)
        if glued:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def fit(text: str, width: float, height: float, style: TypeStyle) -> Fitted:
    """The largest size of `style` at which `text` fits the box; at the least size it is shortened instead."""
    measured = _measure(units(text), bold=style.bold)
    chosen: Fitted | None = None
    low, high = 0, len(style.sizes) - 1
    while low <= high:
        middle = (low + high) // 2
        tried = _set_at(measured, width, style.sizes[middle], style)
        if tried and tried.height <= height:
            chosen, low = tried, middle + 1
        else:
            high = middle - 1
    return _balanced(measured, width, chosen, style) if chosen else _shortened(measured, width, style)


def _balanced(pieces: Sequence[_Piece], width: float, fitted: Fitted, style: TypeStyle) -> Fitted:
    """The same lines made about equally long, so that no single character stands alone on the last one."""
    if len(fitted.lines) == 1:
        return fitted
    for share in BALANCE_SHARES:
        tried = _set_at(pieces, width * share, fitted.size_px, style)
        if tried and len(tried.lines) == len(fitted.lines):
            return tried
    return fitted


def _measure(pieces: Sequence[str], *, bold: bool) -> list[_Piece]:
    """Measured once and scaled to every size tried: asking Qt at each size took most of a paint."""
    metrics = QFontMetricsF(font(MEASURED_AT_PX, bold=bold))
    return [_Piece(piece, _width(metrics, piece) * HINTING_ROOM) for piece in pieces]


def _width(metrics: QFontMetricsF, piece: str) -> float:
    """Width of `piece` in parts of the type size; an ideograph is as wide as the type size in any font."""
    if len(piece) == 1 and "\u4e00" <= piece <= "\u9fff":
        return 1.0
    return metrics.horizontalAdvance(piece) / MEASURED_AT_PX


def _set_at(pieces: Sequence[_Piece], width: float, size_px: int, style: TypeStyle) -> Fitted | None:
    lines = _wrap(pieces, width / size_px)
    if lines is None or len(lines) > style.max_lines:
        return None
    return Fitted(tuple(lines), size_px, style.bold, style.pitch)


def _wrap(pieces: Sequence[_Piece], width: float) -> list[str] | None:
    """Fill lines of `width` (in parts of the type size); None when a piece is wider than a line."""
    lines, room = [""], width
    for piece in pieces:
        blank = piece.text.isspace()
        if piece.width <= room or blank:
            lines[-1] += piece.text
            room -= piece.width
        elif piece.width > width:
            return None
        else:
            lines.append(piece.text)
            room = width - piece.width
    return [line.strip() for line in lines]


def _shortened(pieces: Sequence[_Piece], width: float, style: TypeStyle) -> Fitted:
    """Leave out what stands before the last piece, where specifications stand, until the rest fits."""
    (dots,) = _measure(["…"], bold=style.bold)
    for keep in range(len(pieces) - 2, -1, -1):
        fitted = _set_at([*pieces[:keep], dots, pieces[-1]], width, style.sizes[0], style)
        if fitted is not None:
            return fitted
    metrics = QFontMetricsF(font(style.sizes[0], bold=style.bold))
    whole = metrics.elidedText("".join(piece.text for piece in pieces), Qt.TextElideMode.ElideRight, width)
    return Fitted((whole,), style.sizes[0], style.bold, style.pitch)


@dataclass(frozen=True)
class Laid:
    """A fitted text placed in a box: nothing is left to be measured when it is painted."""

    face: QFont
    lines: tuple[tuple[QPointF, str], ...]
    """Start of the baseline of each line, seen from the box's corner, and its words."""
    width: float
    """Of the widest line."""

    def draw(self, painter: QPainter, corner: QPointF) -> None:
        """Paint it with the pen set, its box at `corner`."""
        painter.setFont(self.face)
        for at, words in self.lines:
            painter.drawText(corner + at, words)


def lay(
    fitted: Fitted, width: float, height: float, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> Laid:
    """Place `fitted` in a box: vertically centred unless `align` says AlignTop."""
    face = font(fitted.size_px, bold=fitted.bold)
    metrics = QFontMetricsF(face)
    line = fitted.size_px * fitted.pitch.line
    top = 0.0 if align & Qt.AlignmentFlag.AlignTop else (height - fitted.height) / 2
    first = top + (line - fitted.size_px * fitted.pitch.glyph) / 2 + fitted.size_px * fitted.pitch.ascent
    widths = [metrics.horizontalAdvance(words) for words in fitted.lines]
    lines = tuple(
        (QPointF(_left(needed, width, align), first + index * line), words)
        for index, (words, needed) in enumerate(zip(fitted.lines, widths, strict=True))
    )
    return Laid(face, lines, max(widths, default=0.0))


def draw(
    painter: QPainter, fitted: Fitted, box: QRectF, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    """Paint `fitted` with the pen set, as `lay` places it."""
    lay(fitted, box.width(), box.height(), align).draw(painter, box.topLeft())


def _left(needed: float, width: float, align: Qt.AlignmentFlag) -> float:
    if align & Qt.AlignmentFlag.AlignHCenter:
        return (width - needed) / 2
    return width - needed if align & Qt.AlignmentFlag.AlignRight else 0.0
