"""Where everything of the map lies in a widget of some size: columns with aisles and zones between them."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from station.slotting.model.chart import ChartPlace, FloorChart

ZONE_PX, AISLE_PX = 30, 22
ZONE_GAP, AISLE_GAP = 0.9, 0.35
"""Walkways, in parts of a column."""
MOST_WIDE_PX, MOST_HIGH_PX = 92.0, 46.0
EDGE_PX = 6


@dataclass(frozen=True)
class MapGrid:
    """Cells of one size; `left` is where each column begins."""

    left: tuple[float, ...]
    top: float
    wide: float
    high: float

    def cell(self, place: ChartPlace) -> QRectF:
        """The cell of a bin."""
        return QRectF(self.left[place.column], self.top + place.row * self.high, self.wide, self.high)

    def across(self, column: int, columns: int) -> tuple[float, float]:
        """Left and right end of some columns side by side."""
        return self.left[column], self.left[column + columns - 1] + self.wide

    def at(self, chart: FloorChart, level: int, point: QPointF) -> str | None:
        """The bin of a board that is drawn there."""
        return next((place.bin for place in chart.on(level) if self.cell(place).contains(point)), None)


def map_grid(chart: FloorChart, width: float, height: float) -> MapGrid:
    """The largest cells that fit, none larger than a finger needs."""
    gaps = _gaps(chart)
    units = chart.columns + sum(gaps)
    wide = min(MOST_WIDE_PX, (width - 2 * EDGE_PX) / max(units, 1))
    high = min(MOST_HIGH_PX, (height - ZONE_PX - AISLE_PX - EDGE_PX) / max(chart.rows, 1))
    left, at = [], max(EDGE_PX, (width - wide * units) / 2)
    for column in range(chart.columns):
        at += gaps[column] * wide
        left.append(at)
        at += wide
    return MapGrid(tuple(left), ZONE_PX + AISLE_PX, wide, high)


def _gaps(chart: FloorChart) -> list[float]:
    """What stands before each column, in parts of a column."""
    gaps = [0.0] * chart.columns
    for section in chart.sections:
        for aisle in section.aisles:
            gaps[aisle.column] = AISLE_GAP
        gaps[section.column] = ZONE_GAP
    if gaps:
        gaps[0] = 0.0
    return gaps
