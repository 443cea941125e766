"""What went to a customer: who gave it out, when, at which desk, and the goods."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import HandedLine, HandedOrder
from station.shell.fitting import LEFT, RIGHT, Fitter, Type
from station.shell.look import Look

HEAD_PX = 62
LINE_PX = 30
GAP_PX = 14
PAD_PX = 16
COUNT_PX = 70
ORDER_TAIL = 6


class HandedList(QWidget):
    """A card for each handover, painted."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("pickup.handovers")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._handovers: tuple[HandedOrder, ...] = ()

    def show_handovers(self, handovers: tuple[HandedOrder, ...]) -> None:
        """Draw `handovers`; free when nothing of them has changed."""
        if handovers != self._handovers:
            self._handovers = handovers
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        high = sum(_height_px(each) + GAP_PX for each in self._handovers)
        self.setMinimumHeight(max(high - GAP_PX, 0))
        self.setAccessibleName("\n".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """Each handover with its goods."""
        lines = []
        for each in self._handovers:
            lines.append(" · ".join(self._head(each)))
            lines += [f"{_called(line)} ×{line.quantity}" for line in each.lines]
        return lines

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(500, self.minimumHeight())

    def _head(self, each: HandedOrder) -> tuple[str, str]:
        say = self._texts.say
        by = Message("{name} at {station}", name=each.operator, station=each.station)
        who = say(by) if each.operator else each.station
        order = say(Message("Order …{number}", number=each.order_no[-ORDER_TAIL:]))
        return f"{each.at:%m-%d %H:%M}   {who}", order

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        for each in self._handovers:
            box = QRectF(0, top, self.width() - 8.0, float(_height_px(each)))
            self._paint_handover(painter, box, each)
            top += box.height() + GAP_PX

    def _paint_handover(self, painter: QPainter, box: QRectF, each: HandedOrder) -> None:
        tokens = self._look.tokens
        painter.setPen(QColor(tokens.line))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        who, order = self._head(each)
        inner = box.adjusted(PAD_PX, 8, -PAD_PX, -8)
        painter.setPen(QColor(tokens.ink))
        self._fitter.draw(
            painter, who, QRectF(inner.left(), inner.top(), inner.width(), 30), Type(14, 22, bold=True), LEFT
        )
        painter.setPen(QColor(tokens.ink_soft))
        self._fitter.draw(
            painter, order, QRectF(inner.left(), inner.top() + 30, inner.width(), 22), Type(12, 15), LEFT
        )
        for at, line in enumerate(each.lines):
            top = box.top() + HEAD_PX + at * LINE_PX
            self._paint_line(painter, QRectF(inner.left(), top, inner.width(), LINE_PX), line)

    def _paint_line(self, painter: QPainter, box: QRectF, line: HandedLine) -> None:
        painter.setPen(QColor(self._look.tokens.ink))
        self._fitter.draw(painter, _called(line), box.adjusted(0, 0, -COUNT_PX, 0), Type(13, 18), LEFT)
        self._fitter.draw(painter, f"×{line.quantity}", box, Type(14, 20, bold=True), RIGHT)


def _called(line: HandedLine) -> str:
    return f"{line.name} {line.spec}".strip()


def _height_px(each: HandedOrder) -> int:
    return HEAD_PX + len(each.lines) * LINE_PX + 8
