"""The last five inputs in a quiet list, so that a look back answers "did that one count?"."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import ScanLine
from station.shell.fitting import LEFT, Fitter, Type
from station.shell.look import Look
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

SHOWN = 5
LINE = Type(13, 14)
TIME_PX = 46


class RecentLines(QWidget):
    """Newest on top: the shape of each verdict, when it was, and its words."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("pickup.recent")
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
        """The lines as they are written; where there is none yet, it says so."""
        say = self._texts.say
        if not self._lines:
            return [say(Message("Your last five scans stand here"))]
        return ["  ".join(part for part in (line.shown, say(line.words)) if part) for line in self._lines]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        tokens, pitch = self._look.tokens, self.height() / SHOWN
        for row, words in enumerate(self.words()):
            box = QRectF(4, row * pitch, self.width() - 12, pitch)
            painter.setPen(QColor(tokens.ink_soft))
            if self._lines:
                line = self._lines[row]
                look = tone_look(tokens, line.tone)
                square = QRectF(box.left(), box.center().y() - 7, 14, 14)
                draw_shape(painter, square, line.tone, look.mark, look.on_mark)
                box.setLeft(square.right() + 8)
                self._fitter.draw(painter, f"{line.at:%H:%M}", box, LINE, LEFT)
                box.setLeft(box.left() + TIME_PX)
            if self._lines and row == 0:
                painter.setPen(QColor(tokens.ink))
            self._fitter.draw(painter, words, box, LINE, LEFT)
