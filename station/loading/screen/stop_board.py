"""The stops of the chosen route in loading order; the one to load now is always in sight."""

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from station.kernel.messages import Texts
from station.loading.model.view import StopCard
from station.loading.screen.stop_paint import StopPainter, row_height
from station.shell.look import Look
from station.shell.scrolling import quiet_scroll, turn_page

GAP_PX = 6
SCALES = (1.4, 1.3, 1.2, 1.1)
"""Rows grow with the room there is, up to the first of these."""


class StopRows(QWidget):
    """All rows, painted; as high as they need."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("loading.stops.rows")
        self._painter = StopPainter(texts, look)
        self._stops: tuple[StopCard, ...] = ()
        self._tops: list[int] = [0]
        self._scale = 1.0

    def fill(self, height: int) -> None:
        """Draw everything as large as `height` (px) allows without scrolling; never smaller than designed."""
        # Larger tiles take more lines, so each scale is tried. Whole tenths: a tile more or less in the row
        # on show must not make all type tremble.
        scale = next((scale for scale in SCALES if sum(self._heights(scale)) <= height), 1.0)
        if scale != self._scale:
            self._scale = scale
            self.redraw()

    def show_stops(self, stops: tuple[StopCard, ...]) -> None:
        """Draw `stops`; free when nothing of them has changed."""
        if stops != self._stops:
            self._stops = stops
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self._measure()
        self.setAccessibleName("\n".join(self._painter.words(stop) for stop in self._stops))
        self.update()

    def place_of_next(self) -> tuple[int, int] | None:
        """Top and bottom (px) of the row to load now."""
        for at, stop in enumerate(self._stops):
            if stop.is_next:
                return self._tops[at], self._tops[at + 1]
        return None

    def _measure(self) -> None:
        self._tops = [0]
        for high in self._heights(self._scale):
            self._tops.append(self._tops[-1] + high)
        self.setMinimumHeight(self._tops[-1])

    def _heights(self, scale: float) -> list[int]:
        """Heights of the rows with the gaps below them, at this scale."""
        width = round(self.width() / scale)
        return [round((row_height(stop, width) + GAP_PX) * scale) for stop in self._stops]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(600, self._tops[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, stop in enumerate(self._stops):
            place = QRectF(0, self._tops[at], self.width(), self._tops[at + 1] - self._tops[at])
            if place.intersects(QRectF(event.rect())):
                painter.save()
                painter.translate(0, self._tops[at])
                painter.scale(self._scale, self._scale)
                box = QRectF(0, 0, place.width() / self._scale, place.height() / self._scale - GAP_PX)
                self._painter.paint(painter, box, stop)
                painter.restore()


class StopBoard(QWidget):
    """The rows in a scroll area that follows the loading."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("loading.stops")
        self._rows = StopRows(texts, look)
        self._scroll: QScrollArea = quiet_scroll("loading.stops.scroll", self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def show_stops(self, stops: tuple[StopCard, ...]) -> None:
        """Draw `stops` and bring the one to load now into sight, with the one before it."""
        self._rows.show_stops(stops)
        self._follow_soon()

    def turn_page(self, step: int) -> None:
        """Look at stops below or above; the next scan brings the one to load back into sight."""
        turn_page(self._scroll, step)

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self._rows.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._follow_soon()

    def _follow_soon(self) -> None:
        """Once the layouts have settled: before, the scroll area does not know its new range."""
        QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        self._rows.fill(self.height())
        place = self._rows.place_of_next()
        if place is not None:
            middle = (place[0] + place[1]) // 2
            self._scroll.ensureVisible(0, middle, 0, (place[1] - place[0]) // 2 + 60)
