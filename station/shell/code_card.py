"""The code a manager lets this PC in with: big letters, the page to type it on, and a QR of both."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.shell.look import Look, colour_words, font
from station.shell.qr_picture import QrPicture
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

WIDTH_PX = 420
_QR_PX = 260


@dataclass(frozen=True)
class ShownCode:
    """All the card shows."""

    code: str
    """XXXX-XXXX"""
    address: str
    link: str
    until: str
    """19:15, by the clock of this PC."""


class CodeCard(QFrame):
    """Keeps its place while it is empty, so that nothing jumps when the code comes."""

    def __init__(self, texts: Texts, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("enrol_code_card")
        self._look = look
        self.qr = QrPicture("enrol_qr", _QR_PX)
        self.code = self._label(texts, "enrol_user_code", SCALE.verdict_px, bold=True)
        self.address = self._label(texts, "enrol_address", SCALE.base_px)
        self.hint = self._label(texts, "enrol_hint", SCALE.base_px)
        self.waiting = QProgressBar()
        self.waiting.setObjectName("enrol_waiting")
        self.waiting.setRange(0, 0)
        self.waiting.setTextVisible(False)
        self._lay_out()
        look.changed.connect(self._colour)
        self._colour()
        self.clear()

    def show_code(self, shown: ShownCode) -> None:
        """Draw the code and wait for a person to decide."""
        self.qr.show_text(shown.link)
        # A code and an address are said as they are: no sentence of the catalogue equals them.
        self.code.say(Message(shown.code))
        self.address.say(Message(shown.address))
        words = Message(
            "A manager types this code on that page, or scans it. Good until {time}", time=shown.until
        )
        self.hint.say(words)
        self.waiting.setVisible(True)

    def clear(self) -> None:
        """No code is good now; say how to get one."""
        self.qr.show_text("")
        self.code.say(Message(""))
        self.address.say(Message(""))
        self.hint.say(Message("F9 shows a code here; a manager lets this desk in with it"))
        self.waiting.setVisible(False)

    def _label(self, texts: Texts, name: str, size_px: int, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(texts)
        label.setObjectName(name)
        label.setFont(font(size_px, bold=bold))
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.code, self.address, self.hint, self.waiting):
            column.addWidget(widget)
        column.addStretch(1)
        self.setFixedWidth(WIDTH_PX)

    def _colour(self) -> None:
        for label in (self.address, self.hint):
            colour_words(label, self._look.tokens.ink_soft)
