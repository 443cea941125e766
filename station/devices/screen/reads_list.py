"""What was read last: from which scanner, the code itself, and what it means."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.devices.model.view import ReadLine
from station.devices.screen.told_card import ToldCard
from station.devices.screen.words import spoken
from station.kernel.messages import Message, Texts
from station.shell.look import Look, font
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

SHOWN = 3
HINT = Message("Scan anything. Nothing is booked here: it only says which scanner read it and what it means")


class ReadsList(QWidget):
    """The newest on top; an invitation while there is none."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("devices.reads")
        title = SpokenLabel(texts, Message("Try a scanner"))
        title.setObjectName("devices.reads.title")
        title.setFont(font(SCALE.base_px, bold=True))
        hint = SpokenLabel(texts, HINT)
        hint.setObjectName("devices.reads.hint")
        hint.setFont(font(SCALE.secondary_px))
        hint.setWordWrap(True)
        self._cards = [
            ToldCard(texts, look, f"devices.reads.read_{place}", SCALE.secondary_px)
            for place in range(1, SHOWN + 1)
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (title, hint, *self._cards):
            column.addWidget(widget)

    def show_reads(self, reads: tuple[ReadLine, ...]) -> None:
        """Draw the newest of `reads`."""
        for place, card in enumerate(self._cards):
            if place < len(reads):
                card.tell(reads[place].tone, read_words(reads[place]))
            else:
                card.tell(None, Message(""))


def read_words(read: ReadLine) -> Message:
    """One reading in a sentence."""
    return Message(
        "{time} {scanner}: {words} ({code})",
        time=f"{read.at:%H:%M:%S}",
        scanner=spoken(read.scanner),
        words=read.words,
        code=read.text,
    )
