"""After a handover, and where a code was used already: what went, to whom, and the way back."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.kernel.messages import Texts
from station.pickup.model.view import HandedCard
from station.pickup.screen.gestures import PickupGestures
from station.pickup.screen.handed_list import HandedList
from station.pickup.screen.undo_panel import UndoPanel
from station.shell.look import Look
from station.shell.scrolling import quiet_scroll

PANEL_PX = 560


class HandedPage(QWidget):
    """The handovers left, taking back right."""

    def __init__(self, texts: Texts, look: Look, gestures: PickupGestures) -> None:
        super().__init__()
        self.setObjectName("pickup.handed")
        self._handovers: tuple[object, ...] = ()
        self._list = HandedList(texts, look)
        self.undo = UndoPanel(texts, gestures.undo_handover)
        self.undo.setFixedWidth(PANEL_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(quiet_scroll("pickup.handovers_scroll", self._list), 1)
        row.addWidget(self.undo)

    def show_card(self, card: HandedCard) -> None:
        """Draw `card`; another handover is not taken back by a question about the last one."""
        told = tuple(each.collection_id for each in card.handovers)
        if told != self._handovers:
            self.undo.close_question()
        self._handovers = told
        self._list.show_handovers(card.handovers)
        self.undo.show_card(card)

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self._list.redraw()
