"""A button for gloves: large, named, and never the default of a window that gets scans."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtWidgets import QPushButton, QWidget

from station.kernel.messages import Message, Texts
from station.shell.speech import keep_told


class ButtonKind(StrEnum):
    """What a button weighs; only one on a screen is the next action."""

    NEXT = "next"
    PLAIN = "plain"
    DANGER = "danger"
    QUIET = "quiet"


class BigButton(QPushButton):
    """A button that says a Message, at least 48 px high."""

    def __init__(
        self,
        texts: Texts,
        name: str,
        message: Message,
        on_click: Callable[[], None],
        kind: ButtonKind = ButtonKind.PLAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._message = message
        self.setObjectName(name)
        self.setProperty("kind", kind.value)
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked=False: on_click())
        keep_told(self, texts, self._tell)

    def say(self, message: Message) -> None:
        """Show `message` from now on."""
        self._message = message
        self._tell()

    def weigh(self, kind: ButtonKind) -> None:
        """Take the weight of `kind`; free when it has it."""
        if self.property("kind") != kind.value:
            self.setProperty("kind", kind.value)
            self.style().unpolish(self)
            self.style().polish(self)

    def _tell(self) -> None:
        self.setText(self._texts.say(self._message))
