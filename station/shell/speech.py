"""Widgets that say a Message, and say it again when the language changes."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from station.kernel.messages import Message, Texts

NOTHING = Message("")


def keep_told(owner: QObject, texts: Texts, tell: Callable[[], None]) -> None:
    """Call `tell` now and after each change of language, until `owner` is destroyed."""
    stop = texts.on_change(tell)
    owner.destroyed.connect(lambda _gone=None: stop())
    tell()


class SpokenLabel(QLabel):
    """A label that holds a Message instead of a string."""

    def __init__(self, texts: Texts, message: Message = NOTHING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._message = message
        keep_told(self, texts, self._tell)

    def say(self, message: Message) -> None:
        """Show `message` from now on."""
        self._message = message
        self._tell()

    def _tell(self) -> None:
        self.setText(self._texts.say(self._message))
