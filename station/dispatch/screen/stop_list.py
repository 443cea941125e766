"""The stops of one van in their order: times, load, what is wrong; dragged within the list or on to a bar."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from station.dispatch.model.view import RouteView, StopView
from station.dispatch.screen.dragging import StopDrop, drag_stop, dragged_stop
from station.dispatch.screen.ink import clock, draw_padlock, kilograms, route_colour
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.speech import keep_told
from station.shell.theme import SCALE

ROW_PX = 56
DISC_PX = 28
PAD_PX = 10
_STOP = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class StopList(QListWidget):
    """One row a stop; while a stop is dragged over it a line shows where it would stand."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        on_choose: Callable[[str | None, WaveId | None], None],
        drop: StopDrop,
    ) -> None:
        super().__init__()
        self.setObjectName("dispatch.stops")
        self._texts = texts
        self._look = look
        self._on_choose = on_choose
        self._drop = drop
        self._route: RouteView | None = None
        self._stop: WaveId | None = None
        self._line_at: int | None = None
        self._filling = False
        self.setItemDelegate(_StopPainter(texts, look, lambda: self._route, self))
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._chosen)
        look.changed.connect(self.viewport().update)
        keep_told(self, texts, self.viewport().update)

    def show_route(self, route: RouteView | None, stop: WaveId | None, *, can_edit: bool) -> None:
        """Show the stops of `route`, `stop` chosen."""
        self.setDragEnabled(can_edit)
        if route != self._route:
            self._fill(route)
        row = next((at for at, each in enumerate(route.stops) if each.wave_id == stop), -1) if route else -1
        self._filling = True
        self.setCurrentRow(row)
        self._filling = False
        if stop != self._stop and row >= 0:
            # What stands below the list comes into sight with the choice: first the list finds its height.
            QTimer.singleShot(0, self._show_chosen)
        self._stop = stop

    def _show_chosen(self) -> None:
        item = self.currentItem()
        if item is not None:
            self.scrollToItem(item)

    def _fill(self, route: RouteView | None) -> None:
        place = self.verticalScrollBar().value()
        same_van = route is not None and self._route is not None and route.van == self._route.van
        self._filling = True
        self._route = route
        self.clear()
        for stop in route.stops if route is not None else ():
            item = QListWidgetItem(stop.name)
            item.setData(_STOP, stop)
            item.setSizeHint(QSize(0, ROW_PX))
            self.addItem(item)
        self._filling = False
        if same_van:
            self.verticalScrollBar().setValue(place)

    def _chosen(self, row: int) -> None:
        if self._filling or self._route is None or row < 0:
            return
        self._on_choose(self._route.van, self._route.stops[row].wave_id)

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        if self.currentRow() < 0:
            return
        stop = self.currentItem().data(_STOP)
        drag_stop(self, self._look, stop.wave_id, stop.name)
        self._drop.forget()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if dragged_stop(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        wave_id, route = dragged_stop(event.mimeData()), self._route
        if wave_id is None or route is None:
            event.ignore()
            return
        position = self._position_at(event.position().toPoint())
        self._mark(position)
        at = self.viewport().mapToGlobal(event.position().toPoint())
        event.setAccepted(self._drop.aim(wave_id, route.van, position, at))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self._mark(None)
        self._drop.forget()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        wave_id, route = dragged_stop(event.mimeData()), self._route
        self._mark(None)
        if wave_id is not None and route is not None:
            self._drop.drop(wave_id, route.van, self._position_at(event.position().toPoint()))
            event.setDropAction(Qt.DropAction.IgnoreAction)  # the next view moves the row, not Qt
            event.accept()

    def _position_at(self, at: QPoint) -> int:
        row = (at.y() + self.verticalScrollBar().value() + ROW_PX // 2) // ROW_PX
        return max(0, min(row, self.count())) + 1

    def _mark(self, position: int | None) -> None:
        if position != self._line_at:
            self._line_at = position
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._line_at is not None:
            y = (self._line_at - 1) * ROW_PX - self.verticalScrollBar().value()
            painter.setPen(QPen(QColor(self._look.tokens.accent), 4))
            painter.drawLine(4, y, self.viewport().width() - 4, y)
        if self.count() == 0:
            painter.setPen(QColor(self._look.tokens.ink_soft))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            box = self.viewport().rect().adjusted(16, 0, -16, 0)
            painter.drawText(box, flags, self._texts.say(self._empty_words()))
        painter.end()

    def _empty_words(self) -> Message:
        if self._route is None:
            return Message("Choose a van: click its bar or a stop on the map")
        return Message("This van has no stops. Drag stops on to its bar")


class _StopPainter(QStyledItemDelegate):
    """Draws a row: its number in the van's colour, name and time, then load and what is wrong."""

    def __init__(
        self, texts: Texts, look: Look, route: Callable[[], RouteView | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._look = look
        self._route = route

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        stop, route = index.data(_STOP), self._route()
        if not isinstance(stop, StopView) or route is None:
            return
        tokens, box = self._look.tokens, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, QColor(tokens.accent_soft if chosen else tokens.card))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(tokens.line))
        self._paint_number(painter, stop, route, box)
        self._paint_words(painter, stop, box.adjusted(DISC_PX + 2 * PAD_PX, 0, -PAD_PX, 0))
        painter.restore()

    def _paint_number(self, painter: QPainter, stop: StopView, route: RouteView, box: QRectF) -> None:
        tokens = self._look.tokens
        disc = QRectF(box.left() + PAD_PX, box.center().y() - DISC_PX / 2, DISC_PX, DISC_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(route_colour(tokens, route.colour)))
        painter.drawEllipse(disc)
        painter.setPen(QColor(tokens.on_route))
        painter.setFont(font(14, bold=True))
        painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), str(stop.position))
        if stop.is_locked:
            corner = QRectF(disc.right() - 9, disc.bottom() - 11, 15, 16)
            draw_padlock(painter, corner, tokens.ink, tokens.card)

    def _paint_words(self, painter: QPainter, stop: StopView, box: QRectF) -> None:
        tokens = self._look.tokens
        upper, lower = box.adjusted(0, 6, 0, -ROW_PX / 2), box.adjusted(0, ROW_PX / 2 - 1, 0, -6)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font(SCALE.base_px, bold=True))
        painter.setPen(QColor(tokens.refused.words if stop.is_late else tokens.ink))
        moment = clock(stop.arrives_at)
        painter.drawText(upper, right, moment)
        if stop.is_changed:
            width = painter.fontMetrics().horizontalAdvance(moment)
            painter.setBrush(QColor(tokens.info.mark))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRectF(upper.right() - width - 14, upper.center().y() - 4, 8, 8))
        painter.setFont(font(SCALE.base_px))
        painter.setPen(QColor(tokens.ink))
        name = upper.adjusted(0, 0, -76, 0)
        painter.drawText(name, left, _shortened(painter, stop.name, name))
        painter.setFont(font(SCALE.secondary_px))
        painter.setPen(QColor(tokens.ink_soft))
        window = self._texts.say(_window(stop))
        painter.drawText(lower, right, window)
        rest = lower.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(window) - 10, 0)
        if stop.broken is not None:
            mark = QRectF(rest.left(), rest.center().y() - 8, 16, 16)
            draw_shape(painter, mark, Tone.REFUSED, tokens.refused.mark, tokens.refused.on_mark)
            rest = rest.adjusted(22, 0, 0, 0)
            painter.setPen(QColor(tokens.refused.words))
        painter.drawText(rest, left, _shortened(painter, self._texts.say(_load(stop)), rest))


def _shortened(painter: QPainter, words: str, box: QRectF) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))


def _window(stop: StopView) -> Message:
    if stop.window_from is not None and stop.window_until is not None:
        return Message("{start}–{end}", start=clock(stop.window_from), end=clock(stop.window_until))
    if stop.window_until is not None:
        return Message("until {time}", time=clock(stop.window_until))
    if stop.window_from is not None:
        return Message("from {time}", time=clock(stop.window_from))
    return Message("")


def _load(stop: StopView) -> Message:
    if stop.broken is not None:
        return stop.broken.words
    if stop.was is not None:
        return stop.was
    return Message("{orders} orders · {kg} kg", orders=stop.orders, kg=kilograms(stop.weight_g))
