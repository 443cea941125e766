"""Crates come off the van: tiles that fill, the missing ones named, and where the last one goes."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import ReceivingCard
from station.pickup.model.words import PLACES
from station.pickup.screen.crate_grid import CrateGrid
from station.pickup.screen.put_place import PutPlace
from station.pickup.screen.receipt_notes import ReceiptNotes
from station.shell.calm_words import CalmWords
from station.shell.look import Look
from station.shell.scrolling import quiet_scroll

BESIDE_PX = 380
LEAST_PLACE_PX, MOST_PLACE_PX = 90, 140


class ReceivingPage(QWidget):
    """The tiles left, the words to them right."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("pickup.receiving")
        self._grid = CrateGrid(texts, look)
        self._scroll = quiet_scroll("pickup.crates_scroll", self._grid)
        self._calm = CalmWords(texts, look, "pickup.receiving_empty")
        self._put = PutPlace(texts, look, PLACES)
        self._notes = ReceiptNotes(texts, look)
        self._left = QStackedWidget()
        self._left.addWidget(self._scroll)
        self._left.addWidget(self._calm)
        beside = QWidget()
        beside.setFixedWidth(BESIDE_PX)
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._put)
        column.addWidget(quiet_scroll("pickup.receipt_notes_scroll", self._notes), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(self._left, 1)
        row.addWidget(beside)

    def show_card(self, card: ReceivingCard) -> None:
        """Draw `card`."""
        self._grid.show_tiles(card.tiles, card.last)
        if card.delivery is None:
            self._calm.say(
                Message("Nothing is announced yet"),
                Message("Deliveries appear here once the warehouse packs them"),
            )
        else:
            self._calm.say(
                Message("The crates of this delivery are not known yet"),
                Message("They come with the network. Crates can be scanned again then"),
            )
        self._left.setCurrentIndex(0 if card.tiles else 1)
        self._put.show_tile(card.last)
        self._put.setVisible(card.last is not None)
        self._notes.show_card(card)
        QTimer.singleShot(0, self, self._fill)

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        for part in (self._grid, self._calm, self._put, self._notes):
            part.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._put.setFixedHeight(min(max(self.height() // 4, LEAST_PLACE_PX), MOST_PLACE_PX))
        QTimer.singleShot(0, self, self._fill)

    def _fill(self) -> None:
        self._grid.fill(self._scroll.viewport().height())
