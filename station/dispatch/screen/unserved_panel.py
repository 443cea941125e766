"""Stops on no route: why, what to do, and one press that puts each where it costs least."""

from collections.abc import Callable, Hashable
from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.dispatch.model.view import DispatchView, UnservedView
from station.dispatch.screen.dragging import DropHint
from station.dispatch.screen.gestures import DispatchGestures
from station.dispatch.screen.ink import kilograms
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton
from station.shell.look import Look
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.shell.speech import keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

COLUMNS = (Column(Message("Pickup point"), 0), Column(Message("kg"), 72))


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
        self._table = RecordTable(texts, look, "dispatch.unserved", COLUMNS, self._chosen)
        self._table.say_when_empty(Message("Every stop is on a route"))
        self._why = ToneCard(texts, look, "dispatch.unserved_why", SCALE.base_px)
        self._put = BigButton(
            texts, "dispatch.put_cheapest", Message("Put it where it costs least"), self._put_cheapest
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._table, 1)
        column.addWidget(self._why)
        column.addWidget(self._put)
        keep_told(self, texts, self._redraw)

    def show_view(self, view: DispatchView) -> None:
        """Draw the stops on no route."""
        self._view = view
        self._redraw()

    def _redraw(self) -> None:
        if self._view is None:
            return
        self._table.show_rows([self._row(stop) for stop in self._view.unserved])
        self._tell()

    def _row(self, stop: UnservedView) -> Row:
        name = Cell(stop.name, note=self._texts.say(stop.reason), shaped=True, tone=Tone.ASK, sort=stop.name)
        return Row(stop.wave_id, (name, Cell(kilograms(stop.weight_g), sort=stop.weight_g)))

    def _stop(self) -> UnservedView | None:
        stops = self._view.unserved if self._view is not None else ()
        return next((stop for stop in stops if stop.wave_id == self._table.chosen), None)

    def _tell(self) -> None:
        stop = self._stop()
        self._why.setVisible(stop is not None)
        can = stop is not None and stop.can_be_routed and self._view is not None and self._view.can_edit
        self._put.setEnabled(bool(can))
        if stop is not None:
            words = Message("{what}. {remedy}", what=stop.reason, remedy=stop.remedy)
            self._why.show_verdict(Tone.ASK, words, flash=False)

    def _chosen(self, key: Hashable | None) -> None:
        self._tell()
        if key is not None:
            self._on_choose(None, cast(WaveId, key))

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
