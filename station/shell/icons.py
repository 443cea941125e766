"""Draws our own line icons in a colour of the look."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SHARPNESS = 3
"""Pixels drawn per logical pixel: enough for the densest screens."""
_MARK_SHARE, _FAINT = 0.55, 0.55
"""How much of an icon's edge a mark takes, and how much of the icon is still seen."""


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

    def with_mark(self, name: str, colour: str, mark: str, mark_colour: str, size_px: int) -> QIcon:
        """The icon `name`, fainter, with the icon `mark` over its lower right corner."""
        faint = self.pixmap(name, colour, size_px)
        pixmap = QPixmap(faint.size())
        pixmap.setDevicePixelRatio(faint.devicePixelRatio())
        pixmap.fill(Qt.GlobalColor.transparent)
        mark_px = round(size_px * _MARK_SHARE)
        painter = QPainter(pixmap)
        painter.setOpacity(_FAINT)
        painter.drawPixmap(0, 0, faint)
        painter.setOpacity(1)
        corner = size_px - mark_px
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(corner - 1, corner - 1, mark_px + 1, mark_px + 1, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.drawPixmap(corner, corner, self.pixmap(mark, mark_colour, mark_px))
        painter.end()
        return QIcon(pixmap)
