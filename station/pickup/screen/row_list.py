"""A column (or two) of rows made once and used again: a new view paints, it builds no widgets."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from station.pickup.screen.tap_row import TapRow

Row = TypeVar("Row", bound=TapRow)
GAP_PX = 6


class RowList(QWidget, Generic[Row]):
    """Places its rows by itself: a layout would measure them all at each change."""

    def __init__(self, name: str, make: Callable[[int, QWidget], Row], height_px: int) -> None:
        """`make` builds the row at a place counted from 1."""
        super().__init__()
        self.setObjectName(name)
        self._make = make
        self._height_px = height_px
        self._columns = 1
        self._shown = 0
        self._rows: list[Row] = []

    @property
    def rows(self) -> list[Row]:
        """The rows on show."""
        return self._rows[: self._shown]

    def show_count(self, count: int, *, columns: int = 1) -> list[Row]:
        """Put `count` rows on show and return them."""
        while len(self._rows) < count:
            self._rows.append(self._make(len(self._rows) + 1, self))
        if (count, columns) != (self._shown, self._columns):
            self._shown, self._columns = count, columns
            self._place()
            for at, row in enumerate(self._rows):
                row.setVisible(at < count)
        return self.rows

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        for row in self._rows:
            row.redraw()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(300, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._place()

    def _place(self) -> None:
        lines = -(-self._shown // self._columns)
        wide = (self.width() - GAP_PX * (self._columns - 1)) // self._columns
        for at, row in enumerate(self._rows[: self._shown]):
            # Down the first column, then down the next: numbers follow each other as people read a list.
            column, line = divmod(at, lines)
            left, top = column * (wide + GAP_PX), line * (self._height_px + GAP_PX)
            row.setGeometry(left, top, wide, self._height_px)
        self.setMinimumHeight(max(lines * (self._height_px + GAP_PX) - GAP_PX, 0))
