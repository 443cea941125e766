"""A page without anything to do: one sentence in the middle, how it goes on, a light while it is busy."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.shell.fitting import CENTRE, Fitter, Type
from station.shell.look import Look

LARGE = Type(24, 56, bold=True, lines=2)
SMALL = Type(18, 34, bold=True, lines=2)
HOW = Type(14, 21, lines=2)
FRAME_MS = 40
ROUND_FRAMES = 60
"""Frames in which the light crosses the bar once: 2.4 s."""


class CalmWords(QWidget):
    """A sentence and, smaller, what to do next; while something is awaited, a light that wanders."""

    def __init__(self, texts: Texts, look: Look, name: str, sentence: Type = SMALL) -> None:
        super().__init__()
        self.setObjectName(name)
        self._texts = texts
        self._look = look
        self._type = sentence
        self._fitter = Fitter()
        self._sentence = Message("")
        self._how = Message("")
        self._frame = 0
        self.busy = False
        """Whether the light wanders."""
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._advance)

    def say(self, sentence: Message, how: Message, *, busy: bool = False) -> None:
        """Show both; with the light while `busy`."""
        if (sentence, how, busy) != (self._sentence, self._how, self.busy):
            self._sentence, self._how, self.busy = sentence, how, busy
            self._run()
            self.redraw()

    def words(self) -> list[str]:
        """The sentence and how it goes on."""
        return [self._texts.say(self._sentence), self._texts.say(self._how)]

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(word for word in self.words() if word))
        self.update()

    def _run(self) -> None:
        """The light costs nothing where nobody sees it."""
        if self.busy and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _advance(self) -> None:
        self._frame = (self._frame + 1) % ROUND_FRAMES
        self.update()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sentence, how = self.words()
        middle, wide = self.height() * 0.46, self.width() - 32.0
        high = min(104.0, middle)
        painter.setPen(QColor(self._look.tokens.ink))
        self._fitter.draw(painter, sentence, QRectF(16, middle - high, wide, high), self._type, CENTRE)
        painter.setPen(QColor(self._look.tokens.ink_soft))
        self._fitter.draw(painter, how, QRectF(16, middle + 4, wide, 54), HOW, CENTRE)
        if self.busy:
            self._paint_light(painter, QRectF(self.width() / 2 - 210, middle + 66, 420, 10))

    def _paint_light(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.line))
        painter.drawRoundedRect(bar, 5, 5)
        light = bar.width() * 0.28
        left = bar.left() + (bar.width() + light) * self._frame / ROUND_FRAMES - light
        painter.setBrush(QColor(self._look.tokens.accent))
        painter.drawRoundedRect(QRectF(left, bar.top(), light, bar.height()).intersected(bar), 5, 5)
