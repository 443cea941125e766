"""A calm sign that work goes on, for moments nobody can measure."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from station.shell.look import Look

FRAME_MS = 40
ROUND_FRAMES = 60
"""Frames in which the light crosses the bar once: 2.4 s."""


class BusyBar(QWidget):
    """A light that wanders along a bar while it is visible; costs nothing when hidden."""

    def __init__(self, parent: QWidget, name: str, look: Look) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFixedHeight(10)
        self._look = look
        self._frame = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._advance)

    def _advance(self) -> None:
        self._frame = (self._frame + 1) % ROUND_FRAMES
        self.update()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(self.rect())
        painter.setBrush(QColor(self._look.tokens.line))
        painter.drawRoundedRect(bar, 5, 5)
        light = bar.width() * 0.28
        left = (bar.width() + light) * self._frame / ROUND_FRAMES - light
        painter.setBrush(QColor(self._look.tokens.accent))
        lit = QRectF(left, 0, light, bar.height()).intersected(bar)
        painter.drawRoundedRect(lit, 5, 5)
