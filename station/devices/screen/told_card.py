"""Words in their tone that take no more room than they need, and none where there is nothing to say."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE, tone_look

_DISC_PX = 28
_LEFT_PX = 54


class ToldCard(QWidget):
    """A soft ground, the shape of the tone, words that wrap."""

    def __init__(self, texts: Texts, look: Look, name: str, size_px: int = SCALE.base_px) -> None:
        super().__init__()
        self.setObjectName(name)
        self._look = look
        self._tone: Tone | None = None
        self.words = SpokenLabel(texts)
        self.words.setObjectName(f"{name}.words")
        self.words.setFont(font(size_px))
        self.words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT_PX, 10, 14, 10)
        row.addWidget(self.words)
        self.hide()
        look.changed.connect(self.update)

    def tell(self, tone: Tone | None, words: Message) -> None:
        """Say `words` in `tone`; nothing to say hides the card, no tone is quiet."""
        self._tone = tone
        self.words.say(words)
        self.setVisible(bool(words.text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._look.tokens
        ground, mark, stroke = tokens.dim, tokens.on_dim, tokens.card
        if self._tone is not None:
            colours = tone_look(tokens, self._tone)
            ground, mark, stroke = colours.soft, colours.mark, colours.on_mark
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(ground))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        disc = QRectF(13, (self.height() - _DISC_PX) / 2, _DISC_PX, _DISC_PX)
        draw_shape(painter, disc, self._tone or Tone.INFO, mark, stroke)
        painter.end()
