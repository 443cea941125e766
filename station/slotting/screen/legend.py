"""What the colours, hatches and marks of the map mean, in one line under it."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cloud_api.wire.catalogue import Turnover
from station.kernel.messages import Message, Texts
from station.shell.look import Look, font
from station.slotting.model.heat import STEPS, BinHeat, Cell
from station.slotting.screen.map_ink import MapInk

HEIGHT_PX, CELL_PX, GAP_PX, TYPE_PX = 28, 20, 18, 14
_OFTEN = BinHeat(Cell.USED, STEPS)
MARKS: tuple[tuple[Message, BinHeat], ...] = (
    (Message("seldom"), BinHeat(Cell.USED, 1)),
    (Message("often"), _OFTEN),
    (Message("fast movers"), BinHeat(Cell.USED, 0, Turnover.A)),
    (Message("medium"), BinHeat(Cell.USED, 0, Turnover.B)),
    (Message("slow"), BinHeat(Cell.USED, 0, Turnover.C)),
    (Message("free"), BinHeat(Cell.FREE)),
    (Message("reserve"), BinHeat(Cell.RESERVE)),
    (Message("receiving"), BinHeat(Cell.RECEIVING)),
    (Message("blocked"), BinHeat(Cell.BLOCKED)),
    (Message("to be counted"), BinHeat(Cell.USED, 0, None, 0, is_below_zero=True)),
)


class Legend(QWidget):
    """Drawn with the same ink as the map, so that it cannot say anything else."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("slotting.legend")
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._texts = texts
        self._look = look
        self._ink = MapInk()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self._texts.say(words) for words, _ in MARKS))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(800, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter, tokens = QPainter(self), self._look.tokens
        words_font = font(TYPE_PX)
        metrics, at = QFontMetricsF(words_font), 0.0
        top = (self.height() - CELL_PX) / 2
        for words, heat in MARKS:
            self._ink.draw(painter, tokens, QRectF(at, top, CELL_PX, CELL_PX), heat)
            text = self._texts.say(words)
            painter.setFont(words_font)
            painter.setPen(QColor(tokens.ink_soft))
            baseline = self.height() / 2 + metrics.capHeight() / 2
            painter.drawText(round(at + CELL_PX + 5), round(baseline), text)
            at += CELL_PX + 5 + metrics.horizontalAdvance(text) + GAP_PX
