"""The buttons of the dock with their function keys; none can be pressed by a scanner's Enter."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.loading.model.view import LoadingView, Step
from station.loading.screen.gestures import Gestures
from station.shell.big_button import ButtonKind
from station.shell.key_button import KeyButton

UNDO_KEY, TAKE_OFF_KEY, DEPART_KEY, CANCEL_KEY, SUPERVISOR_KEY = "F8", "F7", "F9", "Esc", "F1"
"""Keys as on the key caps: no letter or digit of a scan can be one."""
HEIGHT_PX = 72
READY = (Step.COMPLETE, Step.CONFIRM)
"""Steps whose next action is the departure."""


class ActionBar(QWidget):
    """Undo, take off and depart in one fixed place; cancel only while there is something to cancel."""

    def __init__(self, texts: Texts, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("loading.actions")
        self._texts = texts
        self.cancel = self._button("cancel", Message("Cancel"), CANCEL_KEY, gestures.cancel)
        self.ask = self._button("ask", Message("Supervisor"), SUPERVISOR_KEY, gestures.ask_supervisor)
        self.undo = self._button("undo", Message("Undo"), UNDO_KEY, gestures.undo)
        self.take_off = self._button("take_off", Message("Take off"), TAKE_OFF_KEY, gestures.take_off)
        self.depart = self._button("depart", Message("Depart"), DEPART_KEY, gestures.depart)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.setFixedHeight(HEIGHT_PX)
        for button in (self.cancel, self.ask, self.undo, self.take_off, self.depart):
            row.addWidget(button)

    def _button(self, name: str, words: Message, key: str, on_click: Callable[[], None]) -> KeyButton:
        return KeyButton(self._texts, f"loading.{name}", words, key, on_click, parent=self)

    def show_view(self, view: LoadingView) -> None:
        """Enable what the flow says can be done now; the next action wears the accent."""
        self.ask.setVisible(view.can_ask)
        self.undo.setEnabled(view.can_undo)
        self.take_off.setEnabled(view.can_take_off)
        self.depart.setEnabled(view.can_depart)
        self.cancel.setVisible(view.taking_off or view.step is Step.CONFIRM)
        self.depart.weigh(ButtonKind.NEXT if view.step in READY else ButtonKind.PLAIN)
        self.take_off.weigh(ButtonKind.NEXT if view.taking_off else ButtonKind.PLAIN)
