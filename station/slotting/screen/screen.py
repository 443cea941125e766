"""The slotting room on the screen: draws each view, forwards each gesture, and decides nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.kernel.messages import Texts, Tone
from station.shell.look import Look
from station.shell.moment_card import Moment, MomentCard
from station.shell.picture_store import PictureStore
from station.shell.scan_guard import ScanGuard, ScanSafeWidget
from station.shell.speech import keep_told
from station.shell.tone_card import ToneCard
from station.slotting.model.view import SlottingView, Step
from station.slotting.screen.bin_card import BinCard
from station.slotting.screen.buttons import Buttons
from station.slotting.screen.floor_map import FloorMap
from station.slotting.screen.gestures import Gestures
from station.slotting.screen.legend import Legend
from station.slotting.screen.move_list import MoveList

GAP_PX = 10
CARD_SHARE, FIGURE_SHARE = 0.22, 0.26
LEAST_CARD_PX, MOST_CARD_PX = 136, 230
SIDE_SHARE = 0.3
LEAST_SIDE_PX, MOST_SIDE_PX = 340, 560
WIDE_SIDE_SHARE = 0.4
NOTICE_PX = 48
ARROWS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}


class SlottingScreen(ScanSafeWidget):
    """The page of the slotting room; lives on the Qt thread. Nothing is typed here."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        gestures: Gestures,
        pictures: PictureStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("slotting")
        self._gestures = gestures
        self._view: SlottingView | None = None
        self.buttons = Buttons(texts, gestures.press)
        self.card = MomentCard(texts, look, "slotting.card", FIGURE_SHARE, pictures)
        self._notice = ToneCard(texts, look, "slotting.notice", 17)
        self.map = FloorMap(texts, look, gestures.choose)
        self._legend = Legend(texts, look)
        self.bin = BinCard(texts, look)
        self.moves = MoveList(texts, look)
        self._side = QStackedWidget()
        self._lay_out()
        self.buttons.bind(self)
        for key, (right, down) in ARROWS.items():
            self._bind(key, right, down)
        self._guard = ScanGuard(self)
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _lay_out(self) -> None:
        self._notice.setFixedHeight(NOTICE_PX)
        self._notice.hide()
        head = QHBoxLayout()
        head.setSpacing(GAP_PX)
        head.addWidget(self.buttons.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._notice, 1)
        for side in (self.bin, self.moves):
            self._side.addWidget(side)
        middle = QHBoxLayout()
        middle.setSpacing(GAP_PX)
        middle.addWidget(self.map, 1)
        middle.addWidget(self._side)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 10, 16, 10)
        page.setSpacing(GAP_PX)
        page.addLayout(head)
        page.addWidget(self.card)
        page.addLayout(middle, 1)
        page.addWidget(self._legend)
        page.addWidget(self.buttons.actions, 0, Qt.AlignmentFlag.AlignRight)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.card.setFixedHeight(min(max(round(self.height() * CARD_SHARE), LEAST_CARD_PX), MOST_CARD_PX))
        self._share_width()

    def _bind(self, key: str, right: int, down: int) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(lambda: self._gestures.walk(right, down))

    def show_view(self, view: SlottingView) -> None:
        """Draw `view` (on the Qt thread)."""
        self._view = view
        figure = view.figure
        told = Moment(figure.number, figure.under, figure.head, done=figure.done, sku=figure.sku)
        self.card.show_moment(told, view.question, view.answer)
        self.buttons.show_view(view)
        self.map.show_view(view)
        self.bin.show_panel(view.panel)
        self.moves.show_moves(view.moves)
        is_list = view.step in (Step.PLAN, Step.MOVE, Step.SEARCHING)
        self._side.setCurrentWidget(self.moves if is_list else self.bin)
        self._share_width()
        if view.notice is not None:
            self._notice.show_verdict(Tone.ASK, view.notice, flash=False)
        self._notice.setVisible(view.notice is not None)

    def _share_width(self) -> None:
        """The list of moves wants more room than a bin."""
        share = WIDE_SIDE_SHARE if self._side.currentWidget() is self.moves else SIDE_SHARE
        wide = round(self.width() * share)
        self._side.setFixedWidth(min(max(wide, LEAST_SIDE_PX), MOST_SIDE_PX))

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        for part in (self.card, self.map, self._legend, self.bin):
            part.redraw()
        if self._view is not None:
            self.moves.show_moves(self._view.moves)
