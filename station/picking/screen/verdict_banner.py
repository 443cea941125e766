"""The banner over the wall: the question in the biggest words, below it the verdict of the last act."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.picking.model.view import Answer
from station.picking.screen.text_fitting import TypeStyle, sizes
from station.picking.screen.text_memory import TextMemory
from station.shell.look import Look
from station.shell.picture_memory import PictureMemory
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

RADIUS_PX = 12
PAD_PX = 18
QUESTION = TypeStyle(sizes(16, 60), bold=True, max_lines=2)
VERDICT = TypeStyle(sizes(16, 42), bold=True, max_lines=2)
_SHARES = {Tone.OK: 0.58, Tone.INFO: 0.58, Tone.ASK: 0.44, Tone.REFUSED: 0.44}
"""The question's part of the card: it is the larger one unless something went wrong."""


class VerdictBanner(QWidget):
    """Question and verdict on one card that takes the verdict's colour while it flashes."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("picking.banner")
        self._texts = texts
        self._look = look
        self._memory = TextMemory()
        self._pictures = PictureMemory()
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
        whole, tokens, answer = QRectF(self.rect()), self._look.tokens, self._answer
        tone = answer.tone if answer is not None else None
        key = (tokens.name, tone, self._flashing)
        self._pictures.draw(painter, whole, key, lambda brush, box: self._paint_card(brush, box, tone))
        box = whole.adjusted(0.5, 0.5, -0.5, -0.5)
        said = self.words()
        if tone is None:
            self._paint_question(painter, box, tokens.ink, said[0])
            return
        colours, (above, band) = tone_look(tokens, tone), _parts(box, tone)
        self._paint_question(painter, above, colours.on_fill if self._flashing else tokens.ink, said[0])
        disc = _disc(band)
        words = band.adjusted(disc.right() - band.left() + 14, 2, -PAD_PX, -2)
        painter.setPen(QColor(colours.on_fill if self._flashing else colours.words))
        self._memory.draw(painter, said[1], words, VERDICT)

    def _paint_question(self, painter: QPainter, box: QRectF, ink: str, words: str) -> None:
        painter.setPen(QColor(ink))
        self._memory.draw(painter, words, box.adjusted(PAD_PX, 4, -PAD_PX, -4), QUESTION)

    def _paint_card(self, painter: QPainter, whole: QRectF, tone: Tone | None) -> None:
        """Card above, the verdict's tone below with its disc; while it flashes the tone takes it all."""
        tokens, box = self._look.tokens, whole.adjusted(0.5, 0.5, -0.5, -0.5)
        if tone is None:
            _paint_ground(painter, box, tokens.card, tokens.line)
            return
        colours, (above, band) = tone_look(tokens, tone), _parts(box, tone)
        if self._flashing:
            _paint_ground(painter, box, colours.fill, colours.fill)
        else:
            _paint_ground(painter, box, colours.soft, colours.mark)
            painter.setClipRect(above)
            _paint_ground(painter, box, tokens.card, colours.mark)
            painter.setClipping(False)
        shape = (colours.on_fill, colours.fill) if self._flashing else (colours.mark, colours.on_mark)
        draw_shape(painter, _disc(band), tone, *shape)


def _parts(box: QRectF, tone: Tone) -> tuple[QRectF, QRectF]:
    """The question's part of the card and the verdict's."""
    band = QRectF(box)
    band.setTop(box.top() + round(box.height() * _SHARES[tone]))
    return QRectF(box.left(), box.top(), box.width(), band.top() - box.top()), band


def _disc(band: QRectF) -> QRectF:
    side = min(band.height() - 14, 56)
    return QRectF(band.left() + PAD_PX, band.center().y() - side / 2, side, side)


def _paint_ground(painter: QPainter, box: QRectF, ground: str, edge: str) -> None:
    painter.setPen(QPen(QColor(edge), 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
