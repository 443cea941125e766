"""The last five scans in a quiet list, so that a look back answers "did that one count?"."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.loading.model.view import ScanLine
from station.loading.screen.fitting import Fitter, Type
from station.shell.look import Look
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

SHOWN = 5
LINE = Type(14, 14)


class ScanLines(QWidget):
    """Newest on top: the shape of each verdict and its words."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("loading.recent")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._lines: tuple[ScanLine, ...] = ()

    def show_lines(self, lines: tuple[ScanLine, ...]) -> None:
        """Draw the newest five of `lines` (newest first)."""
        if lines[:SHOWN] != self._lines:
            self._lines = lines[:SHOWN]
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName("\n".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """The lines as they are written; where nothing was scanned yet, it says so."""
        if not self._lines:
            return [self._texts.say(Message("Your last five scans stand here"))]
        return [self._texts.say(line.words) for line in self._lines]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        tokens, pitch = self._look.tokens, self.height() / SHOWN
        for row, words in enumerate(self.words()):
            box = QRectF(28 if self._lines else 4, row * pitch, self.width() - 36, pitch)
            if self._lines:
                tone = self._lines[row].tone
                look = tone_look(tokens, tone)
                square = QRectF(4, box.center().y() - 8, 16, 16)
                draw_shape(painter, square, tone, look.mark, look.on_mark)
            painter.setPen(QColor(tokens.ink if row == 0 and self._lines else tokens.ink_soft))
            self._fitter.draw(painter, words, box, LINE)
