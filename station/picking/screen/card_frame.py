"""The ground of the left cards, which takes the verdict's colour together with the banner."""

from collections.abc import Hashable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Tone
from station.picking.screen.fitted_text import FittedText
from station.shell.look import Look
from station.shell.picture_memory import PictureMemory
from station.shell.theme import tone_look

RADIUS_PX = 12


class FlashingCard(QWidget):
    """A card whose ground and inks follow a tone while a verdict flashes, and the look otherwise."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tone: Tone | None = None
        self._pictures = PictureMemory()
        self._shown_ground: Hashable = None
        self._strong: list[FittedText] = []
        self._soft: list[FittedText] = []

    def flash(self, tone: Tone | None) -> None:
        """Wear the full colour of `tone`; None is the quiet card again."""
        if tone is not self._tone:
            self._tone = tone
            self.ink_texts()

    def ink_texts(self) -> None:
        """Give every text the ink that reads on the ground of now, and paint the ground if it has changed.

        A text that has changed paints itself: painting the whole card takes longer than the rest of a scan.
        """
        for text in self._strong:
            text.set_ink(self._ink(self._look.tokens.ink))
        for text in self._soft:
            text.set_ink(self._ink(self._look.tokens.ink_soft))
        if self._ground() != self._shown_ground:
            self._shown_ground = self._ground()
            self.update()

    def _ground(self) -> Hashable:
        """All that the ground depends on."""
        return self._look.tokens.name, self._tone, self.details()

    def _ink(self, quiet: str) -> str:
        """`quiet`, or what reads on the flash."""
        return quiet if self._tone is None else tone_look(self._look.tokens, self._tone).on_fill

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        self._pictures.draw(painter, QRectF(self.rect()), self._ground(), self._paint_ground)

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        tokens = self._look.tokens
        ground = edge = tone_look(tokens, self._tone).fill if self._tone else ""
        painter.setPen(QPen(QColor(edge or tokens.line), 1))
        painter.setBrush(QColor(ground or tokens.card))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
        self.paint_details(painter)

    def details(self) -> Hashable:
        """What paint_details depends on besides the look and the tone."""
        return None

    def paint_details(self, painter: QPainter) -> None:
        """What a card draws on its ground besides its texts."""
