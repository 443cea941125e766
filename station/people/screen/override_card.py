"""The talk with a supervisor as a card over a room: badge, PIN, reason; by scanner, keyboard or touch."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.people.override import OverrideReason, OverrideStep, OverrideView
from station.people.pins import PIN_DIGITS
from station.shell.badge_picture import BadgePicture
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, font
from station.shell.scan_guard import ScanSafeLineEdit
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

ANSWER_PX = 84
KEY_WIDTH_PX, KEY_HEIGHT_PX = 136, 64
COLUMNS = 3
KEYS = "123456789"


class OverrideCard(QFrame):
    """Asks and forwards; knows neither who may nor what is let pass."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        room: str,
        on_pin: Callable[[str], None],
        on_reason: Callable[[OverrideReason], None],
        on_cancel: Callable[[], None],
    ) -> None:
        """`room` begins the names of its widgets."""
        super().__init__()
        self.setObjectName(f"{room}.override")
        self.setProperty("card", "true")
        self._texts, self._room = texts, room
        self._on_pin, self._on_reason = on_pin, on_reason
        self._view: OverrideView | None = None
        self._chosen = 0
        self._question = _question(texts, room)
        self._answer = ToneCard(texts, look, f"{room}.override.answer", SCALE.base_px)
        self._answer.setFixedHeight(ANSWER_PX)
        self._badge = BadgePicture(look)
        self._badge.setObjectName(f"{room}.override.badge")
        self.pin = ScanSafeLineEdit()
        self._pad = QWidget()
        self._reasons = QWidget()
        self._buttons: list[BigButton] = []
        self._cancel = _cancel_button(texts, room, on_cancel)
        self._dress_pin()
        self._lay_out()
        self._keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Escape: on_cancel,
            Qt.Key.Key_Up: lambda: self._step(-1),
            Qt.Key.Key_Down: lambda: self._step(1),
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
        }
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keep_keys()
        keep_told(self, texts, self._tell)
        self.hide()

    def _keep_keys(self) -> None:
        for asking in (self, self.pin):
            asking.installEventFilter(self)

    def show_view(self, view: OverrideView | None) -> None:
        """Draw the talk as it is now; nothing where nobody is asked."""
        before, self._view = self._view, view
        self.setVisible(view is not None)
        if view is None:
            self.pin.clear()
            return
        if before is None or before.step is not view.step:
            self.pin.clear()
            self._chosen = 0
        self._question.say(view.question)
        if before is None or (before.tone, before.words) != (view.tone, view.words):
            self._answer.show_verdict(view.tone, view.words, flash=before is not None)
        self._badge.setVisible(view.step is OverrideStep.BADGE)
        is_pin = view.step is OverrideStep.PIN
        self.pin.setVisible(is_pin)
        self._pad.setVisible(is_pin)
        self._reasons.setVisible(view.step is OverrideStep.REASON)
        self._show_reasons(view)
        (self.pin if is_pin else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_reasons(self, view: OverrideView) -> None:
        grid = self._reasons.layout()
        assert isinstance(grid, QGridLayout)
        if [button.objectName() for button in self._buttons] != [self._named(one) for one in view.reasons]:
            for button in self._buttons:
                grid.removeWidget(button)
                button.setParent(None)
                button.deleteLater()
            self._buttons = [self._reason(one) for one in view.reasons]
            for place, button in enumerate(self._buttons):
                grid.addWidget(button, place // 2, place % 2)
        for place, button in enumerate(self._buttons):
            button.weigh(ButtonKind.NEXT if place == self._chosen else ButtonKind.PLAIN)

    def _named(self, reason: OverrideReason) -> str:
        return f"{self._room}.override.reason_{reason.code}"

    def _reason(self, reason: OverrideReason) -> BigButton:
        button = BigButton(self._texts, self._named(reason), reason.words, partial(self._on_reason, reason))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setMinimumHeight(KEY_HEIGHT_PX)
        return button

    def _dress_pin(self) -> None:
        self.pin.setObjectName(f"{self._room}.override.pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(PIN_DIGITS[1])
        self.pin.setFont(font(SCALE.question_px, bold=True))
        self.pin.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _lay_out(self) -> None:
        grid = QGridLayout(self._reasons)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self._lay_out_pad()
        middle = QHBoxLayout()
        for part in (self._badge, self._pad):
            middle.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        middle.addWidget(self._reasons, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        column.addWidget(self._question)
        column.addWidget(self._answer)
        column.addWidget(self.pin)
        column.addLayout(middle, 1)
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignRight)

    def _lay_out_pad(self) -> None:
        """Digits for a touch screen: gloves hit these."""
        grid = QGridLayout(self._pad)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, digit in enumerate((*KEYS, "", "0")):
            if digit:
                key = self._key(digit, Message(digit), partial(self.pin.insert, digit))
                grid.addWidget(key, place // COLUMNS, place % COLUMNS)
        grid.addWidget(self._key("back", Message("⌫"), self.pin.backspace), COLUMNS, 0)
        grid.addWidget(self._key("enter", Message("OK  Enter"), self._enter), COLUMNS, 2)

    def _key(self, name: str, words: Message, press: Callable[[], None]) -> BigButton:
        button = BigButton(self._texts, f"{self._room}.override.key_{name}", words, press)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedSize(KEY_WIDTH_PX, KEY_HEIGHT_PX)
        return button

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """While the card asks, Esc and the arrows are its own: a room has other uses for them."""
        if not isinstance(event, QKeyEvent) or event.key() not in self._keys:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._keys[event.key()]()
            return True
        return False

    def _step(self, step: int) -> None:
        view = self._view
        if view is not None and view.step is OverrideStep.REASON:
            self._chosen = (self._chosen + step) % len(view.reasons)
            self._show_reasons(view)

    def _enter(self) -> None:
        view = self._view
        if view is None:
            return
        if view.step is OverrideStep.PIN:
            self._on_pin(self.pin.text())
            self.pin.clear()
        elif view.step is OverrideStep.REASON:
            self._on_reason(view.reasons[self._chosen])

    def _tell(self) -> None:
        self.pin.setAccessibleName(self._texts.say(Message("PIN")))
        self.pin.setPlaceholderText(self._texts.say(Message("PIN")))


def _question(texts: Texts, room: str) -> SpokenLabel:
    """As many lines as its words need."""
    label = SpokenLabel(texts)
    label.setObjectName(f"{room}.override.question")
    label.setFont(font(SCALE.heading_px, bold=True))
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    label.setWordWrap(True)  # behind the policy, which it tells that height goes with width
    return label


def _cancel_button(texts: Texts, room: str, on_cancel: Callable[[], None]) -> BigButton:
    """The keys stay with the card."""
    button = BigButton(texts, f"{room}.override.cancel", Message("Cancel  Esc"), on_cancel)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
