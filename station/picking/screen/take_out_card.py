"""What stands left of the wall while goods of a cancelled order come out of a crate."""

from collections.abc import Hashable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QResizeEvent

from station.kernel.messages import Message, Texts, Tone
from station.picking.model.view import TakeOut
from station.picking.screen.card_frame import FlashingCard
from station.picking.screen.fitted_text import FittedText
from station.picking.screen.text_fitting import FIGURES, TypeStyle
from station.shell.look import Look
from station.shell.theme import tone_look

PAD_PX = 22
HEAD_PX = 56
PICTURE_PX = 132
CENTRE = Qt.AlignmentFlag.AlignHCenter


class TakeOutCard(FlashingCard):
    """A picture of a crate that something leaves, which one, what, and how many."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__(look)
        self.setObjectName("picking.take_out")
        self._texts = texts
        self._shown: TakeOut | None = None
        self._order = self._text("order", TypeStyle(range(15, 21), bold=True, max_lines=2))
        self._quantity = self._text("quantity", TypeStyle(range(48, 109), bold=True, pitch=FIGURES))
        self._name = self._text("name", TypeStyle(range(18, 31), bold=True, max_lines=2))
        self._spec = self._text("spec", TypeStyle(range(16, 23), bold=True))
        self._next = self._text("next", TypeStyle(range(17, 25), bold=True, max_lines=2))
        self._rest = self._text("rest", TypeStyle(range(13, 17), max_lines=2))
        self._strong = [self._order, self._quantity, self._name, self._spec, self._next]
        self._soft = [self._rest]
        self.ink_texts()

    def _text(self, name: str, style: TypeStyle) -> FittedText:
        return FittedText(self, f"picking.take_out.{name}", style, CENTRE)

    def show_goods(self, goods: TakeOut) -> None:
        """Draw what comes out now."""
        if goods != self._shown:
            self._shown = goods
            self.redraw()

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        goods = self._shown
        if goods is None:
            return
        say = self._texts.say
        self._order.show_text(say(Message("Order {order} is cancelled", order=goods.order_no)))
        self._quantity.show_text(f"−{goods.quantity}")
        bag = say(Message("Bag {bag}", bag=goods.bag)) if goods.bag else ""
        self._name.show_text(bag or goods.name)
        self._spec.show_text(goods.spec)
        crate = Message("Now scan crate {number}", number=goods.crate)
        product = Message("Take it out of crate {number} and scan it", number=goods.crate)
        whole = Message("Take the bag out of crate {number} and scan its label", number=goods.crate)
        self._next.show_text(say(whole if bag else crate if goods.scanned else product))
        back = say(Message("Then put it back into bin {bin}", bin=goods.bin))
        back = ", ".join(goods.goods) if bag else back
        further = say(Message("{count} more after this", count=goods.further)) if goods.further else ""
        self._rest.show_text(f"{back} · {further}" if further else back)
        self.setAccessibleName(
            f"{goods.order_no} · −{goods.quantity} {bag or goods.name} {goods.spec} · {goods.crate}"
        )
        self.ink_texts()

    def details(self) -> Hashable:
        return self._shown is not None and self._shown.crate

    def paint_details(self, painter: QPainter) -> None:
        tokens = self._look.tokens
        words = self._ink(tone_look(tokens, Tone.ASK).words)
        box = _picture(QRectF(self.rect()))
        pen = QPen(QColor(words), 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _draw_crate(painter, box)
        painter.setBrush(QColor(words))
        _draw_arrow(painter, box)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        width, top = self.width() - 2 * PAD_PX, round(_picture(QRectF(self.rect())).bottom()) + 10
        self._order.setGeometry(PAD_PX, 16, width, HEAD_PX)
        room = self.height() - top
        heights = ((self._quantity, 0.27), (self._name, 0.24), (self._spec, 0.10), (self._next, 0.23))
        for text, share in heights:
            text.setGeometry(PAD_PX, top, width, round(room * share))
            top += round(room * share)
        self._rest.setGeometry(PAD_PX, top, width, self.height() - top - 10)


def _picture(card: QRectF) -> QRectF:
    size = min(PICTURE_PX, card.height() * 0.24)
    return QRectF(card.center().x() - size * 0.6, HEAD_PX + 24, size * 1.2, size)


def _draw_crate(painter: QPainter, box: QRectF) -> None:
    """An open crate: a floor and two walls."""
    rim = box.top() + box.height() * 0.55
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(box.left(), rim),
                QPointF(box.left() + box.width() * 0.1, box.bottom()),
                QPointF(box.right() - box.width() * 0.1, box.bottom()),
                QPointF(box.right(), rim),
            ]
        )
    )


def _draw_arrow(painter: QPainter, box: QRectF) -> None:
    """An arrow that leaves the crate upwards."""
    middle, head = box.center().x(), box.height() * 0.3
    painter.drawLine(QPointF(middle, box.bottom() - box.height() * 0.2), QPointF(middle, box.top() + head))
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(middle, box.top()),
                QPointF(middle - head * 0.8, box.top() + head),
                QPointF(middle + head * 0.8, box.top() + head),
            ]
        )
    )
