"""A desk's button with its function key: large, in one fixed place, and out of a scanner's reach."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton
from station.shell.look import font

TYPE_PX = 20
LEAST_PX = 116


class KeyButton(BigButton):
    """Says what it does and the key that does the same; it never takes the focus."""

    def __init__(
        self,
        texts: Texts,
        name: str,
        words: Message,
        key: str,
        on_click: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        """`key` as it stands on the key cap: a function key, no letter or digit of a scan."""
        super().__init__(texts, name, with_key(words, key), on_click, parent=parent)
        self._key = key
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFont(font(TYPE_PX, bold=True))
        self.setMinimumWidth(LEAST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def do(self, words: Message) -> None:
        """Say another thing the same key does now."""
        self.say(with_key(words, self._key))


def with_key(words: Message, key: str) -> Message:
    """The words of a button and the key that does the same."""
    return Message("{words}  {key}", words=words, key=key)
