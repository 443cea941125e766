"""A page without anything to do: one sentence in the middle, and how it goes on."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.shell.fitting import CENTRE, Fitter, Type
from station.shell.look import Look

SENTENCE = Type(18, 34, bold=True, lines=2)
HOW = Type(14, 19, lines=2)


class CalmWords(QWidget):
    """A sentence and, smaller, what to do next."""

    def __init__(self, texts: Texts, look: Look, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._sentence = Message("")
        self._how = Message("")

    def say(self, sentence: Message, how: Message) -> None:
        """Show both."""
        if (sentence, how) != (self._sentence, self._how):
            self._sentence, self._how = sentence, how
            self.redraw()

    def words(self) -> list[str]:
        """The sentence and how it goes on."""
        return [self._texts.say(self._sentence), self._texts.say(self._how)]

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        sentence, how = self.words()
        middle, wide = self.height() * 0.46, self.width() - 32.0
        painter.setPen(QColor(self._look.tokens.ink))
        self._fitter.draw(painter, sentence, QRectF(16, middle - 92, wide, 88), SENTENCE, CENTRE)
        painter.setPen(QColor(self._look.tokens.ink_soft))
        self._fitter.draw(painter, how, QRectF(16, middle + 4, wide, 54), HOW, CENTRE)
