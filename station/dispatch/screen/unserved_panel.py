"""Stops on no route: why, what to do; dragged on to a bar, or put by one press where each costs least."""

from collections.abc import Callable, Hashable
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from station.dispatch.model.view import DispatchView, Step, UnservedView
from station.dispatch.screen.dragging import DropHint, StopDrop, drag_stop, dragged_stop
from station.dispatch.screen.gestures import DispatchGestures
from station.dispatch.screen.ink import kilograms, small
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton
from station.shell.look import Look
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.shell.speech import keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

COLUMNS = (Column(Message("Pickup point"), 0), Column(Message("kg"), 72))


class LooseTable(RecordTable):
    """The stops on no route: drag one out to give it to a van, drop one here to take it off its route."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        on_choose: Callable[[Hashable | None], None],
        chosen_name: Callable[[], str],
        drop: StopDrop,
    ) -> None:
        super().__init__(texts, look, "dispatch.unserved", COLUMNS, on_choose)
        self._looks = look
        self._chosen_name = chosen_name
        self._drop = drop
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)

    def choose(self, stop: WaveId) -> None:
        """Choose the row of this stop as a click would."""
        at = next((at for at, row in enumerate(self._model.rows) if row.key == stop), None)
        if at is None:
            return
        self.selectRow(self._sorted.mapFromSource(self._model.index(at, 0)).row())
        # The choice may have filled the table anew: indexes from before it are gone.
        for index in self.selectionModel().selectedRows():
            self.scrollTo(index)

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        if self.chosen is not None:
            drag_stop(self, self._looks, cast(WaveId, self.chosen), self._chosen_name())
            self._drop.forget()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if dragged_stop(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        wave_id = dragged_stop(event.mimeData())
        at = self.viewport().mapToGlobal(event.position().toPoint())
        event.setAccepted(wave_id is not None and self._drop.aim_off(wave_id, at))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self._drop.forget()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        wave_id = dragged_stop(event.mimeData())
        if wave_id is not None:
            self._drop.take_off(wave_id)
            event.acceptProposedAction()


class UnservedPanel(QWidget):
    """The list and, under it, the reason of the chosen one with what to do."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        gestures: DispatchGestures,
        on_choose: Callable[[str | None, WaveId | None], None],
        hint: DropHint,
    ) -> None:
        super().__init__()
        self._texts = texts
        self._gestures = gestures
        self._on_choose = on_choose
        self._hint = hint
        self._view: DispatchView | None = None
        self._table = LooseTable(texts, look, self._chosen, self._chosen_name, hint)
        self._table.say_when_empty(Message("Every stop is on a route"))
        self._why = ToneCard(texts, look, "dispatch.unserved_why", SCALE.base_px)
        self._put = BigButton(
            texts, "dispatch.put_cheapest", Message("Put it where it costs least"), self._put_cheapest
        )
        self._free = BigButton(
            texts, "dispatch.free_stop", Message("Let planning have it again"), self._let_go
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._table, 1)
        column.addWidget(self._why)
        column.addWidget(small(self._free))
        column.addWidget(small(self._put))
        keep_told(self, texts, self._redraw)

    def show_view(self, view: DispatchView) -> None:
        """Draw the stops on no route."""
        self._view = view
        self._table.setDragEnabled(view.can_edit)
        self._redraw()

    def show_chosen(self, stop: WaveId) -> None:
        """Choose a stop that was found elsewhere, and bring it into sight."""
        self._table.choose(stop)

    def _redraw(self) -> None:
        if self._view is None:
            return
        self._table.show_rows([self._row(stop) for stop in self._view.unserved])
        self._tell()

    def _row(self, stop: UnservedView) -> Row:
        calm = self._view is not None and self._view.step is Step.READY
        if calm:
            return Row(stop.wave_id, (Cell(stop.name, sort=stop.name), _weight(stop)))
        words = Message("New: {reason}", reason=stop.reason) if stop.is_new else stop.reason
        name = Cell(stop.name, note=self._texts.say(words), shaped=True, tone=Tone.ASK, sort=stop.name)
        return Row(stop.wave_id, (name, _weight(stop)))

    def _stop(self) -> UnservedView | None:
        stops = self._view.unserved if self._view is not None else ()
        return next((stop for stop in stops if stop.wave_id == self._table.chosen), None)

    def _tell(self) -> None:
        stop = self._stop()
        self._why.setVisible(stop is not None)
        can = stop is not None and stop.can_be_routed and self._view is not None and self._view.can_edit
        self._put.setEnabled(bool(can))
        self._free.setVisible(stop is not None and stop.is_by_hand)
        self._free.setEnabled(self._view is not None and self._view.can_edit)
        if stop is not None:
            words = Message("{what}. {remedy}", what=stop.reason, remedy=stop.remedy)
            self._why.show_verdict(Tone.ASK, words, flash=False)

    def _chosen(self, key: Hashable | None) -> None:
        self._tell()
        if key is not None:
            self._on_choose(None, cast(WaveId, key))

    def _chosen_name(self) -> str:
        stop = self._stop()
        return "" if stop is None else stop.name

    def _let_go(self) -> None:
        stop = self._stop()
        if stop is not None:
            self._gestures.lock_stop(stop.wave_id, locked=False)

    def _put_cheapest(self) -> None:
        stop, view = self._stop(), self._view
        if stop is None or view is None:
            return
        tries = []
        for route in view.routes:
            for position in range(1, len(route.stops) + 2):
                preview = self._hint.preview(stop.wave_id, route.van, position)
                if preview is not None and preview.is_possible:
                    tries.append((len(preview.breaks), preview.cost_fen, route.van, position))
        if tries:
            _breaks, _cost, van, position = min(tries)
            self._gestures.move(stop.wave_id, van, position)


def _weight(stop: UnservedView) -> Cell:
    return Cell(kilograms(stop.weight_g), sort=stop.weight_g)
