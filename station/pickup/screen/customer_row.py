"""A waiting customer as a row, by masks only: in the list of the day, and large where one is chosen."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.pickup.model.view import Arrival, CustomerRow
from station.pickup.screen.tap_row import TapRow
from station.shell.fitting import CENTRE, LEFT, RIGHT, Type
from station.shell.look import Look
from station.shell.theme import tone_look

ARRIVALS = {
    Arrival.ALL: (Tone.OK, Message("all here")),
    Arrival.PARTLY: (Tone.ASK, Message("partly here")),
    Arrival.NOTHING: (None, Message("not here yet")),
}
COLLECTED = Message("collected")
PAD_PX = 14


class CustomerButton(TapRow):
    """Serves its customer; `key` is the digit that does the same, 0 where there is none."""

    def __init__(
        self, texts: Texts, look: Look, name: str, choose: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(texts, look, name, parent)
        self._row: CustomerRow | None = None
        self._key = 0
        self.clicked.connect(lambda _checked=False: self._row is not None and choose(self._row.key))

    def show_row(self, row: CustomerRow, key: int = 0) -> None:
        """Draw `row`; free when nothing of it has changed."""
        if (row, key) != (self._row, self._key):
            self._row, self._key = row, key
            self.redraw()

    def words(self) -> list[str]:
        """Name, phone, orders, pieces, and whether they are here."""
        row, say = self._row, self.texts.say
        if row is None:
            return []
        waits = say(Message("{pieces} pieces", pieces=row.pieces)) if row.pieces else ""
        here = COLLECTED if not row.pieces else ARRIVALS[row.arrival][1]
        orders = "  ".join(f"…{number}" for number in row.order_nos)
        return [row.name or say(Message("no name")), row.phone, orders, waits, say(here)]

    def paint_words(self, painter: QPainter, box: QRectF) -> None:
        row, tokens = self._row, self.look.tokens
        if row is None:
            return
        name, phone, orders, waits, here = self.words()
        large = box.height() > 64
        left = box.left() + PAD_PX
        if self._key:
            left = self._paint_key(painter, box)
        right = 150 if large else 118
        inner = QRectF(left, box.top() + 4, box.right() - PAD_PX - left, box.height() - 8)
        upper = inner.adjusted(0, 0, -right, -inner.height() * 0.42)
        lower = inner.adjusted(0, inner.height() * 0.56, -right, 0)
        painter.setPen(QColor(tokens.ink))
        both = "   ".join(part for part in (name, phone) if part)
        self.fitter.draw(painter, both, upper, Type(14, 30 if large else 19, bold=True), LEFT)
        painter.setPen(QColor(tokens.ink_soft))
        self.fitter.draw(painter, orders, lower, Type(12, 17 if large else 14), LEFT)
        end = inner.adjusted(inner.width() - right, 0, 0, 0)
        self.fitter.draw(
            painter,
            waits,
            end.adjusted(0, 0, 0, -end.height() * 0.42),
            Type(13, 22 if large else 17, bold=True),
            RIGHT,
        )
        tone = ARRIVALS[row.arrival][0] if row.pieces else None
        painter.setPen(QColor(tone_look(tokens, tone).words if tone else tokens.ink_soft))
        self.fitter.draw(
            painter, here, end.adjusted(0, end.height() * 0.56, 0, 0), Type(12, 17 if large else 14), RIGHT
        )

    def _paint_key(self, painter: QPainter, box: QRectF) -> float:
        """The digit in a key cap; returns where the words begin."""
        tokens, side = self.look.tokens, min(box.height() - 20, 52.0)
        cap = QRectF(box.left() + PAD_PX, box.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent if self.marked else tokens.pressed))
        painter.drawRoundedRect(cap, 10, 10)
        painter.setPen(QColor(tokens.on_accent if self.marked else tokens.ink))
        self.fitter.draw(painter, str(self._key), cap, Type(14, 28, bold=True), CENTRE)
        return cap.right() + PAD_PX
