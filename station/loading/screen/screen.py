"""The loading desk on the screen: draws each view, forwards each gesture, and decides nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.kernel.clock import Clock
from station.kernel.messages import Message, Texts
from station.loading.model.view import LoadingView, Notice
from station.loading.screen.action_bar import (
    CANCEL_KEY,
    DEPART_KEY,
    SUPERVISOR_KEY,
    TAKE_OFF_KEY,
    UNDO_KEY,
    ActionBar,
)
from station.loading.screen.calm_words import HOW, STARTING
from station.loading.screen.departure_panel import DeparturePanel
from station.loading.screen.gestures import Gestures
from station.loading.screen.moment_words import moment
from station.loading.screen.route_list import RouteList
from station.loading.screen.stop_board import StopBoard
from station.shell.calm_words import LARGE, CalmWords
from station.shell.look import Look
from station.shell.moment_card import MomentCard
from station.shell.press_key import PressKey
from station.shell.scan_guard import ScanGuard, ScanSafeWidget
from station.shell.scan_lines import Line, ScanLines
from station.shell.speech import keep_told
from station.shell.tone_card import ToneCard

TICK_MS = 5_000
"""How often the times of departure are looked at; they are told in minutes."""
GAP_PX = 12
CARD_SHARE = 0.285
FIGURE_SHARE = 0.205
LEAST_CARD_PX, MOST_CARD_PX = 180, 300
FOOT_PX = 106
NOTICE_PX = 52


class LoadingScreen(ScanSafeWidget):
    """The page of the dock; lives on the Qt thread and keeps the focus where scans are safe."""

    def __init__(
        self, texts: Texts, look: Look, gestures: Gestures, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("loading")
        self._gestures = gestures
        self._clock = clock
        self._ahead = timedelta()
        self._view: LoadingView | None = None
        self._notice_told: Notice | None = None
        self.routes = RouteList(texts, look, gestures)
        self.card = MomentCard(texts, look, "loading.card", FIGURE_SHARE)
        self._notice = ToneCard(texts, look, "loading.notice", 18)
        self._board = StopBoard(texts, look)
        self._departure = DeparturePanel(texts, look, gestures)
        self._calm = CalmWords(texts, look, "loading.calm", LARGE)
        self._calm.say(Message(""), STARTING, busy=True)
        self._recent = ScanLines(texts, look, "loading.recent")
        self.buttons = ActionBar(texts, gestures)
        self._middle = QStackedWidget()
        self._lay_out()
        self._clockwork = QTimer(self)
        self._clockwork.timeout.connect(self.tick)
        self._clockwork.start(TICK_MS)
        self._bind_keys()
        self._guard = ScanGuard(self)
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _lay_out(self) -> None:
        for part in (self._calm, self._board, self._departure):
            self._middle.addWidget(part)
        self._notice.setFixedHeight(NOTICE_PX)
        self._recent.setFixedHeight(FOOT_PX)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_PX)
        foot.addWidget(self._recent, 1)
        foot.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignBottom)
        right = QVBoxLayout()
        right.setSpacing(GAP_PX)
        right.addWidget(self._notice)
        right.addWidget(self.card)
        right.addWidget(self._middle, 1)
        right.addLayout(foot)
        page = QHBoxLayout(self)
        page.setContentsMargins(16, 12, 16, 12)
        page.setSpacing(GAP_PX)
        page.addWidget(self.routes)
        page.addLayout(right, 1)
        for silent in (self._notice, self.card, self.routes, self.buttons, self._recent):
            silent.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.card.setFixedHeight(min(max(round(self.height() * CARD_SHARE), LEAST_CARD_PX), MOST_CARD_PX))

    def _bind_keys(self) -> None:
        buttons = self.buttons
        PressKey(UNDO_KEY, self, buttons.undo)
        PressKey(TAKE_OFF_KEY, self, buttons.take_off)
        PressKey(DEPART_KEY, self, buttons.depart)
        PressKey(CANCEL_KEY, self, buttons.cancel)
        PressKey(SUPERVISOR_KEY, self, buttons.ask)
        self._bind("Up", lambda: self._gestures.step_route(-1))
        self._bind("Down", lambda: self._gestures.step_route(1))
        for key in ("PgUp", "Left"):
            self._bind(key, lambda: self._turn_page(-1))
        for key in ("PgDown", "Right"):
            self._bind(key, lambda: self._turn_page(1))

    def _bind(self, key: str, call: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(call)

    def _turn_page(self, step: int) -> None:
        (self._departure if self._middle.currentWidget() is self._departure else self._board).turn_page(step)

    def show_view(self, view: LoadingView) -> None:
        """Draw `view` (on the Qt thread)."""
        self._view = view
        self._ahead = view.at - self._clock.now()
        self._show_frame(view)
        self.routes.show_rows(view.routes, self._now())
        self._show_moment(view)
        self._recent.show_lines([Line(line.tone, line.words) for line in view.recent])
        self.buttons.show_view(view)
        self._show_middle(view)

    def _show_moment(self, view: LoadingView) -> None:
        told = moment(view.route, self._now()) if view.route is not None else None
        self.card.show_moment(told, view.question, view.answer)

    def _show_frame(self, view: LoadingView) -> None:
        """Only what has something to say stands on the screen; a talk with a supervisor needs the room."""
        talks = view.supervised is not None
        self.card.setVisible(not talks and (view.route is not None or view.answer is not None))
        self._recent.setVisible(bool(view.routes) and not talks)
        self.routes.setVisible(bool(view.routes))
        self.buttons.setVisible(view.route is not None and not talks)
        if view.notice is not None and view.notice != self._notice_told:
            self._notice.show_verdict(view.notice.tone, view.notice.words, flash=False)
        self._notice_told = view.notice
        self._notice.setVisible(view.notice is not None)

    def _show_middle(self, view: LoadingView) -> None:
        if view.supervised is None and self._middle.currentWidget() is self._departure:
            self._departure.end()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if view.supervised is not None:
            self._departure.show_departure(view.supervised)
            self._middle.setCurrentWidget(self._departure)
        elif view.route is not None:
            self._board.show_stops(view.route.stops)
            self._middle.setCurrentWidget(self._board)
        else:
            self._calm.say(view.question, HOW.get(view.step, Message("")))
            self._middle.setCurrentWidget(self._calm)

    def tick(self) -> None:
        """Look at the clock: a van becomes late without a scan."""
        if self._view is not None:
            self.routes.tick(self._now())
            self._show_moment(self._view)

    def _now(self) -> datetime:
        """The moment by the clock of the views: the PC's own may be wrong."""
        return self._clock.now() + self._ahead

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        self.tick()
        for part in (self.routes, self._board, self._departure, self._calm, self._recent):
            part.redraw()
