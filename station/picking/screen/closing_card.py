"""What stands left of the wall when everything is put: how many crates are still to be closed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from station.kernel.messages import Message, Texts
from station.picking.model.view import WaveHead
from station.picking.screen.card_frame import FlashingCard
from station.picking.screen.fitted_text import FittedText
from station.picking.screen.text_fitting import FIGURES, TypeStyle
from station.shell.look import Look

PAD_PX = 24
CENTRE = Qt.AlignmentFlag.AlignHCenter


class ClosingCard(FlashingCard):
    """The number of crates still open, in the largest type of the desk."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__(look)
        self.setObjectName("picking.closing")
        self._texts = texts
        self._wave: WaveHead | None = None
        self._open = FittedText(
            self, "picking.closing.open", TypeStyle(range(56, 161), bold=True, pitch=FIGURES), CENTRE
        )
        self._words = FittedText(
            self, "picking.closing.words", TypeStyle(range(18, 29), bold=True, max_lines=2), CENTRE
        )
        self._rest = FittedText(self, "picking.closing.rest", TypeStyle(range(15, 19), max_lines=3), CENTRE)
        self._short = FittedText(self, "picking.closing.short", TypeStyle(range(15, 19), bold=True), CENTRE)
        self._strong = [self._open, self._words, self._short]
        self._soft = [self._rest]
        self.ink_texts()

    def show_wave(self, wave: WaveHead) -> None:
        """Draw how many crates of `wave` are open."""
        if wave != self._wave:
            self._wave = wave
            self.redraw()

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        if self._wave is None:
            return
        say = self._texts.say
        self._open.show_text(str(self._wave.crates - self._wave.crates_closed))
        self._words.show_text(say(Message("crates still to close")))
        self._rest.show_text(say(Message("All goods are put. Press each lid shut, then scan its label")))
        short = Message("Short in this wave: {short} pcs", short=self._wave.short)
        self._short.show_text(say(short) if self._wave.short else "")
        self.ink_texts()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        width, top = self.width() - 2 * PAD_PX, round(self.height() * 0.22)
        self._open.setGeometry(PAD_PX, top, width, 140)
        self._words.setGeometry(PAD_PX, top + 146, width, 60)
        self._rest.setGeometry(PAD_PX, top + 216, width, 84)
        self._short.setGeometry(PAD_PX, top + 308, width, 32)
