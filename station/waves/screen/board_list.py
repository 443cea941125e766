"""All waves of a night as rows that are painted: two hundred of them cost no more than those in sight."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts
from station.shell.look import Look
from station.waves.model.view import WaveRow
from station.waves.screen.row_ink import ROW_PX, RowInk

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
EMPTY = Message("No wave here")


class _Model(QAbstractListModel):
    """Rows as Qt asks for them; what is painted can also be read out."""

    def __init__(self, texts: Texts, parent: QListView) -> None:
        super().__init__(parent)
        self._texts = texts
        self.rows: tuple[WaveRow, ...] = ()

    def show_rows(self, rows: tuple[WaveRow, ...]) -> None:
        """The same waves in the same order are only painted again, so that the list does not jump."""
        ids = [row.wave_id for row in rows]
        if ids == [row.wave_id for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(max(len(rows) - 1, 0)))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.rows[index.row()]
        parts = (row.title, row.point, self._texts.say(row.state), row.desk, row.departs)
        return " · ".join(part for part in parts if part)


class _Painter(QStyledItemDelegate):
    """Draws a row with its ink."""

    def __init__(self, model: _Model, ink: RowInk, parent: QListView) -> None:
        super().__init__(parent)
        self._model = model
        self._ink = ink
        self.chosen: WaveId | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.rows[index.row()]
        painter.save()
        self._ink.draw(painter, QRectF(option.rect), row, is_chosen=row.wave_id == self.chosen)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, ROW_PX)


class BoardList(QListView):
    """Shows rows with the cursor on one of them; a touch chooses, a second touch opens."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        on_choose: Callable[[WaveId], None],
        on_open: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setObjectName("waves.board")
        self._texts = texts
        self._look = look
        self._on_choose = on_choose
        self._on_open = on_open
        self._model = _Model(texts, self)
        self._painter = _Painter(self._model, RowInk(texts, look), self)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._touched)

    def show_rows(self, rows: tuple[WaveRow, ...], chosen: WaveId | None) -> None:
        """Draw these rows; the list follows the cursor only when it moves."""
        has_moved = chosen != self._painter.chosen or not self._model.rows
        self._painter.chosen = chosen
        self._model.show_rows(rows)
        at = next((at for at, row in enumerate(rows) if row.wave_id == chosen), None)
        if has_moved and at is not None:
            self.scrollTo(self._model.index(at))
        self.viewport().update()

    def redraw(self) -> None:
        """Paint everything again, in the look and language of now."""
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self._model.rows:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(self._look.tokens.ink_soft))
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._texts.say(EMPTY))
        painter.end()

    def _touched(self, index: QModelIndex) -> None:
        wave_id = self._model.rows[index.row()].wave_id
        if wave_id == self._painter.chosen:
            self._on_open()
        else:
            self._on_choose(wave_id)
