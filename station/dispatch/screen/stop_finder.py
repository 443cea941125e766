"""Finds one stop among hundreds as its name is typed, and shows it on map, bars and list."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from station.dispatch.model.view import DispatchView
from station.dispatch.screen.ink import clock
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts
from station.shell.speech import keep_told

MOST_SHOWN = 12
SEARCHED = Qt.ItemDataRole.UserRole + 1
WAVE = Qt.ItemDataRole.UserRole + 2
VAN = Qt.ItemDataRole.UserRole + 3


class StopFinder(QLineEdit):
    """A field whose list narrows with each letter; Enter or a click chooses."""

    def __init__(self, texts: Texts, on_found: Callable[[str | None, WaveId], None]) -> None:
        """`on_found` hears the van (None: on no route) and the stop."""
        super().__init__()
        self.setObjectName("dispatch.find")
        self._texts = texts
        self._on_found = on_found
        self._shown: tuple[object, ...] = ()
        self._model = QStandardItemModel(self)
        self._list = _Matches(self)
        self._list.setModel(self._model)
        chosen = self._list.activated[QModelIndex]  # type: ignore[index]  # the stubs know no overloaded signals
        chosen.connect(self._found)
        self.setCompleter(self._list)
        self.setClearButtonEnabled(True)
        self.returnPressed.connect(self._take_first)
        keep_told(self, texts, self._retell)

    def show_view(self, view: DispatchView) -> None:
        """Search among the stops of this view."""
        seen = (view.routes, view.unserved)
        if seen == self._shown:
            return
        self._shown = seen
        self._model.clear()
        for route in view.routes:
            for stop in route.stops:
                told = f"{stop.name} · {route.plate or route.van} · {clock(stop.arrives_at)}"
                searched = f"{stop.name} {stop.code} {stop.address}"
                self._add(told, searched, stop.wave_id, route.van)
        left = self._texts.say(Message("left over"))
        for loose in view.unserved:
            self._add(f"{loose.name} · {left}", f"{loose.name} {loose.code}", loose.wave_id, None)

    def _add(self, told: str, searched: str, wave_id: WaveId, van: str | None) -> None:
        item = QStandardItem(told)
        item.setData(searched, SEARCHED)
        item.setData(str(wave_id), WAVE)
        item.setData(van, VAN)
        self._model.appendRow(item)

    def _retell(self) -> None:
        self.setPlaceholderText(self._texts.say(Message("Find a stop")))

    def _take_first(self) -> None:
        """Enter without having walked the list takes what stands first in it."""
        if self._list.completionCount() and self.text():
            self._found(self._list.index(0))

    def _found(self, index: QModelIndex | QPersistentModelIndex) -> None:
        wave_id, van = index.data(WAVE), index.data(VAN)
        if wave_id is None:
            return
        # The completer writes into the field after this.
        QTimer.singleShot(0, self.clear)
        self._on_found(van, WaveId(UUID(wave_id)))


class _Matches(QCompleter):
    """Matches anywhere in name, code and address, and leaves the field as it was typed."""

    def __init__(self, parent: QLineEdit) -> None:
        super().__init__(parent)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionRole(SEARCHED)
        self.setMaxVisibleItems(MOST_SHOWN)

    def index(self, row: int) -> QModelIndex:
        """The match in this row of the list."""
        return self.completionModel().index(row, 0)

    def pathFromIndex(self, _index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802 - Qt's name
        return self.completionPrefix()
