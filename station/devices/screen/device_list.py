"""All devices in a column; arrow keys go from one to the next."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.devices.model.view import DeviceLine
from station.devices.screen.device_row import DeviceRow
from station.kernel.messages import Texts
from station.shell.icons import Icons
from station.shell.look import Look
from station.shell.scrolling import quiet_scroll


class DeviceList(QWidget):
    """A row for each device, made once and used again."""

    def __init__(self, texts: Texts, look: Look, icons: Icons, choose: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("devices.list")
        self._texts = texts
        self._look = look
        self._icons = icons
        self._choose = choose
        self._rows: list[DeviceRow] = []
        self._shown = 0
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._scroll = quiet_scroll("devices.list.scroll", self._inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._scroll)

    def show_lines(self, lines: tuple[DeviceLine, ...], chosen: str) -> None:
        """Draw `lines`; `chosen` is the key of the one looked at."""
        while len(self._rows) < len(lines):
            self._add_row()
        self._shown = len(lines)
        for place, row in enumerate(self._rows):
            if place < len(lines):
                row.show_line(lines[place], chosen=lines[place].key == chosen)
            row.setVisible(place < len(lines))

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        for row in self._rows:
            row.redraw()

    def focus_on(self, key: str) -> None:
        """Give the keys to a device's row, and bring it in sight."""
        for row in self._rows[: self._shown]:
            if row.line is not None and row.line.key == key:
                self._go_to(row)

    def _step_from(self, before: DeviceRow, step: int) -> None:
        row = self._rows[min(max(self._rows.index(before) + step, 0), self._shown - 1)]
        self._go_to(row)
        if row.line is not None:
            self._choose(row.line.key)

    def _go_to(self, row: DeviceRow) -> None:
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        # Once the layouts have settled: a row made just now has no place yet.
        QTimer.singleShot(0, row, lambda: self._scroll.ensureWidgetVisible(row, 0, 20))

    def _add_row(self) -> None:
        place = len(self._rows) + 1
        row = DeviceRow(
            self._texts, self._look, self._icons, place, self._choose, self._step_from, self._inside
        )
        self._column.insertWidget(len(self._rows), row)
        self._rows.append(row)
