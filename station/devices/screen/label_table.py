"""What labels can be printed for, a row each with a tick: thousands of rows, by mouse, glove or keys."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from station.devices.model.label_page import LabelRow
from station.kernel.messages import Message, Texts
from station.shell.look import Look, font
from station.shell.speech import NOTHING, keep_told
from station.shell.theme import SCALE

ROW_PX = 54
_TICK_PX, _PAD_PX, _CODE_PX = 24, 14, 150
_TICKED, _ROW = Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class _Rows(QAbstractTableModel):
    """Rows as Qt asks for them; what a screen reader says stands in the text."""

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.rows: tuple[LabelRow, ...] = ()
        self.ticked: frozenset[str] = frozenset()

    def show_rows(self, rows: tuple[LabelRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def tick(self, ticked: frozenset[str]) -> None:
        self.ticked = ticked
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.title}  {self._texts.say(row.detail)}  {row.code}"
        if role == _TICKED:
            return Qt.CheckState.Checked if row.key in self.ticked else Qt.CheckState.Unchecked
        return row if role == _ROW else None


class _Painter(QStyledItemDelegate):
    """Draws a row: the tick, the name with what it is under it, the digits of its code."""

    def __init__(self, texts: Texts, look: Look, parent: QTableView) -> None:
        super().__init__(parent)
        self._texts, self._look, self._table = texts, look, parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, box = self._look.tokens, QRectF(option.rect)
        row: LabelRow = index.data(_ROW)
        is_ticked = Qt.CheckState(index.data(_TICKED)) is Qt.CheckState.Checked
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, QColor(tokens.accent_soft if is_chosen else tokens.card))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(tokens.line))
        if self._table.hasFocus() and self._table.currentIndex() == index:
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height() - 1), QColor(tokens.accent))
        self._paint_tick(painter, box, is_ticked=is_ticked)
        left = _PAD_PX * 2 + _TICK_PX
        code_px = _CODE_PX if row.code else 0
        words = box.adjusted(left, 0, -_PAD_PX - code_px, 0)
        upper, lower = words.adjusted(0, 5, 0, -words.height() / 2 + 4), words.adjusted(0, 28, 0, -4)
        _words(painter, upper, row.title, tokens.ink, SCALE.base_px)
        _words(painter, lower, self._texts.say(row.detail), tokens.ink_soft, SCALE.secondary_px)
        if row.code:
            place = QRectF(box.right() - code_px - _PAD_PX, box.top(), code_px, box.height())
            _words(painter, place, row.code, tokens.ink_soft, SCALE.secondary_px, Qt.AlignmentFlag.AlignRight)
        painter.restore()

    def _paint_tick(self, painter: QPainter, box: QRectF, *, is_ticked: bool) -> None:
        tokens = self._look.tokens
        square = QRectF(box.left() + _PAD_PX, box.center().y() - _TICK_PX / 2, _TICK_PX, _TICK_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if is_ticked else tokens.ink_soft), 2))
        painter.setBrush(QColor(tokens.accent if is_ticked else tokens.card))
        painter.drawRoundedRect(square, 5, 5)
        if is_ticked:
            painter.setPen(QPen(QColor(tokens.on_accent), 3))
            corner, side = square.topLeft(), square.width()
            marks = ((0.25, 0.52), (0.43, 0.70), (0.76, 0.32))
            painter.drawPolyline([corner + QPointF(x * side, y * side) for x, y in marks])


class LabelTable(QTableView):
    """A click ticks a row, with Shift all from the last one; Space ticks what the arrows chose."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        name: str,
        on_look: Callable[[str], None],
        on_toggle: Callable[[frozenset[str]], None],
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._texts, self._look, self._on_look, self._on_toggle = texts, look, on_look, on_toggle
        self._filling = False
        self._empty = NOTHING
        self._rows = _Rows(texts, self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(texts, look, self))
        self._dress()
        look.changed.connect(self.viewport().update)
        keep_told(self, texts, self.viewport().update)

    def show_rows(self, rows: tuple[LabelRow, ...], ticked: frozenset[str], current: str) -> None:
        """Draw `rows`; `current` is the key of the one looked at."""
        self._filling = True
        if rows is not self._rows.rows:
            self._rows.show_rows(rows)
        if ticked != self._rows.ticked:
            self._rows.tick(ticked)
        shown = self.currentIndex()
        if not shown.isValid() or rows[shown.row()].key != current:
            at = next((at for at, row in enumerate(rows) if row.key == current), None)
            if at is not None:
                self.setCurrentIndex(self._rows.index(at, 0))
        self._filling = False

    def say_when_empty(self, words: Message) -> None:
        """What stands in place of rows when there are none."""
        self._empty = words
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self._rows.rows:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(self._look.tokens.ink_soft))
        painter.setFont(font(SCALE.base_px))
        place = self.viewport().rect().adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(place, flags, self._texts.say(self._empty))
        painter.end()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if not self._filling and current.isValid():
            self._on_look(self._rows.rows[current.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Space:
            self._toggle_chosen()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.indexAt(event.pos()).isValid():
            self._toggle_chosen()

    def _toggle_chosen(self) -> None:
        chosen = self.selectionModel().selectedIndexes()
        keys = frozenset(self._rows.rows[index.row()].key for index in chosen)
        if keys:
            self._on_toggle(keys)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)


def _words(
    painter: QPainter,
    box: QRectF,
    text: str,
    colour: str,
    size_px: int,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setPen(QColor(colour))
    painter.setFont(font(size_px))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
