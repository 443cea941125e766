"""The dispatcher's room: map and bars on the left, the chosen van on the right, the next action on top."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from station.dispatch.model.view import Answer, DispatchView, RouteView, Step, StopView
from station.dispatch.screen.dragging import DropHint
from station.dispatch.screen.gantt import Gantt
from station.dispatch.screen.gestures import DispatchGestures
from station.dispatch.screen.head_bar import HeadBar
from station.dispatch.screen.ink import small, weigh
from station.dispatch.screen.notice_strip import NoticeStrip
from station.dispatch.screen.route_map import RouteMap
from station.dispatch.screen.route_panel import RoutePanel
from station.dispatch.screen.stop_finder import StopFinder
from station.dispatch.screen.unserved_panel import UnservedPanel
from station.dispatch.screen.van_panel import VanPanel
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, font
from station.shell.speech import keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

PANEL_PX = 430
ANSWER_MS = 7_000
ROUTE, UNSERVED, VANS = range(3)
"""The tabs of the right side."""
ANSWER_GAP_PX = 10
BESIDE_WORDS_PX = 130
"""Band, shape and margins of the answer."""
MOST_FOR_BARS = 0.42
"""Share of the room's height."""


class DispatchScreen(QWidget):
    """Draws each view while it is in sight; keeps only which van and stop are looked at."""

    def __init__(self, texts: Texts, look: Look, gestures: DispatchGestures) -> None:
        super().__init__()
        self.setObjectName("dispatch")
        self._texts = texts
        self._look = look
        self._gestures = gestures
        self._view: DispatchView | None = None
        self._told: Answer | None = None
        self._van: str | None = None
        self._stop: WaveId | None = None
        self._hint = DropHint(texts, look, gestures, self)
        self._head = HeadBar(texts, look, gestures)
        self._answer = ToneCard(texts, look, "dispatch.answer", SCALE.base_px, self)
        self._notices = NoticeStrip(texts, look)
        self._map = RouteMap(texts, look, self._choose, self._hint)
        self._gantt = Gantt(texts, look, self._choose, self._hint)
        self._tabs = QTabBar()
        self._tabs.setObjectName("dispatch.tabs")
        self._finder = StopFinder(texts, self._found)
        self._route = RoutePanel(texts, look, gestures, self._choose, self._hint)
        self._unserved = UnservedPanel(texts, look, gestures, self._choose, self._hint)
        self._vans = VanPanel(texts, look, gestures)
        self._side = QStackedWidget()
        self._bars = QScrollArea()
        self._print = BigButton(texts, "dispatch.print_sheets", Message("Print sheets"), self._print_sheets)
        self._save = BigButton(texts, "dispatch.save_sheets", Message("Save sheets…"), self._save_sheets)
        self._papers = QWidget()
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.timeout.connect(self._answer.hide)
        self._lay_out()
        self._add_keys()
        keep_told(self, texts, self._retell)

    def show_view(self, view: DispatchView) -> None:
        """Draw `view` (on the Qt thread); while the room is out of sight it is only kept."""
        self._view = view
        self._hint.use(view)
        if self.isVisible():
            self._redraw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._redraw()

    def _lay_out(self) -> None:
        self._bars.setWidget(self._gantt)
        self._bars.setWidgetResizable(True)
        self._bars.setObjectName("dispatch.bars")
        picture = QVBoxLayout()
        picture.setSpacing(8)
        picture.addWidget(self._map, 1)
        picture.addWidget(self._bars)
        self._tabs.setExpanding(True)
        self._tabs.setAcceptDrops(True)
        self._tabs.setChangeCurrentOnDrag(True)
        for _ in (ROUTE, UNSERVED, VANS):
            self._tabs.addTab("")
        self._tabs.currentChanged.connect(self._side.setCurrentIndex)
        for panel in (self._route, self._unserved, self._vans):
            self._side.addWidget(panel)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addLayout(picture, 1)
        below.addLayout(self._right())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._notices)
        column.addLayout(below, 1)
        self._answer.hide()

    def _right(self) -> QVBoxLayout:
        papers = QHBoxLayout(self._papers)
        papers.setContentsMargins(0, 0, 0, 0)
        papers.addWidget(small(self._print))
        papers.addWidget(small(self._save))
        holder = QWidget()
        holder.setFixedWidth(PANEL_PX)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(small(self._finder))
        column.addWidget(self._tabs)
        column.addWidget(self._side, 1)
        column.addWidget(self._papers)
        outer = QVBoxLayout()
        outer.addWidget(holder)
        return outer

    def _add_keys(self) -> None:
        keys = (
            (QKeySequence(QKeySequence.StandardKey.Undo), self._gestures.undo),
            (QKeySequence("Ctrl+Y"), self._gestures.redo),
            (QKeySequence("Ctrl+L"), self._toggle_lock),
            (QKeySequence("Ctrl+F"), self._finder.setFocus),
            (QKeySequence("Ctrl+Up"), lambda: self._shift(-1)),
            (QKeySequence("Ctrl+Down"), lambda: self._shift(2)),
            (QKeySequence("Ctrl+Delete"), self._take_off),
        )
        for sequence, act in keys:
            shortcut = QShortcut(sequence, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _retell(self) -> None:
        left = len(self._view.unserved) if self._view is not None else 0
        say = self._texts.say
        self._tabs.setTabText(ROUTE, say(Message("Route")))
        self._tabs.setTabText(UNSERVED, say(Message("Left over ({count})", count=left)))
        self._tabs.setTabText(VANS, say(Message("Vans")))

    def _redraw(self) -> None:
        view = self._view
        if view is None:
            return
        self._keep_choice(view)
        self._retell()
        self._head.show_view(view)
        self._tell_answer(view.answer)
        self._notices.show_view(view)
        self._finder.show_view(view)
        self._map.show_view(view, self._van, self._stop)
        self._gantt.show_view(view, self._van, self._stop)
        self._route.show_view(view, self._van, self._stop)
        self._unserved.show_view(view)
        self._vans.show_view(view)
        self._papers.setVisible(view.published is not None)
        self._weigh_print(view)
        self._fit_bars()

    def _weigh_print(self, view: DispatchView) -> None:
        """Once the routes are out, the sheets come next."""
        sheets_next = view.step is Step.PUBLISHED and not view.is_stale
        weigh(self._print, ButtonKind.NEXT if sheets_next else ButtonKind.PLAIN)

    def _keep_choice(self, view: DispatchView) -> None:
        """A stop that was moved is looked at on its new van."""
        if self._stop is not None:
            holder = next((route for route in view.routes if _has(route, self._stop)), None)
            if holder is not None:
                self._van = holder.van
        if self._van is not None and self._van not in {route.van for route in view.routes}:
            self._van = None

    def _tell_answer(self, answer: Answer | None) -> None:
        if answer is None or answer is self._told:
            return
        self._told = answer
        self._answer.show_verdict(answer.tone, answer.words)
        self._answer.show()
        self._answer.raise_()
        self._place_answer()
        self._fading.start(ANSWER_MS)

    def _place_answer(self) -> None:
        """Over the top of the map: nothing moves when an answer comes or goes."""
        at = self._map.mapTo(self, self._map.rect().topLeft())
        words_px = QFontMetrics(font(SCALE.base_px, bold=True)).horizontalAdvance(self._answer.words())
        wide = min(self._map.width() - 2 * ANSWER_GAP_PX, words_px + BESIDE_WORDS_PX)
        tall = self._answer.sizeHint().height()
        self._answer.setGeometry(at.x() + ANSWER_GAP_PX, at.y() + ANSWER_GAP_PX, wide, tall)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit_bars()
        QTimer.singleShot(0, self._place_answer)

    def _fit_bars(self) -> None:
        """As high as the vans need, but the map keeps the larger part."""
        room = round(self.height() * MOST_FOR_BARS)
        wanted = self._gantt.fit(room - 2 * self._bars.frameWidth()) + 2 * self._bars.frameWidth()
        self._bars.setFixedHeight(min(wanted, room))

    def _choose(self, van: str | None, stop: WaveId | None) -> None:
        self._van, self._stop = van, stop
        if van is not None:
            self._tabs.setCurrentIndex(ROUTE)
        elif stop is not None:
            self._tabs.setCurrentIndex(UNSERVED)
        self._redraw()

    def _found(self, van: str | None, stop: WaveId) -> None:
        self._choose(van, stop)
        self._map.reveal(stop)
        (self._route if van is not None else self._unserved).show_chosen(stop)

    def _chosen_stop(self) -> tuple[RouteView, StopView] | None:
        routes = self._view.routes if self._view is not None else ()
        pairs = ((route, stop) for route in routes for stop in route.stops)
        return next((pair for pair in pairs if pair[1].wave_id == self._stop), None)

    def _toggle_lock(self) -> None:
        chosen = self._chosen_stop()
        if chosen is not None:
            self._gestures.lock_stop(chosen[1].wave_id, locked=not chosen[1].is_locked)

    def _shift(self, places: int) -> None:
        """Put the chosen stop before its neighbour: -1 is the one in front, 2 the one after the next."""
        chosen = self._chosen_stop()
        if chosen is not None:
            route, stop = chosen
            position = stop.position + places
            if 1 <= position <= len(route.stops) + 1:
                self._gestures.move(stop.wave_id, route.van, position)

    def _take_off(self) -> None:
        chosen = self._chosen_stop()
        if chosen is not None:
            self._gestures.take_off(chosen[1].wave_id)

    def _print_sheets(self) -> None:
        self._gestures.print_sheets(None)

    def _save_sheets(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, self._texts.say(Message("Folder for the route sheets"))
        )
        if folder:
            self._gestures.save_sheets(Path(folder), None)


def _has(route: RouteView, stop: WaveId) -> bool:
    return any(each.wave_id == stop for each in route.stops)
