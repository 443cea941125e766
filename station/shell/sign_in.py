"""The door of the station: an operator scans her badge, or types its number."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.kernel.messages import N_, Message, Sound, Telling, Texts, Tone
from station.shell.badge_picture import BadgePicture
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, colour_words, font
from station.shell.scan_guard import ScanGuard, ScanSafeLineEdit, ScanSafeWidget
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

_COLUMN_PX = 720


class BadgeVerdict(StrEnum):
    """What became of a badge."""

    WELCOME = "welcome"
    UNKNOWN = "unknown"
    INACTIVE = "inactive"
    UNREADABLE = "unreadable"


BADGE_TELLINGS = {
    BadgeVerdict.WELCOME: Telling(Tone.OK, Sound.OK, N_("Welcome, {name}")),
    BadgeVerdict.UNKNOWN: Telling(
        Tone.REFUSED, Sound.WRONG, N_("This badge is not known here. Scan your own badge, or ask the lead")
    ),
    BadgeVerdict.INACTIVE: Telling(
        Tone.REFUSED, Sound.WRONG, N_("This badge is switched off. Ask the lead for a new one")
    ),
    BadgeVerdict.UNREADABLE: Telling(Tone.ASK, Sound.ASK, N_("That was not readable. Scan the badge again")),
}


class SignInPage(ScanSafeWidget):
    """Waits for a badge; the flow behind `on_badge` answers with show_result()."""

    def __init__(
        self, texts: Texts, look: Look, on_badge: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in_page")
        self._texts = texts
        self._look = look
        self._on_badge = on_badge
        self._heading = SpokenLabel(texts, Message("Scan your badge to sign in"))
        self._heading.setObjectName("sign_in_heading")
        self._hint = SpokenLabel(texts, Message("No scanner? Type the number on the badge"))
        self._hint.setObjectName("sign_in_hint")
        self.badge_entry = ScanSafeLineEdit()
        self._enter = BigButton(texts, "badge_enter", Message("Sign in"), self._typed, ButtonKind.NEXT)
        self._picture = BadgePicture(look)
        self._result = ToneCard(texts, look, "sign_in_result", SCALE.heading_px)
        self._guard = ScanGuard(self)
        self._dress()
        self._lay_out()
        look.changed.connect(self._colour)
        keep_told(self, texts, self._tell)
        self._colour()

    def show_result(self, tone: Tone, message: Message) -> None:
        """Show what became of the badge, and be ready for the next."""
        self._result.show_verdict(tone, message)
        self.badge_entry.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_verdict(self, verdict: BadgeVerdict, name: str = "") -> None:
        """Show the words of `verdict`; `name` is the operator's for a welcome."""
        telling = BADGE_TELLINGS[verdict]
        words = (
            Message(telling.words, name=name) if verdict is BadgeVerdict.WELCOME else Message(telling.words)
        )
        self.show_result(telling.tone, words)

    def clear(self) -> None:
        """Forget the last badge."""
        self._result.clear()
        self.badge_entry.clear()

    def _typed(self) -> None:
        badge = self.badge_entry.text().strip()
        if badge:
            self._on_badge(badge)

    def _dress(self) -> None:
        self._heading.setFont(font(SCALE.question_px, bold=True))
        self._heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setFont(font(SCALE.base_px))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.badge_entry.setObjectName("badge_entry")
        self.badge_entry.setFont(font(SCALE.heading_px))
        self.badge_entry.setMaxLength(32)
        self.badge_entry.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.badge_entry.returnPressed.connect(self._typed)

    def _lay_out(self) -> None:
        entry = QHBoxLayout()
        entry.setSpacing(12)
        entry.addWidget(self.badge_entry, 1)
        entry.addWidget(self._enter)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._heading)
        column.addWidget(self._result)
        column.addSpacing(12)
        column.addWidget(self._hint)
        column.addLayout(entry)
        frame = QFrame()
        frame.setLayout(column)
        frame.setFixedWidth(_COLUMN_PX)
        self._result.setFixedHeight(88)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)

    def _colour(self) -> None:
        colour_words(self._hint, self._look.tokens.ink_soft)

    def _tell(self) -> None:
        self._picture.setAccessibleName(self._texts.say(Message("Scan your badge to sign in")))
        self.badge_entry.setPlaceholderText(self._texts.say(Message("Badge number")))
        self.badge_entry.setAccessibleName(self._texts.say(Message("Badge number")))
