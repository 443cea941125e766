"""Beside the crates: which are still to come by number, which the van left behind, which are not ours."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.pickup.model.view import ReceivingCard, SurplusRow
from station.shell.fitting import LEFT, RIGHT, Fitter, Type
from station.shell.look import Look
from station.shell.theme import tone_look

HEAD_PX = 26
NUMBERS_PX = 40
MANY_PX = 64
SHORT = 12
"""Numbers as long as this stand beside their heading."""
ROW_PX = 44
TAIL = 4
NAMED = 40
"""More numbers than this are seen on the tiles; a list of them is not read."""


class ReceiptNotes(QWidget):
    """Sections, each there only when it has something to say."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("pickup.receipt_notes")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._card: ReceivingCard | None = None

    def show_card(self, card: ReceivingCard) -> None:
        """Draw `card`."""
        self._card = card
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        numbers = sum(_high(each) for _, each, _ in self._numbers())
        rows = len(self._card.surplus) if self._card else 0
        self.setMinimumHeight(numbers + (HEAD_PX + rows * ROW_PX if rows else 0))
        self.setAccessibleName("\n".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """The sections, line by line."""
        lines = [f"{heading}: {numbers}" for heading, numbers, _ in self._numbers()]
        for row in self._card.surplus if self._card else ():
            lines.append(" · ".join(self._surplus(row)))
        return lines

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(300, self.minimumHeight())

    def _numbers(self) -> list[tuple[str, str, Tone | None]]:
        """Heading, crate numbers, tone."""
        card, say = self._card, self._texts.say
        if card is None:
            return []
        done = card.delivery is not None and card.delivery.completed_at is not None
        missing = Message("Did not come") if done else Message("Still to come")
        sections = [
            (say(missing), card.missing, Tone.ASK if done or card.complete_asked else None),
            (say(Message("Left behind by the van, comes later")), card.left_behind, Tone.ASK),
        ]
        return [(head, _named(crates), tone) for head, crates, tone in sections if crates]

    def _surplus(self, row: SurplusRow) -> tuple[str, str]:
        say = self._texts.say
        name = say(Message("Crate …{tail}  {time}", tail=row.sscc[-TAIL:], time=f"{row.at:%H:%M}"))
        if row.ours:
            return name, say(Message("It belongs here after all: scan it again"))
        if row.shop:
            return name, say(Message("{shop}: give it back to the driver", shop=row.shop))
        return name, say(Message("Give it back to the driver, or put it aside"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        tokens, wide, top = self._look.tokens, self.width() - 4.0, 0.0
        for heading, numbers, tone in self._numbers():
            box = QRectF(0, top, wide, _high(numbers))
            painter.setPen(QColor(tokens.ink_soft))
            name = QRectF(0, top, wide * (0.6 if _is_short(numbers) else 1), NUMBERS_PX)
            self._fitter.draw(painter, heading, name, Type(12, 17, bold=True, lines=2), LEFT)
            painter.setPen(QColor(tone_look(tokens, tone).words if tone else tokens.ink))
            if _is_short(numbers):
                self._fitter.draw(painter, numbers, box, Type(14, 30, bold=True), RIGHT)
            else:
                box.setTop(name.bottom())
                self._fitter.draw(painter, numbers, box, Type(14, 26, bold=True, lines=3), LEFT)
            top += _high(numbers)
        if self._card is not None and self._card.surplus:
            self._paint_surplus(painter, QRectF(0, top, wide, HEAD_PX), self._card.surplus)

    def _paint_surplus(self, painter: QPainter, head: QRectF, rows: tuple[SurplusRow, ...]) -> None:
        tokens = self._look.tokens
        painter.setPen(QColor(tokens.refused.words))
        words = self._texts.say(Message("Not expected here: {count}", count=len(rows)))
        self._fitter.draw(painter, words, head, Type(12, 16, bold=True), LEFT)
        for at, row in enumerate(rows):
            box = QRectF(0, head.bottom() + at * ROW_PX, head.width(), ROW_PX)
            name, what = self._surplus(row)
            painter.setPen(QColor(tokens.ink))
            half = box.height() / 2
            self._fitter.draw(painter, name, box.adjusted(0, 0, 0, -half), Type(12, 16, bold=True), LEFT)
            painter.setPen(QColor(tokens.info.words if row.ours else tokens.ink_soft))
            self._fitter.draw(painter, what, box.adjusted(0, half - 2, 0, -2), Type(12, 15), LEFT)


def _is_short(numbers: str) -> bool:
    return len(numbers) <= SHORT


def _high(numbers: str) -> int:
    return NUMBERS_PX if _is_short(numbers) else NUMBERS_PX + MANY_PX


def _named(crates: tuple[int, ...]) -> str:
    shown = ", ".join(str(number) for number in crates[:NAMED])
    return f"{shown} …" if len(crates) > NAMED else shown
