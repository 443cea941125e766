"""The crates room on the screen: draws each view, forwards each gesture, and decides nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.crates.model.view import CratesView, Press
from station.crates.screen.buttons import Buttons
from station.crates.screen.gestures import Gestures
from station.crates.screen.tables import Steps, Tables
from station.kernel.messages import Texts
from station.people.screen.override_card import OverrideCard
from station.shell.look import Look
from station.shell.moment_card import Moment, MomentCard
from station.shell.picture_store import PictureStore
from station.shell.scan_guard import ScanGuard, ScanSafeWidget
from station.shell.scan_lines import Line, ScanLines
from station.shell.speech import keep_told

GAP_PX = 10
CARD_SHARE, FIGURE_SHARE = 0.27, 0.22
LEAST_CARD_PX, MOST_CARD_PX = 176, 300
RECENT_PX = 92
STEPS_SHARE = 0.36
LEAST_STEPS_PX, MOST_STEPS_PX = 400, 640


class CratesScreen(ScanSafeWidget):
    """The page of the crates room; lives on the Qt thread. Nothing is typed here but a PIN."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        gestures: Gestures,
        pictures: PictureStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("crates")
        self._gestures = gestures
        self.buttons = Buttons(texts, gestures.press)
        self.card = MomentCard(texts, look, "crates.card", FIGURE_SHARE)
        self.tables = Tables(texts, look, gestures.choose, pictures)
        self.steps = Steps(texts, look)
        self._recent = ScanLines(texts, look, "crates.recent")
        self.override = OverrideCard(
            texts, look, "crates", gestures.pin, gestures.choose_reason, gestures.cancel_override
        )
        self._middle = QStackedWidget()
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.buttons.bind(self)
        self._bind_keys()
        self._guard = ScanGuard(self)
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _lay_out(self) -> None:
        self._recent.setFixedHeight(RECENT_PX)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self.tables, 1)
        row.addWidget(self.steps)
        self._middle.addWidget(work)
        self._middle.addWidget(self.override)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 10, 16, 10)
        page.setSpacing(GAP_PX)
        page.addWidget(self.buttons.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        page.addWidget(self.card)
        page.addWidget(self._middle, 1)
        page.addWidget(self._recent)
        page.addWidget(self.buttons.actions, 0, Qt.AlignmentFlag.AlignRight)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.card.setFixedHeight(min(max(round(self.height() * CARD_SHARE), LEAST_CARD_PX), MOST_CARD_PX))
        wide = round(self.width() * STEPS_SHARE)
        self.steps.setFixedWidth(min(max(wide, LEAST_STEPS_PX), MOST_STEPS_PX))

    def _bind_keys(self) -> None:
        for key, press in (("Return", Press.ENTER), ("Enter", Press.ENTER)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda press=press: self._gestures.press(press))
        for key, step in (("Down", 1), ("Up", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda step=step: self._gestures.step_row(step))

    def show_view(self, view: CratesView) -> None:
        """Draw `view` (on the Qt thread)."""
        told = Moment(view.card.figure, view.card.under, view.card.head, done=view.card.done)
        self.card.show_moment(told, view.question, view.answer)
        self.buttons.show_view(view)
        self.tables.show_rows(view)
        self.steps.show_steps(view.steps)
        self.steps.setVisible(bool(view.steps))
        self._recent.show_lines([Line(line.tone, line.words) for line in view.recent])
        self._show_override(view)

    def _show_override(self, view: CratesView) -> None:
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

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        for part in (self.card, self.tables, self._recent):
            part.redraw()
        self.steps.say_again()
