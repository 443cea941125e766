"""Words in the largest type that fits their box, remembered: most of them are the same at the next paint."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from station.shell.look import font

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_MOST_KNOWN = 256


@dataclass(frozen=True)
class Type:
    """Sizes a text may have (px), its weight, and how many lines it may take."""

    least_px: int
    most_px: int
    bold: bool = False
    lines: int = 1


class Fitter:
    """Finds type sizes for one widget and draws with them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int, Type], int] = {}
        self._fonts: dict[tuple[int, bool], QFont] = {}

    def size_px(self, text: str, box: QRectF, kind: Type) -> int:
        """The largest size of `kind` at which all of `text` fits `box`; the least one when none does."""
        key = (text, round(box.width()), round(box.height()), kind)
        if key not in self._known:
            if len(self._known) == _MOST_KNOWN:
                self._known.clear()
            self._known[key] = _search(text, box, kind)
        return self._known[key]

    def draw(
        self, painter: QPainter, text: str, box: QRectF, kind: Type, align: Qt.AlignmentFlag = LEFT
    ) -> None:
        """Paint `text` with the pen set; one line that does not fit even at the least size ends in …"""
        painter.setFont(self._font(self.size_px(text, box, kind), bold=kind.bold))
        if kind.lines == 1:
            metrics = QFontMetricsF(painter.font())
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, int(align), text)
        else:
            painter.drawText(box, int(align) | int(Qt.TextFlag.TextWordWrap), text)

    def _font(self, size_px: int, *, bold: bool) -> QFont:
        key = (size_px, bold)
        if key not in self._fonts:
            self._fonts[key] = font(size_px, bold=bold)
        return self._fonts[key]


def _search(text: str, box: QRectF, kind: Type) -> int:
    low, high = kind.least_px, kind.most_px
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _fits(text, box, middle, kind) else (low, middle - 1)
    return low


def _fits(text: str, box: QRectF, size_px: int, kind: Type) -> bool:
    metrics = QFontMetricsF(font(size_px, bold=kind.bold))
    if kind.lines == 1:
        return metrics.horizontalAdvance(text) <= box.width() and metrics.height() <= box.height() * 1.3
    flags = int(Qt.TextFlag.TextWordWrap)
    taken = metrics.boundingRect(QRectF(0, 0, box.width(), 10_000), flags, text)
    most = min(box.height(), metrics.lineSpacing() * kind.lines + 1)
    return taken.width() <= box.width() and taken.height() <= most
