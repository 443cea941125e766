"""Draws the largest figures of the desk from pictures, because Qt keeps no glyphs of their size."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from station.picking.screen.text_fitting import Laid
from station.shell.picture_memory import PictureMemory

FROM_PX = 64
"""From this size on Qt draws outlines: a bin of seven characters takes fifteen times as long."""
ROOM_PX = 4
"""Around a character, for what of it stands out of its own width."""


class LargeFigures:
    """Digits and capitals of one text widget, each drawn once a size and ink."""

    def __init__(self) -> None:
        self._pictures = PictureMemory(most=128)
        self._widths: dict[tuple[str, int, bool], float] = {}

    def suit(self, laid: Laid) -> bool:
        """Whether `laid` is large, and of characters that stand side by side without touching."""
        return laid.face.pixelSize() >= FROM_PX and all(words.isascii() for _, words in laid.lines)

    def draw(self, painter: QPainter, laid: Laid) -> None:
        """Paint `laid` with the pen set, its box at (0, 0)."""
        for baseline, words in laid.lines:
            left = baseline.x()
            for figure in words:
                width = self._width(laid.face, figure)
                self._stamp(painter, laid.face, figure, width, QPointF(left, baseline.y()))
                left += width

    def _width(self, face: QFont, figure: str) -> float:
        key = (figure, face.pixelSize(), face.bold())
        if key not in self._widths:
            self._widths[key] = QFontMetricsF(face).horizontalAdvance(figure)
        return self._widths[key]

    def _stamp(self, painter: QPainter, face: QFont, figure: str, width: float, baseline: QPointF) -> None:
        size_px, ink = face.pixelSize(), painter.pen().color()
        above = size_px + ROOM_PX
        left, top = baseline.x() - ROOM_PX, baseline.y() - above
        box = QRectF(left, top, round(width) + 2 * ROOM_PX, above + size_px // 3)

        def paint(brush: QPainter, _whole: QRectF) -> None:
            brush.setFont(face)
            brush.setPen(ink)
            brush.drawText(QPointF(ROOM_PX, above), figure)

        self._pictures.draw(painter, box, (figure, size_px, face.bold(), ink.rgba()), paint)
