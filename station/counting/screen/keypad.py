"""The field for numbers and codes, and large digits beside it: gloves hit these."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from station.counting.model.view import TYPED_WORDS, Typed
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton
from station.shell.look import font
from station.shell.scan_guard import ScanSafeLineEdit
from station.shell.speech import keep_told

ENTRY_PX, KEY_PX, WIDE_PX = 52, 52, 300
TYPE_PX = 22
LONGEST = 60
COLUMNS = 3


class Keypad(QWidget):
    """What is typed goes on with Enter or OK; a scanner's own Enter never comes this far."""

    def __init__(self, texts: Texts, on_typed: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("counting.keypad")
        self._texts = texts
        self._on_typed = on_typed
        self._typed = Typed.CODE
        self.entry = ScanSafeLineEdit()
        self.entry.setObjectName("counting.entry")
        self.entry.setFixedHeight(ENTRY_PX)
        self.entry.setMaxLength(LONGEST)
        self.entry.setFont(font(TYPE_PX, bold=True))
        self.entry.returnPressed.connect(self._submit)
        self._digits = [
            self._key(digit, Message(digit), partial(self._insert, digit)) for digit in "1234567890"
        ]
        self._back = self._key("back", Message("⌫"), self.entry.backspace)
        self._enter = self._key("enter", Message("OK"), self._submit)
        self._lay_out()
        keep_told(self, texts, self.redraw)

    def show_typed(self, typed: Typed) -> None:
        """What is typed now is this."""
        if typed is not self._typed:
            self.entry.clear()
        self._typed = typed
        self.redraw()

    def redraw(self) -> None:
        """Say it in the language of now."""
        words = self._texts.say(TYPED_WORDS[self._typed])
        self.entry.setPlaceholderText(words)
        self.entry.setAccessibleName(words)

    def _lay_out(self) -> None:
        self.setFixedWidth(WIDE_PX)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.entry, 0, 0, 1, COLUMNS)
        for place, key in enumerate(self._digits[:-1]):
            grid.addWidget(key, 1 + place // COLUMNS, place % COLUMNS)
        for column, key in enumerate((self._back, self._digits[-1], self._enter)):
            grid.addWidget(key, 4, column)
        grid.setRowStretch(5, 1)

    def _key(self, name: str, words: Message, press: Callable[[], None]) -> BigButton:
        key = BigButton(self._texts, f"counting.key_{name}", words, press)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setFixedHeight(KEY_PX)
        return key

    def _insert(self, digit: str) -> None:
        self.entry.insert(digit)

    def _submit(self) -> None:
        text = self.entry.text()
        self.entry.clear()
        if text.strip():
            self._on_typed(text)
