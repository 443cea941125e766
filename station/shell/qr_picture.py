"""A QR on the screen for a phone to read: black on white in every look, with its quiet zone."""

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

QUIET_MODULES = 4
"""ISO/IEC 18004: the light margin without which readers do not find the code."""


class QrPicture(QWidget):
    """Draws one text as a QR; nothing while there is none."""

    def __init__(self, name: str, side_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows: tuple[tuple[int, ...], ...] = ()
        self._side_px = side_px
        self.setFixedSize(self.sizeHint())

    def show_text(self, text: str) -> None:
        """Draw `text`; an empty one clears."""
        self._rows = tuple(tuple(row) for row in segno.make(text, error="m").matrix) if text else ()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._side_px, self._side_px)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if not self._rows:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        module_px = self._side_px // (len(self._rows) + 2 * QUIET_MODULES)
        start_px = (self._side_px - module_px * len(self._rows)) // 2
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    box = QRectF(start_px + x * module_px, start_px + y * module_px, module_px, module_px)
                    painter.fillRect(box, QColor(Qt.GlobalColor.black))
        painter.end()
