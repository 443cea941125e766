"""What became of a scanned command, said over the page without moving anything on it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

STAYS_MS = 4_000
WIDTH_PX, HEIGHT_PX, TOP_PX = 620, 72, 68


class CommandCard(ToneCard):
    """Below the strip, in the middle; it goes by itself and no finger can meet it."""

    def __init__(self, texts: Texts, look: Look, window: QWidget) -> None:
        super().__init__(texts, look, "command_told", SCALE.base_px, window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        self._stays = QTimer(self)
        self._stays.setSingleShot(True)
        self._stays.setInterval(STAYS_MS)
        self._stays.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, tone: Tone, words: Message) -> None:
        """Show `words` for some seconds."""
        self.show_verdict(tone, words)
        self._place()
        self.show()
        self.raise_()
        self._stays.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay in the middle of a window that changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        wide = min(WIDTH_PX, self._window.width() - 2 * SCALE.base_px)
        self.setGeometry((self._window.width() - wide) // 2, TOP_PX, wide, HEIGHT_PX)
