"""Sun and snowflake of the temperature zones, drawn by ourselves: small font glyphs blur into each other."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cloud_api.wire.base import Zone

_ARMS = 6
_RAYS = 8


def zone_mark_width(zone: Zone, size_px: float) -> float:
    """Width of the mark: frozen has two flakes."""
    return size_px * 2 if zone is Zone.FROZEN else size_px


def draw_zone_mark(painter: QPainter, zone: Zone, place: QRectF, ink: str) -> float:
    """Draw the mark of `zone` at the left of `place`, as tall as it; returns its width."""
    painter.save()
    size = place.height()
    pen = QPen(QColor(ink), max(size * 0.085, 1.2))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    centre = QPointF(place.left() + size / 2, place.center().y())
    if zone is Zone.AMBIENT:
        _draw_sun(painter, centre, size / 2)
    else:
        _draw_flake(painter, centre, size / 2)
    if zone is Zone.FROZEN:
        _draw_flake(painter, centre + QPointF(size, 0), size / 2)
    painter.restore()
    return zone_mark_width(zone, size)


def _draw_sun(painter: QPainter, centre: QPointF, radius: float) -> None:
    painter.drawEllipse(centre, radius * 0.42, radius * 0.42)
    for ray in range(_RAYS):
        way = _way(ray, _RAYS)
        painter.drawLine(centre + way * radius * 0.72, centre + way * radius * 0.95)


def _draw_flake(painter: QPainter, centre: QPointF, radius: float) -> None:
    for arm in range(_ARMS):
        way = _way(arm, _ARMS)
        painter.drawLine(centre, centre + way * radius * 0.92)
        for side in (-1, 1):
            barb = _way(arm + side * 0.8, _ARMS)
            fork = centre + way * radius * 0.55
            painter.drawLine(fork, fork + barb * radius * 0.34)


def _way(step: float, of: int) -> QPointF:
    angle = 2 * pi * step / of - pi / 2
    return QPointF(cos(angle), sin(angle))
