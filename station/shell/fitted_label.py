"""A label that never cuts its words: names of goods carry their specification at the end."""

import re

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.shell.look import font
from station.shell.theme import SCALE

_WRAP = Qt.TextFlag.TextWordWrap


class FittedLabel(QWidget):
    """Text of `size_px` that wraps to `lines` lines, then shrinks to the secondary size, then wraps on."""

    def __init__(
        self, size_px: int, *, bold: bool = False, lines: int = 2, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size_px = size_px
        self._bold = bold
        self._lines = lines
        self._text = ""
        self._colour = ""
        self._alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show `text`."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def text(self) -> str:
        """The whole text shown."""
        return self._text

    def set_colour(self, colour: str) -> None:
        """Draw in `colour` (a token; empty is the ink of the look)."""
        self._colour = colour
        self.update()

    def set_alignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Place the text inside the label."""
        self._alignment = alignment
        self.update()

    def _together(self) -> str:
        """The text with joiners, so that a specification (12 枚, 250ml × 12) is never torn between lines."""
        spaces = re.sub(r"(?<=\d) (?=[\u4e00-\u9fff])|(?<=[\w]) (?=×)|(?<=×) (?=\d)", "\u00a0", self._text)
        return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])", "\u2060", spaces)

    def fitting_px(self) -> int:
        """The largest size, from the wanted one down to the secondary one, at which all words fit."""
        for size_px in range(self._size_px, SCALE.secondary_px - 1, -1):
            if self._fits(size_px):
                return size_px
        return SCALE.secondary_px

    def _fits(self, size_px: int) -> bool:
        metrics = QFontMetrics(font(size_px, bold=self._bold))
        box = metrics.boundingRect(QRect(0, 0, self.width(), 10_000), int(_WRAP), self._together())
        return box.width() <= self.width() and box.height() <= min(
            self.height(), metrics.lineSpacing() * self._lines
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        metrics = QFontMetrics(font(self._size_px, bold=self._bold))
        return QSize(metrics.averageCharWidth() * 16, metrics.lineSpacing() * self._lines + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(SCALE.target_px, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setFont(font(self.fitting_px(), bold=self._bold))
        painter.setPen(QColor(self._colour) if self._colour else self.palette().windowText().color())
        painter.drawText(self.rect(), int(self._alignment | _WRAP), self._together())
        painter.end()
