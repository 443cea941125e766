"""What is known beside a table, as one line of calm words."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel

from station.kernel.messages import Message, Texts
from station.shell.look import font
from station.shell.speech import keep_told

TYPE_PX = 20


class FactsLine(QLabel):
    """Sentences beside each other; hidden where there are none."""

    def __init__(self, texts: Texts, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setFont(font(TYPE_PX))
        self._texts = texts
        self._facts: Sequence[Message] = ()
        keep_told(self, texts, self._tell)

    def show_facts(self, facts: Sequence[Message]) -> None:
        """Say these."""
        self._facts = facts
        self._tell()
        self.setVisible(bool(facts))

    def _tell(self) -> None:
        self.setText("   ·   ".join(self._texts.say(fact) for fact in self._facts))
