"""A box to choose from, with the chevron that says so, slim enough for a row of several."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox

from station.shell.look import Look

CHEVRON_PX = 22
_SLIM = f"QComboBox {{ padding-right: 0; }} QComboBox::drop-down {{ width: {CHEVRON_PX}px; }}"


class ChoiceBox(QComboBox):
    """A combo box whose chevron is painted in the ink of the look."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setStyleSheet(_SLIM)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        painter.setPen(QPen(QColor(tokens.ink_soft if self.isEnabled() else tokens.line), 2))
        middle = QPointF(self.width() - CHEVRON_PX + 6, self.height() / 2 + 1)
        painter.drawPolyline([middle + QPointF(-5, -3), middle + QPointF(0, 2), middle + QPointF(5, -3)])
        painter.end()
