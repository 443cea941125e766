"""Goods of the customer that cannot be handed over now, and why: so that the question is answered."""

from itertools import groupby

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import AbsentLine
from station.shell.fitting import LEFT, RIGHT, Fitter, Type
from station.shell.look import Look

HEAD_PX = 32
ORDER_PX = 26
LINE_PX = 56
COUNT_PX = 50
WIDEST_PX = 760.0
"""A count farther from its name than this belongs to nobody."""
ORDER_TAIL = 6


class AbsentList(QWidget):
    """Order by order: product, pieces, why."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("pickup.absent")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._lines: tuple[AbsentLine, ...] = ()

    def show_lines(self, lines: tuple[AbsentLine, ...]) -> None:
        """Draw `lines`; free when nothing of them has changed."""
        if lines != self._lines:
            self._lines = lines
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        orders = len(self._by_order())
        self.setMinimumHeight(HEAD_PX + orders * ORDER_PX + len(self._lines) * LINE_PX)
        self.setAccessibleName("\n".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """The heading, then each line."""
        say = self._texts.say
        lines = [f"{_called(line)} ×{line.quantity} · {say(line.why)}" for line in self._lines]
        return [say(Message("Not here")), *lines]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(300, self.minimumHeight())

    def _by_order(self) -> list[tuple[str, list[AbsentLine]]]:
        return [(order, list(lines)) for order, lines in groupby(self._lines, key=lambda line: line.order_no)]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        tokens, say = self._look.tokens, self._texts.say
        wide = min(self.width() - 8.0, WIDEST_PX)
        painter.setPen(QColor(tokens.ask.words))
        head = QRectF(0, 0, wide, HEAD_PX)
        self._fitter.draw(painter, say(Message("Not here")), head, Type(14, 20, bold=True), LEFT)
        top = float(HEAD_PX)
        for order, lines in self._by_order():
            painter.setPen(QColor(tokens.ink_soft))
            number = say(Message("Order …{number}", number=order[-ORDER_TAIL:]))
            self._fitter.draw(painter, number, QRectF(0, top, wide, ORDER_PX), Type(12, 15), LEFT)
            top += ORDER_PX
            for line in lines:
                self._paint_line(painter, QRectF(0, top, wide, LINE_PX), line)
                top += LINE_PX

    def _paint_line(self, painter: QPainter, box: QRectF, line: AbsentLine) -> None:
        tokens = self._look.tokens
        painter.setPen(QColor(tokens.line))
        painter.drawLine(box.topLeft(), box.topRight())
        upper = QRectF(box.left(), box.top() + 4, box.width() - COUNT_PX, 26)
        painter.setPen(QColor(tokens.ink))
        self._fitter.draw(painter, _called(line), upper, Type(12, 18), LEFT)
        count = QRectF(upper.right(), upper.top(), COUNT_PX, upper.height())
        self._fitter.draw(painter, f"×{line.quantity}", count, Type(13, 18, bold=True), RIGHT)
        painter.setPen(QColor(tokens.ask.words))
        why = QRectF(box.left(), upper.bottom(), box.width(), 24)
        self._fitter.draw(painter, self._texts.say(line.why), why, Type(12, 15), LEFT)


def _called(line: AbsentLine) -> str:
    return f"{line.name} {line.spec}".strip()
