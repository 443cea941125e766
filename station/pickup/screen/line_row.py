"""Goods to hand over out of one crate, with their tick: a tap says that they stay, or go after all."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import GoodsLine, LineState
from station.pickup.screen.tap_row import TapRow
from station.shell.fitting import LEFT, RIGHT, Type
from station.shell.look import Look

STAYS = {
    LineState.NOT_FOUND: Message("stays here: not found"),
    LineState.REFUSED: Message("stays here: not wanted"),
}
PAD_PX = 10
TICK_PX = 30
COUNT_PX = 62


class LineButton(TapRow):
    """One line; `tap` is told which."""

    def __init__(
        self, texts: Texts, look: Look, name: str, tap: Callable[[GoodsLine], None], parent: QWidget
    ) -> None:
        super().__init__(texts, look, name, parent)
        self.line: GoodsLine | None = None
        self._tap = tap
        self.clicked.connect(self._tapped)

    def show_line(self, line: GoodsLine) -> None:
        """Draw `line`; free when nothing of it has changed."""
        if line != self.line:
            self.line = line
            self.redraw()

    def _tapped(self) -> None:
        if self.line is not None:
            self._tap(self.line)

    def words(self) -> list[str]:
        """Product, pieces, and why it stays, where it does."""
        line = self.line
        if line is None:
            return []
        stays = STAYS.get(line.state)
        name = f"{line.name} {line.spec}".strip()
        return [name, f"×{line.quantity}", self.texts.say(stays) if stays else ""]

    def paint_words(self, painter: QPainter, box: QRectF) -> None:
        line, tokens = self.line, self.look.tokens
        if line is None:
            return
        name, pieces, stays = self.words()
        goes = line.state is LineState.TICKED
        self._paint_tick(
            painter, QRectF(box.left() + PAD_PX, box.center().y() - TICK_PX / 2, TICK_PX, TICK_PX)
        )
        left = box.left() + 2 * PAD_PX + TICK_PX
        inner = QRectF(left, box.top() + 3, box.right() - PAD_PX - COUNT_PX - left, box.height() - 6)
        if stays:
            under = inner.adjusted(0, inner.height() * 0.56, 0, 0)
            inner.setBottom(under.top())
            painter.setPen(QColor(tokens.ask.words))
            self.fitter.draw(painter, stays, under, Type(12, 16, bold=True), LEFT)
        painter.setPen(QColor(tokens.ink if goes else tokens.ink_soft))
        most_px = min(max(round(box.height() * 0.3), 20), 28)
        kind = Type(13, most_px, bold=goes, lines=1 if stays else 2)
        self.fitter.draw(painter, name, inner, kind, LEFT)
        count = QRectF(box.right() - PAD_PX - COUNT_PX, box.top(), COUNT_PX, box.height())
        self.fitter.draw(painter, pieces, count, Type(16, 30, bold=True), RIGHT)

    def _paint_tick(self, painter: QPainter, square: QRectF) -> None:
        tokens = self.look.tokens
        goes = self.line is not None and self.line.state is LineState.TICKED
        tone = tokens.ok if goes else tokens.ask
        painter.setPen(QPen(QColor(tone.mark), 2))
        painter.setBrush(QColor(tone.mark if goes else tokens.card))
        painter.drawRoundedRect(square, 7, 7)
        pen = QPen(QColor(tone.on_mark if goes else tone.mark), 3.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        marks = [(0.24, 0.52), (0.43, 0.71), (0.77, 0.32)] if goes else [(0.28, 0.5), (0.72, 0.5)]
        painter.drawPolyline(
            [
                QPointF(square.left() + x * square.width(), square.top() + y * square.height())
                for x, y in marks
            ]
        )
