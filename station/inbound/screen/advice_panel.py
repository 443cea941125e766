"""Bins for the goods in hand: the best with what speaks for it, and two others; any other may be scanned."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.inbound.model.view import AdviceRow
from station.kernel.messages import Message, Texts
from station.shell.fitting import LEFT, RIGHT, Fitter, Type
from station.shell.look import Look

CODE = Type(20, 40, bold=True)
OTHER_CODE = Type(16, 24, bold=True)
WORDS = Type(12, 17, lines=2)
SAVED = Type(12, 18, bold=True)
PAD_PX, GAP_PX = 16, 8
BEST_SHARE = 0.44
CODE_SHARE, SAVED_SHARE = 0.3, 0.2
ANY = Message("Any other bin may be scanned too")
MOST = 3


class AdvicePanel(QWidget):
    """Three rows, the best one larger and framed; drawn, so that nothing in it takes the focus."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("inbound.advice")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._rows: tuple[AdviceRow, ...] = ()

    def show_advice(self, rows: tuple[AdviceRow, ...]) -> None:
        """Draw these, the best first."""
        self._rows = rows[:MOST]
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(word for row in self._rows for word in self.words(row) if word))
        self.update()

    def words(self, row: AdviceRow) -> list[str]:
        """Bin, what it saves, reasons, pieces."""
        say = self._texts.say
        reasons = "; ".join(say(reason) for reason in row.reasons)
        pieces = say(Message("{pieces} pieces", pieces=row.pieces))
        return [row.bin, say(row.saved) if row.saved else "", reasons, pieces]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, high = 0.0, self.height() - 28.0
        for place, row in enumerate(self._rows):
            share = BEST_SHARE if place == 0 else (1 - BEST_SHARE) / (MOST - 1)
            box = QRectF(0.5, top + 0.5, self.width() - 1.0, high * share - GAP_PX)
            self._paint_row(painter, box, row, best=place == 0)
            top += high * share
        painter.setPen(QColor(self._look.tokens.ink_soft))
        foot = QRectF(PAD_PX, self.height() - 28.0, self.width() - 2 * PAD_PX, 26)
        self._fitter.draw(painter, self._texts.say(ANY), foot, Type(12, 16), LEFT)

    def _paint_row(self, painter: QPainter, box: QRectF, row: AdviceRow, *, best: bool) -> None:
        tokens = self._look.tokens
        painter.setPen(QPen(QColor(tokens.accent if best else tokens.line), 2 if best else 1))
        painter.setBrush(QColor(tokens.accent_soft if best else tokens.card))
        painter.drawRoundedRect(box, 12, 12)
        inner = box.adjusted(PAD_PX, 4, -PAD_PX, -4)
        code, saved, reasons, pieces = self.words(row)
        wide, end = inner.width() * CODE_SHARE, inner.width() * SAVED_SHARE
        painter.setPen(QColor(tokens.ink))
        place = QRectF(inner.left(), inner.top(), wide - 8, inner.height())
        self._fitter.draw(painter, code, place, CODE if best else OTHER_CODE, LEFT)
        middle = QRectF(inner.left() + wide, inner.top(), inner.width() - wide - end, inner.height())
        painter.setPen(QColor(tokens.ink if best else tokens.ink_soft))
        self._fitter.draw(painter, reasons, middle, WORDS, LEFT)
        right = QRectF(inner.right() - end, inner.top(), end, inner.height())
        painter.setPen(QColor(tokens.ok.words if row.saved and best else tokens.ink_soft))
        self._fitter.draw(painter, saved or pieces, right, SAVED, RIGHT)
