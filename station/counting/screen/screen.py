"""The stock room on the screen: draws each view, forwards each gesture, and decides nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.counting.model.view import CountingView, Step
from station.counting.screen.buttons import Buttons
from station.counting.screen.gestures import Gestures
from station.counting.screen.keypad import Keypad
from station.counting.screen.tables import Tables
from station.kernel.messages import Message, Texts, Tone
from station.people.screen.override_card import OverrideCard
from station.shell.look import Look
from station.shell.moment_card import Moment, MomentCard
from station.shell.scan_guard import ScanGuard, ScanSafeWidget
from station.shell.scan_lines import Line, ScanLines
from station.shell.speech import SpokenLabel, keep_told
from station.shell.tone_card import ToneCard

GAP_PX = 10
CARD_SHARE, FIGURE_SHARE = 0.25, 0.2
LEAST_CARD_PX, MOST_CARD_PX = 168, 280
NOTICE_PX = 48
MOVES_PX, RECENT_PX = 96, 92


class CountingScreen(ScanSafeWidget):
    """The page of the stock room; lives on the Qt thread. Digits go to its one field."""

    def __init__(self, texts: Texts, look: Look, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("counting")
        self._gestures = gestures
        self._view: CountingView | None = None
        self.buttons = Buttons(texts, gestures.press)
        self.card = MomentCard(texts, look, "counting.card", FIGURE_SHARE)
        self._notice = ToneCard(texts, look, "counting.notice", 17)
        self.tables = Tables(texts, look, gestures.choose)
        self.keypad = Keypad(texts, gestures.typed)
        self._moves = ScanLines(texts, look, "counting.moves")
        self._moved = SpokenLabel(texts, Message("Moved at this desk lately"))
        self._moved.setObjectName("counting.moved")
        self._recent = ScanLines(texts, look, "counting.recent")
        self.override = OverrideCard(
            texts, look, "counting", gestures.pin, gestures.choose_reason, gestures.cancel_override
        )
        self._middle = QStackedWidget()
        self._lay_out()
        self.setFocusProxy(self.keypad.entry)
        self.buttons.bind(self)
        self._bind("Up", -1)
        self._bind("Down", 1)
        self._guard = ScanGuard(self)
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _lay_out(self) -> None:
        self._notice.setFixedHeight(NOTICE_PX)
        self._recent.setFixedHeight(RECENT_PX)
        self._moves.setFixedHeight(MOVES_PX)
        self._notice.hide()
        head = QHBoxLayout()
        head.setSpacing(GAP_PX)
        head.addWidget(self.buttons.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._notice, 1)
        left = QVBoxLayout()
        left.setSpacing(GAP_PX)
        left.addWidget(self.tables, 1)
        left.addWidget(self._moved)
        left.addWidget(self._moves)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        row.addLayout(left, 1)
        row.addWidget(self.keypad)
        self._middle.addWidget(work)
        self._middle.addWidget(self.override)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_PX)
        foot.addWidget(self._recent, 1)
        foot.addWidget(self.buttons.actions, 0, Qt.AlignmentFlag.AlignBottom)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 10, 16, 10)
        page.setSpacing(GAP_PX)
        page.addLayout(head)
        page.addWidget(self.card)
        page.addWidget(self._middle, 1)
        page.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.card.setFixedHeight(min(max(round(self.height() * CARD_SHARE), LEAST_CARD_PX), MOST_CARD_PX))

    def _bind(self, key: str, step: int) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(lambda: self._gestures.step_row(step))

    def show_view(self, view: CountingView) -> None:
        """Draw `view` (on the Qt thread)."""
        self._view = view
        part = view.part
        told = Moment(part.card.figure, part.card.under, part.card.head, done=part.card.done)
        self.card.show_moment(told, part.question, view.answer)
        self.buttons.show_view(view)
        self.tables.show_part(part)
        self.keypad.show_typed(part.typed)
        for each in (self._moved, self._moves):
            each.setVisible(part.step is Step.LOOK_UP and bool(part.moves))
        self._moves.show_lines([Line(Tone.INFO, line.words, time=line.at) for line in part.moves])
        self._recent.show_lines([Line(line.tone, line.words) for line in view.recent])
        self._show_notice(view.notice)
        self._show_override(view)

    def _show_override(self, view: CountingView) -> None:
        """The card stands in place of the rows, and gives the keys back when it goes."""
        was_asked = self._middle.currentWidget() is self.override
        if view.override is not None:
            self._middle.setCurrentWidget(self.override)
        elif was_asked:
            self._middle.setCurrentIndex(0)
        self.card.setVisible(view.override is None)
        self.override.show_view(view.override)
        if was_asked and view.override is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_notice(self, notice: Message | None) -> None:
        if notice is not None:
            self._notice.show_verdict(Tone.REFUSED, notice, flash=False)
        self._notice.setVisible(notice is not None)

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        for part in (self.card, self.tables, self.keypad, self._moves, self._recent):
            part.redraw()
