"""The buttons of the dock with their function keys; none can be pressed by a scanner's Enter."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station.kernel.messages import Message, Texts
from station.loading.model.view import LoadingView, Step
from station.loading.screen.gestures import Gestures
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import font

UNDO_KEY, TAKE_OFF_KEY, DEPART_KEY, CANCEL_KEY = "F8", "F7", "F9", "Esc"
"""Keys as on the key caps: no letter or digit of a scan can be one."""
BUTTON_TYPE_PX = 20
BUTTON_SIZE_PX = (118, 72)
READY = (Step.COMPLETE, Step.CONFIRM, Step.REASON)
"""Steps whose next action is the departure."""
CANCELLABLE = (Step.CONFIRM, Step.SUPERVISOR, Step.REASON)


def with_key(words: Message, key: str) -> Message:
    """The words of a button and the key that does the same."""
    return Message("{words}  {key}", words=words, key=key)


class ActionBar(QWidget):
    """Undo, take off and depart in one fixed place; cancel only while there is something to cancel."""

    def __init__(self, texts: Texts, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("loading.actions")
        self._texts = texts
        self.cancel = self._button("cancel", with_key(Message("Cancel"), CANCEL_KEY), gestures.cancel)
        self.undo = self._button("undo", with_key(Message("Undo"), UNDO_KEY), gestures.undo)
        self.take_off = self._button(
            "take_off", with_key(Message("Take off"), TAKE_OFF_KEY), gestures.take_off
        )
        self.depart = self._button("depart", with_key(Message("Depart"), DEPART_KEY), gestures.depart)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.setFixedHeight(BUTTON_SIZE_PX[1])
        for button in (self.cancel, self.undo, self.take_off, self.depart):
            row.addWidget(button)

    def _button(self, name: str, words: Message, on_click: Callable[[], None]) -> BigButton:
        button = BigButton(self._texts, f"loading.{name}", words, on_click, parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFont(font(BUTTON_TYPE_PX, bold=True))
        button.setMinimumWidth(BUTTON_SIZE_PX[0])
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return button

    def show_view(self, view: LoadingView) -> None:
        """Enable what the flow says can be done now; the next action wears the accent."""
        self.undo.setEnabled(view.can_undo)
        self.take_off.setEnabled(view.can_take_off)
        self.depart.setEnabled(view.can_depart)
        self.cancel.setVisible(view.taking_off or view.step in CANCELLABLE)
        weigh(self.depart, ButtonKind.NEXT if view.step in READY else ButtonKind.PLAIN)
        weigh(self.take_off, ButtonKind.NEXT if view.taking_off else ButtonKind.PLAIN)


def weigh(button: BigButton, kind: ButtonKind) -> None:
    """Give a button the weight of `kind`; free when it has it."""
    if button.property("kind") != kind.value:
        button.setProperty("kind", kind.value)
        button.style().unpolish(button)
        button.style().polish(button)
