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
LARGE_PX = 64
"""A row higher than this has two lines."""
SIDE_PX = 150
LINE_SHARES = (0.44, 0.22, 0.14, 0.2)
"""Of a row in one line: name and phone, orders, pieces, arrival."""


class CustomerButton(TapRow):
    """Serves its customer; `key` is the digit that does the same, 0 where there is none."""

    def __init__(
        self, texts: Texts, look: Look, name: str, choose: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(texts, look, name, parent)
        self._row: CustomerRow | None = None
        self._key = 0
        self._choose = choose
        self.clicked.connect(self._tapped)

    def show_row(self, row: CustomerRow, key: int = 0) -> None:
        """Draw `row`; free when nothing of it has changed."""
        if (row, key) != (self._row, self._key):
            self._row, self._key = row, key
            self.redraw()

    def _tapped(self) -> None:
        if self._row is not None:
            self._choose(self._row.key)

    def words(self) -> list[str]:
        """Name, phone, orders, pieces, and whether they are here."""
        row, say = self._row, self.texts.say
        if row is None:
            return []
        waits = say(Message("Pieces: {pieces}", pieces=row.pieces)) if row.pieces else ""
        here = COLLECTED if not row.pieces else ARRIVALS[row.arrival][1]
        orders = "  ".join(f"…{number}" for number in row.order_nos)
        return [row.name or say(Message("no name")), row.phone, orders, waits, say(here)]

    def paint_words(self, painter: QPainter, box: QRectF) -> None:
        row = self._row
        if row is None:
            return
        left = self._paint_key(painter, box) if self._key else box.left() + PAD_PX
        inner = QRectF(left, box.top() + 4, box.right() - PAD_PX - left, box.height() - 8)
        if box.height() > LARGE_PX:
            self._paint_two_lines(painter, inner, row)
        else:
            self._paint_one_line(painter, inner, row)

    def _paint_two_lines(self, painter: QPainter, inner: QRectF, row: CustomerRow) -> None:
        _, _, orders, waits, here = self.words()
        upper = inner.adjusted(0, 0, -SIDE_PX, -inner.height() * 0.42)
        lower = inner.adjusted(0, inner.height() * 0.56, -SIDE_PX, 0)
        self._paint_name(painter, upper, 30)
        self._soft(painter, orders, lower, Type(12, 17))
        end = QRectF(upper.right(), inner.top(), SIDE_PX, inner.height())
        painter.setPen(QColor(self.look.tokens.ink))
        above, below = end.adjusted(0, 0, 0, -end.height() * 0.42), end.adjusted(0, end.height() * 0.56, 0, 0)
        self.fitter.draw(painter, waits, above, Type(13, 22, bold=True), RIGHT)
        painter.setPen(QColor(self._arrival_ink(row)))
        self.fitter.draw(painter, here, below, Type(12, 17), RIGHT)

    def _paint_one_line(self, painter: QPainter, inner: QRectF, row: CustomerRow) -> None:
        _, _, orders, waits, here = self.words()
        name, number, pieces, state = (inner.width() * share for share in LINE_SHARES)
        at = inner.left()
        self._paint_name(painter, QRectF(at, inner.top(), name, inner.height()), 19)
        at += name
        self._soft(painter, orders, QRectF(at, inner.top(), number - 8, inner.height()), Type(12, 15))
        at += number
        painter.setPen(QColor(self.look.tokens.ink))
        place = QRectF(at, inner.top(), pieces, inner.height())
        self.fitter.draw(painter, waits, place, Type(12, 17, bold=True), RIGHT)
        at += pieces
        painter.setPen(QColor(self._arrival_ink(row)))
        self.fitter.draw(painter, here, QRectF(at, inner.top(), state, inner.height()), Type(11, 15), RIGHT)

    def _paint_name(self, painter: QPainter, box: QRectF, most_px: int) -> None:
        name, phone = self.words()[:2]
        painter.setPen(QColor(self.look.tokens.ink))
        both = "   ".join(part for part in (name, phone) if part)
        self.fitter.draw(painter, both, box, Type(13, most_px, bold=True), LEFT)

    def _soft(self, painter: QPainter, words: str, box: QRectF, kind: Type) -> None:
        painter.setPen(QColor(self.look.tokens.ink_soft))
        self.fitter.draw(painter, words, box, kind, LEFT)

    def _arrival_ink(self, row: CustomerRow) -> str:
        tone = ARRIVALS[row.arrival][0] if row.pieces else None
        return tone_look(self.look.tokens, tone).words if tone else self.look.tokens.ink_soft

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
