"""A badge under a scanner's beam, so that nobody needs to read how to sign in."""

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QHideEvent, QLinearGradient, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from station.shell.look import Look

_BARS = (2, 1, 1, 3, 1, 2, 2, 1, 3, 1, 1, 2, 1, 3, 2, 1)
"""Widths of bars and gaps in turn: a picture of a barcode, not one to be read."""
_SWEEP_MS = 1800


class BadgePicture(QWidget):
    """Draws the badge; the beam sweeps over it while it is in sight."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("badge_picture")
        self._look = look
        self._sweep = QVariantAnimation(self)
        self._sweep.setStartValue(0.0)
        self._sweep.setKeyValueAt(0.5, 1.0)
        self._sweep.setEndValue(0.0)
        self._sweep.setDuration(_SWEEP_MS)
        self._sweep.setLoopCount(-1)
        self._sweep.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._sweep.valueChanged.connect(lambda _value: self.update())
        look.changed.connect(self.update)
        self.setFixedSize(self.sizeHint())

    @property
    def moving(self) -> bool:
        """Whether the beam sweeps."""
        return self._sweep.state() is QVariantAnimation.State.Running

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(260, 250)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._sweep.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._sweep.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        badge = QRectF(60, 66, 140, 176)
        self._paint_strap(painter, badge)
        self._paint_card(painter, badge)
        self._paint_beam(painter, badge)
        painter.end()

    def _paint_strap(self, painter: QPainter, badge: QRectF) -> None:
        painter.setPen(QPen(QColor(self._look.tokens.accent), 9))
        middle = badge.center().x()
        for side in (-24, 24):
            painter.drawLine(QPointF(middle + side, -6), QPointF(middle, badge.top() - 10))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.ink_soft))
        painter.drawRoundedRect(QRectF(middle - 9, badge.top() - 18, 18, 26), 5, 5)

    def _paint_card(self, painter: QPainter, badge: QRectF) -> None:
        tokens = self._look.tokens
        middle = badge.center().x()
        painter.setPen(QPen(QColor(tokens.ink_soft), 2))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(badge, 14, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft))
        painter.drawRoundedRect(QRectF(middle - 30, badge.top() + 18, 60, 62), 10, 10)
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(QRectF(middle - 11, badge.top() + 26, 22, 22))
        painter.drawChord(QRectF(middle - 20, badge.top() + 54, 40, 52), 0, 180 * 16)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(QRectF(middle - 36, badge.top() + 90, 72, 9), 4, 4)
        self._paint_bars(painter, badge)

    def _paint_bars(self, painter: QPainter, badge: QRectF) -> None:
        painter.setBrush(QColor(self._look.tokens.ink))
        unit_px = (badge.width() - 36) / sum(_BARS)
        x = badge.left() + 18
        for place, width in enumerate(_BARS):
            if place % 2 == 0:
                painter.drawRect(QRectF(x, badge.top() + 112, width * unit_px, 46))
            x += width * unit_px

    def _paint_beam(self, painter: QPainter, badge: QRectF) -> None:
        y = badge.top() + 108 + 54 * float(self._sweep.currentValue() or 0.0)
        beam = QColor(self._look.tokens.refused.mark)
        clear = QColor(beam)
        clear.setAlpha(0)
        ramp = QLinearGradient(0, 0, self.width(), 0)
        for place, colour in ((0, clear), (0.2, beam), (0.8, beam), (1, clear)):
            ramp.setColorAt(place, colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ramp)
        painter.drawRoundedRect(QRectF(20, y - 2, self.width() - 40, 4), 2, 2)
