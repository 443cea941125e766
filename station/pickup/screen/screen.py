"""The pickup desk on the screen: draws each view, forwards each gesture, and decides nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.kernel.clock import Clock
from station.kernel.messages import Message, Texts
from station.pickup.model.view import Left, Notice, PickupView, Step
from station.pickup.screen.action_bar import (
    AWAY_KEY,
    EMPTIES_KEY,
    LEAVE_KEY,
    NEXT_KEY,
    REFUSE_KEY,
    SLIP_KEY,
    UNDO_KEY,
    ActionBar,
    Acts,
)
from station.pickup.screen.choose_page import ChoosePage
from station.pickup.screen.customer_page import CustomerPage
from station.pickup.screen.day_page import DayPage
from station.pickup.screen.empties_page import EmptiesPage
from station.pickup.screen.entry import Entry, EntryFocus
from station.pickup.screen.gestures import PickupGestures
from station.pickup.screen.handed_page import HandedPage
from station.pickup.screen.lock_bar import LockBar
from station.pickup.screen.moment_words import moment
from station.pickup.screen.receiving_page import ReceivingPage
from station.shell.calm_words import CalmWords
from station.shell.look import Look
from station.shell.moment_card import MomentCard
from station.shell.press_key import PressKey
from station.shell.scan_guard import ScanSafeWidget
from station.shell.scan_lines import Line, ScanLines
from station.shell.speech import keep_told
from station.shell.tone_card import ToneCard

COUNT_MS = 250
"""How often the count-down of a lock is looked at, so that no second is skipped."""
ALONE_MS = 600
"""A digit that no other follows for so long chooses its row; digits of a code follow each other sooner."""
STARTING = (Message("Reading the shop's day…"), Message("It is on this PC: a moment only"))
GAP_PX = 10
CARD_SHARE = 0.255
FIGURE_SHARE = 0.275
LEAST_CARD_PX, MOST_CARD_PX = 172, 280
FOOT_PX = 92
NOTICE_PX = 48


class PickupScreen(ScanSafeWidget):
    """The page of the counter; lives on the Qt thread. Whatever is typed goes into its one field."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        gestures: PickupGestures,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pickup")
        self._gestures = gestures
        self._clock = clock
        self._ahead = timedelta()
        self._view: PickupView | None = None
        self._notice_told: Notice | None = None
        self.entry = Entry(texts, clock, self._submit, self._yes)
        self.lock = LockBar(texts, look)
        self.card = MomentCard(texts, look, "pickup.card", FIGURE_SHARE)
        self._notice = ToneCard(texts, look, "pickup.notice", 17)
        self._starting = CalmWords(texts, look, "pickup.starting")
        self._starting.say(
            Message("Reading the shop's day…"), Message("It is on this PC: a moment only"), busy=True
        )
        self.day = DayPage(texts, look, gestures)
        self._receiving = ReceivingPage(texts, look)
        self._choose = ChoosePage(texts, look, gestures)
        self._customer = CustomerPage(texts, look, gestures, lambda marked: self.buttons.mark(marked=marked))
        self._handed = HandedPage(texts, look, gestures)
        self._empties = EmptiesPage(texts, look)
        self._recent = ScanLines(texts, look, "pickup.recent")
        self.buttons = ActionBar(texts, look, self._acts())
        self._middle = QStackedWidget()
        self._lay_out()
        self._count = self._timer(COUNT_MS, self.tick)
        self._alone = self._timer(ALONE_MS, self._choose_by_digit, once=True)
        self.entry.textChanged.connect(self._edited)
        self._bind_keys()
        self._focus = EntryFocus(self, self.entry, (self.day.search, self._handed.undo.words))
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _acts(self) -> Acts:
        return Acts(
            put_away=self._put_away,
            receive=lambda: self._gestures.receive(),
            give_empties=lambda: self._gestures.give_empties(),
            leave_not_found=lambda: self._customer.leave(Left.NOT_FOUND),
            leave_refused=lambda: self._customer.leave(Left.REFUSED),
            undo=self._undo,
            print_slip=lambda: self._gestures.print_slip(),
            complete=lambda: self._gestures.complete_receipt(),
            confirm=self._confirm,
        )

    def _lay_out(self) -> None:
        for page in (self._starting, *self._pages()):
            self._middle.addWidget(page)
        self._notice.setFixedHeight(NOTICE_PX)
        self._recent.setFixedHeight(FOOT_PX)
        head = QHBoxLayout()
        head.setSpacing(GAP_PX)
        head.addWidget(self.entry, 1)
        head.addWidget(self.lock)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_PX)
        foot.addWidget(self._recent, 1)
        foot.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(GAP_PX)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addWidget(self.card)
        column.addWidget(self._middle, 1)
        column.addLayout(foot)
        for silent in (self._notice, self.card, self._recent, self.buttons):
            silent.hide()

    def _pages(
        self,
    ) -> tuple[DayPage | ReceivingPage | ChoosePage | CustomerPage | HandedPage | EmptiesPage, ...]:
        return self.day, self._receiving, self._choose, self._customer, self._handed, self._empties

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.card.setFixedHeight(min(max(round(self.height() * CARD_SHARE), LEAST_CARD_PX), MOST_CARD_PX))

    def _timer(self, every_ms: int, call: Callable[[], object], *, once: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(every_ms)
        timer.setSingleShot(once)
        timer.timeout.connect(call)
        return timer

    def _bind_keys(self) -> None:
        buttons = self.buttons
        self._bind(AWAY_KEY, self._escape)
        PressKey(LEAVE_KEY, self, buttons.not_found, buttons.receive)
        PressKey(REFUSE_KEY, self, buttons.refused)
        PressKey(UNDO_KEY, self, buttons.undo)
        PressKey(SLIP_KEY, self, buttons.slip)
        PressKey(EMPTIES_KEY, self, buttons.empties)
        PressKey(NEXT_KEY, self, buttons.complete, buttons.confirm)
        for key, button in self._handed.undo.reasons.items():
            PressKey(key, self, button)
        self._bind("Up", lambda: self._step(-1))
        self._bind("Down", lambda: self._step(1))

    def _bind(self, key: str, call: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(call)

    def show_view(self, view: PickupView) -> None:
        """Draw `view` (on the Qt thread)."""
        before = self._view.step if self._view is not None else None
        self._view = view
        self._ahead = view.at - self._clock.now()
        fresh = self.card.show_moment(moment(view), view.question, view.answer)
        if view.step is not before:
            self.entry.settle()
        self.entry.answered(fresh=fresh, keep=view.digits_missing > 0)
        self._show_frame(view)
        self._show_page(view)
        if fresh or view.step is not before:
            self._take_focus(view.step is not before)

    def _show_frame(self, view: PickupView) -> None:
        self.lock.show_lock(view.lock, self._now())
        if self.lock.locked:
            self._count.start()
        self._recent.show_lines(
            [Line(line.tone, line.words, line.shown, f"{line.at:%H:%M}") for line in view.recent]
        )
        self.buttons.show_view(view)
        if view.notice is not None and view.notice != self._notice_told:
            self._notice.show_verdict(view.notice.tone, view.notice.words)
        self._notice_told = view.notice
        self._notice.setVisible(view.notice is not None)
        for part in (self.card, self._recent, self.buttons):
            part.show()

    def _show_page(self, view: PickupView) -> None:
        """Exactly the card of the step is there."""
        page: QWidget = self._starting
        if view.day is not None:
            self.day.show_card(view.day)
            page = self.day
        elif view.receiving is not None:
            self._receiving.show_card(view.receiving)
            page = self._receiving
        elif view.choose is not None:
            self._choose.show_card(view.choose)
            page = self._choose
        elif view.customer is not None:
            self._customer.show_card(view.customer)
            page = self._customer
        elif view.handed is not None:
            self._handed.show_card(view.handed)
            page = self._handed
        elif view.empties is not None:
            self._empties.show_card(view.empties)
            page = self._empties
        self._middle.setCurrentWidget(page)

    def _take_focus(self, turned: bool) -> None:
        """Back to the field, but never out of a word being typed while the page is the same."""
        words = (self.day.search, self._handed.undo.words)
        if turned or not any(field.hasFocus() for field in words):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self, text: str) -> None:
        """Among several customers a digit marks its row; alone for a moment it chooses it."""
        self._alone.stop()
        if self._view is not None and self._view.step is Step.CHOOSE and self._choose.mark(text) is not None:
            self._alone.start()

    def _submit(self, text: str) -> None:
        """Enter behind a digit chooses its row at once; all else is for the flow to read."""
        if not self._choose_by_digit():
            self._gestures.typed(text)

    def _choose_by_digit(self) -> bool:
        self._alone.stop()
        choosing = self._view is not None and self._view.step is Step.CHOOSE
        key = self._choose.mark(self.entry.text()) if choosing else None
        if key is not None:
            self.entry.clear()
            self._gestures.choose(key)
        return key is not None

    def _yes(self) -> None:
        """Enter on the empty field: the row the arrows stand on, or the next action of a customer."""
        step = self._view.step if self._view is not None else None
        if step is Step.CUSTOMER:
            self._confirm()
        elif step is Step.DAY:
            self.day.choice.press()
        elif step is Step.CHOOSE:
            self._choose.choice.press()

    def _confirm(self) -> None:
        view = self._view
        if view is not None and view.customer is not None and view.customer.can_confirm:
            self._gestures.confirm(view.serial)

    def _undo(self) -> None:
        """A scan of a crate or a box is taken back at once, a handover only with a reason."""
        if self._view is not None and self._view.receiving is not None:
            self._gestures.undo_receipt()
        elif self._view is not None and self._view.empties is not None:
            self._gestures.undo_empty()
        elif self._handed.undo.is_open:
            self._handed.undo.close_question()
            self._take_focus(turned=True)
        else:
            self._handed.undo.ask()

    def _put_away(self) -> None:
        self.entry.clear()
        self._gestures.put_away()

    def _escape(self) -> None:
        """One step back: out of a field, a question, a mark, what is typed; then the customer."""
        view = self._view
        if view is None:
            return
        if self.day.search.hasFocus() or self._handed.undo.words.hasFocus():
            self._take_focus(turned=True)
        elif self.entry.text():
            self.entry.clear()
        elif view.handed is not None and self._handed.undo.is_open:
            self._handed.undo.close_question()
        elif view.step is Step.CUSTOMER and self._customer.unmark():
            return
        elif view.step is Step.DAY:
            if not self.day.choice.forget() and self.day.search.text():
                self._gestures.search("")
        else:
            self._put_away()

    def _step(self, by: int) -> None:
        step = self._view.step if self._view is not None else None
        if step is Step.CUSTOMER:
            self._customer.step(by)
        elif step is Step.DAY:
            self.day.step(by)
        elif step is Step.CHOOSE:
            self._choose.step(by)

    def tick(self) -> None:
        """Count the lock down by the clock; rest when there is none."""
        self.lock.show_lock(self._view.lock if self._view is not None else None, self._now())
        if not self.lock.locked:
            self._count.stop()

    def _now(self) -> datetime:
        """The moment by the clock of the views: the PC's own may be wrong."""
        return self._clock.now() + self._ahead

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        for part in (self.lock, self.card, self._starting, *self._pages(), self._recent, self.buttons):
            part.redraw()
