"""The last five scans in a quiet list, so that a look back answers "did that one count?"."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.picking.model.view import ScanLine
from station.picking.screen.text_fitting import TypeStyle
from station.picking.screen.text_memory import TextMemory
from station.shell.look import Look
from station.shell.picture_memory import PictureMemory
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

SHOWN = 5
LINE = TypeStyle(range(14, 16))


class ScanList(QWidget):
    """Newest on top: the shape of each verdict and its words."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("picking.recent")
        self._texts = texts
        self._look = look
        self._memory = TextMemory()
        self._pictures = PictureMemory()
        self._lines: tuple[ScanLine, ...] = ()
        self._said: list[str] = []

    def show_lines(self, lines: tuple[ScanLine, ...]) -> None:
        """Draw the newest five of `lines` (newest first)."""
        if lines[:SHOWN] != self._lines:
            self._lines = lines[:SHOWN]
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self._said = self.words()
        self.setAccessibleName("\n".join(self._said))
        self.update()

    def words(self) -> list[str]:
        """The lines as they are written; where nothing was scanned yet, it says so."""
        if not self._lines:
            return [self._texts.say(Message("Your last five scans stand here"))]
        return [self._texts.say(line.words) for line in self._lines]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        pitch = self.height() / SHOWN
        painter.setPen(QColor(self._look.tokens.ink_soft))
        for row, words in enumerate(self._said or self.words()):
            box = QRectF(28, row * pitch, self.width() - 28, pitch)
            if self._lines:
                self._paint_shape(painter, row, box)
                newest = self._look.tokens.ink if row == 0 else self._look.tokens.ink_soft
                painter.setPen(QColor(newest))
            else:
                box.setLeft(0)
            self._memory.draw(painter, words, box, LINE)

    def _paint_shape(self, painter: QPainter, row: int, box: QRectF) -> None:
        tone = self._lines[row].tone
        square = QRectF(2, round(box.center().y()) - 8, 16, 16)
        look = tone_look(self._look.tokens, tone)
        self._pictures.draw(
            painter,
            square,
            (look.mark, look.on_mark, tone),
            lambda brush, box: draw_shape(brush, box, tone, look.mark, look.on_mark),
        )
