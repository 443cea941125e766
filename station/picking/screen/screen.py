"""The picking desk on the screen: draws each view, forwards each gesture, and decides nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from station.kernel.clock import Clock
from station.kernel.messages import Texts
from station.people.screen.override_card import OverrideCard
from station.picking.model.view import Answer, PickingView, Step
from station.picking.screen.action_bar import (
    DAMAGED_KEY,
    GIVE_BACK_KEY,
    HAND_OVER_KEY,
    INSTEAD_KEY,
    LATER_KEY,
    SHORT_KEY,
    SUPERVISOR_KEY,
    TAKE_KEY,
    UNDO_KEY,
)
from station.picking.screen.crate_actions import CLOSE_KEY, DISMISS_KEY, REASON_KEYS
from station.picking.screen.done_page import DonePage
from station.picking.screen.gestures import Gestures
from station.picking.screen.start_page import StartPage
from station.picking.screen.wave_page import WavePage
from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.press_key import PressKey
from station.shell.scan_guard import ScanGuard, ScanSafeWidget
from station.shell.speech import keep_told
from station.shell.theme import FLASH_MS

LARGE_KEY = "Home"
TICK_MS = 5_000
"""How often the time left is looked at; it is told in minutes."""


class PickingScreen(ScanSafeWidget):
    """The page of the picking desk; lives on the Qt thread and keeps the focus where scans are safe."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        gestures: Gestures,
        clock: Clock,
        parent: QWidget | None = None,
        pictures: PictureStore | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("picking")
        # Opaque, so that Qt does not paint the window and its frames below it at every scan.
        self.setAutoFillBackground(True)
        self._clock = clock
        self._ahead = timedelta()
        self._gestures = gestures
        self._view: PickingView | None = None
        self._told: Answer | None = None
        self._start = StartPage(texts, look, gestures)
        self._wave = WavePage(texts, look, gestures, pictures)
        self._done = DonePage(texts, look, gestures.take_wave)
        self.override = OverrideCard(
            texts, look, "picking", gestures.pin, gestures.override, gestures.cancel_override
        )
        self._pages = QStackedWidget(self)
        for page in (self._start, self._wave, self._done, self.override):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self._flash = self._timer(FLASH_MS, self._rest, once=True)
        self._timer(TICK_MS, self.tick).start()
        self._bind_keys()
        self._guard = ScanGuard(self)
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _timer(self, every_ms: int, call: Callable[[], None], *, once: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(every_ms)
        timer.setSingleShot(once)
        timer.timeout.connect(call)
        return timer

    def _bind_keys(self) -> None:
        buttons, crate, product = self._wave.buttons, self._wave.wall.crate_row, self._wave.product
        PressKey(UNDO_KEY, self, buttons.undo)
        PressKey(SHORT_KEY, self, buttons.short)
        PressKey(SUPERVISOR_KEY, self, buttons.supervisor)
        PressKey(DAMAGED_KEY, self, buttons.damaged)
        PressKey(LATER_KEY, self, buttons.later)
        PressKey(GIVE_BACK_KEY, self, self._start.give_back, buttons.give_back, buttons.weigh)
        PressKey(INSTEAD_KEY, self, buttons.instead)
        PressKey(TAKE_KEY, self, self._start.take, self._done.take, buttons.taken_out)
        PressKey("Left", self, product.fewer)
        PressKey("Right", self, product.more)
        PressKey(CLOSE_KEY, self, crate.close_crate)
        PressKey(DISMISS_KEY, self, crate.dismiss)
        for reason, key in REASON_KEYS.items():
            also = (buttons.hand_over,) if key == HAND_OVER_KEY else ()
            PressKey(key, self, crate.reprint[reason], *also)
        QShortcut(QKeySequence(LARGE_KEY), self, self._gestures.turn_large).setAutoRepeat(False)
        for key, by in (("Up", -1), ("Down", 1)):
            QShortcut(QKeySequence(key), self, lambda by=by: self._wave.wall.step(by))

    def show_view(self, view: PickingView) -> None:
        """Draw `view` (on the Qt thread).

        Its answer flashes when it is another Answer object than the one shown last: a flow that sends the
        same object again redraws, it does not tell twice.
        """
        fresh = view.answer is not None and view.answer is not self._told
        self._view, self._told = view, view.answer
        self._ahead = view.at - self._clock.now()
        if fresh:
            self._wave.wall.put_away()
            self._flash.start()
        flashing = self._flash.isActive() and view.answer is not None
        self._show_override(view)
        page = self._page(view.step)
        if page is self._start:
            self._start.show_view(view, fresh=fresh)
        elif page is self._done:
            self._done.show_view(view, flashing=flashing)
        else:
            self._wave.show_view(view, self._now(), flashing=flashing)
        self._pages.setCurrentWidget(self.override if view.override is not None else page)

    def _show_override(self, view: PickingView) -> None:
        """A supervisor has the page alone, and the focus: the PIN is typed."""
        was_asked = self._pages.currentWidget() is self.override
        if view.override is not None:
            self._pages.setCurrentWidget(self.override)
        self.override.show_view(view.override)
        if was_asked and view.override is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self, step: Step) -> QWidget:
        if step in (Step.NO_WAVE, Step.TAKING, Step.UNPLANNED, Step.PLANNING):
            return self._start
        return self._done if step is Step.WAVE_DONE else self._wave

    def _rest(self) -> None:
        self._wave.rest()
        self._done.rest()

    def tick(self) -> None:
        """Look at the clock: time left is told in minutes, and runs out without a scan."""
        if self._view is not None and self._pages.currentWidget() is self._wave:
            self._wave.tick(self._view, self._now())

    def _now(self) -> datetime:
        """The moment by the clock of the views: the PC's own may be wrong."""
        return self._clock.now() + self._ahead

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        self._start.redraw()
        self._wave.redraw()
        self._done.redraw()
