"""The customer at the counter: where to fetch from, what goes along, what is not here and why."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import CustomerCard, GoodsLine, Left, LineKey, LineState
from station.pickup.screen.absent_list import AbsentList
from station.pickup.screen.gestures import PickupGestures
from station.pickup.screen.places_board import PlacesBoard
from station.shell.look import Look, font
from station.shell.scrolling import quiet_scroll
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

ABSENT_PX = 330
HINT_LINES = 8
"""With more lines their room is wanted."""


class CustomerPage(QWidget):
    """A tap marks a line, then it is said why it stays; a tap on one that stays takes it along."""

    def __init__(
        self, texts: Texts, look: Look, gestures: PickupGestures, on_mark: Callable[[bool], None]
    ) -> None:
        """`on_mark` is told whether a line is marked."""
        super().__init__()
        self.setObjectName("pickup.customer")
        self._gestures = gestures
        self._on_mark = on_mark
        self._card: CustomerCard | None = None
        self._marked: LineKey | None = None
        self._board = PlacesBoard(texts, look, self._tapped)
        self._scroll = quiet_scroll("pickup.places_scroll", self._board)
        self._hint = SpokenLabel(texts, Message("Something is missing or not wanted? Tap its line (↑ ↓)"))
        self._hint.setObjectName("pickup.customer_hint")
        self._hint.setFont(font(SCALE.secondary_px))
        self._fetch = QWidget()
        column = QVBoxLayout(self._fetch)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._hint)
        self._absent = AbsentList(texts, look)
        self._beside = quiet_scroll("pickup.absent_scroll", self._absent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(20)
        self._row.addWidget(self._fetch, 1)
        self._row.addWidget(self._beside)

    def show_card(self, card: CustomerCard) -> None:
        """Draw `card`; the mark stays on its line while that line is there."""
        if self._card is None or self._card.key != card.key:
            self._marked = None
        self._card = card
        self._board.show_places(card.places)
        self._absent.show_lines(card.absent)
        self._fetch.setVisible(bool(card.places))
        self._hint.setVisible(len(self._every()) <= HINT_LINES)
        self._beside.setVisible(bool(card.absent))
        self._beside.setMinimumWidth(ABSENT_PX)
        self._beside.setMaximumWidth(ABSENT_PX if card.places else 16_777_215)
        if self._line(self._marked) is None:
            self._marked = None
        self._show_mark()
        QTimer.singleShot(0, self, self._fill)

    def step(self, by: int) -> None:
        """Mark the line `by` places below, around the circle."""
        keys = [line.key for line in self._every()]
        if not keys:
            return
        at = keys.index(self._marked) + by if self._marked in keys else (0 if by > 0 else -1)
        self._marked = keys[at % len(keys)]
        self._show_mark()

    def leave(self, why: Left) -> None:
        """The marked line stays; where it stays for this reason already, it goes after all."""
        line = self._line(self._marked)
        if line is None:
            return
        if line.state is LineState(why.value):
            self._gestures.take(line.key)
        else:
            self._gestures.leave(line.key, why)

    def unmark(self) -> bool:
        """Mark no line; returns whether one was marked."""
        was, self._marked = self._marked, None
        self._show_mark()
        return was is not None

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self._board.redraw()
        self._absent.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fill)

    def _tapped(self, line: GoodsLine) -> None:
        if line.state is not LineState.TICKED:
            self._gestures.take(line.key)
            self._marked = None
        else:
            self._marked = None if self._marked == line.key else line.key
        self._show_mark()

    def _show_mark(self) -> None:
        self._board.mark(self._marked)
        self._on_mark(self._marked is not None)
        for button in self._board.lines:
            if button.marked:
                self._scroll.ensureWidgetVisible(button, 0, 60)

    def _every(self) -> list[GoodsLine]:
        return [line for place in self._card.places for line in place.lines] if self._card else []

    def _line(self, key: LineKey | None) -> GoodsLine | None:
        return next((line for line in self._every() if line.key == key), None)

    def _fill(self) -> None:
        self._board.fill(self._scroll.viewport().height())
