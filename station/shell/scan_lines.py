"""The last scans in a quiet list, so that a look back answers "did that one count?"."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.fitting import LEFT, Fitter, Type
from station.shell.look import Look
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

SHOWN = 5
LINE = Type(13, 14)
TIME_PX = 46


@dataclass(frozen=True)
class Line:
    """One scan: its verdict's tone and words, what was read where it may be shown, and when."""

    tone: Tone
    words: Message
    shown: str = ""
    time: str = ""


class ScanLines(QWidget):
    """Newest on top: the shape of each verdict, when it was, and its words."""

    def __init__(self, texts: Texts, look: Look, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Draw the newest five of `lines` (newest first)."""
        newest = tuple(lines[:SHOWN])
        if newest != self._lines:
            self._lines = newest
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
                box.setLeft(self._paint_head(painter, box, self._lines[row]))
                painter.setPen(QColor(tokens.ink if row == 0 else tokens.ink_soft))
            self._fitter.draw(painter, words, box, LINE, LEFT)

    def _paint_head(self, painter: QPainter, box: QRectF, line: Line) -> float:
        """Shape and time; returns where the words begin."""
        look = tone_look(self._look.tokens, line.tone)
        square = QRectF(box.left(), box.center().y() - 8, 16, 16)
        draw_shape(painter, square, line.tone, look.mark, look.on_mark)
        left = square.right() + 8
        if line.time:
            self._fitter.draw(painter, line.time, QRectF(left, box.top(), TIME_PX, box.height()), LINE, LEFT)
            left += TIME_PX
        return left
