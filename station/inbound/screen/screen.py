"""The dock on the screen: draws each view, forwards each gesture, and decides nothing."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.inbound.model.view import ReceivingView, Step
from station.inbound.screen.action_bar import ActionBar
from station.inbound.screen.advice_panel import AdvicePanel
from station.inbound.screen.card_panel import CardPanel
from station.inbound.screen.choices import LackList, WhyGrid
from station.inbound.screen.entry import Entry
from station.inbound.screen.gestures import Gestures
from station.inbound.screen.row_list import RowList
from station.kernel.messages import Message, Texts
from station.people.screen.override_card import OverrideCard
from station.shell.calm_words import LARGE, CalmWords
from station.shell.look import Look
from station.shell.moment_card import Moment, MomentCard
from station.shell.picture_store import PictureStore
from station.shell.press_key import PressKey
from station.shell.scan_guard import ScanSafeWidget
from station.shell.scan_lines import Line, ScanLines
from station.shell.scrolling import quiet_scroll
from station.shell.speech import keep_told
from station.shell.tone_card import ToneCard

GAP_PX = 12
CARD_SHARE = 0.24
FIGURE_SHARE = 0.2
LEAST_CARD_PX, MOST_CARD_PX = 150, 260
FOOT_PX = 100
LEAST_MIDDLE_PX = 120
NOTICE_PX = 48
HOW = {
    Step.NO_ORDERS: Message("They come with the cut-off of a cycle"),
    Step.CHOOSE: Message("74… on the purchase order, or ↑ ↓ and Enter, or scan a product"),
    Step.GOODS: Message("Each scan counts; a number typed counts all"),
    Step.PUT_AWAY: Message("Scan a product, carry it, scan the label of its bin"),
}
CLOSING = Message("These lack. What lacks is taken from orders nobody has begun, in fair parts")
DONE_WAITS = Message("Done. What lacks is being shared out")
DONE_TOLD = Message("Done. What lacked was shared out")
DONE_ALL = Message("Done. All came")


class ReceivingScreen(ScanSafeWidget):
    """The page of the dock; lives on the Qt thread. What is typed goes into its one field."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        gestures: Gestures,
        pictures: PictureStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inbound")
        self._texts = texts
        self._gestures = gestures
        self._view: ReceivingView | None = None
        self._files_asked = 0
        self.rows = RowList(texts, look, gestures.choose)
        self.card = MomentCard(texts, look, "inbound.moment", FIGURE_SHARE)
        self._notice = ToneCard(texts, look, "inbound.notice", 17)
        self._goods = CardPanel(texts, look, pictures)
        self.why = WhyGrid(texts, gestures)
        self._lacking = LackList(texts, look)
        self._calm = CalmWords(texts, look, "inbound.calm", LARGE)
        self._advice = AdvicePanel(texts, look)
        self._override = OverrideCard(
            texts, look, "inbound", gestures.pin, gestures.override, gestures.cancel
        )
        self._recent = ScanLines(texts, look, "inbound.recent")
        self.entry = Entry(texts, gestures.typed, gestures.confirm)
        self.buttons = ActionBar(texts, gestures)
        self._middle = QStackedWidget()
        self._lay_out()
        self._bind_keys()
        self.setFocusProxy(self.entry)
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _lay_out(self) -> None:
        self._scroll = quiet_scroll("inbound.lacking.scroll", self._lacking)
        for part in (self._calm, self._advice, self._goods, self.why, self._scroll, self._override):
            self._middle.addWidget(part)
        # Not the sum of what never stands there together: the window must not grow by it.
        self._middle.setMinimumHeight(LEAST_MIDDLE_PX)
        self._notice.setFixedHeight(NOTICE_PX)
        self._recent.setFixedHeight(FOOT_PX)
        right = QVBoxLayout()
        right.setSpacing(GAP_PX)
        right.addWidget(self._notice)
        right.addWidget(self.card)
        right.addWidget(self._middle, 1)
        right.addWidget(self.entry)
        right.addWidget(self._recent)
        right.addWidget(self.buttons)
        page = QHBoxLayout(self)
        page.setContentsMargins(16, 12, 16, 12)
        page.setSpacing(GAP_PX)
        page.addWidget(self.rows)
        page.addLayout(right, 1)
        self._notice.hide()
        self.card.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.card.setFixedHeight(min(max(round(self.height() * CARD_SHARE), LEAST_CARD_PX), MOST_CARD_PX))

    def _bind_keys(self) -> None:
        for key, button in self.buttons.keys.items():
            PressKey(key, self, button)
        self._bind("Up", lambda: self._gestures.step(-1))
        self._bind("Down", lambda: self._gestures.step(1))
        self._bind("PgUp", lambda: self.rows.turn_page(-1))
        self._bind("PgDown", lambda: self.rows.turn_page(1))

    def _bind(self, key: str, call: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(call)

    def show_view(self, view: ReceivingView) -> None:
        """Draw `view` (on the Qt thread)."""
        before, self._view = self._view, view
        self.rows.show_rows(view.heading, view.rows)
        self._show_frame(view)
        self._show_moment(view)
        if view.notice is not None and (before is None or before.notice != view.notice):
            self._notice.show_verdict(view.notice.tone, view.notice.words, flash=False)
        self._notice.setVisible(view.notice is not None)
        self.entry.ask(view.question)
        self._recent.show_lines([Line(line.tone, line.words) for line in view.recent])
        self.buttons.show_view(view)
        self._override.show_view(view.override)
        self._show_middle(view)
        if view.override is None and (before is None or before.override is not None):
            self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        if view.asks_file > self._files_asked:
            self._files_asked = view.asks_file
            self._choose_file()

    def _show_frame(self, view: ReceivingView) -> None:
        """A supervisor has the page to himself; goods in hand leave no room for the last scans."""
        asked = view.override is not None
        self.entry.setVisible(not asked)
        self.buttons.setVisible(not asked)
        self._recent.setVisible(not asked and view.card is None and not view.advice)

    def _show_moment(self, view: ReceivingView) -> None:
        told = view.figure
        moment = None if told is None else Moment(told.number, told.under, (told.head,), done=told.done)
        self.card.setVisible(view.override is None and (moment is not None or view.answer is not None))
        self.card.show_moment(moment, view.question, view.answer)

    def _show_middle(self, view: ReceivingView) -> None:
        if view.override is not None:
            self._middle.setCurrentWidget(self._override)
        elif view.reasons:
            self.why.show_chosen(view.reason)
            self._middle.setCurrentWidget(self.why)
        elif view.card is not None:
            self._goods.show_card(view.card)
            self._middle.setCurrentWidget(self._goods)
        elif view.step in (Step.CLOSING, Step.DONE):
            self._lacking.show_lacking(_head(view), view.lacking)
            self._middle.setCurrentWidget(self._scroll)
        elif view.advice:
            self._advice.show_advice(view.advice)
            self._middle.setCurrentWidget(self._advice)
        else:
            # With a card above that asks already, only how it is answered stands here.
            asks = view.question if view.figure is None else Message("")
            self._calm.say(asks, HOW.get(view.step, Message("")))
            self._middle.setCurrentWidget(self._calm)

    def _choose_file(self) -> None:
        say = self._texts.say
        title, kinds = say(Message("Photo of the goods")), say(Message("Photos"))
        name, _ = QFileDialog.getOpenFileName(self, title, "", f"{kinds} (*.jpg *.jpeg *.png *.webp)")
        if name:
            self._gestures.attach_photo(Path(name))

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        for part in (
            self.rows,
            self.card,
            self._goods,
            self._lacking,
            self._calm,
            self._advice,
            self._recent,
        ):
            part.redraw()


def _head(view: ReceivingView) -> Message:
    if view.step is Step.CLOSING:
        return CLOSING
    if not view.lacking:
        return DONE_ALL
    return DONE_TOLD if any(lack.told for lack in view.lacking) else DONE_WAITS
