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
NUMBERED_PX = 11.0
RING_PX = 5.0


class StopDot(QGraphicsItem):
    """A stop on a route: a dot, with its place in the order while the route is chosen."""

    def __init__(self, van: str, stop: StopView, colour: str, look: Look, *, numbered: bool) -> None:
        super().__init__()
        self.van = van
        self.wave_id: WaveId = stop.wave_id
        self._stop = stop
        self._colour = colour
        self._look = look
        self._radius = NUMBERED_PX if numbered else SMALL_PX
        self._numbered = numbered
        self._chosen = False
        self.setToolTip(f"{stop.position}. {stop.name}  {clock(stop.arrives_at)}")

    def bring_out(self, *, is_chosen: bool, is_faded: bool) -> None:
        """Ring the stop chosen; stand back while another route is looked at."""
        self._chosen = is_chosen
        self.setOpacity(0.45 if is_faded and not is_chosen else 1.0)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        side = self._radius + RING_PX + 4
        return QRectF(-side, -side, 2 * side, 2 * side)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        tokens = self._look.tokens
        if self._chosen:
            painter.setPen(QPen(QColor(tokens.ink), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(0, 0), self._radius + RING_PX, self._radius + RING_PX)
        painter.setPen(QPen(QColor(tokens.card), 1.5))
        painter.setBrush(QColor(self._colour))
        painter.drawEllipse(QPointF(0, 0), self._radius, self._radius)
        if self._numbered:
            painter.setFont(font(12, bold=True))
            painter.setPen(QColor(tokens.on_route))
            box = QRectF(-self._radius, -self._radius, 2 * self._radius, 2 * self._radius)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._stop.position))
        if self._stop.is_late or self._stop.broken is not None:
            side = self._radius + 3
            draw_shape(painter, QRectF(side - 6, -side - 6, 13, 13), Tone.REFUSED, tokens.refused.mark, WHITE)


class LooseDot(QGraphicsItem):
    """A stop on no route: an open ring with an exclamation mark."""

    def __init__(self, wave_id: WaveId, look: Look, *, is_chosen: bool) -> None:
        super().__init__()
        self.wave_id = wave_id
        self._look = look
        self._side = 26.0 if is_chosen else 20.0

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return QRectF(-15, -15, 30, 30)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        half = self._side / 2
        colours = self._look.tokens.ask
        box = QRectF(-half, -half, self._side, self._side)
        draw_shape(painter, box, Tone.ASK, colours.mark, colours.on_mark)


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
