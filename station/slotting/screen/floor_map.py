"""The map of the aisles: every bin of a board in colour, the cursor, and the bins that are meant now."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.kernel.messages import Message, Texts
from station.shell.fitting import CENTRE, LEFT, Fitter, Type
from station.shell.look import Look
from station.shell.theme import zone_look
from station.shell.zone_mark import draw_zone_mark
from station.slotting.model.chart import ChartSection
from station.slotting.model.heat import BinHeat, Cell
from station.slotting.model.view import SlottingView
from station.slotting.screen.map_grid import AISLE_PX, ZONE_PX, MapGrid, map_grid
from station.slotting.screen.map_ink import MapInk

LEAST_WORD_PX = 48
ZONE_TYPE = Type(11, 16, bold=True)
AISLE_TYPE = Type(8, 14, bold=True)
EMPTY_TYPE = Type(16, 28, bold=True, lines=2)
NOTHING = BinHeat(Cell.FREE)
EMPTY = Message("No bins are known here: they come with the master data of the warehouse")


class FloorMap(QWidget):
    """Paints the view's chart; a touch chooses a bin."""

    def __init__(self, texts: Texts, look: Look, on_choose: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("slotting.map")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._texts = texts
        self._look = look
        self._on_choose = on_choose
        self._view: SlottingView | None = None
        self._ink = MapInk()
        self._fitter = Fitter()

    def show_view(self, view: SlottingView) -> None:
        """Draw the chart of `view`."""
        self._view = view
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        view = self._view
        said = Message("Map of the aisles, board {level}", level=view.level if view else 0)
        words = [
            self._texts.say(said),
            *sorted(view.lit if view else ()),
            (view.cursor if view else "") or "",
        ]
        self.setAccessibleName(" · ".join(word for word in words if word))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(860, 420)

    def cell_of(self, bin_code: str) -> QRectF:
        """Where a bin is drawn; an empty rectangle where it is not."""
        view = self._view
        place = (view.chart.places or {}).get(bin_code) if view else None
        if view is None or place is None or place.level != view.level:
            return QRectF()
        return self._grid(view).cell(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        view = self._view
        found = self._grid(view).at(view.chart, view.level, event.position()) if view else None
        if found is not None:
            self._on_choose(found)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        view, tokens = self._view, self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        if view is None or not view.chart.columns:
            painter.setPen(QColor(tokens.ink_soft))
            box = QRectF(self.rect()).adjusted(24, 24, -24, -24)
            self._fitter.draw(painter, self._texts.say(EMPTY), box, EMPTY_TYPE, CENTRE)
            return
        grid = self._grid(view)
        for section in view.chart.sections:
            self._paint_section(painter, grid, section)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for place in view.chart.on(view.level):
            self._ink.draw(painter, tokens, grid.cell(place), view.heat.get(place.bin, NOTHING))
        self._paint_meant(painter, view)

    def _grid(self, view: SlottingView) -> MapGrid:
        return map_grid(view.chart, self.width(), self.height())

    def _paint_section(self, painter: QPainter, grid: MapGrid, section: ChartSection) -> None:
        """The zone over its aisles, each with its name."""
        tokens = self._look.tokens
        zone = zone_look(tokens, section.zone.value)
        left, right = grid.across(section.column, section.columns)
        band = QRectF(left, 5, max(right - left, 1), ZONE_PX - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(zone.ground))
        painter.drawRoundedRect(band, 6, 6)
        inner = band.adjusted(6, 3, -4, -3)
        if inner.width() > inner.height():
            used = draw_zone_mark(painter, section.zone, inner, zone.ink)
            painter.setPen(QColor(zone.ink))
            words = inner.adjusted(used + 6, -2, 0, 2)
            if words.width() > LEAST_WORD_PX:
                self._fitter.draw(painter, self._texts.say(zone.word), words, ZONE_TYPE, LEFT)
        painter.setPen(QColor(tokens.ink_soft))
        for aisle in section.aisles:
            begins, ends = grid.across(aisle.column, aisle.columns)
            box = QRectF(begins - 3, ZONE_PX - 2, ends - begins + 6, AISLE_PX)
            self._fitter.draw(painter, aisle.name, box, AISLE_TYPE, CENTRE)

    def _paint_meant(self, painter: QPainter, view: SlottingView) -> None:
        """Over all others: bins that are meant with a thick frame, the cursor with one in ink around it."""
        tokens = self._look.tokens
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for code in view.lit:
            box = self.cell_of(code)
            if not box.isEmpty():
                painter.setPen(QPen(QColor(tokens.ask.mark), 4))
                painter.drawRect(box.adjusted(-1, -1, 1, 1))
        box = self.cell_of(view.cursor) if view.cursor else QRectF()
        if not box.isEmpty():
            painter.setPen(QPen(QColor(tokens.ink), 3))
            painter.drawRect(box.adjusted(-3, -3, 3, 3))
