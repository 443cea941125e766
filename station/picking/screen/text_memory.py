"""Remembers how the texts of a widget were laid out: most of them are the same at the next paint."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from station.picking.screen.text_fitting import Laid, TypeStyle, fit, lay

_Key = tuple[str, float, float, TypeStyle, Qt.AlignmentFlag]
LEFT = Qt.AlignmentFlag.AlignLeft


class TextMemory:
    """Fits, places and draws texts, each of them once as long as its box keeps its size."""

    def __init__(self, most: int = 64) -> None:
        """`most` texts are kept; then it begins anew."""
        self._most = most
        self._known: dict[_Key, Laid] = {}

    def lay(
        self, text: str, width: float, height: float, style: TypeStyle, align: Qt.AlignmentFlag = LEFT
    ) -> Laid:
        """`text` in the largest type of `style` that fits the box."""
        key = (text, width, height, style, align)
        known = self._known.get(key)
        if known is None:
            known = lay(fit(text, width, height, style), width, height, align)
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[key] = known
        return known

    def draw(
        self, painter: QPainter, text: str, box: QRectF, style: TypeStyle, align: Qt.AlignmentFlag = LEFT
    ) -> float:
        """Draw it with the pen set; returns the width of its widest line."""
        laid = self.lay(text, box.width(), box.height(), style, align)
        laid.draw(painter, box.topLeft())
        return laid.width

    def draw_whole(
        self, painter: QPainter, text: str, box: QRectF, style: TypeStyle, align: Qt.AlignmentFlag
    ) -> float:
        """Draw it on one line if all of it fits, else nothing; returns the width drawn."""
        laid = self.lay(text, box.width(), box.height(), style, align)
        if laid.lines[0][1] != text:
            return 0
        laid.draw(painter, box.topLeft())
        return laid.width
