"""The map: every route in its colour, drawn from positions alone: no network, no web engine."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsPathItem, QGraphicsScene, QGraphicsView

from station.dispatch.model.view import DispatchView, RouteView
from station.dispatch.screen.dragging import StopDrop, drag_stop
from station.dispatch.screen.ink import route_colour
from station.dispatch.screen.map_dots import CROWDED_PX, SMALL_PX, DepotMark, LooseDot, StopDot
from station.dispatch.screen.map_plane import Projection, bounds_of, paint_scale, path_through
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts
from station.shell.look import Look, font
from station.shell.theme import SCALE

ZOOM_STEP = 1.2
LEAST_METRES_A_PX, MOST_METRES_A_PX = 0.5, 5_000.0
MARGIN_PX, FOOT_PX = 30, 48
SMALLEST_FRAME_M = 1_500.0
CROWD = 80
"""From so many stops on, the dots are smaller."""
ROOM_PX = 20.0
"""Between two numbers."""
CLICK_PX = 6
Dot = StopDot | LooseDot


class RouteMap(QGraphicsView):
    """Drag to pan, wheel to zoom, click a stop to choose it or drag it away, double click to see everything.

    A van chosen elsewhere fills the map with its route; one chosen here leaves the map as it is.
    """

    def __init__(
        self, texts: Texts, look: Look, on_choose: Callable[[str | None, WaveId | None], None], drop: StopDrop
    ) -> None:
        """`on_choose` hears the van and the stop under a click; the van is None for a stop on no route."""
        super().__init__()
        self.setObjectName("dispatch.map")
        self._texts = texts
        self._look = look
        self._on_choose = on_choose
        self._drop = drop
        self._view: DispatchView | None = None
        self._van: str | None = None
        self._stop: WaveId | None = None
        self._drawn: tuple[object, ...] = ()
        self._framed: tuple[object, ...] = ()
        self._dots: dict[WaveId, Dot] = {}
        self._pressed_at: QPointF | None = None
        self._held: Dot | None = None
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._dress()
        look.changed.connect(self._redraw)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def show_view(self, view: DispatchView, van: str | None, stop: WaveId | None) -> None:
        """Draw the routes, `van` and `stop` brought out."""
        seen = (view.routes, view.unserved, view.depot, view.travel, van, stop, self._look.tokens.name)
        self._view, self._van, self._stop = view, van, stop
        if seen != self._drawn:
            self._drawn = seen
            self._redraw()

    def fit(self) -> None:
        """Show everything."""
        self._frame(self._scene.itemsBoundingRect())

    def reveal(self, stop: WaveId) -> None:
        """Bring a stop into sight where it is outside."""
        dot = self._dots.get(stop)
        if dot is not None and not self.viewport().rect().contains(self.mapFromScene(dot.pos())):
            self.centerOn(dot)

    def _frame(self, bounds: QRectF) -> None:
        """Fill the map with `bounds`."""
        if self._scene.itemsBoundingRect().isEmpty():
            return
        grow = max(0.0, SMALLEST_FRAME_M - max(bounds.width(), bounds.height())) / 2
        bounds = bounds.adjusted(-grow, -grow, grow, grow)
        everything = self._scene.itemsBoundingRect().united(bounds)
        room = max(everything.width(), everything.height())
        self._scene.setSceneRect(everything.adjusted(-room, -room, room, room))
        inside = self.viewport().rect().adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -FOOT_PX)
        scale = min(inside.width() / bounds.width(), inside.height() / bounds.height())
        self.resetTransform()
        self.scale(max(scale, 1 / MOST_METRES_A_PX), max(scale, 1 / MOST_METRES_A_PX))
        below = (FOOT_PX - MARGIN_PX) / 2 / self.transform().m11()
        self.centerOn(bounds.center() + QPointF(0, below))
        self._number()

    def _redraw(self) -> None:
        self.setBackgroundBrush(QColor(self._look.tokens.dim))
        self._scene.clear()
        self._dots, self._held = {}, None
        view = self._view
        if view is None or view.depot is None:
            return
        place = Projection(view.depot)
        count = sum(len(route.stops) for route in view.routes) + len(view.unserved)
        radius = CROWDED_PX if count > CROWD else SMALL_PX
        for route in sorted(view.routes, key=lambda route: route.van == self._van):
            self._draw_route(route, place, radius)
        calm = not any(route.stops for route in view.routes)
        for loose in view.unserved:
            if loose.at is not None:
                chosen = loose.wave_id == self._stop
                dot = LooseDot(
                    loose.wave_id, loose.name, self._look, is_chosen=chosen, is_calm=calm, radius=radius
                )
                self._put_dot(dot, place(loose.at), 5)
        self._put(DepotMark(self._look), place(view.depot), 6)
        self._frame_anew(view)
        self._number()

    def _frame_anew(self, view: DispatchView) -> None:
        """When another night or another van is looked at; else the map stays where it was moved to."""
        night = (next((cycle.cycle_id for cycle in view.cycles if cycle.is_chosen), None), view.depot)
        before, self._framed = self._framed, (night, self._van)
        route = next((route for route in view.routes if route.van == self._van and route.path), None)
        if before and before[0] == night and (before[1] == self._van or (before[1] is None and not route)):
            return
        if route is None:
            self.fit()
        else:
            self._frame(bounds_of([Projection(route.path[0])(point) for point in route.path]))

    def _draw_route(self, route: RouteView, place: Projection, radius: float) -> None:
        colour = route_colour(self._look.tokens, route.colour)
        is_chosen = route.van == self._van
        faded = self._van is not None and not is_chosen
        line = QGraphicsPathItem(path_through([place(point) for point in route.path]))
        pen = QPen(QColor(colour), 4 if is_chosen else 2.0)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        line.setPen(pen)
        line.setOpacity(0.3 if faded else 1.0)
        line.setZValue(2 if is_chosen else 1)
        self._scene.addItem(line)
        for stop in route.stops:
            if stop.at is None:
                continue
            dot = StopDot(route.van, stop, colour, self._look, SMALL_PX if is_chosen else radius)
            dot.bring_out(is_chosen=stop.wave_id == self._stop, is_faded=faded)
            self._put_dot(dot, place(stop.at), 4 if is_chosen else 3)

    def _put_dot(self, dot: Dot, at: QPointF, z: float) -> None:
        self._dots[dot.wave_id] = dot
        self._put(dot, at, z)

    def _put(self, item: QGraphicsItem, at: QPointF, z: float) -> None:
        item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        item.setPos(at)
        item.setZValue(z)
        self._scene.addItem(item)

    def _number(self) -> None:
        """Numbers where they do not cover each other at this zoom; the stop chosen has its own always."""
        taken: list[QPointF] = []
        dots = [dot for dot in self._dots.values() if isinstance(dot, StopDot) and dot.van == self._van]
        for dot in sorted(dots, key=lambda dot: not dot.is_chosen):
            at = QPointF(self.mapFromScene(dot.pos()))
            free = all((at - other).manhattanLength() >= ROOM_PX for other in taken)
            dot.number(shown=free)
            if free:
                taken.append(at)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        step = ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP
        if LEAST_METRES_A_PX < 1 / (self.transform().m11() * step) < MOST_METRES_A_PX:
            self.scale(step, step)
            self._number()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed_at = event.position()
        self._held = self._dot_at(event.position().toPoint())
        if self._held is None:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        dot, view = self._held, self._view
        if dot is None:
            super().mouseMoveEvent(event)
        elif self._was_moved(event) and view is not None and view.can_edit:
            self._held = None
            drag_stop(self, self._look, dot.wave_id, dot.name)
            self._drop.forget()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        dot, self._held = self._held, None
        if self._was_moved(event):
            return
        van = dot.van if isinstance(dot, StopDot) else None
        if self._framed:
            self._framed = (self._framed[0], van)  # chosen here: the map stays
        self._on_choose(van, None if dot is None else dot.wave_id)

    def _was_moved(self, event: QMouseEvent) -> bool:
        return self._pressed_at is None or (event.position() - self._pressed_at).manhattanLength() > CLICK_PX

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.fit()

    def _dot_at(self, at: QPoint) -> Dot | None:
        return next((item for item in self.items(at) if isinstance(item, StopDot | LooseDot)), None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._framed = ()
        if self._view is not None:
            self._frame_anew(self._view)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._scene.items():
            paint_scale(painter, self.viewport().rect(), 1 / self.transform().m11(), self._look)
            self._paint_travel(painter)
        else:
            self._paint_empty(painter)
        painter.end()

    def _paint_travel(self, painter: QPainter) -> None:
        """How the travel times were come by, in the other corner."""
        if self._view is None or self._view.travel is None:
            return
        painter.setPen(QColor(self._look.tokens.ink_soft))
        painter.setFont(font(SCALE.secondary_px))
        box = self.viewport().rect().adjusted(0, 0, -14, -8)
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        painter.drawText(box, flags, self._texts.say(self._view.travel))

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._look.tokens.ink_soft))
        painter.setFont(font(SCALE.base_px))
        words = self._texts.say(Message("The map shows the stops as soon as there are any"))
        painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), words)
