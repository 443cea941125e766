"""Keeps drawings that cost far more to draw than to copy: rounded grounds, glows, shapes, zone marks."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap


class PictureMemory:
    """The drawings of one widget (or of a family of equal ones) as pictures, drawn once for each key."""

    def __init__(self, most: int = 32) -> None:
        """`most` pictures are kept; then it begins anew."""
        self._most = most
        self._known: dict[Hashable, QPixmap] = {}

    def draw(
        self, painter: QPainter, box: QRectF, key: Hashable, paint: Callable[[QPainter, QRectF], None]
    ) -> None:
        """Put into `box` what `paint` draws into a box of this size at (0, 0).

        `key` must name everything else the drawing depends on: state, colours, words.
        """
        ratio = painter.device().devicePixelRatio()
        whole = (key, box.width(), box.height(), ratio)
        picture = self._known.get(whole)
        if picture is None:
            picture = _drawn(QRectF(0, 0, box.width(), box.height()), ratio, paint)
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[whole] = picture
        painter.drawPixmap(_on_a_pixel(painter, box.topLeft()), picture)


def _drawn(box: QRectF, ratio: float, paint: Callable[[QPainter, QRectF], None]) -> QPixmap:
    picture = QPixmap(int(-(-box.width() * ratio // 1)), int(-(-box.height() * ratio // 1)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter, box)
    painter.end()
    return picture


def _on_a_pixel(painter: QPainter, at: QPointF) -> QPointF:
    """`at` moved to the nearest pixel of the screen: between two, a picture would be drawn blurred."""
    to_screen = painter.deviceTransform()
    there = to_screen.map(at)
    if there.x().is_integer() and there.y().is_integer():
        return at
    back, _ = to_screen.inverted()
    return back.map(QPointF(round(there.x()), round(there.y())))
