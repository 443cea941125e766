"""What comes in one cycle as a row of the day: when, with which van, how much of it is here."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from cloud_api.wire.pickup import DeliveryState
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts
from station.pickup.model.view import DeliveryCard
from station.pickup.screen.tap_row import TapRow
from station.shell.fitting import LEFT, RIGHT, Type
from station.shell.look import Look

PAD_PX = 16
BAR_PX = 6
COUNT_PX = 130


class DeliveryButton(TapRow):
    """Opens the receipt of its delivery."""

    def __init__(
        self, texts: Texts, look: Look, name: str, receive: Callable[[WaveId], None], parent: QWidget
    ) -> None:
        super().__init__(texts, look, name, parent)
        self._card: DeliveryCard | None = None
        self._receive = receive
        self.clicked.connect(self._tapped)

    def show_card(self, card: DeliveryCard) -> None:
        """Draw `card`; free when nothing of it has changed."""
        if card != self._card:
            self._card = card
            self.redraw()

    def _tapped(self) -> None:
        if self._card is not None:
            self._receive(self._card.wave_id)

    def words(self) -> list[str]:
        """Cycle, how it stands, crates, orders."""
        card, say = self._card, self.texts.say
        if card is None:
            return []
        crates = say(
            Message("{received} of {expected} crates", received=card.received, expected=card.expected)
        )
        orders = say(Message("{collected} of {orders} orders collected", **_orders(card)))
        return [card.cycle, self.standing(card), crates, orders]

    def standing(self, card: DeliveryCard) -> str:
        """Where the goods are, with the van and the time that matters."""
        say = self.texts.say
        return "  ·  ".join(part for part in (say(_where(card)), card.van) if part)

    def paint_words(self, painter: QPainter, box: QRectF) -> None:
        card, tokens = self._card, self.look.tokens
        if card is None:
            return
        cycle, standing, crates, orders = self.words()
        inner = box.adjusted(PAD_PX, 5, -PAD_PX, -7)
        upper = QRectF(inner.left(), inner.top(), inner.width(), 28)
        lower = QRectF(inner.left(), upper.bottom(), inner.width(), 24)
        painter.setPen(QColor(tokens.ink))
        self.fitter.draw(painter, cycle, upper.adjusted(0, 0, -COUNT_PX, 0), Type(14, 20, bold=True), LEFT)
        whole = card.received >= card.expected
        painter.setPen(QColor(tokens.ok.words if whole and card.received else tokens.ink))
        end = upper.adjusted(upper.width() - COUNT_PX, 0, 0, 0)
        self.fitter.draw(painter, crates, end, Type(12, 18, bold=True), RIGHT)
        painter.setPen(QColor(tokens.ink_soft))
        half = lower.width() * 0.42
        self.fitter.draw(painter, standing, lower.adjusted(0, 0, -half, 0), Type(12, 15), LEFT)
        self.fitter.draw(painter, orders, lower.adjusted(lower.width() - half, 0, 0, 0), Type(12, 15), RIGHT)
        self._paint_bar(painter, QRectF(inner.left(), inner.bottom() - BAR_PX, inner.width(), BAR_PX), card)

    def _paint_bar(self, painter: QPainter, bar: QRectF, card: DeliveryCard) -> None:
        tokens = self.look.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(bar, BAR_PX / 2, BAR_PX / 2)
        if card.received and card.expected:
            part = min(card.received / card.expected, 1.0)
            painter.setBrush(QColor(tokens.ok.mark))
            filled = QRectF(bar.left(), bar.top(), max(bar.width() * part, BAR_PX), BAR_PX)
            painter.drawRoundedRect(filled, BAR_PX / 2, BAR_PX / 2)


def _orders(card: DeliveryCard) -> dict[str, int]:
    return {"collected": card.orders_collected, "orders": card.orders_collected + card.orders_waiting}


def _where(card: DeliveryCard) -> Message:
    if card.completed_at is not None:
        return Message("received {time}", time=f"{card.completed_at:%H:%M}")
    if card.state is DeliveryState.DEPARTED:
        if card.arrives_at is None:
            return Message("on its way")
        return Message("on its way, here about {time}", time=f"{card.arrives_at:%H:%M}")
    if card.arrives_at is None:
        return Message("not departed yet")
    return Message("not departed yet, here about {time}", time=f"{card.arrives_at:%H:%M}")
