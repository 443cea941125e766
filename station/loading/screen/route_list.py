"""Tonight's routes down the left side, the chosen one always in sight."""

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.loading.model.view import RouteRow
from station.loading.screen.gestures import Gestures
from station.loading.screen.route_row import RouteButton
from station.shell.look import Look, font
from station.shell.scrolling import quiet_scroll
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

WIDTH_PX = 292


class RouteList(QWidget):
    """A heading and a button for each route."""

    def __init__(self, texts: Texts, look: Look, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("loading.routes")
        self.setFixedWidth(WIDTH_PX)
        self._texts = texts
        self._look = look
        self._gestures = gestures
        self._rows: tuple[RouteRow, ...] = ()
        self._buttons: list[RouteButton] = []
        self._heading = SpokenLabel(texts)
        self._heading.setObjectName("loading.routes.heading")
        self._heading.setFont(font(SCALE.base_px, bold=True))
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._scroll = quiet_scroll("loading.routes.scroll", self._inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(6)
        page.addWidget(self._heading)
        page.addWidget(self._scroll, 1)

    def show_rows(self, rows: tuple[RouteRow, ...], now: datetime) -> None:
        """Draw `rows` at the moment `now`."""
        before, self._rows = self._rows, rows
        left = sum(not row.departed for row in rows)
        self._heading.say(Message("Tonight: {left} of {routes} vans here", left=left, routes=len(rows)))
        while len(self._buttons) < len(rows):
            self._add_button()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(rows))
            if place < len(rows):
                button.show_row(rows[place], now)
        if _chosen(before) != _chosen(rows):
            self._show_chosen()

    def tick(self, now: datetime) -> None:
        """Draw the times of departure at the moment `now`."""
        self.show_rows(self._rows, now)

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        for button in self._buttons:
            button.redraw()

    def _add_button(self) -> None:
        place = len(self._buttons) + 1
        button = RouteButton(self._texts, self._look, place, self._gestures.choose_route, self._inside)
        self._column.insertWidget(len(self._buttons), button)
        self._buttons.append(button)

    def _show_chosen(self) -> None:
        place = next((place for place, row in enumerate(self._rows) if row.chosen), None)
        if place is not None:
            button = self._buttons[place]
            # Once the layouts have settled: a row made just now has no place yet.
            QTimer.singleShot(0, button, lambda: self._scroll.ensureWidgetVisible(button, 0, 40))


def _chosen(rows: tuple[RouteRow, ...]) -> object:
    return next((row.route_id for row in rows if row.chosen), None)
