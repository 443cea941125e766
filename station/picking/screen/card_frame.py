"""The ground of the left cards, which takes the verdict's colour together with the banner."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Tone
from station.picking.screen.fitted_text import FittedText
from station.shell.look import Look
from station.shell.theme import tone_look

RADIUS_PX = 12


class FlashingCard(QWidget):
    """A card whose ground and inks follow a tone while a verdict flashes, and the look otherwise."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tone: Tone | None = None
        self._strong: list[FittedText] = []
        self._soft: list[FittedText] = []

    def flash(self, tone: Tone | None) -> None:
        """Wear the full colour of `tone`; None is the quiet card again."""
        if tone is not self._tone:
            self._tone = tone
            self.ink_texts()

    def ink_texts(self) -> None:
        """Give every text the ink that reads on the ground of now, and paint again."""
        for text in self._strong:
            text.set_ink(self._ink(self._look.tokens.ink))
        for text in self._soft:
            text.set_ink(self._ink(self._look.tokens.ink_soft))
        self.update()

    def _ink(self, quiet: str) -> str:
        """`quiet`, or what reads on the flash."""
        return quiet if self._tone is None else tone_look(self._look.tokens, self._tone).on_fill

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        ground = edge = tone_look(tokens, self._tone).fill if self._tone else ""
        painter.setPen(QPen(QColor(edge or tokens.line), 1))
        painter.setBrush(QColor(ground or tokens.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
        self.paint_details(painter)

    def paint_details(self, painter: QPainter) -> None:
        """What a card draws on its ground besides its texts."""
