"""The marks on the map: stops, stops on no route, the warehouse; each differs in shape, not colour alone."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from station.dispatch.model.view import StopView
from station.dispatch.screen.ink import clock
from station.kernel.ids import WaveId
from station.kernel.messages import Tone
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.theme import WHITE

SMALL_PX = 6.0
CROWDED_PX = 4.5
NUMBERED_PX = 11.0
RING_PX = 5.0
MARK_PX = 13.0


class StopDot(QGraphicsItem):
    """A stop on a route: a dot, with its place in the order while the route is chosen and there is room."""

    def __init__(self, van: str, stop: StopView, colour: str, look: Look, radius: float) -> None:
        super().__init__()
        self.van = van
        self.wave_id: WaveId = stop.wave_id
        self.name = stop.name
        self._stop = stop
        self._colour = colour
        self._look = look
        self._radius = radius
        self._numbered = False
        self.is_chosen = False
        self.setToolTip(f"{stop.position}. {stop.name}  {clock(stop.arrives_at)}")

    def bring_out(self, *, is_chosen: bool, is_faded: bool) -> None:
        """Ring the stop chosen; stand back while another route is looked at."""
        self.is_chosen = is_chosen
        self.setOpacity(0.35 if is_faded and not is_chosen else 1.0)

    def number(self, *, shown: bool) -> None:
        """Wear its place in the order, or be a plain dot."""
        if shown != self._numbered:
            self._numbered = shown
            self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        side = NUMBERED_PX + RING_PX + 4
        return QRectF(-side, -side, 2 * side, 2 * side)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        tokens = self._look.tokens
        radius = NUMBERED_PX if self._numbered else self._radius
        if self.is_chosen:
            painter.setPen(QPen(QColor(tokens.ink), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(0, 0), radius + RING_PX, radius + RING_PX)
        painter.setPen(QPen(QColor(tokens.card), 1.5 if radius > CROWDED_PX else 1))
        painter.setBrush(QColor(self._colour))
        painter.drawEllipse(QPointF(0, 0), radius, radius)
        if self._numbered:
            painter.setFont(font(12, bold=True))
            painter.setPen(QColor(tokens.on_route))
            box = QRectF(-radius, -radius, 2 * radius, 2 * radius)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._stop.position))
        if self._stop.is_late or self._stop.broken is not None:
            mark = QRectF(radius - 4, -radius - 9, MARK_PX, MARK_PX)
            draw_shape(painter, mark, Tone.REFUSED, tokens.refused.mark, WHITE)


class LooseDot(QGraphicsItem):
    """A stop on no route: an exclamation mark, or a calm open ring before anything was planned."""

    def __init__(
        self, wave_id: WaveId, name: str, look: Look, *, is_chosen: bool, is_calm: bool, radius: float
    ) -> None:
        super().__init__()
        self.wave_id = wave_id
        self.name = name
        self._look = look
        self._is_chosen = is_chosen
        self._is_calm = is_calm
        self._radius = radius + (3 if is_chosen else 0)
        self.setToolTip(name)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return QRectF(-15, -15, 30, 30)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        tokens = self._look.tokens
        if self._is_calm:
            painter.setPen(QPen(QColor(tokens.ink if self._is_chosen else tokens.ink_soft), 2))
            painter.setBrush(QColor(tokens.card))
            painter.drawEllipse(QPointF(0, 0), self._radius, self._radius)
            return
        half = 13.0 if self._is_chosen else 9.0
        box = QRectF(-half, -half, 2 * half, 2 * half)
        draw_shape(painter, box, Tone.ASK, tokens.ask.mark, tokens.ask.on_mark)


class DepotMark(QGraphicsItem):
    """The warehouse: a small house."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return QRectF(-16, -16, 32, 32)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        tokens = self._look.tokens
        painter.setPen(QPen(QColor(tokens.card), 2))
        painter.setBrush(QColor(tokens.ink))
        corners = ((-13, 13), (-13, -2), (0, -13), (13, -2), (13, 13))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.setBrush(QColor(tokens.card))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRect(QRectF(-4, 3, 8, 10))
