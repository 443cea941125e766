"""The shop's day: what comes and how far it is received, and who is waited for."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.reading import tidy
from station.pickup.model.view import DayCard
from station.pickup.screen.customer_row import CustomerButton
from station.pickup.screen.delivery_row import DeliveryButton
from station.pickup.screen.gestures import PickupGestures
from station.pickup.screen.row_choice import RowChoice
from station.pickup.screen.row_list import RowList
from station.shell.calm_words import CalmWords
from station.shell.look import Look, font
from station.shell.scrolling import quiet_scroll
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE

DELIVERY_PX = 76
CUSTOMER_PX = 50
TYPING_MS = 150
"""A list that changes at each key of a fast typist is not read."""
LONGEST = 40


class SearchField(QLineEdit):
    """Names, phones, order numbers; an input method may help with names. Enter or Esc leave it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class DayPage(QWidget):
    """Deliveries on the left, customers with a field that filters as one types on the right."""

    def __init__(self, texts: Texts, look: Look, gestures: PickupGestures) -> None:
        super().__init__()
        self.setObjectName("pickup.day")
        self._texts = texts
        self._gestures = gestures
        self._card: DayCard | None = None
        self.choice = RowChoice()
        """The row the arrows stand on."""
        self.search = SearchField()
        self.search.setObjectName("pickup.search")
        self.search.setMaxLength(LONGEST)
        self.search.setClearButtonEnabled(True)
        self.search.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.deliveries: RowList[DeliveryButton] = RowList(
            "pickup.deliveries",
            lambda at, parent: DeliveryButton(
                texts, look, f"pickup.delivery_{at}", lambda wave_id: gestures.receive(wave_id), parent
            ),
            DELIVERY_PX,
        )
        self.customers: RowList[CustomerButton] = RowList(
            "pickup.customers",
            lambda at, parent: CustomerButton(texts, look, f"pickup.customer_{at}", gestures.choose, parent),
            CUSTOMER_PX,
        )
        self._coming = _heading(texts, "pickup.deliveries_heading")
        self._waiting = _heading(texts, "pickup.customers_heading")
        self._nothing_comes = CalmWords(texts, look, "pickup.deliveries_empty")
        self._nobody = CalmWords(texts, look, "pickup.customers_empty")
        self._left, self._right = QStackedWidget(), QStackedWidget()
        self._scrolls = (
            quiet_scroll("pickup.deliveries_scroll", self.deliveries),
            quiet_scroll("pickup.customers_scroll", self.customers),
        )
        self._lay_out()
        self._watch_typing()
        keep_told(self, texts, self._tell)

    def _watch_typing(self) -> None:
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._look_for)
        self.search.textEdited.connect(lambda _text: self._typing.start())

    def _lay_out(self) -> None:
        self._left.addWidget(self._scrolls[0])
        self._left.addWidget(self._nothing_comes)
        self._right.addWidget(self._scrolls[1])
        self._right.addWidget(self._nobody)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._coming)
        left.addWidget(self._left, 1)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._waiting)
        head.addWidget(self.search, 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(head)
        right.addWidget(self._right, 1)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(20)
        page.addLayout(left, 5)
        page.addLayout(right, 6)
        self._coming.setFixedHeight(self.search.sizeHint().height())

    def show_card(self, card: DayCard) -> None:
        """Draw `card`; the arrows' mark goes when other rows come."""
        if self._card is None or _rows(self._card) != _rows(card):
            self.choice.forget()
        self._card = card
        for row, delivery in zip(
            self.deliveries.show_count(len(card.deliveries)), card.deliveries, strict=True
        ):
            row.show_card(delivery)
        for line, customer in zip(
            self.customers.show_count(len(card.customers)), card.customers, strict=True
        ):
            line.show_row(customer)
        self._left.setCurrentIndex(0 if card.deliveries else 1)
        self._right.setCurrentIndex(0 if card.customers else 1)
        if not self._typing.isActive() and tidy(self.search.text()) != card.search:
            self.search.setText(card.search)
        self._tell()

    def step(self, by: int) -> None:
        """Mark the row `by` places on: through the deliveries, then through the customers."""
        row = self.choice.step([*self.deliveries.rows, *self.customers.rows], by)
        for scroll in self._scrolls:
            if row is not None and scroll.isAncestorOf(row):
                scroll.ensureWidgetVisible(row, 0, 60)

    def _look_for(self) -> None:
        self._gestures.search(self.search.text())

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        for part in (self.deliveries, self.customers, self._nothing_comes, self._nobody):
            part.redraw()

    def _tell(self) -> None:
        card, say = self._card, self._texts.say
        self.search.setPlaceholderText(say(Message("Phone, name or order number")))
        self._coming.say(Message("Deliveries"))
        more = card is not None and card.more
        count = f"{len(card.customers)}{'+' if more else ''}" if card is not None else ""
        found = Message("Found: {count}", count=count)
        self._waiting.say(found if card and card.search else Message("Waiting: {count}", count=count))
        self._nothing_comes.say(
            Message("Nothing is announced yet"),
            Message("Deliveries appear here once the warehouse packs them"),
        )
        if card is not None and card.search:
            self._nobody.say(Message("Nobody found"), Message("Ask for the pickup code, or clear the field"))
        else:
            self._nobody.say(Message("Nobody waits"), Message("Customers appear here with their deliveries"))


def _rows(card: DayCard) -> list[object]:
    return [*(each.wave_id for each in card.deliveries), *(each.key for each in card.customers)]


def _heading(texts: Texts, name: str) -> SpokenLabel:
    label = SpokenLabel(texts)
    label.setObjectName(name)
    label.setFont(font(SCALE.base_px, bold=True))
    return label
