"""The map: every route in its colour, drawn from positions alone: no network, no web engine."""

from collections.abc import Callable
from math import cos, radians

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsPathItem, QGraphicsScene, QGraphicsView

from station.dispatch.model.view import DispatchView, MapPoint, RouteView
from station.dispatch.screen.ink import route_colour
from station.dispatch.screen.map_dots import DepotMark, LooseDot, StopDot
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts
from station.shell.look import Look, font
from station.shell.theme import SCALE

METRES_A_DEGREE = 111_320.0
ZOOM_STEP = 1.2
MOST_ZOOM = 60.0
MARGIN_PX = 36
SCALE_BAR_PX = 120
NICE_METRES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


class RouteMap(QGraphicsView):
    """Drag to pan, wheel to zoom, click a stop to choose it, double click to see everything."""

    def __init__(
        self, texts: Texts, look: Look, on_choose: Callable[[str | None, WaveId | None], None]
    ) -> None:
        """`on_choose` hears the van and the stop under a click; the van is None for a stop on no route."""
        super().__init__()
        self.setObjectName("dispatch.map")
        self._texts = texts
        self._look = look
        self._on_choose = on_choose
        self._view: DispatchView | None = None
        self._van: str | None = None
        self._stop: WaveId | None = None
        self._drawn: tuple[object, ...] = ()
        self._fitted = False
        self._pressed_at: QPointF | None = None
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        look.changed.connect(self._redraw)

    def show_view(self, view: DispatchView, van: str | None, stop: WaveId | None) -> None:
        """Draw the routes, `van` and `stop` brought out."""
        seen = (view.routes, view.unserved, view.depot, van, stop, self._look.tokens.name)
        self._view, self._van, self._stop = view, van, stop
        if seen != self._drawn:
            self._drawn = seen
            self._redraw()

    def fit(self) -> None:
        """Show everything."""
        bounds = self._scene.itemsBoundingRect()
        if bounds.isEmpty():
            return
        self._scene.setSceneRect(bounds.adjusted(-bounds.width(), -bounds.height(), *_grown(bounds)))
        self.fitInView(bounds, Qt.AspectRatioMode.KeepAspectRatio)
        shrink = 1 - 2 * MARGIN_PX / max(1, min(self.width(), self.height()))
        self.scale(max(0.5, shrink), max(0.5, shrink))
        self._fitted = True

    def _redraw(self) -> None:
        self.setBackgroundBrush(QColor(self._look.tokens.dim))
        self._scene.clear()
        view = self._view
        if view is None or view.depot is None:
            return
        place = Projection(view.depot)
        for route in sorted(view.routes, key=lambda route: route.van == self._van):
            self._draw_route(route, place)
        for loose in view.unserved:
            if loose.at is not None:
                dot = LooseDot(loose.wave_id, self._look, is_chosen=loose.wave_id == self._stop)
                self._put(dot, place(loose.at), 5)
        self._put(DepotMark(self._look), place(view.depot), 6)
        if not self._fitted:
            self.fit()

    def _draw_route(self, route: RouteView, place: "Projection") -> None:
        colour = route_colour(self._look.tokens, route.colour)
        is_chosen = route.van == self._van
        faded = self._van is not None and not is_chosen
        line = QGraphicsPathItem(_path([place(point) for point in route.path]))
        pen = QPen(QColor(colour), 4 if is_chosen else 2.2)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        line.setPen(pen)
        line.setOpacity(0.35 if faded else 1.0)
        line.setZValue(2 if is_chosen else 1)
        self._scene.addItem(line)
        for stop in route.stops:
            if stop.at is None:
                continue
            dot = StopDot(route.van, stop, colour, self._look, numbered=is_chosen)
            dot.bring_out(is_chosen=stop.wave_id == self._stop, is_faded=faded)
            self._put(dot, place(stop.at), 4 if is_chosen else 3)

    def _put(self, item: QGraphicsItem, at: QPointF, z: float) -> None:
        item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        item.setPos(at)
        item.setZValue(z)
        self._scene.addItem(item)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        step = ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP
        if 1 / MOST_ZOOM < self.transform().m11() * step < MOST_ZOOM:
            self.scale(step, step)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        moved = self._pressed_at is None or (event.position() - self._pressed_at).manhattanLength() > 6
        if not moved:
            self._click(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.fit()

    def _click(self, event: QMouseEvent) -> None:
        for item in self.items(event.position().toPoint()):
            if isinstance(item, StopDot):
                self._on_choose(item.van, item.wave_id)
                return
            if isinstance(item, LooseDot):
                self._on_choose(None, item.wave_id)
                return
        self._on_choose(None, None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._scene.items():
            self._paint_scale(painter)
        else:
            self._paint_empty(painter)
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._look.tokens.ink_soft))
        painter.setFont(font(SCALE.base_px))
        words = self._texts.say(Message("The map shows the stops as soon as there are any"))
        painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_scale(self, painter: QPainter) -> None:
        metres_a_px = 1 / max(self.transform().m11(), 1e-9)
        metres = max((m for m in NICE_METRES if m / metres_a_px <= SCALE_BAR_PX), default=NICE_METRES[0])
        length = metres / metres_a_px
        words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
        ink, bottom = QColor(self._look.tokens.ink_soft), self.viewport().height() - 14
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(14, bottom), QPointF(14 + length, bottom))
        for x in (14.0, 14 + length):
            painter.drawLine(QPointF(x, bottom - 5), QPointF(x, bottom))
        painter.setFont(font(SCALE.secondary_px))
        box = QRectF(22 + length, bottom - 18, QFontMetrics(painter.font()).horizontalAdvance(words) + 4, 22)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), words)


class Projection:
    """Degrees to metres east and south of the warehouse: at the size of a city a plane is near enough."""

    def __init__(self, middle: MapPoint) -> None:
        self._middle = middle
        self._stretch = cos(radians(middle.latitude))

    def __call__(self, point: MapPoint) -> QPointF:
        """Where to draw `point`."""
        east = (point.longitude - self._middle.longitude) * METRES_A_DEGREE * self._stretch
        south = (self._middle.latitude - point.latitude) * METRES_A_DEGREE
        return QPointF(east, south)


def _path(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath()
    for number, point in enumerate(points):
        if number:
            path.lineTo(point)
        else:
            path.moveTo(point)
    return path


def _grown(bounds: QRectF) -> tuple[float, float]:
    return bounds.width(), bounds.height()
