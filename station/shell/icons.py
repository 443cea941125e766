"""Draws our own line icons in a colour of the look."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SHARPNESS = 3
"""Pixels drawn per logical pixel: enough for the densest screens."""


def with_gap(pixmap: QPixmap, gap_px: int) -> QPixmap:
    """`pixmap` with room on its right: a button sets its words too close to its icon."""
    ratio = pixmap.devicePixelRatio()
    wide = QPixmap(pixmap.width() + round(gap_px * ratio), pixmap.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return wide


class Icons:
    """The folder of SVG icons; their strokes are `currentColor`, as on the web."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pixmap(self, name: str, colour: str, size_px: int) -> QPixmap:
        """The icon `name` in `colour`, `size_px` logical pixels wide; an unknown one is an OSError."""
        drawing = (self._folder / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
        pixmap = QPixmap(size_px * _SHARPNESS, size_px * _SHARPNESS)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer = QSvgRenderer(QByteArray(drawing.encode()))
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(_SHARPNESS)
        return pixmap

    def icon(self, name: str, colour: str, size_px: int) -> QIcon:
        """The icon `name` as QIcon."""
        return QIcon(self.pixmap(name, colour, size_px))
