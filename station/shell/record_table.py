"""A calm table of records for the office rooms: shapes beside words, sortable, one row chosen."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.picture_store import PictureStore
from station.shell.row_pictures import RowPictures
from station.shell.shapes import draw_shape
from station.shell.speech import NOTHING, keep_told
from station.shell.theme import SCALE, tone_look

ROW_PX = 54
_SHAPE_PX = 20
_PAD_PX = 12
_ROUND_HEAD = """
QHeaderView { background: transparent; }
QHeaderView::section:first { border-top-left-radius: 10px; }
QHeaderView::section:last { border-top-right-radius: 10px; }
QHeaderView::section:only-one { border-top-left-radius: 10px; border-top-right-radius: 10px; }
"""
"""The frame of a table is round; its headings must not stand over it."""
_TONE = Qt.ItemDataRole.UserRole
_SHAPED = Qt.ItemDataRole.UserRole + 1
_SORT = Qt.ItemDataRole.UserRole + 2
_NOTE = Qt.ItemDataRole.UserRole + 3
_SKU = Qt.ItemDataRole.UserRole + 4

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
_SELECTED = QStyle.StateFlag.State_Selected


@dataclass(frozen=True)
class Cell:
    """One cell: its text, a note in small type under it, its shape, what it sorts by.

    `shaped` without a tone is a quiet dot. The picture of the product `sku` stands in front of the words.
    """

    text: str
    note: str = ""
    shaped: bool = False
    tone: Tone | None = None
    sort: Any = None
    sku: str = ""


@dataclass(frozen=True)
class Column:
    """One column: its heading and its width in pixels; 0 takes what is left."""

    heading: Message
    width_px: int


@dataclass(frozen=True)
class Row:
    """One row; `key` finds it again when the rows change."""

    key: Hashable
    cells: tuple[Cell, ...]


class _Model(QAbstractTableModel):
    """Rows and headings as Qt asks for them."""

    def __init__(self, columns: Sequence[Column], texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self._texts = texts
        self.rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def retell(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.note or cell.text
        if role == _SORT:
            return index.row() if cell.sort is None else cell.sort
        return {_TONE: cell.tone, _SHAPED: cell.shaped, _NOTE: cell.note, _SKU: cell.sku}.get(role)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts.say(self._columns[section].heading)
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class _Painter(QStyledItemDelegate):
    """Draws a cell: ground, shape, words that end in … where the column is too narrow."""

    def __init__(self, look: Look, pictures: RowPictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._pictures = pictures

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, box = self._look.tokens, QRectF(option.rect)
        chosen = bool(option.state & _SELECTED)
        painter.save()
        painter.fillRect(box, QColor(tokens.accent_soft if chosen else tokens.card))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(tokens.line))
        words = box.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        sku = str(index.data(_SKU) or "")
        if sku:
            self._pictures.paint(painter, words, sku)
            words.setLeft(words.left() + self._pictures.room_px)
        if index.data(_SHAPED):
            self._paint_shape(painter, words, index.data(_TONE))
            words.setLeft(words.left() + _SHAPE_PX + 8)
        note = str(index.data(_NOTE) or "")
        middle = words.height() / 2
        upper = words.adjusted(0, 4, 0, -middle + 4) if note else words
        _paint_words(painter, upper, str(index.data()), tokens.ink, SCALE.base_px)
        _paint_words(painter, words.adjusted(0, middle + 2, 0, -4), note, tokens.ink_soft, SCALE.secondary_px)
        painter.restore()

    def _paint_shape(self, painter: QPainter, box: QRectF, tone: Tone | None) -> None:
        square = QRectF(box.left(), box.center().y() - _SHAPE_PX / 2, _SHAPE_PX, _SHAPE_PX)
        if tone is None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._look.tokens.on_dim))
            painter.drawEllipse(square.adjusted(6, 6, -6, -6))
            return
        colours = tone_look(self._look.tokens, tone)
        draw_shape(painter, square, tone, colours.mark, colours.on_mark)


def _paint_words(painter: QPainter, box: QRectF, text: str, colour: str, size_px: int) -> None:
    painter.setPen(QColor(colour))
    painter.setFont(font(size_px))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class RecordTable(QTableView):
    """Shows rows, keeps the chosen one chosen while rows come and go, and says when another is chosen."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        name: str,
        columns: Sequence[Column],
        on_choose: Callable[[Hashable | None], None],
        parent: QWidget | None = None,
        pictures: PictureStore | None = None,
    ) -> None:
        """`on_choose` hears the key of the row a person chose, or None when it is gone."""
        super().__init__(parent)
        self.setObjectName(name)
        self._on_choose = on_choose
        self._chosen: Hashable | None = None
        self._filling = False
        self._texts = texts
        self._look = look
        self._empty = NOTHING
        self._model = _Model(columns, texts, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(_SORT)
        self.setModel(self._sorted)
        self._pictures = RowPictures(look, pictures, self.viewport().update)
        self.setItemDelegate(_Painter(look, self._pictures, self))
        self._dress(columns)
        look.changed.connect(self.viewport().update)
        keep_told(self, texts, self._model.retell)

    @property
    def chosen(self) -> Hashable | None:
        """Key of the chosen row, or None."""
        return self._chosen

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`; the chosen one stays chosen where it is still among them."""
        self._pictures.show((cell.sku for row in rows for cell in row.cells), self.devicePixelRatioF())
        place = self.verticalScrollBar().value()
        self._filling = True
        self._model.show_rows(rows)
        self._filling = False
        self.verticalScrollBar().setValue(place)
        at = next((at for at, row in enumerate(rows) if row.key == self._chosen), None)
        if self._chosen is not None and at is None:
            self._chosen = None
            self._on_choose(None)
        elif at is not None:
            self._filling = True
            self.selectRow(self._sorted.mapFromSource(self._model.index(at, 0)).row())
            self._filling = False

    def show_with(self, rows: Sequence[Row], chosen: Hashable | None) -> None:
        """Show `rows` with this one chosen, where the table's owner says which; nobody is told."""
        self._chosen = chosen if any(row.key == chosen for row in rows) else None
        self.show_rows(rows)
        for index in self.selectionModel().selectedRows():
            self.scrollTo(index)

    def say_when_empty(self, words: Message) -> None:
        """What stands in place of rows when there are none."""
        self._empty = words
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self._model.rows:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(self._look.tokens.ink_soft))
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        place = self.viewport().rect().adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        painter.drawText(place, flags, self._texts.say(self._empty))
        painter.end()

    def selectionChanged(  # noqa: N802 - Qt's name
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        super().selectionChanged(selected, deselected)
        if self._filling:
            return
        indexes = self.selectionModel().selectedRows()
        key = self._model.rows[self._sorted.mapToSource(indexes[0]).row()].key if indexes else None
        if key != self._chosen:
            self._chosen = key
            self._on_choose(key)

    def _dress(self, columns: Sequence[Column]) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStyleSheet(_ROUND_HEAD)
        header.setMinimumSectionSize(40)
        for at, column in enumerate(columns):
            if column.width_px:
                header.resizeSection(at, column.width_px)
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
