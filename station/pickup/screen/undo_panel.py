"""Taking a handover back: why, by a button or in words; later than it may be, what to do instead."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import HandedCard, UndoReason
from station.pickup.model.words import UNDO_WORDS
from station.shell.big_button import BigButton
from station.shell.key_button import with_key
from station.shell.look import font
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE

REASON_KEYS = {
    UndoReason.WRONG_CUSTOMER: "F1",
    UndoReason.WRONG_GOODS: "F2",
    UndoReason.CHANGED_MIND: "F3",
    UndoReason.CONFIRMED_TOO_EARLY: "F4",
}
LONGEST = 200
BUTTON_TYPE_PX = 16


class ReasonField(QLineEdit):
    """A reason in words, with an input method; Enter takes back, as the button beside it does."""

    def __init__(self, on_enter: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("pickup.undo_words")
        self.setMaxLength(LONGEST)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._on_enter = on_enter

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter()
        else:
            super().keyPressEvent(event)


class UndoPanel(QWidget):
    """Closed it says until when; open it asks why, and the answer takes the handover back."""

    def __init__(self, texts: Texts, on_reason: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("pickup.undo_panel")
        self._texts = texts
        self._on_reason = on_reason
        self._open = False
        self._until = SpokenLabel(texts)
        self._until.setObjectName("pickup.undo_until")
        self._until.setFont(font(SCALE.base_px))
        self._until.setWordWrap(True)
        self._why = SpokenLabel(texts, Message("Why is it taken back?"))
        self._why.setObjectName("pickup.undo_why")
        self._why.setFont(font(SCALE.base_px, bold=True))
        self.reasons = {REASON_KEYS[reason]: self._button(reason) for reason in UndoReason}
        """Each reason's button by its key."""
        self.words = ReasonField(self._in_words)
        self._take_back = BigButton(texts, "pickup.undo_in_words", Message("Take back"), self._in_words)
        self._take_back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._asking = QWidget()
        self._lay_out()
        keep_told(self, texts, self._tell)

    def _button(self, reason: UndoReason) -> BigButton:
        button = BigButton(
            self._texts,
            f"pickup.undo_{reason.value}",
            with_key(UNDO_WORDS[reason], REASON_KEYS[reason]),
            lambda: self._on_reason(reason.value),
            parent=self,
        )
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFont(font(BUTTON_TYPE_PX))
        return button

    def _lay_out(self) -> None:
        asking = QGridLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(8)
        asking.addWidget(self._why, 0, 0, 1, 2)
        for at, button in enumerate(self.reasons.values()):
            asking.addWidget(button, 1 + at // 2, at % 2)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self._take_back)
        asking.addLayout(row, 3, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._asking)
        column.addWidget(self._until)
        column.addStretch(1)
        self._asking.hide()

    @property
    def is_open(self) -> bool:
        """Whether it asks why."""
        return self._open

    def show_card(self, card: HandedCard) -> None:
        """Say until when; where it is too late, ask nothing."""
        if not card.can_undo:
            self.close_question()
            self._until.say(Message("Too long ago to be taken back here. Open a claim instead"))
        elif card.undo_until is not None:
            self._until.say(Message("It can be taken back until {time}", time=f"{card.undo_until:%H:%M}"))

    def ask(self) -> None:
        """Ask why."""
        self._open = True
        self._asking.show()

    def close_question(self) -> None:
        """Ask no more."""
        self._open = False
        self._asking.hide()
        self.words.clear()

    def _in_words(self) -> None:
        self._on_reason(self.words.text().strip())

    def _tell(self) -> None:
        self.words.setPlaceholderText(self._texts.say(Message("another reason")))
