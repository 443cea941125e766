"""Several customers fit the digits: large rows with masked names, chosen by touch or by digit."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import ChooseCard
from station.pickup.screen.customer_row import CustomerButton
from station.pickup.screen.gestures import PickupGestures
from station.pickup.screen.row_choice import RowChoice
from station.pickup.screen.row_list import RowList
from station.shell.look import Look, font
from station.shell.scrolling import quiet_scroll
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

ROW_PX = 76
ONE_COLUMN = 3
"""More rows than this stand in two columns."""
KEYS = 9


class ChoosePage(QWidget):
    """The rows; the first nine have a digit."""

    def __init__(self, texts: Texts, look: Look, gestures: PickupGestures) -> None:
        super().__init__()
        self.setObjectName("pickup.choose")
        self._gestures = gestures
        self._card: ChooseCard | None = None
        self.choice = RowChoice()
        """The row the arrows stand on; a digit marks its own."""
        self._hint = SpokenLabel(texts)
        self._hint.setObjectName("pickup.choose_hint")
        self._hint.setFont(font(SCALE.secondary_px))
        self._list: RowList[CustomerButton] = RowList(
            "pickup.choices",
            lambda at, parent: CustomerButton(texts, look, f"pickup.choice_{at}", gestures.choose, parent),
            ROW_PX,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._hint)
        self._scroll = quiet_scroll("pickup.choices_scroll", self._list)
        column.addWidget(self._scroll, 1)

    def show_card(self, card: ChooseCard) -> None:
        """Draw `card`."""
        self._card = card
        count = len(card.customers)
        rows = self._list.show_count(count, columns=1 if count <= ONE_COLUMN else 2)
        for at, (row, customer) in enumerate(zip(rows, card.customers, strict=True), start=1):
            row.show_row(customer, at if at <= KEYS else 0)
        keys = Message("Press {last}, touch a row, or type the pickup code", last=_keys(count))
        more = Message("There are more than fit here. Ask for the pickup code or the order number")
        self._hint.say(more if card.more else keys)
        self.mark("")

    def mark(self, digit: str) -> str | None:
        """Mark the row of `digit` and return its customer; nothing when there is none."""
        marked = None
        self.choice.forget()
        for at, row in enumerate(self._list.rows, start=1):
            chosen = at <= KEYS and digit == str(at)
            row.mark(marked=chosen)
            if chosen and self._card is not None:
                marked = self._card.customers[at - 1].key
        return marked

    def step(self, by: int) -> None:
        """Mark the row `by` places on."""
        row = self.choice.step(self._list.rows, by)
        if row is not None:
            self._scroll.ensureWidgetVisible(row, 0, 60)

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self._list.redraw()


def _keys(count: int) -> str:
    return "1" if count == 1 else f"1–{min(count, KEYS)}"
