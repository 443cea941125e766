"""The one field of the dock: numbers, dates and lots are typed into it, never through an input method."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from station.kernel.messages import Message, Texts
from station.shell.look import font
from station.shell.scan_guard import ScanSafeLineEdit
from station.shell.speech import keep_told

HEIGHT_PX = 56
TYPE_PX = 26
LONGEST = 60
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Entry(ScanSafeLineEdit):
    """Enter sends what is typed; on the empty field it does the next thing there is to do."""

    def __init__(self, texts: Texts, on_submit: Callable[[str], None], on_yes: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("inbound.entry")
        self.setFixedHeight(HEIGHT_PX)
        self.setFont(font(TYPE_PX, bold=True))
        self.setMaxLength(LONGEST)
        self._texts = texts
        self._asked = Message("")
        self._on_submit = on_submit
        self._on_yes = on_yes
        keep_told(self, texts, self._tell)

    def ask(self, question: Message) -> None:
        """What the field is for now."""
        if question != self._asked:
            self._asked = question
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() not in ENTER_KEYS:
            super().keyPressEvent(event)
            return
        if event.isAutoRepeat():
            return
        text = self.text().strip()
        self.clear()
        if text:
            self._on_submit(text)
        else:
            self._on_yes()

    def _tell(self) -> None:
        words = self._texts.say(self._asked)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
