"""The plane the map is drawn on, in metres around the warehouse, and the bar that tells its scale."""

from collections.abc import Sequence
from math import cos, radians

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from station.dispatch.model.view import MapPoint
from station.shell.look import Look, font
from station.shell.theme import SCALE

METRES_A_DEGREE = 111_320.0
SCALE_BAR_PX = 120
NICE_METRES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


class Projection:
    """Degrees to metres east and south of the warehouse: at the size of a city a plane is near enough."""

    def __init__(self, middle: MapPoint) -> None:
        self._middle = middle
        self._stretch = cos(radians(middle.latitude))

    def __call__(self, point: MapPoint) -> QPointF:
        """Where to draw `point`."""
        east = (point.longitude - self._middle.longitude) * METRES_A_DEGREE * self._stretch
        south = (self._middle.latitude - point.latitude) * METRES_A_DEGREE
        return QPointF(east, south)


def path_through(points: Sequence[QPointF]) -> QPainterPath:
    """A line from point to point."""
    path = QPainterPath()
    for number, point in enumerate(points):
        if number:
            path.lineTo(point)
        else:
            path.moveTo(point)
    return path


def bounds_of(points: Sequence[QPointF]) -> QRectF:
    """The smallest box around the points, of which there is one at least."""
    east, south = [point.x() for point in points], [point.y() for point in points]
    return QRectF(QPointF(min(east), min(south)), QPointF(max(east), max(south)))


def paint_scale(painter: QPainter, ground: QRect, metres_a_px: float, look: Look) -> None:
    """A bar of a round length in the lower left corner of `ground`."""
    metres = max((m for m in NICE_METRES if m / metres_a_px <= SCALE_BAR_PX), default=NICE_METRES[0])
    length = metres / metres_a_px
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    bottom = ground.height() - 14
    painter.setPen(QPen(QColor(look.tokens.ink_soft), 2))
    painter.drawLine(QPointF(14, bottom), QPointF(14 + length, bottom))
    for x in (14.0, 14 + length):
        painter.drawLine(QPointF(x, bottom - 5), QPointF(x, bottom))
    painter.setFont(font(SCALE.secondary_px))
    box = QRectF(22 + length, bottom - 18, QFontMetrics(painter.font()).horizontalAdvance(words) + 4, 22)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), words)
