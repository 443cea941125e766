"""The buttons of the desk with their function keys; none can be pressed by a scanner's Enter."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station.kernel.messages import Message, Texts
from station.picking.model.view import PickingView
from station.picking.screen.gestures import Gestures
from station.shell.big_button import BigButton
from station.shell.key_button import with_key
from station.shell.look import font

UNDO_KEY, SHORT_KEY, LATER_KEY, TAKE_KEY, GIVE_BACK_KEY = "F8", "F6", "F7", "F9", "F5"
DAMAGED_KEY, WEIGH_KEY, INSTEAD_KEY = "F11", "F5", "F12"
SUPERVISOR_KEY, HAND_OVER_KEY = "F1", "F4"
"""Function keys, as on the key caps: no letter or digit of a scan can be one."""
BUTTON_TYPE_PX = 20
BUTTON_SIZE_PX = (124, 64)


class ActionBar(QWidget):
    """Undo, short (with a piece in hand: damaged) and later in one fixed place; give back while possible."""

    def __init__(self, texts: Texts, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("picking.actions")
        self._texts = texts
        self.undo = self._button("undo", with_key(Message("Undo"), UNDO_KEY), gestures.undo)
        self.short = self._button("short", with_key(Message("Short"), SHORT_KEY), gestures.declare_short)
        self.damaged = self._button(
            "damaged", with_key(Message("Damaged"), DAMAGED_KEY), gestures.declare_damaged
        )
        self.later = self._button("later", with_key(Message("Later"), LATER_KEY), gestures.put_off)
        self.give_back = self._button(
            "give_back", with_key(Message("Give back"), GIVE_BACK_KEY), gestures.return_wave
        )
        self.taken_out = self._button(
            "taken_out", with_key(Message("It is out"), TAKE_KEY), gestures.confirm_taken_out
        )
        self.weigh = self._button("weigh", with_key(Message("Weigh"), WEIGH_KEY), gestures.weigh)
        self.instead = self._button(
            "instead", with_key(Message("Put instead"), INSTEAD_KEY), gestures.substitute
        )
        self.supervisor = self._button(
            "supervisor", with_key(Message("Supervisor"), SUPERVISOR_KEY), gestures.ask_supervisor
        )
        self.hand_over = self._button(
            "hand_over", with_key(Message("Hand over"), HAND_OVER_KEY), gestures.hand_over
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.setFixedHeight(BUTTON_SIZE_PX[1])
        for button in (self.undo, self.short, self.damaged, self.later, self.give_back, self.hand_over):
            row.addWidget(button)
        for button in (self.taken_out, self.weigh, self.instead, self.supervisor):
            button.hide()  # not before they are wanted: the row has no room for all of them
            row.addWidget(button)

    def _button(self, name: str, words: Message, on_click: Callable[[], None]) -> BigButton:
        button = BigButton(self._texts, f"picking.{name}", words, on_click, parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFont(font(BUTTON_TYPE_PX, bold=True))
        button.setMinimumWidth(BUTTON_SIZE_PX[0])
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return button

    def show_view(self, view: PickingView) -> None:
        """Enable what the flow says can be done now."""
        self.undo.setEnabled(view.can_undo)
        self.short.setVisible(not view.can_damage)
        self.short.setEnabled(view.can_short)
        self.damaged.setVisible(view.can_damage)
        self.later.setEnabled(view.can_put_off)
        self.give_back.setVisible(view.can_return)
        out = view.take_out is not None
        self.taken_out.setVisible(out)
        self.supervisor.setVisible(view.can_ask_supervisor)
        self.later.setVisible(not out and not view.can_ask_supervisor)
        self.weigh.setVisible(view.can_weigh and not view.can_return and not view.substitute)
        self.instead.setVisible(bool(view.substitute))
        # The row has no room for it beside a question that is to be answered first.
        asking = out or view.can_ask_supervisor or bool(view.substitute) or view.can_return
        self.hand_over.setVisible(view.can_hand_over and not asking)
