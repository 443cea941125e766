"""The packing room on the screen: draws each view, forwards each gesture, and decides nothing."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.packing.model.view import PackingView, Press
from station.packing.screen.buttons import Buttons
from station.packing.screen.gestures import Gestures
from station.packing.screen.item_list import ItemList
from station.shell.look import Look
from station.shell.moment_card import Moment, MomentCard
from station.shell.picture_store import PictureStore
from station.shell.scan_guard import ScanGuard, ScanSafeWidget
from station.shell.scan_lines import Line, ScanLines
from station.shell.speech import keep_told
from station.shell.tone_card import ToneCard

GAP_PX = 10
CARD_SHARE, FIGURE_SHARE = 0.27, 0.2
LEAST_CARD_PX, MOST_CARD_PX = 190, 320
NOTICE_PX, RECENT_PX = 48, 92


class PackingScreen(ScanSafeWidget):
    """The page of the packing room; lives on the Qt thread. Nothing is typed here."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        gestures: Gestures,
        pictures: PictureStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("packing")
        self._gestures = gestures
        self.buttons = Buttons(texts, gestures.press)
        self.card = MomentCard(texts, look, "packing.card", FIGURE_SHARE)
        self._notice = ToneCard(texts, look, "packing.notice", 17)
        self.items = ItemList(texts, look, gestures.choose, pictures)
        self._recent = ScanLines(texts, look, "packing.recent")
        self._lay_out()
        self.buttons.bind(self)
        self._bind_keys()
        self._guard = ScanGuard(self)
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _lay_out(self) -> None:
        self._notice.setFixedHeight(NOTICE_PX)
        self._notice.hide()
        self._recent.setFixedHeight(RECENT_PX)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_PX)
        foot.addWidget(self._recent, 1)
        foot.addWidget(self.buttons.actions, 0, Qt.AlignmentFlag.AlignBottom)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 10, 16, 10)
        page.setSpacing(GAP_PX)
        page.addWidget(self._notice)
        page.addWidget(self.card)
        page.addWidget(self.items, 1)
        page.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.card.setFixedHeight(min(max(round(self.height() * CARD_SHARE), LEAST_CARD_PX), MOST_CARD_PX))

    def _bind_keys(self) -> None:
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(partial(self._gestures.press, Press.ENTER))
        for key, step in (("Down", 1), ("Up", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(partial(self._gestures.step_row, step))

    def show_view(self, view: PackingView) -> None:
        """Draw `view` (on the Qt thread)."""
        card = view.card
        told = Moment(card.figure, card.under, card.head, card.end, card.end_tone, card.done)
        self.card.show_moment(told, view.question, view.answer)
        self.items.show_view(view)
        self.buttons.show_view(view)
        self._recent.show_lines([Line(line.tone, line.words) for line in view.recent])
        self._show_notice(view.notice)

    def _show_notice(self, notice: Message | None) -> None:
        if notice is not None:
            self._notice.show_verdict(Tone.REFUSED, notice, flash=False)
        self._notice.setVisible(notice is not None)

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        for part in (self.card, self.items, self._recent):
            part.redraw()
