"""The four shapes that say a tone without colour, drawn by ourselves so that they look alike everywhere."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from station.kernel.messages import Tone

_STROKES: dict[Tone, tuple[tuple[tuple[float, float], ...], ...]] = {
    Tone.OK: (((0.28, 0.53), (0.44, 0.69), (0.73, 0.35)),),
    Tone.ASK: (((0.5, 0.25), (0.5, 0.57)), ((0.5, 0.74), (0.5, 0.745))),
    Tone.REFUSED: (((0.33, 0.33), (0.67, 0.67)), ((0.67, 0.33), (0.33, 0.67))),
    Tone.INFO: (((0.5, 0.46), (0.5, 0.75)), ((0.5, 0.27), (0.5, 0.275))),
}
"""Lines of each shape, in parts of its square."""


def draw_shape(painter: QPainter, square: QRectF, tone: Tone, ground: str, stroke: str) -> None:
    """Draw the disc of `tone` into `square`: shape in `stroke` on `ground` (tokens)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawEllipse(square)
    pen = QPen(QColor(stroke), square.width() * 0.11)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _STROKES[tone]:
        painter.drawPolyline([_place(square, x, y) for x, y in line])
    painter.restore()


def _place(square: QRectF, x: float, y: float) -> QPointF:
    return QPointF(square.x() + x * square.width(), square.y() + y * square.height())


def shape_pixmap(tone: Tone, size_px: int, ground: str, stroke: str, ratio: float = 1.0) -> QPixmap:
    """The disc of `tone` as a picture `size_px` logical pixels wide on a screen of `ratio`."""
    pixmap = QPixmap(round(size_px * ratio), round(size_px * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_shape(painter, QRectF(0, 0, size_px, size_px), tone, ground, stroke)
    painter.end()
    return pixmap
