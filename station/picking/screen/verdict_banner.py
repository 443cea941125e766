"""The banner over the wall: the question in the biggest words, below it the verdict of the last act."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.picking.model.view import Answer
from station.picking.screen.text_fitting import FitMemory, TypeStyle, draw
from station.shell.look import Look
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

RADIUS_PX = 12
PAD_PX = 18
QUESTION = TypeStyle(range(16, 61), bold=True, max_lines=2)
VERDICT = TypeStyle(range(16, 43), bold=True, max_lines=2)
_SHARES = {Tone.OK: 0.58, Tone.INFO: 0.58, Tone.ASK: 0.44, Tone.REFUSED: 0.44}
"""The question's part of the card: it is the larger one unless something went wrong."""


class VerdictBanner(QWidget):
    """Question and verdict on one card that takes the verdict's colour while it flashes."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("picking.banner")
        self._texts = texts
        self._look = look
        self._memory = FitMemory()
        self._question = Message("")
        self._answer: Answer | None = None
        self._flashing = False

    def show_moment(self, question: Message, answer: Answer | None, *, flashing: bool) -> None:
        """Say `question` and, when there is one, the verdict of `answer`."""
        now = (question, answer, flashing)
        if now != (self._question, self._answer, self._flashing) or flashing:
            self._question, self._answer, self._flashing = now
            self.redraw()

    def rest(self) -> None:
        """End the flash; the words stay."""
        self._flashing = False
        self.update()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """What is written: the question, and the verdict where there is one."""
        said = [self._texts.say(self._question)]
        return said if self._answer is None else [*said, self._texts.say(self._answer.words)]

    @property
    def flashing(self) -> bool:
        """Whether the card wears the verdict's full colour now."""
        return self._flashing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._answer is None:
            self._paint_ground(painter, box, self._look.tokens.card, self._look.tokens.line)
            self._paint_question(painter, box, self._look.tokens.ink, QUESTION)
            return
        band = QRectF(box)
        band.setTop(box.top() + round(box.height() * _SHARES[self._answer.tone]))
        above = QRectF(box.left(), box.top(), box.width(), band.top() - box.top())
        self._paint_verdict(painter, box, above, band, self._answer)

    def _paint_ground(self, painter: QPainter, box: QRectF, ground: str, edge: str) -> None:
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)

    def _paint_question(self, painter: QPainter, box: QRectF, ink: str, style: TypeStyle) -> None:
        painter.setPen(QColor(ink))
        inner = box.adjusted(PAD_PX, 4, -PAD_PX, -4)
        draw(painter, self._memory.fit(self.words()[0], inner.width(), inner.height(), style), inner)

    def _paint_verdict(
        self, painter: QPainter, box: QRectF, above: QRectF, band: QRectF, answer: Answer
    ) -> None:
        """Question above, the verdict in its tone below; while it flashes the tone takes the whole card."""
        tokens, tone = self._look.tokens, tone_look(self._look.tokens, answer.tone)
        if self._flashing:
            self._paint_ground(painter, box, tone.fill, tone.fill)
        else:
            self._paint_ground(painter, box, tone.soft, tone.mark)
            painter.setClipRect(above)
            self._paint_ground(painter, box, tokens.card, tone.mark)
            painter.setClipping(False)
        self._paint_question(painter, above, tone.on_fill if self._flashing else tokens.ink, QUESTION)
        side = min(band.height() - 14, 56)
        disc = QRectF(band.left() + PAD_PX, band.center().y() - side / 2, side, side)
        shape = (tone.on_fill, tone.fill) if self._flashing else (tone.mark, tone.on_mark)
        draw_shape(painter, disc, answer.tone, *shape)
        words = band.adjusted(disc.right() - band.left() + 14, 2, -PAD_PX, -2)
        painter.setPen(QColor(tone.on_fill if self._flashing else tone.words))
        draw(painter, self._memory.fit(self.words()[1], words.width(), words.height(), VERDICT), words)
