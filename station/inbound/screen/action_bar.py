"""The buttons of the dock with their function keys; none can be pressed by a scanner's Enter."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from cloud_api.wire.inbound import Condition
from station.inbound.model.card import Field
from station.inbound.model.view import ReceivingView, Step
from station.inbound.screen.gestures import Gestures
from station.kernel.messages import Message, Texts
from station.shell.big_button import ButtonKind
from station.shell.key_button import KeyButton

HEIGHT_PX = 118
COLUMNS = 6
LEAST_PX = 96
DONE, REOPEN = Message("Order done"), Message("More came")


class ActionBar(QWidget):
    """Two rows of buttons in fixed places: what concerns the goods above, what concerns the order below."""

    def __init__(self, texts: Texts, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("inbound.actions")
        self._texts = texts
        g = gestures
        self.expiry = self._button("expiry", Message("Expiry"), "F3", lambda: g.ask(Field.EXPIRY))
        self.lot = self._button("lot", Message("Lot"), "F4", lambda: g.ask(Field.LOT))
        self.weigh = self._button("weigh", Message("Weigh"), "F5", g.weigh)
        self.damaged = self._button(
            "damaged", Message("Damaged"), "F6", lambda: g.set_condition(Condition.DAMAGED)
        )
        self.refused = self._button(
            "refused", Message("Refuse"), "F7", lambda: g.set_condition(Condition.REFUSED)
        )
        self.photo = self._button("photo", Message("Photo"), "F9", g.take_photo)
        self.orders = self._button("orders", Message("Suppliers"), "F2", g.show_orders)
        self.undo = self._button("undo", Message("Undo"), "F8", g.undo)
        self.finish = self._button("finish", DONE, "F10", g.finish)
        self.put_away = self._button("put_away", Message("Put away"), "F12", g.show_put_away)
        self.cancel = self._button("cancel", Message("Cancel"), "Esc", g.cancel)
        self.record = self._button("record", Message("Record"), "↵", g.confirm)
        self.keys = {
            "F2": self.orders,
            "F3": self.expiry,
            "F4": self.lot,
            "F5": self.weigh,
            "F6": self.damaged,
            "F7": self.refused,
            "F8": self.undo,
            "F9": self.photo,
            "F10": self.finish,
            "F12": self.put_away,
            "Esc": self.cancel,
        }
        self._lay_out()

    def _button(self, name: str, words: Message, key: str, on_click: Callable[[], None]) -> KeyButton:
        button = KeyButton(self._texts, f"inbound.{name}", words, key, on_click, parent=self)
        # All are as wide as each other, whatever they say: long words must not widen the window.
        button.setMinimumWidth(LEAST_PX)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self.setFixedHeight(HEIGHT_PX)
        of_goods = (self.expiry, self.lot, self.weigh, self.damaged, self.refused, self.photo)
        of_order = (self.orders, self.undo, self.finish, self.put_away, self.cancel, self.record)
        for place, button in enumerate((*of_goods, *of_order)):
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)

    def show_view(self, view: ReceivingView) -> None:
        """Enable what the flow says can be done now; the next action wears the accent."""
        in_hand = view.card is not None
        for button in (self.expiry, self.lot, self.weigh, self.damaged, self.refused, self.photo):
            button.setEnabled(in_hand)
        self.orders.setEnabled(view.step not in (Step.CHOOSE, Step.NO_ORDERS) and not in_hand)
        self.undo.setEnabled(view.can_undo)
        self.finish.setEnabled(view.can_finish)
        self.finish.do(DONE if view.is_open or not view.can_finish else REOPEN)
        self.put_away.setEnabled(not in_hand)
        self.cancel.setEnabled(view.step not in (Step.CHOOSE, Step.NO_ORDERS))
        self.record.setEnabled(in_hand)
        complete = view.figure is not None and view.figure.done and view.step is Step.GOODS
        self.finish.weigh(ButtonKind.NEXT if complete or view.step is Step.CLOSING else ButtonKind.PLAIN)
        self.record.weigh(ButtonKind.NEXT if in_hand else ButtonKind.PLAIN)
