"""The dock without a route in hand: what to do next, or that there is nothing to do."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.loading.model.view import Step
from station.loading.screen.fitting import CENTRE, Fitter, Type
from station.shell.look import Look

HOW = {
    Step.NO_ROUTES: Message("Dispatch plans them. They appear here by themselves"),
    Step.ALL_DEPARTED: Message("Nothing more to load. New routes appear here by themselves"),
    Step.CHOOSE: Message("or touch a route on the left (↑ ↓)"),
}
STARTING = Message("Reading tonight's routes…")
QUESTION = Type(28, 60, bold=True)
WORDS = Type(15, 22)
FRAME_MS = 40
ROUND_FRAMES = 60
"""Frames in which the light crosses the bar once: 2.4 s."""


class CalmPage(QWidget):
    """Question and way on in the middle; while the desk starts, a light that wanders."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("loading.calm")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._step: Step | None = None
        self._question = Message("")
        self._frame = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self.redraw()

    @property
    def busy(self) -> bool:
        """Whether the desk has not said anything yet."""
        return self._step is None

    def show_step(self, step: Step, question: Message) -> None:
        """Ask `question`, and say how to go on from `step`."""
        self._step, self._question = step, question
        self._timer.stop()
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """The question and how to go on."""
        say = self._texts.say
        if self._step is None:
            return ["", say(STARTING)]
        return [say(self._question), say(HOW.get(self._step, Message("")))]

    def _advance(self) -> None:
        self._frame = (self._frame + 1) % ROUND_FRAMES
        self.update()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        if self.busy:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        question, how = self.words()
        middle, width = self.height() * 0.44, self.width() - 80.0
        painter.setPen(QColor(self._look.tokens.ink))
        self._fitter.draw(painter, question, QRectF(40, middle - 100, width, 100), QUESTION, CENTRE)
        painter.setPen(QColor(self._look.tokens.ink_soft))
        self._fitter.draw(painter, how, QRectF(40, middle + 6, width, 40), WORDS, CENTRE)
        if self.busy:
            self._paint_light(painter, QRectF(self.width() / 2 - 210, middle + 62, 420, 10))

    def _paint_light(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.line))
        painter.drawRoundedRect(bar, 5, 5)
        light = bar.width() * 0.28
        left = bar.left() + (bar.width() + light) * self._frame / ROUND_FRAMES - light
        painter.setBrush(QColor(self._look.tokens.accent))
        painter.drawRoundedRect(QRectF(left, bar.top(), light, bar.height()).intersected(bar), 5, 5)
