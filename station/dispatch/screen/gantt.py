"""The vans' morning as bars: who drives, waits and serves when, and how full each van is; stops drop here."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from station.dispatch.model.view import DispatchView, RouteView, Span, SpanKind, TimeAxis
from station.dispatch.screen.dragging import StopDrop, drag_stop, dragged_stop
from station.dispatch.screen.gantt_gauge import paint_gauge
from station.dispatch.screen.ink import clock, route_colour
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.theme import SCALE, WHITE

HEAD_PX = 26
ROW_PX = 34
LEAST_ROW_PX = 25
NAME_PX = 210
PAD_PX = 28
BAR_PX = 18
GAUGE_PX = 64
CLICK_PX = 6


class Gantt(QWidget):
    """A row for each van; a click chooses, a bar is dragged away, a stop dropped on a row joins that van."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        on_choose: Callable[[str | None, WaveId | None], None],
        drop: StopDrop,
    ) -> None:
        super().__init__()
        self.setObjectName("dispatch.gantt")
        self._texts = texts
        self._look = look
        self._on_choose = on_choose
        self._drop = drop
        self._routes: tuple[RouteView, ...] = ()
        self._axis: TimeAxis | None = None
        self._van: str | None = None
        self._stop: WaveId | None = None
        self._target: str | None = None
        self._row_px = ROW_PX
        self._can_edit = False
        self._held: tuple[QPointF, WaveId] | None = None
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_view(self, view: DispatchView, van: str | None, stop: WaveId | None) -> None:
        """Draw the routes, `van` and `stop` brought out."""
        self._can_edit = view.can_edit
        now = (view.routes, view.axis, van, stop)
        if now == (self._routes, self._axis, self._van, self._stop):
            return
        self._routes, self._axis, self._van, self._stop = now
        self.updateGeometry()
        self.update()

    def fit(self, room_px: int) -> int:
        """Make the rows as high as `room_px` allows; the height they take, which may be more."""
        rows = max(1, len(self._routes))
        self._row_px = max(LEAST_ROW_PX, min(ROW_PX, (room_px - HEAD_PX) // rows))
        tall = HEAD_PX + self._row_px * rows
        self.setFixedHeight(tall)
        return tall

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(700, HEAD_PX + self._row_px * max(1, len(self._routes)))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        route = self._route_at(event.position().y())
        self._held = None
        if route is None:
            self._on_choose(None, None)
            return
        span = self._span_at(route, event.position().x())
        wave_id = span.wave_id if span is not None else None
        if wave_id is not None:
            self._held = event.position(), wave_id
        self._on_choose(route.van, wave_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._held is None or not self._can_edit:
            return
        pressed_at, wave_id = self._held
        if (event.position() - pressed_at).manhattanLength() > CLICK_PX:
            self._held = None
            drag_stop(self, self._look, wave_id, self._name_of(wave_id))
            self._aim_at(None)
            self._drop.forget()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _words_at(self, at: QPointF) -> str:
        """What is under the pointer: a stop with its time, or the van's driver."""
        route = self._route_at(at.y())
        if route is None:
            return ""
        span = self._span_at(route, at.x())
        stop = next((each for each in route.stops if span and each.wave_id == span.wave_id), None)
        if stop is None:
            return " · ".join(part for part in (route.plate, route.driver, route.phone) if part)
        return f"{stop.position}. {stop.name}  {clock(stop.arrives_at)}"

    def _name_of(self, wave_id: WaveId) -> str:
        stops = (stop for route in self._routes for stop in route.stops)
        return next((stop.name for stop in stops if stop.wave_id == wave_id), "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if dragged_stop(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        wave_id, route = dragged_stop(event.mimeData()), self._route_at(event.position().y())
        self._aim_at(None if route is None else route.van)
        if wave_id is None or route is None:
            self._drop.forget()
            event.ignore()
            return
        place = self._place_at(route, event.position().x())
        can = self._drop.aim(wave_id, route.van, place, self.mapToGlobal(event.position().toPoint()))
        event.setAccepted(can)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self._aim_at(None)
        self._drop.forget()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        wave_id, route = dragged_stop(event.mimeData()), self._route_at(event.position().y())
        self._aim_at(None)
        if wave_id is not None and route is not None:
            self._drop.drop(wave_id, route.van, self._place_at(route, event.position().x()))
            event.acceptProposedAction()

    def _aim_at(self, van: str | None) -> None:
        if van != self._target:
            self._target = van
            self.update()

    def _route_at(self, y: float) -> RouteView | None:
        row = int((y - HEAD_PX) // self._row_px)
        return self._routes[row] if y >= HEAD_PX and 0 <= row < len(self._routes) else None

    def _span_at(self, route: RouteView, x: float) -> Span | None:
        moment = self._moment(x)
        if moment is None:
            return None
        return next((span for span in route.spans if span.from_at <= moment <= span.until_at), None)

    def _place_at(self, route: RouteView, x: float) -> int:
        """Before the first stop that is served after the moment under the pointer; on the name: last."""
        moment = self._moment(x)
        if moment is None:
            return len(route.stops) + 1
        later = (stop.position for stop in route.stops if stop.leaves_at > moment)
        return next(later, len(route.stops) + 1)

    def _moment(self, x: float) -> datetime | None:
        if self._axis is None or x < NAME_PX:
            return None
        whole = self._axis.until_at - self._axis.from_at
        return self._axis.from_at + whole * ((x - NAME_PX) / max(1.0, self._width()))

    def _width(self) -> float:
        return float(self.width() - NAME_PX - PAD_PX)

    def _x(self, moment: datetime) -> float:
        assert self._axis is not None
        whole = (self._axis.until_at - self._axis.from_at).total_seconds()
        return NAME_PX + self._width() * (moment - self._axis.from_at).total_seconds() / whole

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._look.tokens.card))
        if self._axis is None:
            self._paint_empty(painter)
        else:
            self._paint_hours(painter, self._axis)
            for row, route in enumerate(self._routes):
                self._paint_row(painter, route, HEAD_PX + row * self._row_px)
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._look.tokens.ink_soft))
        painter.setFont(font(SCALE.secondary_px))
        words = self._texts.say(Message("The vans' morning stands here once the routes are planned"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_hours(self, painter: QPainter, axis: TimeAxis) -> None:
        tokens = self._look.tokens
        painter.setFont(font(13))
        hour = axis.from_at
        while hour <= axis.until_at:
            x = self._x(hour)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(x, HEAD_PX - 4), QPointF(x, self.height()))
            painter.setPen(QColor(tokens.ink_soft))
            box = QRectF(x - 24, 2, 48, HEAD_PX - 6)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), clock(hour))
            hour += timedelta(hours=1)

    def _paint_row(self, painter: QPainter, route: RouteView, top: float) -> None:
        tokens = self._look.tokens
        row = QRectF(0, top, self.width(), self._row_px)
        if route.van == self._target:
            painter.fillRect(row, QColor(tokens.pressed))
        elif route.van == self._van:
            painter.fillRect(row, QColor(tokens.accent_soft))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(row.bottomLeft(), row.bottomRight())
        self._paint_name(painter, route, row)
        for span in route.spans:
            self._paint_span(painter, route, span, row)

    def _paint_name(self, painter: QPainter, route: RouteView, row: QRectF) -> None:
        tokens = self._look.tokens
        colour = QColor(route_colour(tokens, route.colour))
        painter.fillRect(QRectF(0, row.top() + 4, 5, row.height() - 8), colour)
        painter.setPen(QColor(tokens.ink if route.stops else tokens.on_dim))
        painter.setFont(font(SCALE.secondary_px, bold=route.van == self._van))
        name = QRectF(12, row.top(), NAME_PX - GAUGE_PX - 24, row.height())
        plate = route.plate or route.van
        words = painter.fontMetrics().elidedText(plate, Qt.TextElideMode.ElideRight, int(name.width()))
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), words)
        if route.broken:
            mark = QRectF(name.right() - 14, row.center().y() - 8, 16, 16)
            draw_shape(painter, mark, Tone.REFUSED, tokens.refused.mark, WHITE)
        box = QRectF(NAME_PX - GAUGE_PX - 8, row.center().y() - 8.5, GAUGE_PX, 17)
        paint_gauge(painter, route, box, tokens)

    def _paint_span(self, painter: QPainter, route: RouteView, span: Span, row: QRectF) -> None:
        tokens = self._look.tokens
        colour = QColor(route_colour(tokens, route.colour))
        left, right, middle = self._x(span.from_at), self._x(span.until_at), row.center().y()
        if span.kind is SpanKind.DRIVE:
            painter.setPen(QPen(colour, 2))
            painter.drawLine(QPointF(left, middle), QPointF(right, middle))
            return
        bar = min(BAR_PX, self._row_px - 8)
        box = QRectF(left, middle - bar / 2, max(right - left, 2.5), bar)
        chosen = span.wave_id is not None and span.wave_id == self._stop
        painter.setPen(QPen(QColor(tokens.ink), 2) if chosen else Qt.PenStyle.NoPen)
        if span.kind is SpanKind.WAIT:
            painter.setBrush(QColor(tokens.dim))
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
        else:
            painter.setBrush(colour)
        painter.drawRect(box)
        if span.is_late and span.kind is SpanKind.SERVE:
            painter.fillRect(QRectF(left, box.bottom() + 1, box.width(), 4), QColor(tokens.refused.mark))
